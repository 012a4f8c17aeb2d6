import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config/errors.ts';
import { loadConfig } from '../../src/config/load.ts';
import { ACCOUNTS, CHECKS, EXCEPTION, PARTY, PARTY_ACCOUNT, problemsOf } from './problems-of.ts';

const ROLE = 'auditor: { roleName: R }\n';
const ORGANIZATION = 'o-a1b2c3d4e5';
const NOTHING =
  'nothing to audit: must name at least one account under accounts, or set organization.discover to true';
const NO_WAY =
  'no way into this account: give roleArn or profile, or name a role for all under auditor.roleName';
const arn = (accountId: string) => `arn:aws:iam::${accountId}:role/R`;
const REPEATED = /^c\.yaml:\d+:\d+ {2}\S+: is given twice; it first stands in line \d+$/;

/** Problems without the file, or all of one that a pattern names. */
function expectProblems(text: string, problems: ReadonlyArray<string | RegExp>): void {
  const found = problemsOf(text);
  expect(found, found.join('\n')).toHaveLength(problems.length);
  problems.forEach((problem, index) => {
    if (typeof problem === 'string') expect(found[index]?.replace(/^c\.yaml:\d+:\d+ {2}/, '')).toBe(problem);
    else expect(found[index]).toMatch(problem);
  });
}

it.each<[words: string, text: string, problems: Array<string | RegExp>]>([
  ['an organization that is only named', `${ROLE}organization: { id: ${ORGANIZATION} }\n`, [NOTHING]],
  ['an organization that is not to be discovered', `${ROLE}organization: { discover: false }\n`, [NOTHING]],
  ['accounts that are no list', 'accounts: { id: "111122223333" }\n', ['accounts: must be a list']],
  ['accounts of an organization', `${ROLE}organization: { discover: true }\n`, []],
  [
    'a filter of an organization that is not to be discovered',
    `${ACCOUNTS}organization: { discover: false, include: { organizationalUnits: [A] } }\n`,
    ['organization.include: does nothing unless organization.discover is true'],
  ],
  [
    'a profile for the one organization, which has no such key',
    `${ACCOUNTS}organization: { profile: p }\n`,
    [/organization\.profile: unknown key/],
  ],
  [
    'something else than true, without a way in',
    'organization: { discover: "x" }\n',
    ['organization.discover: must be true or false'],
  ],
  [
    'a way into each account',
    `${ACCOUNTS}    roleArn: ${arn('111122223333')}\n  - { id: "222233334444", profile: p }\n`,
    [],
  ],
  ['one account without a way in, which is this one', ACCOUNTS, []],
  [
    'two without one',
    `${ACCOUNTS}  - { id: "222233334444" }\n`,
    [`accounts[0]: ${NO_WAY}`, `accounts[1]: ${NO_WAY}`],
  ],
  [
    'an id that is a number, with its role',
    `accounts: [{ id: 111122223333, roleArn: "${arn('111122223333')}" }]\n`,
    [/^c.*accounts\[0\]\.id: must be an AWS account id/],
  ],
  [
    'a role of no account',
    `${ACCOUNTS}    roleArn: ${arn('1222233334444')}\n`,
    [/accounts\[0\]\.roleArn: must be the ARN of an IAM role/],
  ],
  [
    'a role of an account with more around it',
    `${ACCOUNTS}    roleArn: ${arn('x222233334444')}\n`,
    [/accounts\[0\]\.roleArn: must be the ARN of an IAM role/],
  ],
  [
    'an external ID beside a profile',
    `${ACCOUNTS}    profile: p\n    externalId: abc-123\n`,
    ['accounts[0].externalId: cannot stand beside profile, which is used as it is'],
  ],
  [
    'a number given twice, each told once',
    `accounts: [{ id: 1 }, { id: 1 }]\n${ROLE}`,
    [/\[0\]\.id: must/, /\[1\]\.id: must/],
  ],
  ['a Region of an account given twice', `${ACCOUNTS}    regions: [eu-west-1, eu-west-1]\n`, [REPEATED]],
  [
    'a Region of an organization given twice',
    `${ROLE}organizations: [{ id: ${ORGANIZATION}, discover: true, regions: [eu-west-1, eu-west-1] }]\n`,
    [REPEATED],
  ],
  ['a Region of an account and of all', `${ACCOUNTS}    regions: [eu-west-1]\nregions: [eu-west-1]\n`, []],
  [
    'an owner of a unit, where organizations are only named',
    `${ACCOUNTS}organizations: [{ id: ${ORGANIZATION} }]\nowners: [{ name: Ana, organizationalUnits: [Prod] }]\n`,
    ['owners[0].organizationalUnits: does nothing unless an organization has discover: true'],
  ],
  [
    'an owner of a unit, where one organization of two is discovered',
    `${ROLE}organizations: [{ id: ${ORGANIZATION} }, { id: ${ORGANIZATION}x, discover: true }]\nowners: [{ name: Ana, organizationalUnits: [Prod] }]\n`,
    [],
  ],
  [
    'third parties of one name',
    `${ACCOUNTS}${PARTY}${PARTY_ACCOUNT}  - { name: Nimbus, owner: o, justification: j, accountIds: ["333344445555"] }\n`,
    [REPEATED],
  ],
  ['a third party of no account', `${ACCOUNTS}${PARTY}    accountIds: []\n`, [/name the third party by/]],
  [
    'an organization that is not the own one',
    `${ACCOUNTS}organization: { id: ${ORGANIZATION} }\n${PARTY}    organizationIds: [o-z9y8x7w6v5]\n`,
    [],
  ],
  [
    'the own organization, which is only named',
    `${ACCOUNTS}organization: { id: ${ORGANIZATION} }\n${PARTY}    organizationIds: [${ORGANIZATION}]\n`,
    ['thirdParties[0].organizationIds[0]: this is your own organization'],
  ],
  [
    'an own account that is a number, told once each',
    `accounts: [{ id: 111122223333 }]\n${PARTY}    accountIds: [111122223333]\n`,
    [/accounts\[0\]\.id: must be/, /accountIds\[0\]: must be/],
  ],
  [
    'a check that is a number',
    `${ACCOUNTS}${EXCEPTION}    check: 7\n    expires: 2027-01-01\n`,
    [/exceptions\[0\]\.check: must be a text/],
  ],
  [
    'a parameter that a check has',
    `${ACCOUNTS}checks: { stale-role: { staleAfterDays: 30, enabled: true } }\n`,
    [],
  ],
  [
    'a parameter that is like none',
    `${ACCOUNTS}checks: { stale-role: { colour: red } }\n`,
    [
      'checks.stale-role.colour: this check has no such parameter. Valid keys: enabled, severity, staleAfterDays',
    ],
  ],
])('%s', (_words, text, problems) => {
  expectProblems(text, problems);
});

