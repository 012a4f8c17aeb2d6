import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { describe, expect, test } from 'vitest';
import { ask, organizations, query, type RawRequest, rest } from './raw.ts';
import { failure, MANAGEMENT, MEMBER, simulate, smallWorld, stsClient, trusting } from './support.ts';

const ROLE_ARN = `arn:aws:iam::${MEMBER}:role/Vendor`;
const ANALYZER_ARN = `arn:aws:access-analyzer:us-east-1:${MANAGEMENT}:analyzer/own`;

function world() {
  return smallWorld(
    {
      contents: {
        roles: [
          {
            name: 'Vendor',
            trustPolicy: trusting({ AWS: MANAGEMENT }, { StringEquals: { 'sts:ExternalId': 'right-id' } }),
          },
        ],
      },
    },
    { contents: { roles: [], analyzers: [{ name: 'own', region: 'us-east-1', type: 'ACCOUNT' }] } },
  );
}

function assumeRole(params: Readonly<Record<string, string>>): RawRequest {
  return query('sts', 'AssumeRole', { RoleArn: ROLE_ARN, RoleSessionName: 'audit', ...params });
}

/** `1 validation error detected: …` */
function one(value: string, at: string, rule: string): string {
  return `1 validation error detected: Value ${value} at '${at}' failed to satisfy constraint: Member must ${rule}`;
}

const LONG = 'x'.repeat(65);

