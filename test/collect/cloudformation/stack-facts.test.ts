import { describe, expect, test } from 'vitest';
import type { CollectedAccount } from '../../../src/collect/collect-account.ts';
import type { WorldStack } from '../../../src/simulator/world.ts';
import { callCounts, collect, MEMBER, member, stage, value, vendorRole, world } from '../support.ts';
import { bucketResource, roleResource, stackOf } from './stacks.ts';

const ROLE_ARN = `arn:aws:iam::${MEMBER}:role/partner`;

function owner(account: CollectedAccount, region: string, role = ROLE_ARN) {
  return value(account, 'role-stacks', region).perResource.find(({ resource }) => resource === role)?.fact;
}

describe('stacks', () => {
  test('are all that are not deleted', async () => {
    const at = await stage({
      pageSize: 2,
      world: world(
        member({
          stacks: [
            stackOf('one', []),
            stackOf('two', [], { status: 'ROLLBACK_COMPLETE' }),
            stackOf('three', [], { status: 'DELETE_FAILED' }),
            stackOf('gone', [], { status: 'DELETE_COMPLETE', deletedAt: '2025-12-31T00:00:00Z' }),
          ],
        }),
      ),
    });
    const account = await collect(at);
    const { stacks } = value(account, 'stacks', 'us-east-1');
    expect(stacks.map(({ stackName }) => stackName).toSorted()).toEqual(['one', 'three', 'two']);
    expect(stacks.map(({ driftStatus }) => driftStatus)).toEqual(Array(3).fill('NOT_CHECKED'));
  });
});