describe('what YAML made of a value', () => {
  it.each<[words: string, text: string, problem: string]>([
    [
      'a number in a list of Regions',
      'regions: [1]',
      'regions[0]: must be a text. Without quotes YAML reads a number here',
    ],
    [
      'a truth in the place of a text',
      'report: { title: true }',
      'report.title: must be a text. Without quotes YAML reads a boolean here: write "true"',
    ],
    ['a list in the place of a text', 'report: { title: [] }', 'report.title: must be a text'],
    ['a word in the place of a truth', 'strict: oh no', 'strict: must be true or false'],
    ['a word that begins like one', 'strict: yesterday', 'strict: must be true or false'],
    [
      'no in the place of false',
      'strict: "no"',
      'strict: must be true or false. In YAML 1.2 "no" is a text: write false',
    ],
    [
      'off in the place of a number',
      'limits: { runMinutes: off }',
      'limits.runMinutes: must be a whole number of minutes from 1 to 10080. Here stands a text: leave out quotes and units',
    ],
    [
      'a truth in the place of a number',
      'limits: { runMinutes: true }',
      'limits.runMinutes: must be a whole number of minutes from 1 to 10080',
    ],
    [
      'a number in the place of a word',
      'failOn: 7',
      'failOn: must be "critical", "high", "medium", "low", "info" or "none"',
    ],
    [
      'an empty name of a tag',
      'owners: [{ name: "", accounts: ["111122223333"] }]',
      'owners[0].name: must not be empty',
    ],
  ])('%s', (_words, text, problem) => {
    expectProblems(`${ACCOUNTS}${text}\n`, [problem]);
  });

  it('the name of a tag that is too long', () => {
    expectProblems(`${ACCOUNTS}    tags: { ${'x'.repeat(129)}: v }\n`, [
      /^c\.yaml:3:13 {2}accounts\[0\]\.tags\["x+…"\]: this key must be at most 128 characters long$/,
    ]);
  });

  it.each(['accounts[0]', 'organization', 'report'])(
    'an unknown key within %s is told with those that there are',
    (place) => {
      const texts: Record<string, string> = {
        'accounts[0]': `${ACCOUNTS}    colour: red\n`,
        organization: `${ACCOUNTS}organization: { colour: red }\n`,
        report: `${ACCOUNTS}report: { colour: red }\n`,
      };
      const [found = ''] = problemsOf(texts[place] ?? '');
      expect(found).toContain(`${place}.colour: unknown key. Valid keys: `);
    },
  );
});

const KEYS = [
  ...[
    'accounts',
    'organization',
    'organizations',
    'auditor',
    'regions',
    'owners',
    'thirdParties',
    'exceptions',
  ],
  ...['blindSpots', 'checks', 'evidence', 'report', 'notify'],
];

it.each([
  ['nothing', null],
  ['a text', 'x'],
  ['a number', 7],
  ['a list of nothing', [null]],
  ['a list of texts', ['x']],
  ['lists of lists', [[]]],
  ['empty mappings', [{}]],
])('%s under every key is a problem, and nothing worse', (_words, value) => {
  const text = JSON.stringify(Object.fromEntries(KEYS.map((key) => [key, value])));
  for (const purpose of ['scan', 'judge', 'setup'] as const)
    expect(() => loadConfig(text, 'c.yaml', {}, CHECKS, undefined, purpose)).toThrow(ConfigError);
});
