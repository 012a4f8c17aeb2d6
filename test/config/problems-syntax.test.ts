import { describe, expect, it } from 'vitest';
import { ACCOUNTS, PARTY, PARTY_ACCOUNT, problemsOf } from './problems-of.ts';

const CASES: ReadonlyArray<[name: string, text: string, problems: string[]]> = [
  ['an empty file', '', ['c.yaml:1:1  the file is empty']],
  ['a file of comments', '# nothing\n', ['c.yaml:1:1  the file is empty']],
  ['a list at the top', '- a\n', ['c.yaml:1:1  must be a mapping of keys to values']],
  ['a single word', 'hello\n', ['c.yaml:1:1  must be a mapping of keys to values']],
  [
    'nothing to audit',
    'failOn: high\n',
    [
      'c.yaml:1:1  nothing to audit: must name at least one account under accounts, or set organization.discover to true',
    ],
  ],
  [
    'an empty list of accounts',
    'accounts: []\n',
    [
      'c.yaml:1:1  nothing to audit: must name at least one account under accounts, or set organization.discover to true',
    ],
  ],
  [
    'a key with nothing after it',
    'accounts:\n',
    ['c.yaml:1:10  accounts: is empty: give it a value, or remove the key'],
  ],
  [
    'a mistyped key at the top',
    `${ACCOUNTS}thirdPartys: []\n`,
    ['c.yaml:3:1  thirdPartys: unknown key. Did you mean "thirdParties"?'],
  ],
  [
    'a mistyped key in a list',
    `thirdParties:\n  - name: Nimbus\n    owner: Ana\n    justfication: Monitoring\n${ACCOUNTS}`,
    [
      'c.yaml:2:5  thirdParties[0]: the key "justification" is missing',
      'c.yaml:2:5  thirdParties[0]: name the third party by accountIds, organizationIds, users, trustAnchors or identityCenter: at least one of them',
      'c.yaml:4:5  thirdParties[0].justfication: unknown key. Did you mean "justification"?',
    ],
  ],
  [
    'a key of a feature that is not built',
    `${ACCOUNTS}shards: { sns: "x" }\n`,
    [
      'c.yaml:3:1  shards: unknown key. Valid keys: accounts, organization, organizations, auditor, regions, thirdParties, register, exceptions, exceptionsFile, blindSpots, owners, environments, deadlines, checks, drift, resourcePolicies, activity, recording, identityCenter, sinceLast, vendors, report, outputs, evidence, notify, reviewers, concurrency, limits, failOn, strict',
    ],
  ],
  [
    'an unknown key of a third party',
    `${ACCOUNTS}${PARTY}${PARTY_ACCOUNT}    groups: []\n`,
    [
      'c.yaml:8:5  thirdParties[0].groups: unknown key. Valid keys: name, accountIds, organizationIds, owner, justification, approvedBy, contractEnds, lastReviewed, reviewEveryDays, maxAccess, allowedSourceIps, accessHours, externalIdFormat, users, trustAnchors, identityCenter',
    ],
  ],
  [
    'a merge key',
    `${ACCOUNTS}drift: { <<: {} }\n`,
    ['c.yaml:3:10  drift["<<"]: unknown key. Valid keys: mode, timeout, maxAge'],
  ],
  [
    'a duplicate key',
    `failOn: low\n${ACCOUNTS}failOn: high\n`,
    ['c.yaml:4:1  failOn: this key is given twice; it first stands in line 1'],
  ],
  [
    'a tab',
    'accounts:\n\t- id: "111122223333"\n',
    ['c.yaml:2:1  a tab stands where YAML wants spaces: indent with spaces'],
  ],
  [
    'two documents',
    `${ACCOUNTS}---\n${ACCOUNTS}`,
    ['c.yaml:3:1  the file holds more than one YAML document: keep one, without "---" between'],
  ],
  [
    'a custom tag',
    'accounts: !include x.yaml\n',
    ['c.yaml:1:11  custom YAML tags ("!…") are not allowed: write plain text, numbers, lists and keys'],
  ],
  [
    'an unclosed quote',
    'accounts:\n  - id: "111122223333\n',
    ['c.yaml:3:1  a closing quote or bracket, a colon or a comma is missing here'],
  ],
  [
    'text with a colon',
    `${ACCOUNTS}report:\n  title: Audit: the second\n`,
    ['c.yaml:4:10  this line is read as a key: put quotes around text that holds ": "'],
  ],
];

describe('problems of the file and its keys stand at their line and column', () => {
  it.each(CASES)('%s', (_name, text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });
});
