import { describe, expect, test } from 'vitest';
import type { CollectedAccount } from '../../../src/collect/collect-account.ts';
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
