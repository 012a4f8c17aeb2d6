import { describe, expect, it } from 'vitest';
import type { PolicySource } from '../../../src/policy/permissions/effective.ts';
import { isRewritable, kindOf, removals, widestBoundary } from '../../../src/policy/permissions/removals.ts';

const ROLE = 'arn:aws:iam::111122223333:role/user/x';
const USER = 'arn:aws-cn:iam::111122223333:user/x';
const GROUP = 'arn:aws:iam::111122223333:group/g';
const OWN = 'arn:aws:iam::111122223333:policy/own';
const MANAGED = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

describe('what takes a policy away', () => {
  it.each<[string, object, string, Array<[string, string]>]>([
    [
      'an inline one of a role',
      { kind: 'inline' },
      ROLE,
      [
        ['iam:DeleteRolePolicy', ROLE],
        ['iam:PutRolePolicy', ROLE],
      ],
    ],
    [
      'an inline one of a user',
      { kind: 'inline' },
      USER,
      [
        ['iam:DeleteUserPolicy', USER],
        ['iam:PutUserPolicy', USER],
      ],
    ],
    ['one of AWS', { kind: 'attached', arn: MANAGED }, ROLE, [['iam:DetachRolePolicy', ROLE]]],
    [
      'one’s own',
      { kind: 'attached', arn: OWN },
      USER,
      [
        ['iam:DetachUserPolicy', USER],
        ['iam:CreatePolicyVersion', OWN],
      ],
    ],
    [
      'an inline one of a group',
      { kind: 'inline', group: GROUP },
      USER,
      [
        ['iam:DeleteGroupPolicy', GROUP],
        ['iam:PutGroupPolicy', GROUP],
        ['iam:RemoveUserFromGroup', GROUP],
      ],
    ],
    [
      'one’s own of a group',
      { kind: 'attached', arn: OWN, group: GROUP },
      USER,
      [
        ['iam:DetachGroupPolicy', GROUP],
        ['iam:CreatePolicyVersion', OWN],
        ['iam:RemoveUserFromGroup', GROUP],
      ],
    ],
    ['a boundary: nothing by itself', { kind: 'boundary', arn: OWN }, ROLE, []],
  ])('%s', (_what, policy, arn, ways) => {
    expect(removals(policy as PolicySource, { arn })).toEqual(ways);
  });
});

it('roles and users are told apart by their ARN, whatever their path', () => {
  expect([ROLE, USER, 'arn:aws:iam::111122223333:role/x'].map(kindOf)).toEqual(['Role', 'User', 'Role']);
});

it('a policy of AWS, or none, is not to be rewritten', () => {
  expect([OWN, MANAGED, null].map(isRewritable)).toEqual([true, false, false]);
});

it('the widest boundary is of the same partition', () => {
  expect(widestBoundary(USER)).toBe('arn:aws-cn:iam::aws:policy/AdministratorAccess');
});
