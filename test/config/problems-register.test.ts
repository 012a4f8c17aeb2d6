import { describe, expect, it } from 'vitest';
import { ACCOUNTS, EXCEPTION, PARTY, PARTY_ACCOUNT, problemsOf } from './problems-of.ts';

const NO_EXPRESSION =
  'must be a regular expression in RE2 syntax, such as ^acme-[0-9a-f]{32}$: without look-around such as (?=…) and backreferences such as \\1, and with at most 1,000 repetitions';

const NO_PATTERN = 'must hold more than wildcards, which all of them would meet';
const NO_PATH = 'must be a path of IAM below the topmost, such as /vendors/nimbus/';

const CASES: ReadonlyArray<[name: string, text: string, problems: string[]]> = [
  [
    'a third party without owner',
    `${ACCOUNTS}thirdParties:\n  - name: Nimbus\n${PARTY_ACCOUNT}    justification: x\n`,
    ['c.yaml:4:5  thirdParties[0]: the key "owner" is missing'],
  ],
  [
    'a third party without ids',
    `${ACCOUNTS}${PARTY}`,
    [
      'c.yaml:4:5  thirdParties[0]: name the third party by accountIds, organizationIds, users, trustAnchors or identityCenter: at least one of them',
    ],
  ],
  [
    'a third party that is an own account',
    `${ACCOUNTS}${PARTY}    accountIds: ["111122223333"]\n`,
    ['c.yaml:7:18  thirdParties[0].accountIds[0]: this is one of your own accounts, listed under accounts'],
  ],
  [
    'two third parties of one account',
    `${ACCOUNTS}${PARTY}${PARTY_ACCOUNT}  - name: Stratus\n    owner: Ana\n    justification: Monitoring\n${PARTY_ACCOUNT}`,
    ['c.yaml:11:18  thirdParties[1].accountIds[0]: is given twice; it first stands in line 7'],
  ],
  [
    'a date in another order',
    `${ACCOUNTS}${PARTY}${PARTY_ACCOUNT}    contractEnds: 31.03.2027\n`,
    [
      'c.yaml:8:19  thirdParties[0].contractEnds: must be a day of the calendar written as year-month-day, such as 2027-03-31',
    ],
  ],
  [
    'a date that does not exist',
    `${ACCOUNTS}${PARTY}${PARTY_ACCOUNT}    contractEnds: 2027-02-30\n`,
    [
      'c.yaml:8:19  thirdParties[0].contractEnds: must be a day of the calendar written as year-month-day, such as 2027-03-31',
    ],
  ],
  [
    'a year alone',
    `${ACCOUNTS}${PARTY}${PARTY_ACCOUNT}    lastReviewed: 2027\n`,
    [
      'c.yaml:8:19  thirdParties[0].lastReviewed: must be a day of the calendar written as year-month-day, such as 2027-03-31. Without quotes YAML reads a number here',
    ],
  ],
  [
    'a broken regular expression',
    `${ACCOUNTS}${PARTY}${PARTY_ACCOUNT}    externalIdFormat: '^(acme'\n`,
    [`c.yaml:8:23  thirdParties[0].externalIdFormat: ${NO_EXPRESSION}`],
  ],
  [
    'a regular expression that looks ahead',
    `${ACCOUNTS}${PARTY}${PARTY_ACCOUNT}    externalIdFormat: '^(?=acme).*'\n`,
    [`c.yaml:8:23  thirdParties[0].externalIdFormat: ${NO_EXPRESSION}`],
  ],
  [
    'a regular expression that looks behind',
    `${ACCOUNTS}${PARTY}${PARTY_ACCOUNT}    externalIdFormat: '(?<!x)acme'\n`,
    [`c.yaml:8:23  thirdParties[0].externalIdFormat: ${NO_EXPRESSION}`],
  ],
  [
    'a regular expression that refers back',
    `${ACCOUNTS}${PARTY}${PARTY_ACCOUNT}    externalIdFormat: '^(a)\\1$'\n`,
    [`c.yaml:8:23  thirdParties[0].externalIdFormat: ${NO_EXPRESSION}`],
  ],
  [
    'a regular expression that refers back by name',
    `${ACCOUNTS}${PARTY}${PARTY_ACCOUNT}    externalIdFormat: '^(?<n>a)\\k<n>$'\n`,
    [`c.yaml:8:23  thirdParties[0].externalIdFormat: ${NO_EXPRESSION}`],
  ],
  [
    'a regular expression that repeats repeats',
    `${ACCOUNTS}${PARTY}${PARTY_ACCOUNT}    externalIdFormat: '((a{100}){100}){100}'\n`,
    [`c.yaml:8:23  thirdParties[0].externalIdFormat: ${NO_EXPRESSION}`],
  ],
  [
    'an address that is none',
    `${ACCOUNTS}${PARTY}${PARTY_ACCOUNT}    allowedSourceIps: [203.0.113.300/24]\n`,
    [
      'c.yaml:8:24  thirdParties[0].allowedSourceIps[0]: must be an IP address or a CIDR range such as 203.0.113.0/24',
    ],
  ],
  [
    'no users at all',
    `${ACCOUNTS}${PARTY}${PARTY_ACCOUNT}    users: []\n`,
    ['c.yaml:8:12  thirdParties[0].users: must name at least one user'],
  ],
  ['users alone', `${ACCOUNTS}${PARTY}    users: [{ tag: vendor=nimbus, path: /v/, name: n-* }]\n`, []],
  [
    'people by domain alone',
    `${ACCOUNTS}${PARTY}    identityCenter: { domains: [nimbus.example, "*.nimbus.example", müller.example] }\n`,
    [],
  ],
  ...['nimbus', 'jo@nimbus.example', '"*.*"', 'nimbus .example', 'nimbus.example.'].map(
    (one): [string, string, string[]] => [
      `no domain: ${one}`,
      `${ACCOUNTS}${PARTY}    identityCenter: { domains: [${one}] }\n`,
      [
        'c.yaml:7:33  thirdParties[0].identityCenter.domains[0]: must be the domain of an e-mail address, such as nimbus.example or *.nimbus.example',
      ],
    ],
  ),
  ['trust anchors alone', `${ACCOUNTS}${PARTY}    trustAnchors: [nimbus-*]\n`, []],
  [
    'no trust anchors at all',
    `${ACCOUNTS}${PARTY}    trustAnchors: []\n`,
    [
      'c.yaml:4:5  thirdParties[0]: name the third party by accountIds, organizationIds, users, trustAnchors or identityCenter: at least one of them',
      'c.yaml:7:19  thirdParties[0].trustAnchors: must name at least one trust anchor',
    ],
  ],
  [
    'users that are not said',
    `${ACCOUNTS}${PARTY}    users: [{}]\n`,
    ['c.yaml:7:13  thirdParties[0].users[0]: say which users: by name, path or tag'],
  ],
  ...[
    ['name: "*"', NO_PATTERN, 21, 'name'],
    ['name: "?*"', NO_PATTERN, 21, 'name'],
    ['tag: "*"', NO_PATTERN, 20, 'tag'],
    ['tag: "*=*"', NO_PATTERN, 20, 'tag'],
    ['path: /', NO_PATH, 21, 'path'],
    ['path: nimbus/', NO_PATH, 21, 'path'],
    ['path: /nimbus', NO_PATH, 21, 'path'],
    ['path: "/a b/"', NO_PATH, 21, 'path'],
  ].map(([user, problem, column, key]): [string, string, string[]] => [
    `users by ${user}`,
    `${ACCOUNTS}${PARTY}    users: [{ ${user} }]\n`,
    [`c.yaml:7:${column}  thirdParties[0].users[0].${key}: ${problem}`],
  ]),
  [
    'users of two third parties',
    `${ACCOUNTS}${PARTY}    users: [{ name: n-* }]\n  - name: Stratus\n    owner: Ana\n    justification: Monitoring\n    users: [{ name: s-* }, { name: N-* }]\n`,
    ['c.yaml:11:28  thirdParties[1].users[1]: is given twice; it first stands in line 7'],
  ],
  [
    'an exception for an unknown check',
    `${ACCOUNTS}${EXCEPTION}    check: stale-roles\n    expires: 2027-01-01\n`,
    ['c.yaml:7:12  exceptions[0].check: there is no such check. Did you mean "stale-role"?'],
  ],
  [
    'an exception without end',
    `${ACCOUNTS}${EXCEPTION}    check: stale-role\n`,
    [
      'c.yaml:4:5  exceptions[0]: the key "expires" is missing: it must be a day of the calendar written as year-month-day, such as 2027-03-31',
    ],
  ],
  [
    'settings of an unknown check',
    `${ACCOUNTS}checks:\n  stale-roel: { enabled: false }\n`,
    ['c.yaml:4:3  checks.stale-roel: there is no such check. Did you mean "stale-role"?'],
  ],
  [
    'settings of a check far from any',
    `${ACCOUNTS}checks:\n  zzz: {}\n`,
    ['c.yaml:4:3  checks.zzz: there is no such check: `countersign checks list` shows all'],
  ],
  [
    'a parameter that the check has not',
    `${ACCOUNTS}checks:\n  stale-role: { staleAfterDay: 30 }\n`,
    [
      'c.yaml:4:17  checks.stale-role.staleAfterDay: this check has no such parameter. Did you mean "staleAfterDays"?',
    ],
  ],
  [
    'a parameter of another type',
    `${ACCOUNTS}checks:\n  stale-role: { staleAfterDays: "30" }\n`,
    ['c.yaml:4:33  checks.stale-role.staleAfterDays: must be a number, zero or more'],
  ],
  [
    'a list parameter that is a text',
    `${ACCOUNTS}checks:\n  owner-tag: { requiredTags: owner }\n`,
    ['c.yaml:4:30  checks.owner-tag.requiredTags: must be a list of texts'],
  ],
  [
    'a severity that is none',
    `${ACCOUNTS}checks:\n  stale-role: { severity: urgent }\n`,
    ['c.yaml:4:27  checks.stale-role.severity: must be "critical", "high", "medium", "low" or "info"'],
  ],
];

describe('problems of the register, exceptions and checks stand at their line and column', () => {
  it.each(CASES)('%s', (_name, text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });
});
