import { describe, expect, test } from 'vitest';
import type { WorldStackSet } from '../../../src/simulator/world.ts';
import {
  CALLER,
  callCounts,
  collect,
  MEMBER,
  member,
  record,
  stage,
  target,
  value,
  world,
} from '../support.ts';

const REGION = 'us-east-1';
const ROLE = '{"Resources":{"R":{"Type":"AWS::IAM::Role"},"P":{"Type":"AWS::IAM::ManagedPolicy"}}}';
const CHECKED = '2025-12-31T20:00:00.000Z';

function stackSet(more: Partial<WorldStackSet> = {}): WorldStackSet {
  return {
    name: 'roles',
    region: REGION,
    template: ROLE,
    capabilities: ['CAPABILITY_NAMED_IAM', 'CAPABILITY_IAM'],
    drift: { status: 'DRIFTED', checkedAt: CHECKED },
    instances: [
      {
        accountId: '900000000009',
        region: 'eu-west-1',
        stackName: 'StackSet-roles-1',
        driftStatus: 'DRIFTED',
      },
      { accountId: MEMBER, region: REGION },
    ],
    ...more,
  };
}

/** A world whose management account has these stack sets, and in which the member may administer them or not. */
function organized(sets: WorldStackSet[], administrators: string[]) {
  const made = world(member({}));
  const [management] = made.accounts;
  if (management === undefined || made.organization === undefined) throw new Error('no management account');
  management.contents.stackSets = sets;
  made.organization.delegatedAdministrators['member.org.stacksets.cloudformation.amazonaws.com'] =
    administrators;
  return made;
}

describe('stack sets', () => {
  test('come with their last drift, and with their stacks where the template names a role', async () => {
    const others = Array.from({ length: 5 }, (_, index) =>
      stackSet({
        name: `buckets-${index}`,
        template: 'Resources: {B: {Type: "AWS::S3::Bucket"}}',
        instances: [],
      }),
    );
    const account = await collect(
      await stage({ world: world(member({ stackSets: [...others, stackSet()] })) }),
    );
    const { askedAs, stackSets } = value(account, 'stack-sets', REGION);
    expect(askedAs).toEqual(['SELF']);
    expect(stackSets).toHaveLength(6);
    expect(stackSets.find(({ name }) => name === 'roles')).toEqual({
      name: 'roles',
      arn: expect.stringMatching(`^arn:aws:cloudformation:${REGION}:${MEMBER}:stackset/roles:`),
      permissionModel: 'SERVICE_MANAGED',
      iamTypes: ['AWS::IAM::ManagedPolicy', 'AWS::IAM::Role'],
      makers: [],
      capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'],
      driftStatus: 'DRIFTED',
      detection: 'COMPLETED',
      lastDriftCheckAt: CHECKED,
      instances: [
        { accountId: MEMBER, region: REGION, stackId: null, driftStatus: 'NOT_CHECKED' },
        {
          accountId: '900000000009',
          region: 'eu-west-1',
          stackId: expect.stringContaining(':900000000009:stack/StackSet-roles-1/'),
          driftStatus: 'DRIFTED',
        },
      ],
    });
    expect(stackSets.find(({ name }) => name === 'buckets-0')).toMatchObject({
      iamTypes: [],
      instances: null,
    });
    const counts = callCounts(account);
    expect(counts['cloudformation:ListStackSets']).toBe(3);
    expect(counts['cloudformation:DescribeStackSet']).toBe(6);
    expect(counts['cloudformation:ListStackInstances']).toBe(1);
    expect(counts['cloudformation:DetectStackSetDrift']).toBeUndefined();
  });

  test('show a type that is written with escapes, and what makes resources elsewhere', async () => {
    const template = String.raw`{"Resources":{"R":{"Type":"AWS::IAM::\u0052ol\u0065"},"S":{"Type":"AWS::CloudFormation::Stack"},"M":{"Type":"Us::Role::Reader::MODULE"}}}`;
    const account = await collect(
      await stage({ world: world(member({ stackSets: [stackSet({ template })] })) }),
    );
    expect(value(account, 'stack-sets', REGION).stackSets).toMatchObject([
      { iamTypes: ['AWS::IAM::Role'], makers: ['::MODULE', 'AWS::CloudFormation::Stack'] },
    ]);
  });

  test('of the organization are read by a delegated administrator, and by nobody else', async () => {
    const at = await stage({
      world: organized([stackSet(), stackSet({ name: 'own', selfManaged: true })], [MEMBER]),
    });
    const account = await collect(at, target({ administersStackSets: true }));
    expect(value(account, 'stack-sets', REGION)).toMatchObject({
      askedAs: ['SELF', 'DELEGATED_ADMIN'],
      stackSets: [{ name: 'roles', arn: expect.stringContaining(`:${CALLER}:stackset/`) }],
    });
    const plain = await collect(at);
    expect(value(plain, 'stack-sets', REGION)).toEqual({ askedAs: ['SELF'], stackSets: [] });
  });

  test('are a gap for an administrator that is none any more', async () => {
    const at = await stage({ world: organized([stackSet()], []) });
    const account = await collect(at, target({ administersStackSets: true }));
    expect(record(account, 'stack-sets', REGION)).toMatchObject({
      status: 'NOT_COLLECTED',
      message: expect.stringContaining('not a delegated administrator'),
    });
  });

  test.each(['DescribeStackSet', 'ListStackInstances'])(
    'are a gap where %s is refused',
    async (operation) => {
      const faults = [{ kind: 'access-denied' as const, operation: `cloudformation:${operation}` }];
      const account = await collect(
        await stage({ world: world(member({ stackSets: [stackSet()] })), faults }),
      );
      expect(record(account, 'stack-sets', REGION)).toMatchObject({ reason: 'ACCESS_DENIED' });
      expect(record(account, 'stack-sets', 'eu-west-1')).toMatchObject({ status: 'COLLECTED' });
    },
  );
});
