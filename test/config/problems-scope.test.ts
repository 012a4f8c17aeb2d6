import { describe, expect, it } from 'vitest';
import { ACCOUNTS, problemsOf } from './problems-of.ts';

const CASES: ReadonlyArray<[name: string, text: string, problems: string[]]> = [
  [
    'an account id with a leading zero and no quotes',
    'accounts:\n  - id: 012345678901\n',
    [
      'c.yaml:2:9  accounts[0].id: must be an AWS account id: 12 digits between quotes. Without quotes YAML reads a number here: write "012345678901"',
    ],
  ],
  [
    'an account id without quotes',
    'accounts:\n  - id: 111122223333\n',
    [
      'c.yaml:2:9  accounts[0].id: must be an AWS account id: 12 digits between quotes. Without quotes YAML reads a number here: write "111122223333"',
    ],
  ],
  [
    'an account id with dashes',
    'accounts:\n  - id: "1111-2222-3333"\n',
    ['c.yaml:2:9  accounts[0].id: must be an AWS account id: 12 digits between quotes'],
  ],
  [
    'an octal account id',
    'accounts:\n  - id: 0o1234567\n',
    [
      'c.yaml:2:9  accounts[0].id: must be an AWS account id: 12 digits between quotes. Without quotes YAML reads a number here',
    ],
  ],
  [
    'an account that is not a mapping',
    'accounts:\n  - "111122223333"\n',
    ['c.yaml:2:5  accounts[0]: must be a mapping of keys to values'],
  ],
  [
    'an account given twice',
    `${ACCOUNTS}  - id: "111122223333"\nauditor: { roleName: R }\n`,
    ['c.yaml:3:9  accounts[1].id: is given twice; it first stands in line 2'],
  ],
  [
    'no way into the second account',
    `${ACCOUNTS}  - id: "222233334444"\n    profile: p\n`,
    [
      'c.yaml:2:5  accounts[0]: no way into this account: give roleArn or profile, or name a role for all under auditor.roleName',
    ],
  ],
  [
    'a role of another account',
    `${ACCOUNTS}    roleArn: arn:aws:iam::222233334444:role/R\n`,
    ['c.yaml:3:14  accounts[0].roleArn: this role belongs to another account than the id of this entry'],
  ],
  [
    'a role that is not an ARN',
    `${ACCOUNTS}    roleArn: CountersignAuditor\n`,
    [
      'c.yaml:3:14  accounts[0].roleArn: must be the ARN of an IAM role such as "arn:aws:iam::111122223333:role/CountersignAuditor"',
    ],
  ],
  [
    'a user in the place of a role',
    `${ACCOUNTS}    roleArn: arn:aws:iam::111122223333:user/u\n`,
    [
      'c.yaml:3:14  accounts[0].roleArn: must be the ARN of an IAM role such as "arn:aws:iam::111122223333:role/CountersignAuditor"',
    ],
  ],
  [
    'a profile beside a role',
    `${ACCOUNTS}    roleArn: arn:aws:iam::111122223333:role/R\n    profile: p\n`,
    ['c.yaml:3:5  accounts[0].roleArn: cannot stand beside profile, which is used as it is'],
  ],
  [
    'yes in the place of true',
    'organization: { discover: yes }\nauditor: { roleName: R }\n',
    ['c.yaml:1:27  organization.discover: must be true or false. In YAML 1.2 "yes" is a text: write true'],
  ],
  [
    'on in the place of true',
    `${ACCOUNTS}checks: { stale-role: { enabled: on } }\n`,
    ['c.yaml:3:34  checks.stale-role.enabled: must be true or false. In YAML 1.2 "on" is a text: write true'],
  ],
  [
    'discovery without a way in',
    'organization:\n  discover: true\n',
    [
      'c.yaml:2:3  organization.discover: discovered accounts need a way in: name a role under auditor.roleName',
    ],
  ],
  [
    'a filter without discovery',
    `${ACCOUNTS}organization: { exclude: { accounts: [] } }\n`,
    ['c.yaml:3:17  organization.exclude: does nothing unless organization.discover is true'],
  ],
  [
    'an organization id of another form',
    `${ACCOUNTS}organization: { id: 1234 }\n`,
    ['c.yaml:3:21  organization.id: must be a text. Without quotes YAML reads a number here'],
  ],
  [
    'an organizational unit of another form',
    `${ACCOUNTS}organization:\n  discover: true\n  include: { organizationalUnits: [ou-1] }\nauditor: { roleName: R }\n`,
    [
      'c.yaml:5:36  organization.include.organizationalUnits[0]: must be an organizational unit: its id such as "ou-ab12-cd34ef56", or its path of names from the root such as "Workloads/Production"',
    ],
  ],
  [
    'one Region that is no list',
    `${ACCOUNTS}regions: eu-west-1\n`,
    ['c.yaml:3:10  regions: must be a list of Regions such as [us-east-1, eu-west-1], or the word enabled'],
  ],
  [
    'a Region that is none',
    `${ACCOUNTS}regions: [eu-west-1, Ireland]\n`,
    ['c.yaml:3:22  regions[1]: must be an AWS Region such as eu-west-1'],
  ],
  [
    'a Region given twice',
    `${ACCOUNTS}regions: [eu-west-1, us-east-1, eu-west-1]\n`,
    ['c.yaml:3:33  regions[2]: is given twice; it first stands in line 3'],
  ],
  [
    'an empty list of Regions',
    `${ACCOUNTS}regions: []\n`,
    ['c.yaml:3:10  regions: must name at least one Region'],
  ],
  [
    'a duration in words',
    `${ACCOUNTS}auditor: { sessionDuration: 1h }\n`,
    [
      'c.yaml:3:29  auditor.sessionDuration: must be a whole number of seconds from 900 to 43200. Here stands a text: leave out quotes and units',
    ],
  ],
  [
    'a duration out of range',
    `${ACCOUNTS}auditor: { sessionDuration: 60 }\n`,
    ['c.yaml:3:29  auditor.sessionDuration: must be a whole number of seconds from 900 to 43200'],
  ],
  [
    'an enum that is near',
    `${ACCOUNTS}drift: { mode: access-role }\n`,
    [
      'c.yaml:3:16  drift.mode: must be "access-roles", "all-stacks", "last-known" or "off". Did you mean "access-roles"?',
    ],
  ],
  [
    'a key of earlier versions',
    `${ACCOUNTS}report:\n  templates: our-looks\n`,
    [
      'c.yaml:4:3  report.templates: templates can no longer be replaced. For colours and a logo of your own, name a folder with theme.css and logo.svg under report.theme',
    ],
  ],
  [
    'an enum in another case',
    `${ACCOUNTS}failOn: HIGH\n`,
    [
      'c.yaml:3:9  failOn: must be "critical", "high", "medium", "low", "info" or "none". Did you mean "high"?',
    ],
  ],
  [
    'an enum from the environment',
    `${ACCOUNTS}drift: { mode: "\${DRIFT_MODE}" }\n`,
    ['c.yaml:3:16  drift.mode: must be "access-roles", "all-stacks", "last-known" or "off"'],
  ],
  [
    'a timeout with quotes',
    `${ACCOUNTS}drift: { timeout: "600" }\n`,
    [
      'c.yaml:3:19  drift.timeout: must be a whole number of seconds from 10 to 86400. Here stands a text: leave out quotes and units',
    ],
  ],
];

