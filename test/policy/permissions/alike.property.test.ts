import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuthorizationDetails, Role } from '../../../src/model/facts/authorization-details.ts';
import { newStudy } from '../../../src/model/study.ts';
import { accessOf } from '../../../src/policy/permissions/access.ts';
import { effectivePermissions } from '../../../src/policy/permissions/effective.ts';
import { openMethods, wayActions } from '../../../src/policy/permissions/escalation.ts';
import { surroundingsOf } from '../../../src/policy/permissions/role-surroundings.ts';
import { waysAlike } from '../../../src/policy/permissions/ways-alike.ts';
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
  'iam:CreatePolicyVersion',
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
  `arn:aws:iam::${ACCOUNT}:policy/a-?`,
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
  isOwn: fc.boolean(),
});

const trusted = fc.constantFrom<object | string>(
  { Service: 'lambda.amazonaws.com' },
  { Service: 'ec2.amazonaws.com' },
  { AWS: ACCOUNT },
  { AWS: arnOf('a') },
);

const NONE = { inline: [], isAttached: false, isBounded: false, isOwn: false };

/** The same in the words of one role: with what touches no way, under names of its own. */
function inOwnWords(statements: object[], name: string): object[] {
  const home = allow('s3:GetObject', `arn:aws:s3:::home-${name}/*`);
  return [home, ...statements.map((one, index) => ({ ...one, Sid: `${name}${index}` }))];
}

/** Five roles of one or two sets of policies, which each may have in words of its own. */
const world = fc
  .record({
    sets: fc.array(policies, { minLength: 1, maxLength: 2 }),
    attached: fc.array(statement, { minLength: 1, maxLength: 2 }),
    boundary: fc.array(statement, { minLength: 1, maxLength: 2 }),
    roles: fc.array(fc.tuple(fc.nat(1), trusted), { minLength: 5, maxLength: 5 }),
  })
  .map(({ sets, attached, boundary, roles }): AuthorizationDetails => {
    const [more, limit] = [managed('a', attached), managed('b', boundary)];
    const own = NAMES.map((name) => managed(`a-${name}`, attached));
    return {
      policies: [more, limit, ...own],
      users: [],
      groups: [],
      roles: roles.map(([number, principal], index): Role => {
        const { inline, isAttached, isBounded, isOwn } = sets[number % sets.length] ?? NONE;
        const name = NAMES[index] ?? '';
        const policy = isOwn ? (own[index] ?? more) : more;
        return {
          ...otherRole(name, principal, []),
          inlinePolicies: [
            isOwn
              ? { name: `own-${name}`, document: document(inOwnWords(inline, name)) }
              : { name: 'own', document: document(inline) },
          ],
          attachedPolicies: isAttached ? [{ arn: policy.arn, name: policy.name }] : [],
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

  it.each([
    ['is called otherwise', (n: number) => ({ name: `own-${n}`, statements: [allow(['iam:*', 's3:*'])] })],
    ['has other Sids', (n: number) => ({ statements: [allow(['iam:*'], '*', { Sid: `S${n}` })] })],
    [
      'lists actions otherwise',
      (n: number) => ({ statements: [allow(['iam:*', `IAM:Put${'*'.repeat(n)}`])] }),
    ],
    [
      'means other buckets besides',
      (n: number) => ({ statements: [allow('s3:*', `arn:aws:s3:::home-${n}/*`), allow('iam:*')] }),
    ],
    [
      'may assume whom its account admits',
      (n: number) => ({ name: `own-${n}`, statements: [allow(['iam:*', 'sts:*'])] }),
    ],
  ])('are asked once for all where a policy %s', (_what, policyOf) => {
    const roles = Array.from({ length: 9 }, (_, n): Role => {
      const { name = 'own', statements } = { name: undefined, ...policyOf(n + 1) };
      return {
        ...otherRole(`r${n}`, { AWS: ACCOUNT }, []),
        inlinePolicies: [{ name, document: document(statements) }],
      };
    });
    const around = surroundingsOf({ roles, policies: [], users: [], groups: [] }, newStudy());
    let asked = 0;
    const waysOf = waysAlike({
      waysOf: ({ permissions, access }, who) => {
        asked += 1;
        return openMethods(permissions, access, who, around);
      },
      trustingRole: around.trustingRole,
      actions: wayActions,
    });
    for (const role of roles) {
      const alone = openMethods(around.held(role).permissions, around.held(role).access, role, around);
      expect(waysOf(around.held(role), role)).toEqual(alone);
    }
    // Of the first alone, of any, and of those that a way leads back to.
    expect(asked).toBeLessThanOrEqual(3);
  });
});
