// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of the configuration look like this.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config/errors.ts';
import { parseVendorFile, readVendorFile } from '../../src/config/vendor-files.ts';
import { rulesFor } from '../../src/evaluate/rules-for-run.ts';
import type { JudgementConfig } from '../../src/model/config.ts';
import type { KnownVendor } from '../../src/model/party.ts';
import { KNOWN_VENDORS, VENDORS } from '../../src/parties/known-vendors.ts';

const LIST = `# A list in the public format.
- name: 'Nimbus Monitoring'
  source: 'https://docs.nimbus.example/aws'
  accounts: ['222233334444', '333344445555']
- name: 'Stratus'
  source: ['https://stratus.example/a', ' https://stratus.example/b ']
  accounts: ['444455556666']
- name: 'Retired'
  source: ''
  accounts: ['555566667777']
  enabled: false
- name: 'Elastic Load Balancing'
  type: 'aws'
  accounts: ['012345678901']
`;

const JUDGEMENT: JudgementConfig = {
  organizationId: null,
  thirdParties: [],
  vendors: [],
  exceptions: [],
  checks: {},
  drift: { mode: 'off', maxAge: 24 },
  report: { externalIds: 'masked', title: 'Audit', organizationName: null },
};

function problemsOf(text: string): string[] {
  try {
    parseVendorFile(text, 'v.yaml');
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.format().split('\n');
    throw error;
  }
}

describe('a vendor file', () => {
  it.each<[words: string, text: string, sources: string[]]>([
    ['no source', '', []],
    ['one', "  source: ' https://a.example '\n", ['https://a.example']],
    ['several, some of them blank', "  source: ['https://a.example', ' ', '']\n", ['https://a.example']],
  ])('names the pages of a vendor: %s', (_words, source, sources) => {
    const text = `- name: A\n${source}  accounts: ['222233334444']\n`;
    expect(parseVendorFile(text, 'v.yaml').vendors[0]?.sources).toEqual(sources);
  });

  it('is refused for what YAML cannot tell, though the rest is a list', () => {
    const [problem] = problemsOf("- name: A\n  name: B\n  accounts: ['222233334444']\n");
    expect(problem).toMatch(/^v\.yaml:2:3 /);
  });

  it('gives its vendors in order, counts what it switches off, and marks the accounts of AWS', () => {
    expect(parseVendorFile(LIST, 'v.yaml')).toEqual({
      entries: 4,
      skipped: 1,
      vendors: [
        {
          name: 'Nimbus Monitoring',
          accountIds: ['222233334444', '333344445555'],
          sources: ['https://docs.nimbus.example/aws'],
        },
        {
          name: 'Stratus',
          accountIds: ['444455556666'],
          sources: ['https://stratus.example/a', 'https://stratus.example/b'],
        },
        { name: 'Elastic Load Balancing', accountIds: ['012345678901'], sources: [], aws: true },
      ],
    });
  });

  it.each([
    ['an empty file', '', ['v.yaml:1:1  the file is empty']],
    [
      'a mapping',
      'name: x\n',
      ['v.yaml:1:1  must be a list of vendors, each with name, source and accounts'],
    ],
    [
      'an id without quotes',
      '- name: x\n  accounts: [012345678901]\n',
      [
        'v.yaml:2:14  [0].accounts[0]: must be an AWS account id: 12 digits between quotes. Without quotes YAML reads a number here: write "012345678901"',
      ],
    ],
    [
      'no accounts',
      '- name: x\n  accounts: []\n',
      ['v.yaml:2:13  [0].accounts: must name at least one account'],
    ],
    [
      'a mistyped key',
      '- name: x\n  acounts: []\n',
      [
        'v.yaml:1:3  [0]: the key "accounts" is missing',
        'v.yaml:2:3  [0].acounts: unknown key. Did you mean "accounts"?',
      ],
    ],
    [
      'a source that is a number',
      '- name: x\n  source: 7\n  accounts: ["111122223333"]\n',
      ['v.yaml:2:11  [0].source: must be a text or a list of texts'],
    ],
  ])('that is wrong says where: %s', (_name, text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });

  it('expands no variables', () => {
    const text = '- name: "${HOME}"\n  accounts: ["111122223333"]\n';
    expect(parseVendorFile(text, 'v.yaml').vendors[0]?.name).toBe('${HOME}');
  });
});

