import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newStudy } from '../../../src/model/study.ts';
import { effectivePermissions, holdings } from '../../../src/policy/permissions/effective.ts';
import { ESCALATION_METHODS } from '../../../src/policy/permissions/escalation-methods.ts';
import { resourcePattern } from '../../../src/policy/permissions/resources.ts';
import { surroundingsOf } from '../../../src/policy/permissions/role-surroundings.ts';
import { tries } from '../../support/thorough.ts';
import { ACCOUNT, allow, deny, otherRole } from './roles.ts';

const arnOf = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;

const ON_ROLES = [
  ...new Set(
    ESCALATION_METHODS.flatMap(({ actions }) =>
      actions.flatMap(({ action, on }) => (on === 'role' ? action : [])),
    ),
  ),
];

const statement = fc
  .record({
    effect: fc.constantFrom(allow, allow, deny),
    actions: fc.subarray([...ON_ROLES, 'iam:*', 'sts:*', 's3:*', '*'], { minLength: 1, maxLength: 3 }),
    resources: fc.subarray(
      [
        '*',
        'arn:*',
        arnOf('*'),
        arnOf('a'),
        arnOf('a?'),
        arnOf('*b'),
        'arn:aws:iam::*:role/a*',
        'arn:aws:s3:::a/*',
        arnOf('$'.concat('{aws:PrincipalTag/team}')),
      ],
      { minLength: 1, maxLength: 2 },
    ),
    not: fc.boolean(),
  })
  .map(({ effect, actions, resources, not }) => {
    const { Resource, ...rest } = effect(actions, resources) as { Resource: unknown };
    return not ? { ...rest, NotResource: Resource } : { ...rest, Resource };
  });

describe('the roles that permissions may give an action on', () => {
  it('are all on which a statement gives one that a way stands on', () => {
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1, maxLength: 3 }), (inline) => {
        const roles = ['a', 'ab', 'b', 'bb', 'c'].map((name) => otherRole(name, { AWS: ACCOUNT }, inline));
        const around = surroundingsOf({ roles, policies: [], users: [], groups: [] }, newStudy());
        const [holder] = roles;
        if (holder === undefined) throw new Error('there are roles');
        const permissions = effectivePermissions(holder, around.policies);
        const meant = around.rolesMeant(permissions, holder);
        const given = roles.filter(({ arn }) =>
          ON_ROLES.some((action) => holdings(permissions, action, resourcePattern(arn)).length > 0),
        );
        expect(given.filter((role) => !meant.has(role))).toEqual([]);
      }),
      tries(400, 20_261_130),
    );
  });

  it.each(ESCALATION_METHODS.map(({ id, actions, role }) => [id, { actions, role }] as const))(
    'are those that %s looks among',
    (_id, { actions, role }) => {
      const named = actions.filter(({ on }) => on !== 'any' && on !== 'existing');
      // What is looked up one by one is of IAM and STS; of the rest counts only of which service it is.
      expect(named.filter(({ action }) => !/^(?:iam|sts):/.test(action))).toEqual([]);
      if (role !== undefined) expect(named.some(({ on }) => on === 'role')).toBe(true);
    },
  );
});
