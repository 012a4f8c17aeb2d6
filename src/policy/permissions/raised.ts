import { type Access, accessOf, administration } from './access.ts';
import { type EffectivePermissions, holdings, type Identity, type PlacedStatement } from './effective.ts';
import { BOUNDARY_KEY, boundaryOf } from './held-actions.ts';
import { isRewritable, kindOf, removals, widestBoundary } from './removals.ts';
import { EVERY_RESOURCE, resourcePattern } from './resources.ts';
import { settled, valuesAsked } from './settled.ts';
import type { Power } from './surroundings.ts';

/** How far someone gets who writes a role's policies anew, and why no further, in words. */
export interface Raised {
  power: Power;
  /** To follow on "This works where"; empty for an administrator. */
  doubts: readonly string[];
}

/** What permissions come to by ways that leave the policies of this role, or user, alone. */
export type Opening = (permissions: EffectivePermissions, access: Access, role: Identity) => Power;

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
 * What a role or user comes to whose policies can be written anew: whatever its permissions boundary lets it, the taking off of
 * the boundary included. Deny statements of its policies hold until it takes them away itself.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function raised(permissions: EffectivePermissions, role: Identity, opening: Opening): Raised {
  const { boundary, unreadBoundary } = permissions;
  if (unreadBoundary !== undefined)
    return { power: 'perhaps', doubts: [unreadTakesNothing([unreadBoundary])] };
  const everything = { ...permissions, allows: [EVERYTHING] };
  const all = settled(everything, boundaryOf(role));
  const lasts = (deny: PlacedStatement) => !takenAway(deny, all, role);
  const lasting = { ...all, denies: all.denies.filter(lasts) };
  if (boundary === null && lasting.denies.length === 0) return ADMINISTRATOR;
  const access = accessOf(lasting);
  const admin = administration(access);
  const powers = [
    admin === undefined ? 'none' : admin.conditional ? 'perhaps' : 'administrator',
    boundary === null ? 'none' : unbound({ ...everything, denies: everything.denies.filter(lasts) }, role),
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

/** Whether it, once raised, surely takes the policy away in which the Deny stands, or writes it anew. */
function takenAway({ ref: { policy } }: PlacedStatement, all: EffectivePermissions, role: Identity): boolean {
  return removals(policy, role).some(([action, on]) => surely(all, action, on));
}

/**
 * Whether a role or user with these permissions can take its boundary off, put another on, or rewrite the policy that is its
 * boundary. A condition on iam:PermissionsBoundary means the boundary that the role has, and where one is put on it,
 * that one: to put on again what it has gains nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#ck_PermissionsBoundary
 */
function unbound(permissions: EffectivePermissions, role: Identity): Power {
  const { arn, permissionsBoundaryArn: own } = role;
  const now = settled(permissions, boundaryOf(role));
  const putting = (boundary: string) => settled(permissions, new Map([[BOUNDARY_KEY, [boundary]]]));
  const put = `iam:Put${kindOf(arn)}PermissionsBoundary`;
  const remove = `iam:Delete${kindOf(arn)}PermissionsBoundary`;
  const widest = widestBoundary(arn);
  const others = valuesAsked(permissions, BOUNDARY_KEY).filter((one) => one !== own);
  if (
    surely(now, remove, arn) ||
    surely(putting(widest), put, arn) ||
    (isRewritable(own) && surely(now, 'iam:CreatePolicyVersion', own))
  ) {
    return 'administrator';
  }
  const perhaps =
    may(now, remove, arn) ||
    [widest, ...others].some((boundary) => may(putting(boundary), put, arn)) ||
    (isRewritable(own) && may(now, 'iam:CreatePolicyVersion', own));
  return perhaps ? 'perhaps' : 'none';
}

function may(all: EffectivePermissions, action: string, on: string): boolean {
  return holdings(all, action, resourcePattern(on)).length > 0;
}

function surely(all: EffectivePermissions, action: string, on: string): boolean {
  return holdings(all, action, resourcePattern(on)).some(
    ({ whole, unconditional, denies }) => whole && unconditional && denies.length === 0,
  );
}
