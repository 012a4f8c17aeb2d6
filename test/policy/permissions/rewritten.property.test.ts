import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newStudy } from '../../../src/model/study.ts';
import { accessOf, administration } from '../../../src/policy/permissions/access.ts';
import { actionNames, hasAction } from '../../../src/policy/permissions/catalogue.ts';
import { allows, effectivePermissions } from '../../../src/policy/permissions/effective.ts';
import { openMethods } from '../../../src/policy/permissions/escalation.ts';
import { surroundingsOf } from '../../../src/policy/permissions/role-surroundings.ts';
import { matchesWildcard } from '../../../src/policy/wildcard.ts';
import { atLeast, tries } from '../../support/thorough.ts';
import { ACCOUNT, ADMINISTRATORS, allow, roleHolding } from './roles.ts';

const USER = `arn:aws:iam::${ACCOUNT}:user`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role`;

const ACTIONS = [
  'iam:CreateAccessKey',
  'iam:PutRolePolicy',
  'iam:PassRole',
  'lambda:CreateFunction',
  's3:PutObject',
];
const PATTERNS = [
  `${USER}/*`,
  `${USER}/a`,
  `${ROLE}/*`,
  `${ROLE}/vendor`,
  `${ROLE}/admin-*`,
  'arn:aws:s3:::b/*',
  'arn:aws:iam::*:*',
];
const RESOURCES = [
  `${USER}/a`,
  `${USER}/b`,
  `${ROLE}/vendor`,
  `${ROLE}/admin-for-services`,
  'arn:aws:s3:::b/x',
  'arn:aws:s3:::c/x',
];

const patterns = fc.subarray(PATTERNS, { minLength: 1, maxLength: 3 });
const actions = fc.oneof(fc.subarray(ACTIONS, { minLength: 1 }), fc.constantFrom<string[]>(['*'], ['iam:*']));
const resources = fc.oneof(
  fc.constant<Pick<Statement, 'Resource'>>({ Resource: ['*'] }),
  patterns.map((Resource) => ({ Resource })),
  patterns.map((NotResource) => ({ NotResource })),
);

interface Statement {
  Effect: 'Allow' | 'Deny';
  Action: string[];
  Resource?: string[];
  NotResource?: string[];
}

const statement: fc.Arbitrary<Statement> = fc
  .tuple(fc.constantFrom('Allow' as const, 'Deny' as const), actions, resources)
  .map(([Effect, Action, rest]) => ({ Effect, Action, ...rest }));

function judged(inline: object[]) {
  const { role, policies } = roleHolding({ inline });
  const around = surroundingsOf({ roles: [role, ...ADMINISTRATORS], policies }, newStudy());
  const permissions = effectivePermissions(role, around.policies);
  const access = accessOf(permissions);
  return { permissions, access, methods: openMethods(permissions, access, role, around) };
}

/** What the documented evaluation logic says of one request. */
function isAllowed(statements: readonly Statement[], action: string, resource: string): boolean {
  const speaks = ({ Action, Resource, NotResource }: Statement) =>
    Action.some((pattern) => matchesWildcard(pattern, action)) &&
    (Resource === undefined
      ? !(NotResource ?? []).some((pattern) => matchesWildcard(pattern, resource))
      : Resource.some((pattern) => matchesWildcard(pattern, resource)));
  const applying = statements.filter(speaks);
  return !applying.some(({ Effect }) => Effect === 'Deny') && applying.length > 0;
}

describe('rights without conditions', () => {
  it('on one resource are those of the evaluation logic, and none of them is missing among the actions', () => {
    let allowed = 0;
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1, maxLength: 4 }), (statements) => {
        const { permissions, access } = judged(statements);
        for (const action of ACTIONS) {
          for (const resource of RESOURCES) {
            const is = isAllowed(statements, action, resource);
            expect(allows(permissions, action, resource).allowed).toBe(is ? 'yes' : 'no');
            const kind = resource.split(':')[2];
            if (!is || !action.startsWith(`${kind}:`)) continue;
            allowed += 1;
            expect(hasAction(access.actions, action)).toBe(true);
          }
        }
      }),
      tries(300, 20_260_613),
    );
    expect(allowed).toBeGreaterThanOrEqual(atLeast(100));
  });

  it('have one verdict, whether the rest is not allowed or denied', () => {
    fc.assert(
      fc.property(actions, patterns, (action, named) => {
        const verdict = (statements: object[]) => {
          const { access, methods } = judged(statements);
          return {
            actions: actionNames(access.actions),
            administrator: administration(access) !== undefined,
            methods: methods.map(({ method, doubts }) => [method.id, doubts.length === 0]),
          };
        };
        const asAllow = verdict([allow(action, named)]);
        const asDeny = verdict([allow(action), { Effect: 'Deny', Action: '*', NotResource: named }]);
        expect(asDeny).toEqual(asAllow);
        const spared = verdict([{ Effect: 'Allow', Action: action, NotResource: named }]);
        const taken = verdict([allow(action), { Effect: 'Deny', Action: '*', Resource: named }]);
        expect(taken).toEqual(spared);
      }),
      tries(60, 20_260_614),
    );
  });
});
