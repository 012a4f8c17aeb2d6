import { expect, it } from 'vitest';
import { confusedDeputyService } from '../../../src/checks/trust/confused-deputy-service.ts';
import { correctedBy, marksOf } from '../support/told.ts';
import {
  allow,
  finding,
  HERE,
  judge,
  OWN,
  OWN_ORGANIZATION,
  role,
  STRANGER,
  statuses,
} from '../support/trust-fixtures.ts';

const BEDROCK = 'bedrock.amazonaws.com';
const by = (Condition?: object, Service: unknown = BEDROCK) =>
  allow(HERE, { Principal: { Service }, ...(Condition && { Condition }) });
const OURS = { StringEquals: { 'aws:SourceAccount': HERE } };
const NOTHING = 'no required condition names an own account or organization as the source.';

it.each<[words: string, condition: object, status: string]>([
  ['a number that holds an own one', { StringEquals: { 'aws:SourceAccount': `${HERE}0` } }, 'FAIL'],
  [
    'an own and a foreign ARN',
    {
      ArnLike: {
        'aws:SourceArn': [
          `arn:aws:bedrock:eu-west-1:${OWN}:a/*`,
          `arn:aws:bedrock:eu-west-1:${STRANGER}:a/*`,
        ],
      },
    },
    'FAIL',
  ],
  [
    'an own and a foreign organization',
    { StringEquals: { 'aws:SourceOrgID': [OWN_ORGANIZATION, 'o-else123456'] } },
    'FAIL',
  ],
  [
    'own and foreign paths',
    { 'ForAnyValue:StringLike': { 'aws:SourceOrgPaths': [`${OWN_ORGANIZATION}/*`, 'o-else123456/*'] } },
    'FAIL',
  ],
  [
    'a part of the own organization',
    { 'ForAnyValue:StringLike': { 'aws:SourceOrgPaths': `${OWN_ORGANIZATION}/r-ab12/ou-ab12-1/*` } },
    'PASS',
  ],
  [
    'an ARN of another own account',
    { ArnLike: { 'aws:SourceArn': `arn:aws:bedrock:eu-west-1:${OWN}:a/*` } },
    'PASS',
  ],
  ['another key', { StringEquals: { 'aws:RequestedRegion': HERE } }, 'FAIL'],
])('a service is bound to own accounts by %s: %s', (_, condition, status) => {
  expect(statuses(judge(confusedDeputyService, role(by(condition))))).toEqual([status]);
});

it.each<[words: string, statements: object[], says: string, marks: Record<number, string[]>]>([
  ['nothing', [by()], `${NOTHING} Its documentation asks for one: https://`, { 0: ['/Principal/Service'] }],
  [
    'a condition that may be absent, beside one on something else',
    [by({ StringEqualsIfExists: { 'aws:SourceAccount': HERE }, Bool: { 'aws:SecureTransport': 'true' } })],
    'StringEqualsIfExists',
    { 0: ['/Principal/Service', '/Condition/StringEqualsIfExists'] },
  ],
  [
    'a foreign account, by two statements, told once',
    [
      by(OURS),
      by({ StringEquals: { 'aws:SourceAccount': STRANGER } }),
      by({ StringEquals: { 'aws:SourceAccount': STRANGER } }),
    ],
    `By statements 2, 3 of the trust policy Amazon Bedrock may use the role for whichever customer it acts for: ${NOTHING} The condition on aws:SourceAccount does not name your own accounts or organizations alone. Its documentation`,
    {
      1: ['/Principal/Service', '/Condition/StringEquals'],
      2: ['/Principal/Service', '/Condition/StringEquals'],
    },
  ],
])('says what does not bind it, and marks that: %s', (_, statements, says, marks) => {
  const found = finding(judge(confusedDeputyService, role(statements)));
  expect(found.detail).toContain(says);
  expect(marksOf(found)).toEqual(marks);
  expect(found.thirdParty).toEqual({ name: BEDROCK, kind: 'service' });
});

it('offers the policy beside another service that is open too', () => {
  const outcomes = judge(confusedDeputyService, role([by(), by({}, 'dms.amazonaws.com')]));
  expect(statuses(outcomes)).toEqual(['FAIL', 'FAIL']);
  for (const one of outcomes)
    expect(one.status === 'FAIL' && one.fixes?.().some(({ kind }) => kind === 'policy')).toBe(true);
});

it('asks for the ARN of a resource where the service sends no account', () => {
  const principal = 'eks-fargate-pods.amazonaws.com';
  const one = role(by(undefined, principal));
  const found = finding(judge(confusedDeputyService, one, { account: { partition: 'aws-cn' } }));
  expect(found.detail).toContain('Its documentation asks for one in pod execution roles: https://');
  expect(found.remediation).not.toContain('aws:SourceAccount');
  expect(correctedBy(found, one)).toEqual([
    by({ ArnLike: { 'aws:SourceArn': `arn:aws-cn:eks:*:${HERE}:fargateprofile/*` } }, principal),
  ]);
});

it.each([
  ['one', ['ec2'], 'ec2.amazonaws.com.'],
  [
    'five',
    ['a', 'b', 'c', 'd', 'e'],
    'a.amazonaws.com, b.amazonaws.com, c.amazonaws.com, d.amazonaws.com and e.amazonaws.com.',
  ],
  ['more', ['a', 'b', 'c', 'd', 'e', 'f', 'g'], 'e.amazonaws.com and 2 more.'],
])('names those that are not on the list: %s', (_, services, says) => {
  const [only] = judge(
    confusedDeputyService,
    role(
      by(
        {},
        services.map((name) => `${name}.amazonaws.com`),
      ),
    ),
  );
  expect(only?.detail).toMatch(/^Not on our list of services/);
  expect(only?.detail.endsWith(says)).toBe(true);
});

it('speaks of no list where no service comes in', () => {
  expect(judge(confusedDeputyService, role(allow(OWN)))).toMatchObject([
    { status: 'NOT_APPLICABLE', detail: 'No service may assume this role.' },
  ]);
});