describe('problems of accounts, Regions and settings stand at their line and column', () => {
  it.each(CASES)('%s', (_name, text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });
});

const ORGANIZATION = 'o-a1b2c3d4e5';
const ROLE = 'auditor: { roleName: R }\n';
const DECIDED = 'reason: r, approvedBy: a, expires: 2027-06-30';

describe('problems of several organizations and of blind spots stand at their line and column', () => {
  it.each<[string, string, string[]]>([
    [
      'both keys',
      `${ROLE}organization: { discover: true }\norganizations: [{ id: ${ORGANIZATION}, discover: true }]\n`,
      [
        'c.yaml:3:1  organizations: cannot stand beside organization: move that one into this list, with its id',
      ],
    ],
    ['none', `${ROLE}${ACCOUNTS}organizations: []\n`, ['organizations: must name at least one organization']],
    [
      'one without its id',
      `${ROLE}organizations:\n  - discover: true\n`,
      ['c.yaml:3:5  organizations[0]: the key "id" is missing'],
    ],
    [
      'one twice',
      `${ROLE}organizations:\n  - { id: ${ORGANIZATION}, discover: true }\n  - { id: ${ORGANIZATION} }\n`,
      ['c.yaml:4:11  organizations[1].id: is given twice; it first stands in line 3'],
    ],
    [
      'what does nothing for one that is only named',
      `${ROLE}${ACCOUNTS}organizations:\n  - { id: ${ORGANIZATION}, profile: p, regions: [us-gov-west-1] }\n`,
      [
        'organizations[0].profile: does nothing unless organizations[0].discover is true',
        'organizations[0].regions: does nothing unless organizations[0].discover is true',
      ],
    ],
    [
      'no way into the accounts of one of them',
      `organizations:\n  - { id: ${ORGANIZATION}, discover: true, auditor: { roleName: R } }\n  - { id: ${ORGANIZATION}x, discover: true }\n`,
      [
        'c.yaml:3:26  organizations[1].discover: discovered accounts need a way in: name a role under auditor.roleName',
      ],
    ],
    [
      'a profile for a single one',
      `${ROLE}organization: { discover: true, profile: p }\n`,
      ['c.yaml:2:33  organization.profile: unknown key'],
    ],
    [
      'an own organization as a third party',
      `${ROLE}organizations: [{ id: ${ORGANIZATION}, discover: true }]\nthirdParties: [{ name: n, organizationIds: [${ORGANIZATION}], owner: o, justification: j }]\n`,
      ['thirdParties[0].organizationIds[0]: this is your own organization'],
    ],
    [
      'a blind spot that says nothing',
      `${ACCOUNTS}blindSpots: [{ ${DECIDED} }]\n`,
      ['c.yaml:3:14  blindSpots[0]: says of nothing what it is about: name regions, services or accounts'],
    ],
    [
      'a blind spot of no Region',
      `${ACCOUNTS}blindSpots: [{ regions: [], ${DECIDED} }]\n`,
      ['blindSpots[0].regions: must name at least one Region'],
    ],
    [
      'a blind spot of an action',
      `${ACCOUNTS}blindSpots: [{ services: ["iam:*"], ${DECIDED} }]\n`,
      ['blindSpots[0].services[0]: must be a service as IAM names it'],
    ],
    [
      'a blind spot without an end',
      `${ACCOUNTS}blindSpots: [{ services: [iam], reason: r, approvedBy: a, expires: <date> }]\n`,
      ['blindSpots[0].expires: must be a day of the calendar written as year-month-day, such as 2027-03-31'],
    ],
  ])('%s', (_name, text, problems) => {
    const found = problemsOf(text);
    expect(found).toHaveLength(problems.length);
    problems.forEach((problem, index) => {
      expect(found[index]).toContain(problem);
    });
  });
});
