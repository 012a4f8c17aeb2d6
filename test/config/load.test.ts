// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of the configuration look like this.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readConfigFile } from '../../src/config/config-file.ts';
import { ConfigError } from '../../src/config/errors.ts';
import { toJudgement } from '../../src/config/judgement.ts';
import { loadConfig } from '../../src/config/load.ts';
import { toTargetsInput } from '../../src/config/targets-input.ts';
import { ACCOUNTS, CHECKS, PARTY, PARTY_ACCOUNT } from './problems-of.ts';

function load(text: string, environment: Record<string, string | undefined> = {}) {
  // What the tests below put in is meant to be.
  return loadConfig(text, 'c.yaml', environment, CHECKS, { named: Object.keys(environment) });
}

it('fills in every default', () => {
  expect(load(ACCOUNTS)).toEqual({
    accounts: [{ id: '111122223333', tags: {} }],
    auditor: { sessionDuration: 3600 },
    regions: 'enabled',
    thirdParties: [],
    environments: {},
    exceptions: [],
    blindSpots: [],
    owners: [],
    deadlines: { critical: 7, high: 30, medium: 90, low: 180, info: null },
    checks: {},
    drift: { mode: 'access-roles', timeout: 600, maxAge: 24 },
    resourcePolicies: [],
    activity: { source: 'off', days: 90, sessions: 20, files: [] },
    recording: false,
    sinceLast: { maxAge: 168 },
    vendors: { files: [] },
    report: { title: 'Third-party access audit', externalIds: 'masked', print: 'short' },
    outputs: ['html', 'summary', 'accounts', 'explorer', 'json', 'jsonl', 'csv'],
    evidence: { directory: 'countersign-runs', externalIds: 'full' },
    notify: [],
    reviewers: [],
    concurrency: { accounts: 8, callsPerAccount: 4 },
    limits: { accountMinutes: 60, runMinutes: 480, pagesPerCall: 2000 },
    failOn: 'none',
    strict: false,
  });
});

it('accepts anchors and aliases', () => {
  const config = load(
    'auditor: { roleName: R }\naccounts:\n  - { id: "111122223333", regions: &r [eu-west-1] }\n  - { id: "222233334444", regions: *r }\n',
  );
  expect(config.accounts.map(({ regions }) => regions)).toEqual([['eu-west-1'], ['eu-west-1']]);
});

it('puts variables in the place of their names, inside texts too, and reads what it put in only once', () => {
  const config = load(`${ACCOUNTS}report: { title: "Audit \${QUARTER} of \${COMPANY}" }\n`, {
    QUARTER: 'Q3',
    COMPANY: '${QUARTER}: yes',
  });
  expect(config.report.title).toBe('Audit Q3 of ${QUARTER}: yes');
});

it('writes a plain ${ for $${, needs no variable for it, and leaves other dollars alone', () => {
  expect(load(`${ACCOUNTS}report: { title: "$\${HOME} costs $5" }\n`).report.title).toBe('${HOME} costs $5');
});

it('puts in what is meant for this tool and what is named, and nothing else that an environment holds', () => {
  const environment = { COUNTERSIGN_TITLE: 'ours', TITLE: 'named', AWS_SECRET_ACCESS_KEY: 'of another' };
  const titled = (name: string, named: string[] = []) => {
    const told: string[] = [];
    const expanded = (variable: string, value: string) => told.push(`${variable}=${value}`);
    const text = `${ACCOUNTS}report: { title: "\${${name}}" }\n`;
    const { title } = loadConfig(text, 'c.yaml', environment, CHECKS, { named, expanded }).report;
    return [title, ...told];
  };
  expect(titled('COUNTERSIGN_TITLE')).toEqual(['ours', 'COUNTERSIGN_TITLE=ours']);
  expect(titled('TITLE', ['OTHER', 'TITLE'])).toEqual(['named', 'TITLE=named']);
  expect(() => titled('AWS_SECRET_ACCESS_KEY', ['TITLE'])).toThrow('allow it by --env AWS_SECRET_ACCESS_KEY');
  expect(() => titled('XCOUNTERSIGN_TITLE')).toThrow('is not put in');
});

it('expands no keys and no numbers', () => {
  const config = load(`${ACCOUNTS}    tags: { "\${KEY}": v }\n`, { KEY: 'k' });
  expect(config.accounts[0]?.tags).toEqual({ '${KEY}': 'v' });
});

it('does not take a property that every object inherits for a variable', () => {
  expect(() => load(`${ACCOUNTS}report: { title: "\${toString}" }\n`)).toThrow('toString is not put in');
});

