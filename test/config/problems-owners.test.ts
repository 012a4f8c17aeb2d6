import { expect, it } from 'vitest';
import { ACCOUNTS, problemsOf } from './problems-of.ts';

const CASES: ReadonlyArray<[name: string, owners: string, problems: string[]]> = [
  ['an owner of accounts', '[{ name: Ana, accounts: ["111122223333"] }]', []],
  [
    'an owner of a unit, where no organization is read',
    '[{ name: Ana, organizationalUnits: [Prod] }]',
    ['c.yaml:3:23  owners[0].organizationalUnits: does nothing unless organization.discover is true'],
  ],
  ['an owner by a tag with a value', '[{ name: Ana, tag: team=payments }]', []],
  ['an owner whom the value of a tag names', '[{ tag: owner }]', []],
  [
    'an owner of nothing',
    '[{ name: Ana }]',
    ['c.yaml:3:10  owners[0]: say for what: accounts, organizationalUnits or tag'],
  ],
  [
    'nobody, of accounts',
    '[{ accounts: ["111122223333"] }]',
    [
      'c.yaml:3:10  owners[0]: name the owner: only the value of one tag, given by its key alone, can stand for a name',
    ],
  ],
  [
    'whom the value of a tag names, for accounts that may not have it',
    '[{ tag: owner, accounts: ["111122223333"] }]',
    [
      'c.yaml:3:10  owners[0]: name the owner: only the value of one tag, given by its key alone, can stand for a name',
    ],
  ],
  ...['team=payments', '"own*"', '"own?r"'].map((tag): [string, string, string[]] => [
    `nobody, by the tag ${tag}`,
    `[{ tag: ${tag} }]`,
    [
      'c.yaml:3:10  owners[0]: name the owner: only the value of one tag, given by its key alone, can stand for a name',
    ],
  ]),
  [
    'an account of two owners',
    '[{ name: Ana, accounts: ["111122223333"] }, { name: Bo, accounts: ["111122223333"] }]',
    ['c.yaml:3:76  owners[1].accounts[0]: is given twice; it first stands in line 3'],
  ],
  [
    'a unit of two owners',
    '[{ name: Ana, organizationalUnits: [Prod] }, { name: Bo, organizationalUnits: [Prod] }]',
    [
      expect.stringContaining('does nothing unless organization.discover is true'),
      expect.stringContaining('does nothing unless organization.discover is true'),
      'c.yaml:3:88  owners[1].organizationalUnits[0]: is given twice; it first stands in line 3',
    ],
  ],
  [
    'an account that is none',
    '[{ name: Ana, accounts: [4] }]',
    [expect.stringContaining('owners[0].accounts[0]: must be an AWS account id')],
  ],
  [
    'a key that is none',
    '[{ name: Ana, ou: [Prod] }]',
    [expect.anything(), expect.stringContaining('owners[0].ou: unknown key')],
  ],
  ['what is no mapping', '[Ana]', [expect.stringContaining('owners[0]: must be a mapping')]],
  ['what is no list', 'Ana', [expect.stringContaining('owners: must be a list')]],
];

it.each(CASES)('says of owners: %s', (_name, owners, problems) => {
  expect(problemsOf(`${ACCOUNTS}owners: ${owners}\n`)).toEqual(problems);
});