/** The request, the error's code, and its message. */
const CASES: ReadonlyArray<[what: string, request: RawRequest, code: string, message: string]> = [
  [
    'a page of 1001 roles',
    query('iam', 'ListRoles', { MaxItems: '1001' }),
    'ValidationError',
    one("'1001'", 'maxItems', 'have value less than or equal to 1000'),
  ],
  [
    'a page of no roles',
    query('iam', 'GetAccountAuthorizationDetails', { MaxItems: '0' }),
    'ValidationError',
    one("'0'", 'maxItems', 'have value greater than or equal to 1'),
  ],
  [
    'a page of some roles',
    query('iam', 'ListRoles', { MaxItems: 'some' }),
    'ValidationError',
    one("'some'", 'maxItems', 'be an integer'),
  ],
  [
    'a role’s name over its length',
    query('iam', 'GetRole', { RoleName: LONG }),
    'ValidationError',
    one(`'${LONG}'`, 'roleName', 'have length less than or equal to 64'),
  ],
  [
    'a role without a name',
    query('iam', 'GetRole'),
    'ValidationError',
    one('null', 'roleName', 'not be null'),
  ],
  [
    'a role’s ARN in place of its name, with all that is wrong with it',
    query('iam', 'GetRole', { RoleName: `${ROLE_ARN}${LONG}` }),
    'ValidationError',
    `2 validation errors detected: Value '${ROLE_ARN}${LONG}' at 'roleName' failed to satisfy constraint: Member must have length less than or equal to 64; Value '${ROLE_ARN}${LONG}' at 'roleName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]+`,
  ],
  [
    'a kind of entity that IAM does not have',
    query('iam', 'GetAccountAuthorizationDetails', { 'Filter.member.1': 'Role', 'Filter.member.2': 'Rolle' }),
    'ValidationError',
    one(
      "'[Role, Rolle]'",
      'filter',
      'satisfy constraint: [Member must satisfy enum value set: [User, Role, Group, LocalManagedPolicy, AWSManagedPolicy]]',
    ),
  ],
  [
    'an empty marker',
    query('iam', 'ListRoles', { Marker: '' }),
    'ValidationError',
    `2 validation errors detected: Value '' at 'marker' failed to satisfy constraint: Member must have length greater than or equal to 1; Value '' at 'marker' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\u0020-\\u00FF]+`,
  ],
  [
    'a marker that IAM did not give',
    query('iam', 'ListRoles', { Marker: 'AAAA' }),
    'ValidationError',
    'The value of Marker is not valid.',
  ],
  [
    'a policy’s ARN that is none',
    query('iam', 'GetPolicy', { PolicyArn: 'arn:aws:iam::aws:polizei/ReadOnlyAccess' }),
    'InvalidInput',
    'ARN arn:aws:iam::aws:polizei/ReadOnlyAccess is not valid.',
  ],
  [
    'a version that is none',
    query('iam', 'GetPolicyVersion', { PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess', VersionId: '1' }),
    'ValidationError',
    one("'1'", 'versionId', 'satisfy regular expression pattern: v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?'),
  ],
  // These five are what AWS itself answered on 2025-07-21 and 2026-02-09, as LocalStack's tests recorded it.
  [
    'an ARN that is none',
    assumeRole({ RoleArn: 'nothing-valid-in-here' }),
    'ValidationError',
    'nothing-valid-in-here is invalid',
  ],
  [
    'an ARN without a service',
    assumeRole({ RoleArn: 'arn:a::::something/test-role' }),
    'ValidationError',
    'arn:a::::something/test-role is invalid',
  ],
  [
    'an ARN without a resource',
    assumeRole({ RoleArn: 'arn:a:a::aaaaaaaaaa:' }),
    'ValidationError',
    'arn:a:a::aaaaaaaaaa: is invalid',
  ],
  [
    'a session name with a colon',
    assumeRole({ RoleSessionName: 'Session1:2' }),
    'ValidationError',
    one("'Session1:2'", 'roleSessionName', 'satisfy regular expression pattern: [\\w+=,.@-]*'),
  ],
  [
    'a session name over its length',
    assumeRole({ RoleSessionName: LONG }),
    'ValidationError',
    one(`'${LONG}'`, 'roleSessionName', 'have length less than or equal to 64'),
  ],
  [
    'the ARN of something else than a role',
    assumeRole({ RoleArn: `arn:aws:iam::${MEMBER}:saml-provider/okta` }),
    'ValidationError',
    'Request ARN is invalid',
  ],
  [
    'a session of a minute',
    assumeRole({ DurationSeconds: '60' }),
    'ValidationError',
    one("'60'", 'durationSeconds', 'have value greater than or equal to 900'),
  ],
  [
    'an external ID that can be none',
    assumeRole({ ExternalId: 'a' }),
    'ValidationError',
    one("'a'", 'externalId', 'have length greater than or equal to 2'),
  ],
  [
    'a stack’s name with a space',
    query('cloudformation', 'DetectStackDrift', { StackName: 'my stack' }),
    'ValidationError',
    one(
      "'my stack'",
      'stackName',
      'satisfy regular expression pattern: ([a-zA-Z][-a-zA-Z0-9]*)|(arn:\\b(aws|aws-us-gov|aws-cn)\\b:[-a-zA-Z0-9:/._+]*)',
    ),
  ],
  [
    'a page of 101 drifts',
    query('cloudformation', 'DescribeStackResourceDrifts', { StackName: 'net', MaxResults: '101' }),
    'ValidationError',
    one("'101'", 'maxResults', 'have value less than or equal to 100'),
  ],
  [
    'a page of 21 accounts',
    organizations('ListAccounts', { MaxResults: 21 }),
    'InvalidInputException',
    'You provided a numeric parameter that has a larger value than allowed.',
  ],
  [
    'the children of nothing',
    organizations('ListAccountsForParent'),
    'InvalidInputException',
    'You must include a value for all required parameters.',
  ],
  [
    'the children of an account',
    organizations('ListAccountsForParent', { ParentId: MEMBER }),
    'InvalidInputException',
    'You provided a value that does not match the required pattern.',
  ],
  [
    'a page of 51 Regions',
    rest('account', 'POST', '/listRegions', { MaxResults: 51 }),
    'ValidationException',
    one("'51'", 'maxResults', 'have value less than or equal to 50'),
  ],
  [
    'findings without an analyzer',
    rest('access-analyzer', 'POST', '/finding', {}),
    'ValidationException',
    one('null', 'analyzerArn', 'not be null'),
  ],
  [
    'an analyzer’s name in place of its ARN',
    rest('access-analyzer', 'POST', '/findingv2', { analyzerArn: 'own' }),
    'ValidationException',
    one(
      "'own'",
      'analyzerArn',
      'satisfy regular expression pattern: [^:]*:[^:]*:[^:]*:[^:]*:[^:]*:analyzer/.{1,255}',
    ),
  ],
  [
    'a filter by 21 values',
    rest('access-analyzer', 'POST', '/finding', {
      analyzerArn: ANALYZER_ARN,
      filter: { status: { eq: Array(21).fill('A') } },
    }),
    'ValidationException',
    one(`'[${Array(21).fill('A').join(', ')}]'`, 'filter.status.eq', 'have length less than or equal to 20'),
  ],
  [
    'a page of no analyzers',
    rest('access-analyzer', 'GET', '/analyzer?maxResults=0'),
    'ValidationException',
    "Value '0' at 'maxResults' must be at least 1.",
  ],
  [
    'a type of analyzer that there is not',
    rest('access-analyzer', 'GET', '/analyzer?type=BOTH'),
    'ValidationException',
    one(
      "'BOTH'",
      'type',
      'satisfy enum value set: [ACCOUNT, ORGANIZATION, ACCOUNT_UNUSED_ACCESS, ORGANIZATION_UNUSED_ACCESS, ACCOUNT_INTERNAL_ACCESS, ORGANIZATION_INTERNAL_ACCESS]',
    ),
  ],
];

/** The code and message of an error in any of the three protocols. */
function errorOf(body: string, type: string): { code: string; message: string } {
  const between = (element: string) =>
    (new RegExp(`<${element}>([^<]*)</${element}>`).exec(body)?.[1] ?? '')
      .replaceAll('&apos;', "'")
      .replaceAll('&amp;', '&');
  if (type === 'text/xml') return { code: between('Code'), message: between('Message') };
  const { __type = 'ValidationException', Message, message = Message } = JSON.parse(body);
  return { code: __type, message };
}

describe('the simulator refuses, over the wire,', () => {
  test.each(CASES)('%s', async (_what, request, code, message) => {
    const simulator = await simulate({ world: world() });
    const { status, type, body } = await ask(simulator.endpoint, simulator.credentials, request);
    expect(errorOf(body, type)).toEqual({ code, message });
    expect(status).toBe(400);
  });

  test('a request that AWS would take, but with which it does nothing', async () => {
    const simulator = await simulate({ world: world() });
    const idle = [
      assumeRole({ ExternalId: 'right-id', Policy: '{}' }),
      query('iam', 'ListRoles', { PathPrefixx: '/vendors/' }),
      rest('access-analyzer', 'POST', '/finding', { analyzerArn: ANALYZER_ARN, sort: { orderBy: 'ASC' } }),
    ];
    const answers = await Promise.all(
      idle.map((request) => ask(simulator.endpoint, simulator.credentials, request)),
    );
    expect(answers.map(({ status }) => status)).toEqual([501, 501, 501]);
    expect(answers[0]?.body).toContain('The simulator does not honour Policy of AssumeRole.');
    expect(answers[1]?.body).toContain('The simulator does not honour PathPrefixx of ListRoles.');
  });

  test('an external ID that does not match, without a word of why', async () => {
    const simulator = await simulate({ world: world() });
    for (const ids of [{ ExternalId: 'wrong-id' }, {}]) {
      const call = stsClient(simulator).send(
        new AssumeRoleCommand({ RoleArn: ROLE_ARN, RoleSessionName: 'audit', ...ids }),
      );
      const { name, status, message } = await failure(call);
      expect([name, status]).toEqual(['AccessDenied', 403]);
      expect(message).not.toMatch(/external/i);
    }
    const right = await ask(
      simulator.endpoint,
      simulator.credentials,
      assumeRole({ ExternalId: 'right-id' }),
    );
    expect(right.status).toBe(200);
  });

  test('what its limits just allow, it answers', async () => {
    const simulator = await simulate({ world: world() });
    const limits = [
      query('iam', 'ListRoles', { MaxItems: '1000', PathPrefix: '/' }),
      organizations('ListAccounts', { MaxResults: 20 }),
      rest('account', 'POST', '/listRegions', { MaxResults: 50 }),
    ];
    for (const request of limits) {
      expect((await ask(simulator.endpoint, simulator.credentials, request)).status).toBe(200);
    }
  });
});