it('never shows a value from the environment, whatever is wrong with it', () => {
  const secret = 'S3cr3t value!';
  const paths = [
    'accounts: [{ id: "${X}", name: "", roleArn: "${X}", externalId: "${X}", regions: ["${X}"] }]',
    'organization: { id: "${X}", discover: "${X}", include: { organizationalUnits: ["${X}/"] } }',
    'auditor: { roleName: "${X}", externalId: "${X}", sessionDuration: "${X}" }',
    'thirdParties: [{ name: "${X}", accountIds: ["${X}", "${X}"], contractEnds: "${X}", externalIdFormat: "(${X}", allowedSourceIps: ["${X}"], maxAccess: "${X}" }]',
    'exceptions: [{ check: "${X}", resource: "${X}", expires: "${X}" }]',
    'checks: { stale-role: { enabled: "${X}", severity: "${X}", staleAfterDays: "${X}" } }',
    'drift: { mode: "${X}", timeout: "${X}" }\nfailOn: "${X}"\nregions: "${X}"\nreport: "${X}"',
  ];
  for (const text of [...paths, paths.join('\n')]) {
    const message = failure(() => load(text, { X: secret })).message;
    expect(message.length).toBeGreaterThan(10);
    expect(message).not.toContain('S3cr3t');
  }
});

it('carries all problems in the order of the file', () => {
  const { problems } = failure(() => load('failOn: x\nregions: []\naccounts: [{ id: 1 }]\n'));
  expect(problems.map(({ source, line, column, path }) => [source, line, column, path])).toEqual([
    ['c.yaml', 1, 9, 'failOn'],
    ['c.yaml', 2, 10, 'regions'],
    ['c.yaml', 3, 18, 'accounts[0].id'],
  ]);
});

it('prints the first fifty problems and counts the others', () => {
  const text = `${ACCOUNTS}${Array.from({ length: 70 }, (_, index) => `key${index}: 1\n`).join('')}`;
  const lines = failure(() => load(text))
    .format()
    .split('\n');
  expect(lines).toHaveLength(51);
  expect(lines.at(-1)).toBe('… and 20 more');
});

it('reads a file, and gives the SHA-256 of its bytes before variables are put in', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'countersign-config-')), 'config.yaml');
  writeFileSync(path, 'accounts: [{ id: "${COUNTERSIGN_ID}" }]\n');
  const { config, digest } = await readConfigFile(path, { COUNTERSIGN_ID: '111122223333' }, CHECKS);
  expect(config.accounts[0]?.id).toBe('111122223333');
  expect(digest).toBe('7a2d8b3d6074987f709aa068a6ba6d8bd243de543afb2177ae2b5c2fc733b686');
});

it.each([
  ['a file that is not there', undefined, 'cannot be read: ENOENT'],
  ['bytes that are no text', Uint8Array.of(0xff, 0xfe, 0x00), 'the file is not UTF-8 text'],
  ['a file of five megabytes', new Uint8Array(5_000_000).fill(0x20), 'the file is larger than 4194304 bytes'],
])('refuses %s', async (_name, bytes, message) => {
  const path = join(mkdtempSync(join(tmpdir(), 'countersign-config-')), 'config.yaml');
  if (bytes !== undefined) writeFileSync(path, bytes);
  const reading = readConfigFile(path, {}, CHECKS);
  await expect(reading).rejects.toBeInstanceOf(ConfigError);
  await expect(reading).rejects.toThrow(message);
});

it('splits into what judging needs, without a way in, and what finding the accounts needs', () => {
  const config = load(
    `${ACCOUNTS}auditor: { roleName: R, externalId: way-in-1234 }\norganization: { id: o-a1b2c3d4e5 }\n${PARTY}${PARTY_ACCOUNT}`,
  );
  const vendor = { name: 'V', accountIds: ['333344445555'], sources: [] };
  const judgement = toJudgement(config, [vendor]);
  expect(judgement).toMatchObject({
    organizationId: 'o-a1b2c3d4e5',
    vendors: [vendor],
    drift: { mode: 'access-roles', maxAge: 24 },
    report: { externalIds: 'masked', organizationName: null },
    outputs: ['html', 'summary', 'accounts', 'explorer', 'json', 'jsonl', 'csv'],
  });
  expect(judgement.thirdParties[0]).toEqual({
    name: 'Nimbus',
    owner: 'Ana',
    justification: 'Monitoring',
    accountIds: ['222233334444'],
    organizationIds: [],
  });
  expect(JSON.stringify(judgement)).not.toContain('way-in-1234');
  expect(Object.keys(toTargetsInput(config)).sort()).toEqual([
    'accounts',
    'auditor',
    'organization',
    'regions',
  ]);
});

function failure(action: () => unknown): ConfigError {
  try {
    action();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('it loaded');
}
