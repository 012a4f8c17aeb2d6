// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of the configuration look like this.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config/errors.ts';
import { KNOWN_VENDORS } from '../../src/config/known-vendors.ts';
import { parseVendorFile, readVendorFile } from '../../src/config/vendor-files.ts';

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
    expect(await readVendorFile(path)).toEqual(parseVendorFile(LIST, path));
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
  it('names at least forty vendors, each id once, each with a page of its own and the day it was looked at', () => {
    expect(new Set(KNOWN_VENDORS.map(({ name }) => name)).size).toBeGreaterThanOrEqual(40);
    const ids = KNOWN_VENDORS.flatMap(({ accountIds }) => accountIds);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^\d{12}$/.test(id))).toEqual([]);
    for (const { sources, seen } of KNOWN_VENDORS) {
      expect(sources).toEqual([expect.stringMatching(/^https:\/\/\S+$/)]);
      expect(seen).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
  });
});