describe('the stack of an access role', () => {
  test('is found in the Region that has it; a Region without stacks is not asked', async () => {
    const at = await stage({
      world: world(
        member({ roles: [vendorRole('partner')], stacks: [stackOf('access', [roleResource('partner')])] }),
      ),
    });
    const account = await collect(at);
    expect(owner(account, 'us-east-1')).toMatchObject({
      status: 'COLLECTED',
      value: { stackName: 'access', logicalId: 'Rolepartner', physicalId: 'partner' },
    });
    expect(owner(account, 'eu-west-1')).toMatchObject({ status: 'COLLECTED', value: null });
    expect(callCounts(account)['cloudformation:DescribeStackResources']).toBe(1);
  });

  test('is none when CloudFormation knows no resource of that name: an answer, not a failure', async () => {
    const at = await stage({
      world: world(
        member({ roles: [vendorRole('partner')], stacks: [stackOf('other', [bucketResource('b')])] }),
      ),
    });
    const account = await collect(at);
    expect(owner(account, 'us-east-1')).toMatchObject({ status: 'COLLECTED', value: null });
    expect(account.calls.find(({ operation }) => operation === 'DescribeStackResources')?.outcome).toBe(
      'ValidationError',
    );
  });

  test('is searched for when another resource of the same name answers in its place', async () => {
    const namesake = stackOf('a-namesake', [bucketResource('partner')]);
    for (const [stacks, stackName] of [
      [[namesake, stackOf('b-access', [roleResource('partner')])], 'b-access'],
      [[namesake], null],
    ] as const) {
      const at = await stage({
        world: world(member({ roles: [vendorRole('partner')], stacks: [...stacks] })),
      });
      const found = owner(await collect(at), 'us-east-1');
      expect(found).toMatchObject({ status: 'COLLECTED', value: stackName && { stackName } });
    }
  });

  test('is none for a role of the longest name, at one call', async () => {
    const name = 'r'.repeat(64);
    const at = await stage({
      world: world(member({ roles: [vendorRole(name)], stacks: [stackOf('other', [bucketResource('b')])] })),
    });
    const account = await collect(at);
    expect(owner(account, 'us-east-1', ROLE_ARN.replace('partner', name))).toMatchObject({ value: null });
    expect(callCounts(account)).not.toHaveProperty('cloudformation:ListStackResources');
  });

  test('is found beyond the hundred resources that one answer shows', async () => {
    const buckets = Array.from({ length: 120 }, (_, index) =>
      bucketResource(`a${String(index).padStart(3, '0')}`),
    );
    const at = await stage({
      pageSize: 'aws',
      world: world(
        member({
          roles: [vendorRole('partner')],
          stacks: [stackOf('large', [...buckets, roleResource('partner', {}, { logicalId: 'ZRole' })])],
        }),
      ),
    });
    const account = await collect(at);
    expect(owner(account, 'us-east-1')).toMatchObject({ value: { stackName: 'large', logicalId: 'ZRole' } });
    expect(value(account, 'stack-templates', 'us-east-1').perResource[0]?.fact).toMatchObject({
      value: { resources: expect.objectContaining({ length: 121 }) },
    });
  });

  test.each(['DELETE_FAILED', 'DELETE_IN_PROGRESS'])('still owns it while it is in %s', async (status) => {
    const at = await stage({
      world: world(
        member({
          roles: [vendorRole('partner')],
          stacks: [stackOf('access', [roleResource('partner', {}, { status })], { status })],
        }),
      ),
    });
    expect(owner(await collect(at), 'us-east-1')).toMatchObject({ value: { stackName: 'access' } });
  });

  test.each<[string, WorldStack]>([
    [
      'a stack that was deleted and kept the role',
      stackOf('a-former', [roleResource('partner', {}, { status: 'DELETE_SKIPPED' })], {
        status: 'DELETE_COMPLETE',
        deletedAt: '2025-12-31T00:00:00Z',
      }),
    ],
    ...['DELETE_SKIPPED', 'DELETE_COMPLETE', 'EXPORT_COMPLETE', 'IMPORT_ROLLBACK_COMPLETE'].map(
      (status): [string, WorldStack] => [
        `a stack that lives on and has the role in ${status}`,
        stackOf('a-former', [roleResource('partner', {}, { status }), bucketResource('b')]),
      ],
    ),
  ])('is the stack that imported it, when the first to answer is %s', async (_name, former) => {
    const roles = [vendorRole('partner'), vendorRole('second')];
    const imported = stackOf('z-imported', [
      roleResource('partner', {}, { status: 'IMPORT_COMPLETE' }),
      roleResource('second'),
    ]);
    for (const [stacks, stackName] of [
      [[former, imported], 'z-imported'],
      [[former], null],
    ] as const) {
      const at = await stage({ world: world(member({ roles, stacks: [...stacks] })) });
      const found = owner(await collect(at), 'us-east-1');
      expect(found).toMatchObject({ status: 'COLLECTED', value: stackName && { stackName } });
    }
  });

  test('of several roles whose first answer settled nothing takes one listing a stack', async () => {
    const names = ['partner', 'second', 'third'];
    const former = stackOf(
      'a-former',
      names.map((name) => roleResource(name, {}, { status: 'DELETE_SKIPPED' })),
      { status: 'DELETE_COMPLETE', deletedAt: '2025-12-31T00:00:00Z' },
    );
    const at = await stage({
      world: world(
        member({
          roles: names.map((name) => vendorRole(name)),
          stacks: [former, stackOf('b', [bucketResource('b')]), stackOf('c', [bucketResource('c')])],
        }),
      ),
    });
    const account = await collect(at);
    expect(callCounts(account)).toMatchObject({ 'cloudformation:ListStackResources': 2 });
  });

  test('is told of its managed policies too, asked for only where no stack of a role shows them', async () => {
    const arn = (name: string) => `arn:aws:iam::${MEMBER}:policy/${name}`;
    const policy = (name: string) => ({
      logicalId: `Policy${name}`,
      physicalId: arn(name),
      type: 'AWS::IAM::ManagedPolicy',
    });
    const attachedPolicies = [arn('mine'), arn('shared'), arn('loose'), 'arn:aws:iam::aws:policy/ReadOnly'];
    const at = await stage({
      world: world(
        member({
          roles: [vendorRole('partner', { attachedPolicies }), vendorRole('unowned', { attachedPolicies })],
          policies: ['mine', 'shared', 'loose'].map((name) => ({ name, document: { Statement: [] } })),
          stacks: [
            stackOf('access', [roleResource('partner'), policy('mine')]),
            stackOf('platform', [policy('shared'), bucketResource('b')]),
          ],
        }),
      ),
    });
    const account = await collect(at);
    expect(owner(account, 'us-east-1', arn('mine'))).toMatchObject({ value: { stackName: 'access' } });
    expect(owner(account, 'us-east-1', arn('shared'))).toMatchObject({
      value: { stackName: 'platform', logicalId: 'Policyshared' },
    });
    expect(owner(account, 'us-east-1', arn('loose'))).toMatchObject({ value: null });
    expect(callCounts(account)['cloudformation:DescribeStackResources']).toBe(4);
    expect(value(account, 'stack-templates', 'us-east-1').perResource).toHaveLength(2);
  });

  test('need not be in the Region of the stack that owns a policy on it', async () => {
    const arn = `arn:aws:iam::${MEMBER}:policy/shared`;
    const shared = { logicalId: 'Shared', physicalId: arn, type: 'AWS::IAM::ManagedPolicy' };
    const at = await stage({
      world: world(
        member({
          roles: [vendorRole('partner', { attachedPolicies: [arn] })],
          policies: [{ name: 'shared', document: { Statement: [] } }],
          stacks: [
            stackOf('access', [roleResource('partner')]),
            stackOf('policies', [shared], { region: 'eu-west-1' }),
          ],
        }),
      ),
    });
    const account = await collect(at);
    expect(owner(account, 'us-east-1', arn)).toMatchObject({ value: null });
    expect(owner(account, 'eu-west-1', arn)).toMatchObject({ value: { stackName: 'policies' } });
    expect(value(account, 'stack-templates', 'eu-west-1').perResource).toHaveLength(1);
    expect(value(account, 'drift', 'eu-west-1').perResource).toHaveLength(1);
  });

  test('of one role may be refused without hiding that of another', async () => {
    const at = await stage(
      {
        world: world(
          member({
            roles: [vendorRole('first'), vendorRole('second')],
            stacks: [stackOf('access', [roleResource('first'), roleResource('second')])],
          }),
        ),
        faults: [{ kind: 'access-denied', operation: 'cloudformation:DescribeStackResources', times: 1 }],
      },
      { concurrency: { accounts: 1, callsPerAccount: 1 } },
    );
    const account = await collect(at);
    const facts = value(account, 'role-stacks', 'us-east-1').perResource.map(({ fact }) => fact.status);
    expect(facts).toEqual(['NOT_COLLECTED', 'COLLECTED']);
  });
});

