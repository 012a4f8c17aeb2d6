import type { Role } from '../../model/iam-facts.ts';
import { type Access, accessOf, administration } from './access.ts';
import { type EffectivePermissions, holdings, type PlacedStatement } from './effective.ts';
import { boundaryOf } from './held-actions.ts';
import { EVERY_RESOURCE, resourcePattern } from './resources.ts';
import { settled } from './settled.ts';
import type { Power } from './surroundings.ts';

/** How far someone gets who writes a role's policies anew, and why no further, in words. */
export interface Raised {
  power: Power;
  /** To follow on "This works where"; empty for an administrator. */
  doubts: readonly string[];
}

/** What permissions come to by ways that leave this role's policies alone. */
export type Opening = (permissions: EffectivePermissions, access: Access, role: Role) => Power;

/** Stands for a policy that allows everything. */
const EVERYTHING: PlacedStatement = {
  index: 0,
  sid: null,
  effect: 'Allow',
  actions: { not: false, patterns: ['*'] },
  resources: { not: false, patterns: [EVERY_RESOURCE] },
  conditions: [],
  ref: { policy: { kind: 'inline', index: -1, name: '' }, statement: 0, isList: false, sid: null },
};

/**
 * What a role comes to whose policies can be written anew: whatever its permissions boundary lets it, the taking off of
 * the boundary included. Deny statements of its policies hold until it takes them away itself.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function raised(permissions: EffectivePermissions, role: Role, opening: Opening): Raised {
  const { boundary, unreadBoundary } = permissions;
  if (unreadBoundary !== undefined)
    return { power: 'perhaps', doubts: [unreadTakesNothing([unreadBoundary])] };
  const all = settled({ ...permissions, allows: [EVERYTHING] }, boundaryOf(role));
  const lasting = { ...all, denies: all.denies.filter((deny) => !takenAway(deny, all, role)) };
  if (boundary === null && lasting.denies.length === 0) return ADMINISTRATOR;
  const access = accessOf(lasting);
  const admin = administration(access);
  const powers = [
    admin === undefined ? 'none' : admin.conditional ? 'perhaps' : 'administrator',
    boundary === null ? 'none' : unbound(lasting, role),
  ] satisfies Power[];
  const power = powers.includes('administrator') ? 'administrator' : opening(lasting, access, role);
  if (power === 'administrator') return ADMINISTRATOR;
  if (power === 'none' && !powers.includes('perhaps')) return { power, doubts: [] };
  const limit = boundary === null ? 'the statements that deny' : 'the permissions boundary';
  return { power: 'perhaps', doubts: [`what ${limit} leaves of everything is enough`] };
}

const ADMINISTRATOR: Raised = { power: 'administrator', doubts: [] };

/** A doubt about what was not read or not understood and can only take rights away. */
export function unreadTakesNothing(gaps: readonly string[]): string {
  return `nothing is taken away by what was not read (${gaps.slice(0, 3).join('; ')})`;
}

/** Whether the role, once raised, surely takes the policy away in which the Deny stands. */
function takenAway({ ref: { policy } }: PlacedStatement, all: EffectivePermissions, role: Role): boolean {
  if (policy.kind === 'boundary') return false;
  return surely(all, policy.kind === 'inline' ? 'iam:DeleteRolePolicy' : 'iam:DetachRolePolicy', role.arn);
}

/** Whether the role can take its boundary off, put another on, or rewrite the policy that is its boundary. */
function unbound(all: EffectivePermissions, { arn, permissionsBoundaryArn }: Role): Power {
  const ways: Array<[action: string, on: string]> = [
    ['iam:DeleteRolePermissionsBoundary', arn],
    ['iam:PutRolePermissionsBoundary', arn],
    ...(permissionsBoundaryArn === null || /^arn:[^:]*:iam::\d{12}:/.test(permissionsBoundaryArn) === false
      ? []
      : [['iam:CreatePolicyVersion', permissionsBoundaryArn] as [string, string]]),
  ];
  if (ways.some(([action, on]) => surely(all, action, on))) return 'administrator';
  return ways.some(([action, on]) => holdings(all, action, resourcePattern(on)).length > 0)
    ? 'perhaps'
    : 'none';
}

function surely(all: EffectivePermissions, action: string, on: string): boolean {
  return holdings(all, action, resourcePattern(on)).some(
    ({ whole, unconditional, denies }) => whole && unconditional && denies.length === 0,
  );
}
