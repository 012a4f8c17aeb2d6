// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of the configuration look like this.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { configuredAlready, setupValues } from '../../src/cli/setup-values.ts';
import { nextSteps } from '../../src/setup/next-steps.ts';
import { shellWord } from '../../src/setup/shell-word.ts';
import { fileOf, filesOf, loadedFrom, valuesOf } from './made.ts';

const EXAMPLE = readFileSync(join(import.meta.dirname, '../../config.example.yaml'), 'utf8');

function defaultOf(text: string, parameter: string): unknown {
  // Tags of CloudFormation are not resolved here.
  return parseDocument(text, { logLevel: 'error' }).getIn(['Parameters', parameter, 'Default']);
}

describe('values of the configuration', () => {
  it.each([
    ['home.yaml', 'BucketName', 'acme-audit-evidence'],
    ['home.yaml', 'EvidencePrefix', 'countersign'],
    ['home.yaml', 'RetentionMode', 'GOVERNANCE'],
    ['home.yaml', 'RetentionDays', 400],
    ['home.yaml', 'EncryptionKeyAlias', 'alias/audit-evidence'],
    ['home.yaml', 'AuditorRolePathAndName', '/CountersignAuditor'],
    ['home.yaml', 'OrganizationReaderPathAndName', '/CountersignOrganizationReader'],
    ['schedule.yaml', 'BucketName', 'acme-audit-evidence'],
    ['auditor-role.yaml', 'RoleName', 'CountersignAuditor'],
  ])('are defaults: %s %s', (file, parameter, value) => {
    expect(defaultOf(fileOf(file, EXAMPLE), parameter)).toBe(value);
  });

  it('give a role its path', () => {
    const yaml =
      'organization: { discover: true }\nauditor: { roleName: audit/deep/Reader, sessionDuration: 7200 }\n';
    const text = fileOf('auditor-role.yaml', yaml);
    expect([
      defaultOf(text, 'RolePath'),
      defaultOf(text, 'RoleName'),
      defaultOf(text, 'MaxSessionDuration'),
    ]).toEqual(['/audit/deep/', 'Reader', 7200]);
    expect(defaultOf(fileOf('home.yaml', yaml), 'AuditorRolePathAndName')).toBe('/audit/deep/Reader');
  });

  it('leave the bucket to be asked for where there is none', () => {
    expect(defaultOf(fileOf('home.yaml'), 'BucketName')).toBeUndefined();
  });
});

describe('external IDs', () => {
  it('are in no file, wherever the configuration has them', () => {
    const ids = [...EXAMPLE.matchAll(/externalId: ([0-9a-f-]{36})/g)].map(([, id = '']) => id);
    expect(ids.length).toBeGreaterThan(2);
    for (const [name, text] of filesOf(EXAMPLE)) for (const id of ids) expect(text, name).not.toContain(id);
    for (const file of ['home.yaml', 'auditor-role.yaml', 'organization-reader.yaml']) {
      expect(defaultOf(fileOf(file, EXAMPLE), 'ExternalId'), file).toBeUndefined();
      expect(fileOf(file, EXAMPLE), file).toMatch(/ExternalId:\n {4}Type: String\n[\s\S]*?NoEcho: true/);
    }
    expect(fileOf('terraform/home/main.tf.json')).toMatch(/"external_id": \{[^}]*"sensitive": true/);
  });

  it('need not be there yet: the three lines of the README are enough', () => {
    const yaml =
      'organization: { discover: true, externalId: "${COUNTERSIGN_B}" }\nauditor: { roleName: A, externalId: "${COUNTERSIGN_EXTERNAL_ID}" }\naccounts: [{ id: "111122223333", externalId: "${COUNTERSIGN_C}" }]\n';
    expect(valuesOf(yaml).auditor.name).toBe('A');
  });
});

it.each([
  ['evidence.s3.bucket', 'evidence: { s3: { bucket: "${COUNTERSIGN_X}", region: eu-west-1 } }'],
  ['evidence.signing.kmsKeyId', 'evidence: { signing: { kmsKeyId: "alias/${COUNTERSIGN_X}" } }'],
  [
    'accounts[0].roleArn',
    'accounts: [{ id: "111122223333", roleArn: "arn:aws:iam::111122223333:role/${COUNTERSIGN_X}" }]',
  ],
])('%s of the environment is for no file', (path, said) => {
  const yaml = `organization: { discover: true }\nauditor: { roleName: A }\n${said}\n`;
  const loaded = loadedFrom(yaml, { COUNTERSIGN_X: 'of-the-environment' });
  const refused = () => setupValues({ Version: '2012-10-17', Statement: [] }, loaded);
  expect(refused).toThrow(path);
  expect(refused).not.toThrow('of-the-environment');
});

describe('the next steps', () => {
  const steps = (yaml: string | undefined, directory = 'out') =>
    nextSteps(
      valuesOf(yaml),
      directory,
      configuredAlready('config.yaml', yaml === undefined ? undefined : loadedFrom(yaml).config, undefined),
      { fresh: '00000000-0000-4000-8000-000000000000' },
    );
  const commands = (yaml?: string, directory?: string) =>
    steps(yaml, directory).flatMap(({ commands: lines = [] }) => lines);

  it('deploy every template, the home first', () => {
    const named = commands().flatMap(
      (line) => /(?:--template-file |file:\/\/)out\/(\S+)/.exec(line)?.[1] ?? [],
    );
    expect(named[0]).toBe('home.yaml');
    // Whoever needs fan-out.yaml deploys it instead of schedule.yaml.
    expect([...new Set(named)].sort()).toEqual(
      [...filesOf().keys()].filter((name) => /^(?!buildspec|github|fan-out)[^/]+\.yaml$/.test(name)).sort(),
    );
  });

  it('have no StackSet where there is no organization', () => {
    const alone = commands('accounts: [{ id: "111122223333" }]\nauditor: { roleName: A }\n').join('\n');
    expect(alone).not.toContain('stack-set');
    expect(alone).toContain('out/auditor-role.yaml');
  });

  it('say what the configuration lacks, and nothing that it has', () => {
    const [lacking] = steps(undefined).flatMap(({ configuration = [] }) => configuration);
    for (const key of [
      'organization:',
      'auditor:',
      's3:',
      'signing:',
      'externalIdKmsKeyId:',
      'junit',
      'notify:',
    ])
      expect(lacking).toContain(key);
    const [less = ''] = steps(EXAMPLE).flatMap(({ configuration = [] }) => configuration);
    expect(less).toBe('evidence:\n  externalIdKmsKeyId: alias/countersign-fingerprints\n');
  });

  it('quote a directory of any name', () => {
    expect(commands(undefined, "it's $(here)").join('\n')).toContain(
      `--template-file 'it'\\''s $(here)/home.yaml'`,
    );
    expect([shellWord('plain/path.yaml'), shellWord(''), shellWord('a b')]).toEqual([
      'plain/path.yaml',
      "''",
      "'a b'",
    ]);
  });
});
