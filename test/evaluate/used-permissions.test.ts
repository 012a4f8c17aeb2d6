import { describe, expect, it } from 'vitest';
import { usedPermissions } from '../../src/evaluate/used-permissions.ts';
import { type FactRecord, GLOBAL } from '../../src/model/fact.ts';

const ARN = 'arn:aws:iam::111122223333:role/Acme';
const UNTIL = '2026-11-01T00:00:00.000Z';
const policy = (...actions: string[]) =>
  JSON.stringify({ Statement: [{ Sid: 'Same', Effect: 'Allow', Action: actions, Resource: '*' }] });
const inline = (name: string, document: string) => ({ name, document });

const fact = (key: string, value: object): FactRecord => ({
  fact: key,
  region: GLOBAL,
  status: 'COLLECTED',
  value,
  collectedAt: UNTIL,
  source: 'test',
});

/** `used`: services with the time of their last use. */
function ask(role: object, used: Record<string, string | null> | undefined, arn = ARN) {
  const details = {
    roles: [
      {
        name: 'Acme',
        arn: ARN,
        id: 'AROAEXAMPLE',
        path: '/',
        createdAt: '2020-01-01T00:00:00.000Z',
        trustPolicy: '{"Statement":[]}',
        inlinePolicies: [],
        attachedPolicies: [],
        permissionsBoundaryArn: null,
        tags: [],
        lastUsed: null,
        ...role,
      },
    ],
    policies: [],
    users: [],
    groups: [],
  };
  const services = Object.entries(used ?? {}).map(([namespace, lastAccessedAt]) => ({
    namespace,
    name: namespace,
    lastAccessedAt,
    region: null,
    actions: [],
  }));
  const report = { resource: ARN, fact: { status: 'COLLECTED', value: { completedAt: UNTIL, services } } };
  return usedPermissions(
    [
      fact('authorization-details', details),
      ...(used === undefined ? [] : [fact('service-last-accessed', { perResource: [report] })]),
    ],
    arn,
    90,
  );
}

const TWO = {
  inlinePolicies: [
    inline('a', policy('ec2:DescribeInstances', 'sqs:ListQueues')),
    inline('b', policy('sns:ListTopics')),
  ],
};
const actionsIn = (found: ReturnType<typeof ask>) =>
  'problem' in found
    ? found.problem
    : found.policy.Statement.flatMap((one) => (one as { Action: string[] }).Action).sort();

describe('the permissions of a role that it used', () => {
  it.each<[name: string, used: Record<string, string | null>, actions: string[]]>([
    [
      'all of them',
      { ec2: UNTIL, sqs: UNTIL, sns: UNTIL },
      ['ec2:DescribeInstances', 'sns:ListTopics', 'sqs:ListQueues'],
    ],
    [
      'one service in the period',
      { ec2: UNTIL, sqs: '2026-01-01T00:00:00.000Z', sns: null },
      ['ec2:DescribeInstances'],
    ],
    [
      'all of one policy, and a part of another',
      { ec2: UNTIL, sqs: null, sns: UNTIL },
      ['ec2:DescribeInstances', 'sns:ListTopics'],
    ],
  ])('where that is %s', (_name, used, actions) => {
    const found = ask(TWO, used);
    expect(actionsIn(found)).toEqual(actions);
    expect(found).toMatchObject({ since: '2026-08-03T00:00:00.000Z', until: UNTIL });
    expect(JSON.stringify(found)).not.toContain('Sid');
  });

  it.each<[name: string, found: ReturnType<typeof ask>, problem: RegExp]>([
    ['no such role', ask(TWO, { ec2: UNTIL }, `${ARN}x`), /no role of that ARN/],
    ['no report', ask(TWO, undefined), /does not know what it used/],
    [
      'a boundary',
      ask({ ...TWO, permissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/B' }, { ec2: UNTIL }),
      /boundary/,
    ],
    ['nothing used', ask(TWO, { ec2: null, sqs: null, sns: null }), /one inline policy/],
    [
      'a policy that is no JSON',
      ask({ inlinePolicies: [inline('a', '{')] }, { ec2: UNTIL }),
      /one inline policy/,
    ],
    [
      'an external ID that is not shown',
      ask(
        {
          inlinePolicies: [
            inline(
              'a',
              JSON.stringify({
                Statement: [
                  {
                    Effect: 'Allow',
                    Action: ['ec2:DescribeInstances'],
                    Resource: '*',
                    Condition: {
                      StringEquals: { 'aws:PrincipalTag/id': 'id:0123456789abcdef (12 characters)' },
                    },
                  },
                ],
              }),
            ),
          ],
        },
        { ec2: UNTIL },
      ),
      /external ID/,
    ],
  ])('cannot be had: %s', (_name, found, problem) => {
    expect(found).toEqual({ problem: expect.stringMatching(problem) });
  });
});