describe('a vendor file on disk', () => {
  it('is read', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'countersign-vendors-')), 'list.yaml');
    writeFileSync(path, LIST);
    expect(await readVendorFile(path)).toMatchObject(parseVendorFile(LIST, path));
  });

  it('is a problem of its own when it is not there', async () => {
    await expect(readVendorFile('/nowhere/list.yaml')).rejects.toThrow(
      '/nowhere/list.yaml:1:1  the file cannot be read: ENOENT',
    );
  });

  it.runIf(process.env.COUNTERSIGN_VENDOR_LIST)('may be the public list: 238 entries, 498 ids', async () => {
    const { entries, skipped, vendors } = await readVendorFile(process.env.COUNTERSIGN_VENDOR_LIST ?? '');
    // Two entries of one id each are retired.
    expect([entries, skipped]).toEqual([238, 2]);
    expect(vendors.flatMap(({ accountIds }) => accountIds)).toHaveLength(496);
    expect(vendors.filter(({ aws }) => aws)).toHaveLength(11);
  });
});

describe('the built-in list', () => {
  const entries = VENDORS.flatMap(({ name, accounts }) => accounts.map((entry) => ({ name, ...entry })));

  it('names at least 150 vendors, each once and in order', () => {
    const names = VENDORS.map(({ name }) => name.toLowerCase());
    expect(names.length).toBeGreaterThanOrEqual(150);
    expect(names).toEqual([...new Set(names)].sort());
    for (const { accounts } of VENDORS) expect(accounts).not.toEqual([]);
  });

  it('names each account id once, with the place that names it and the day it was read', () => {
    const ids = entries.flatMap((entry) => entry.ids);
    expect(ids.filter((id) => !/^\d{12}$/.test(id))).toEqual([]);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    for (const entry of entries) {
      expect(entry.ids).not.toEqual([]);
      expect(entry.source).toMatch(/^https:\/\/[a-z0-9.-]+\/?\S*$/);
      expect(entry.seen).toMatch(/^20\d{2}-(0[1-9]|1[0-2])-([0-2]\d|3[01])$/);
      expect(['aws', 'public-list', 'guess', undefined]).toContain(entry.basis);
    }
  });

  it('rests on a text of the vendor, or of AWS, for at least a hundred vendors', () => {
    const own = entries.filter(({ basis }) => basis === undefined || basis === 'aws');
    expect(new Set(own.map(({ name }) => name)).size).toBeGreaterThanOrEqual(100);
    for (const { basis, source } of own) {
      expect(source).not.toContain('known_aws_accounts');
      expect(basis === 'aws').toBe(/^https:\/\/(docs\.aws\.amazon\.com|github\.com\/awsdocs)\//.test(source));
      // A file of a repository is named at the revision that was read.
      if (source.includes('/blob/')) expect(source).toMatch(/\/blob\/[0-9a-f]{40}\/\S+$/);
    }
  });

  it('shows as a guess what a public list only guesses, and nothing else', () => {
    for (const { name, ids, basis } of entries) {
      const shown = KNOWN_VENDORS.find(({ accountIds }) => accountIds.includes(ids[0] ?? ''))?.name;
      expect(shown).toBe(basis === 'guess' ? `possibly ${name} (a guess of a public list)` : name);
    }
  });

  it('names a guessed account as a guess in findings, unless a file of the user names it', () => {
    const [guess] = entries.filter(({ basis }) => basis === 'guess');
    const [id = ''] = guess?.ids ?? [];
    const nameWith = (vendors: KnownVendor[]) =>
      rulesFor(
        {
          asOf: '2026-11-28T00:00:00Z',
          scope: { accountSource: 'none', accounts: [], excluded: [] },
          judgement: { ...JUDGEMENT, vendors },
        },
        [],
      ).rules.parties.whoIs(id);
    expect(nameWith([])).toMatchObject({
      kind: 'known-vendor',
      name: `possibly ${guess?.name} (a guess of a public list)`,
    });
    const own = { name: 'Nimbus', accountIds: [id], sources: [] };
    expect(nameWith([own])).toMatchObject({ kind: 'known-vendor', name: 'Nimbus' });
  });

  it('knows every site of Datadog, and each id by the file that names it', () => {
    const datadog = VENDORS.find(({ name }) => name === 'Datadog')?.accounts ?? [];
    const trusted = datadog.filter(({ basis }) => basis === undefined).flatMap(({ ids }) => ids);
    expect(trusted).toEqual(
      expect.arrayContaining([
        '464622532012',
        '417141415827',
        '392588925713',
        '065115117704',
        '117348461845',
      ]),
    );
  });
});
