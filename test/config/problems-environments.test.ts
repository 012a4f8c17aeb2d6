import { expect, it } from 'vitest';
import { ACCOUNTS, problemsOf } from './problems-of.ts';

const CASES: ReadonlyArray<[name: string, environments: string, problems: unknown[]]> = [
  ['production by account and tag', '{ production: { accounts: ["111122223333"], tag: env=prod } }', []],
  ['nothing', '{}', []],
  [
    'an environment of nothing',
    '{ sandbox: {} }',
    ['c.yaml:3:26  environments.sandbox: say which accounts: accounts, organizationalUnits or tag'],
  ],
  [
    'units, where no organization is read',
    '{ sandbox: { organizationalUnits: [Sandbox] } }',
    [
      'c.yaml:3:28  environments.sandbox.organizationalUnits: does nothing unless organization.discover is true',
    ],
  ],
  [
    'an account that is both',
    '{ production: { accounts: ["111122223333"] }, sandbox: { accounts: ["111122223333"] } }',
    [
      expect.stringMatching(
        /environments\.sandbox\.accounts\[0\]: is given twice; it first stands in line 3/,
      ),
    ],
  ],
  [
    'an environment that is none',
    '{ staging: { tag: env=staging } }',
    [expect.stringMatching(/environments\.staging: unknown key. Valid keys: production, sandbox/)],
  ],
  ['no mapping', '{ sandbox: Sandbox }', [expect.stringMatching(/environments\.sandbox: must be/)]],
];

it.each(CASES)('tells of %s', (_, environments, problems) => {
  expect(problemsOf(`${ACCOUNTS}environments: ${environments}\n`)).toEqual(problems);
});
