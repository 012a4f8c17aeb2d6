// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of the configuration look like this.
import { describe, expect, it } from 'vitest';
import { ACCOUNTS, problemsOf } from './problems-of.ts';

const CASES: ReadonlyArray<[name: string, text: string, problems: string[]]> = [
  [
    'a variable that is not set',
    `${ACCOUNTS}auditor: { externalId: "\${COUNTERSIGN_NOT_SET}" }\n`,
    [
      'c.yaml:3:24  auditor.externalId: the environment variable COUNTERSIGN_NOT_SET is not set: set it, or write $${COUNTERSIGN_NOT_SET} for the text itself',
    ],
  ],
  [
    'a variable that is meant for others',
    `${ACCOUNTS}report: { title: "by \${AWS_SECRET_ACCESS_KEY}" }\n`,
    [
      'c.yaml:3:18  report.title: the environment variable AWS_SECRET_ACCESS_KEY is not put in, since its name does not begin with COUNTERSIGN_: rename it, allow it by --env AWS_SECRET_ACCESS_KEY, or write $${AWS_SECRET_ACCESS_KEY} for the text itself',
    ],
  ],
  [
    'a variable that is meant for others and not set, in other letters',
    `${ACCOUNTS}report: { title: "\${countersign_title}" }\n`,
    [
      'c.yaml:3:18  report.title: the environment variable countersign_title is not put in, since its name does not begin with COUNTERSIGN_: rename it, allow it by --env countersign_title, or write $${countersign_title} for the text itself',
    ],
  ],
  [
    'a variable without end',
    `${ACCOUNTS}report: { title: "\${oops" }\n`,
    ['c.yaml:3:18  report.title: "${oops" is not a variable: write ${NAME}, or $${ for a plain ${'],
  ],
  [
    'a variable of another form',
    `${ACCOUNTS}report: { title: "\${a-b}" }\n`,
    ['c.yaml:3:18  report.title: "${a-b}" is not a variable: write ${NAME}, or $${ for a plain ${'],
  ],
  [
    'a bad value from the environment',
    `${ACCOUNTS}auditor: { externalId: "\${EXTERNAL_ID}" }\n`,
    [
      'c.yaml:3:24  auditor.externalId: must be an external ID: 2 to 1,224 letters, digits or characters of _ + = , . @ : / -',
    ],
  ],
  [
    'a bad account id from the environment',
    'accounts:\n  - id: "${ACCOUNT}"\n',
    ['c.yaml:2:9  accounts[0].id: must be an AWS account id: 12 digits between quotes'],
  ],
  [
    'an alias without anchor',
    `${ACCOUNTS}regions: *none\n`,
    ['c.yaml:3:10  regions: no anchor &none stands before this alias'],
  ],
  [
    'a value far inside an alias',
    'accounts:\n  - &a { id: "111122223333", regions: [x] }\n  - *a\nauditor: { roleName: R }\n',
    [
      'c.yaml:2:14  accounts[1].id: is given twice; it first stands in line 2',
      'c.yaml:2:40  accounts[0].regions[0]: must be an AWS Region such as eu-west-1',
      'c.yaml:2:40  accounts[1].regions[0]: must be an AWS Region such as eu-west-1',
    ],
  ],
  [
    'a key that changes every object',
    `${ACCOUNTS}__proto__: { failOn: high }\n`,
    ['c.yaml:3:1  the key "__proto__" is not allowed'],
  ],
  ['a key that is a list', `${ACCOUNTS}? [a]\n: b\n`, ['c.yaml:3:3  a key must be plain text']],
  [
    'control characters in a key',
    `${ACCOUNTS}"\\e[31mred\\u202e": 1\n`,
    [
      'c.yaml:3:1  ["\\u001b[31mred\\u202e"]: unknown key. Valid keys: accounts, organization, organizations, auditor, regions, thirdParties, register, exceptions, exceptionsFile, blindSpots, owners, environments, deadlines, checks, drift, resourcePolicies, activity, recording, identityCenter, sinceLast, vendors, report, outputs, evidence, notify, reviewers, concurrency, limits, failOn, strict',
    ],
  ],
  [
    'several problems at once',
    'failon: high\naccounts:\n  - id: 1\n    nam: x\nregions: []\n',
    [
      'c.yaml:1:1  failon: unknown key. Did you mean "failOn"?',
      'c.yaml:3:9  accounts[0].id: must be an AWS account id: 12 digits between quotes. Without quotes YAML reads a number here',
      'c.yaml:4:5  accounts[0].nam: unknown key. Did you mean "name"?',
      'c.yaml:5:10  regions: must name at least one Region',
    ],
  ],
];

describe('problems of variables, aliases and hostile keys stand at their line and column', () => {
  it.each(CASES)('%s', (_name, text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });
});
