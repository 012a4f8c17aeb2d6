import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuthorizationDetails, Role } from '../../../src/model/facts/authorization-details.ts';
import { newStudy } from '../../../src/model/study.ts';
import { accessOf } from '../../../src/policy/permissions/access.ts';
import { effectivePermissions } from '../../../src/policy/permissions/effective.ts';
import { openMethods } from '../../../src/policy/permissions/escalation.ts';
import { surroundingsOf } from '../../../src/policy/permissions/role-surroundings.ts';
import { atLeast, tries } from '../../support/thorough.ts';
import { ACCOUNT, allow, deny, document, managed, otherRole } from './roles.ts';

const NAMES = ['a', 'b', 'c', 'd', 'e'];

const arnOf = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;

const ACTIONS = [
  'iam:*',
  'iam:PutRolePolicy',
  'iam:AttachRolePolicy',
  'iam:UpdateAssumeRolePolicy',
  'iam:PutUserPolicy',
  'iam:CreateAccessKey',
  'iam:DeleteRolePermissionsBoundary',
  'iam:PassRole',
  'lambda:*',
  'sts:AssumeRole',
  's3:*',
  '*',
];

const resource = fc.constantFrom(
  '*',
  arnOf('*'),
  arnOf('a'),
  arnOf('b'),
  arnOf('?'),
  arnOf('${aws:username}'),
  `arn:aws:iam::${ACCOUNT}:user/*`,
  `arn:aws:iam::${ACCOUNT}:policy/b`,
  'arn:aws:s3:::records/*',
);

const condition = fc.constantFrom(
  {},
  {},
  {},
  { Condition: { ArnEquals: { 'aws:PrincipalArn': arnOf('a') } } },
  { Condition: { StringNotEquals: { 'AWS:principalarn': [arnOf('b'), arnOf('c')] } } },
  { Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } },
);

const statement = fc
  .tuple(
    fc.constantFrom(allow, allow, allow, deny),
    fc.subarray(ACTIONS, { minLength: 1, maxLength: 5 }),
    resource,
    condition,
  )
  .map(([effect, actions, resources, more]) => effect(actions, resources, more));

const policies = fc.record({
  inline: fc.array(statement, { minLength: 1, maxLength: 3 }),
  isAttached: fc.boolean(),
  isBounded: fc.boolean(),
});

const trusted = fc.constantFrom<object | string>(
  { Service: 'lambda.amazonaws.com' },
  { Service: 'ec2.amazonaws.com' },
  { AWS: ACCOUNT },
  { AWS: arnOf('a') },
);

const NONE = { inline: [], isAttached: false, isBounded: false };

/** Five roles of one or two sets of policies, in an account with a user. */
const world = fc
  .record({
    sets: fc.array(policies, { minLength: 1, maxLength: 2 }),
    attached: fc.array(statement, { minLength: 1, maxLength: 2 }),
    boundary: fc.array(statement, { minLength: 1, maxLength: 2 }),
    roles: fc.array(fc.tuple(fc.nat(1), trusted), { minLength: 5, maxLength: 5 }),
  })
  .map(({ sets, attached, boundary, roles }): AuthorizationDetails => {
    const [more, limit] = [managed('a', attached), managed('b', boundary)];
    return {
      policies: [more, limit],
      users: [],
      groups: [],
      roles: roles.map(([number, principal], index): Role => {
        const { inline, isAttached, isBounded } = sets[number % sets.length] ?? NONE;
        return {
          ...otherRole(NAMES[index] ?? '', principal, []),
          inlinePolicies: [{ name: 'own', document: document(inline) }],
          attachedPolicies: isAttached ? [{ arn: more.arn, name: more.name }] : [],
          permissionsBoundaryArn: isBounded ? limit.arn : null,
        };
      }),
    };
  });

/** Asks all roles of an account together what each is asked alone; the number of ways that were found. */
function expectAlike(details: AuthorizationDetails): number {
  const together = surroundingsOf(details, newStudy());
  return details.roles.toReversed().reduce((ways, role) => {
    const around = surroundingsOf(details, newStudy());
    const permissions = effectivePermissions(role, around.policies);
    const access = accessOf(permissions);
    expect(together.held(role)).toEqual({ permissions, access });
    const alone = openMethods(permissions, access, role, around);
    expect(together.ways(role)).toEqual(alone);
    return ways + alone.length;
  }, 0);
}

describe('roles with the same policies', () => {
  it('hold what each would hold alone, and come to what it would come to', () => {
    let ways = 0;
    fc.assert(
      fc.property(world, (details) => {
        ways += expectAlike(details);
      }),
      tries(80, 20_261_129),
    );
    expect(ways).toBeGreaterThanOrEqual(atLeast(200));
  });

  it('come to more where another role trusts one of them alone', () => {
    const inline = allow(['iam:PutRolePolicy', 'sts:AssumeRole']);
    const trusting = (name: string, principal: object) => otherRole(name, principal, inline);
    const nobody = { Service: 'ec2.amazonaws.com' };
    const roles = [
      trusting('a', nobody),
      trusting('b', { AWS: arnOf('a') }),
      trusting('c', nobody),
      trusting('d', nobody),
    ];
    expect(expectAlike({ roles, policies: [], users: [], groups: [] })).toBeGreaterThan(0);
  });
});