describe('the template of an owning stack', () => {
  test('comes processed, with parameters in force and the resources, and only for owning stacks', async () => {
    const at = await stage({
      pageSize: 1,
      world: world(
        member({
          roles: [vendorRole('partner')],
          stacks: [
            stackOf('access', [roleResource('partner'), bucketResource('logs')], {
              originalTemplate: 'Transform: yes',
              parameters: [
                { key: 'Secret', value: 'hunter2', noEcho: true },
                { key: 'Image', value: '/ssm/image', resolvedValue: 'ami-1' },
              ],
            }),
            stackOf('unrelated', [bucketResource('other')]),
          ],
        }),
      ),
    });
    const account = await collect(at);
    const templates = value(account, 'stack-templates', 'us-east-1').perResource;
    expect(templates).toHaveLength(1);
    expect(templates[0]?.fact).toMatchObject({
      status: 'COLLECTED',
      value: {
        stackName: 'access',
        parameters: [
          { key: 'Image', value: '/ssm/image', resolvedValue: 'ami-1' },
          { key: 'Secret', value: '****', resolvedValue: null },
        ],
        resources: [
          { logicalId: 'Bucketlogs', physicalId: 'logs', type: 'AWS::S3::Bucket' },
          { logicalId: 'Rolepartner', physicalId: 'partner', type: 'AWS::IAM::Role' },
        ],
      },
    });
    expect(JSON.stringify(templates)).toContain('Resources');
    expect(JSON.stringify(account.facts)).not.toContain('hunter2');
  });
});
