import { describe, expect, test } from 'vitest';
import { unmanagedRole } from '../../../src/checks/drift/unmanaged-role.ts';
import type { Fact } from '../../../src/model/fact.ts';
import type { Role } from '../../../src/model/facts/authorization-details.ts';
import type { RoleStack } from '../../../src/model/facts/role-stacks.ts';
import {
  collected,
  contextFor,
  denied,
  expectEvidence,
  OWN_OTHER,
  perResource,
  role,
  STACK_ID,
  statuses,
  trusting,
  UNKNOWN_ACCOUNT,
} from './facts.ts';

const REGIONS = ['eu-west-1', 'us-east-1'];
const OWNED = collected<RoleStack | null>({
  stackId: STACK_ID,
  stackName: 'vendor-access',
  logicalId: 'Role',
  physicalId: 'vendor',
});
const UNOWNED = collected<RoleStack | null>(null);

function judge(owners: Array<Fact<RoleStack | null>>, live: Partial<Role> = {}, parameters = {}) {
  const facts = {
    'authorization-details': { roles: [role(live)], policies: [] },
    'role-stacks': owners.map((owner, index) => ({
      region: REGIONS[index] ?? '',
      value: perResource<RoleStack | null>(
        ['arn:aws:iam::111122223333:role/x', UNOWNED],
        [role(live).arn, owner],
      ),
    })),
  };
  return {
    facts,
    outcomes: unmanagedRole.evaluate(facts, contextFor(unmanagedRole, parameters, { regions: REGIONS })),
  };
}

describe('PASS', () => {
  test('a stack of any Region owns it, even when another Region was not read', () => {
    expect(statuses(judge([denied(), OWNED]).outcomes)).toEqual(['PASS']);
  });

  test.each([
    ['Managed-By', 'Terraform'],
    ['terraform', 'true'],
    ['terraform:workspace', 'prod'],
    ['pulumi:project', 'access'],
  ])('a tag of another tool: %s = %s', (key, value) => {
    expect(statuses(judge([UNOWNED, UNOWNED], { tags: [{ key, value }] }).outcomes)).toEqual(['PASS']);
  });

  test('a tag that the config names, by key and value', () => {
    const tags = [{ key: 'origin', value: 'Ansible-Tower' }];
    const settings = { provisioningTags: ['origin=ansible*'] };
    expect(statuses(judge([UNOWNED, UNOWNED], { tags }, settings).outcomes)).toEqual(['PASS']);
    expect(
      statuses(judge([UNOWNED, UNOWNED], { tags: [{ key: 'origin', value: 'hand' }] }, settings).outcomes),
    ).toEqual(['FAIL']);
  });
});

describe('FAIL', () => {
  test('no stack of any Region, no tag', () => {
    const { outcomes, facts } = judge([UNOWNED, UNOWNED], { tags: [{ key: 'team', value: 'x' }] });
    expect(outcomes).toMatchObject([
      { status: 'FAIL', thirdParty: { kind: 'unknown', accountId: UNKNOWN_ACCOUNT } },
    ]);
    expectEvidence(outcomes, facts);
  });

  test.each(['manual', 'false', ' '])('a tag that denies a tool: managed-by = "%s"', (value) => {
    const tags = [{ key: 'managed-by', value }];
    expect(statuses(judge([UNOWNED, UNOWNED], { tags }).outcomes)).toEqual(['FAIL']);
  });
});

describe('UNKNOWN', () => {
  test('one Region refused to answer', () => {
    expect(judge([UNOWNED, denied('Not allowed.')]).outcomes).toMatchObject([
      { status: 'UNKNOWN', detail: expect.stringContaining('us-east-1 (Not allowed)') },
    ]);
  });

  test('one Region is not in the evidence', () => {
    expect(statuses(judge([UNOWNED]).outcomes)).toEqual(['UNKNOWN']);
  });

  test('Regions that the config leaves out; an owner or a tag in those it names still counts', () => {
    const judgeIn = (owner: Fact<RoleStack | null>, tags: Role['tags'] = []) => {
      const { facts } = judge([UNOWNED, owner], { tags });
      const account = { regions: REGIONS, otherRegions: 'unread' as const };
      return unmanagedRole.evaluate(facts, contextFor(unmanagedRole, {}, account));
    };
    expect(judgeIn(UNOWNED)).toMatchObject([
      { status: 'UNKNOWN', detail: expect.stringContaining('was not read may own it') },
    ]);
    expect(statuses(judgeIn(OWNED))).toEqual(['PASS']);
    expect(statuses(judgeIn(UNOWNED, [{ key: 'terraform', value: 'x' }]))).toEqual(['PASS']);
  });

  test('a trust policy that cannot be read', () => {
    expect(statuses(judge([UNOWNED, UNOWNED], { trustPolicy: '{' }).outcomes)).toEqual(['UNKNOWN']);
  });
});

test('a role that only own accounts may assume is not judged', () => {
  expect(judge([UNOWNED, UNOWNED], { trustPolicy: trusting(OWN_OTHER) }).outcomes).toEqual([]);
});
