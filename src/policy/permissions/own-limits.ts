import type { Role } from '../../model/iam-facts.ts';
import { type Access, accessOf } from './access.ts';
import { type EffectivePermissions, holdings, type PlacedStatement } from './effective.ts';
import { BOUNDARY_KEY, boundaryOf } from './held-actions.ts';
import { CONDITIONS, isCertain } from './led-to.ts';
import { AWS_DOCS, type EscalationMethod, on } from './methods/method.ts';
import type { Asked } from './open-method.ts';
import type { OpenMethod } from './open-way.ts';
import { unreadTakesNothing } from './raised.ts';
import { resourcePattern } from './resources.ts';
import { type KnownKeys, settled } from './settled.ts';
import type { Power } from './surroundings.ts';

/** A way to more rights by lifting what stands against those that a role has already. */
interface Lift {
  method: EscalationMethod;
  /** What is certain of the request. */
  context(role: Role): KnownKeys;
  /** The permissions without that limit; undefined where there is none. */
  lifted(permissions: EffectivePermissions): EffectivePermissions | undefined;
}

const API = `${AWS_DOCS}IAM/latest/APIReference/`;

const LIFTS: readonly Lift[] = [
  {
    method: {
      id: 'delete-permissions-boundary',
      does: 'take its own permissions boundary off',
      actions: on('own-role', 'iam:DeleteRolePermissionsBoundary'),
      source: `${API}API_DeleteRolePermissionsBoundary.html`,
    },
    context: boundaryOf,
    lifted: withoutBoundary,
  },
  {
    method: {
      id: 'put-permissions-boundary',
      does: 'put another permissions boundary on itself, that allows everything',
      actions: on('own-role', 'iam:PutRolePermissionsBoundary'),
      source: `${API}API_PutRolePermissionsBoundary.html`,
    },
    context: ({ arn }) =>
      new Map([[BOUNDARY_KEY, [`${arn.split(':', 2).join(':')}:iam::aws:policy/AdministratorAccess`]]]),
    lifted: withoutBoundary,
  },
  {
    method: {
      id: 'delete-role-policy',
      does: 'delete inline policies of its own that deny',
      actions: on('own-role', 'iam:DeleteRolePolicy'),
      source: `${API}API_DeleteRolePolicy.html`,
    },
    context: boundaryOf,
    lifted: (permissions) => withoutDenying(permissions, 'inline'),
  },
  {
    method: {
      id: 'detach-role-policy',
      does: 'detach managed policies from itself that deny',
      actions: on('own-role', 'iam:DetachRolePolicy'),
      source: `${API}API_DetachRolePolicy.html`,
    },
    context: boundaryOf,
    lifted: (permissions) => withoutDenying(permissions, 'attached'),
  },
];

/** How many ways there are to lift a limit. */
export const LIFTS_TRIED = LIFTS.length;

/**
 * The ways in which a role lifts a limit upon itself and so comes to the rights that its policies give besides: a
 * boundary, or the policies with a Deny. `powerOf` says what permissions come to.
 */
export function limitsLifted(
  { permissions, role }: Pick<Asked, 'permissions' | 'role'>,
  powerOf: (permissions: EffectivePermissions, access: Access, role: Role) => Power,
): OpenMethod[] {
  return LIFTS.flatMap(({ method, context, lifted }) => {
    const [action = ''] = method.actions.map((one) => one.action);
    const held = holdings(settled(permissions, context(role)), action, resourcePattern(role.arn));
    const holding = held.find(isCertain) ?? held[0];
    const more = holding === undefined ? undefined : lifted(permissions);
    if (holding === undefined || more === undefined) return [];
    const power = powerOf(more, accessOf(more), role);
    if (power === 'none') return [];
    const doubts = [
      ...(isCertain(holding) ? [] : [CONDITIONS]),
      ...(power === 'perhaps' ? ['what is left of its policies is enough'] : []),
      ...unread(more),
    ];
    return [{ method, by: [{ action, statement: holding.statement }], doubts }];
  });
}

function unread({ problems }: EffectivePermissions): string[] {
  const narrowing = problems.filter(({ effect }) => effect === 'may-narrow').map(({ text }) => text);
  return narrowing.length === 0 ? [] : [unreadTakesNothing(narrowing)];
}

function withoutBoundary(permissions: EffectivePermissions): EffectivePermissions | undefined {
  if (permissions.boundary === null) return undefined;
  const denies = permissions.denies.filter((deny) => !isOf(deny, 'boundary'));
  return { ...permissions, boundary: null, denies };
}

/** The permissions without the policies of a kind in which a Deny stands, and without what those allow. */
function withoutDenying(
  permissions: EffectivePermissions,
  kind: 'inline' | 'attached',
): EffectivePermissions | undefined {
  const denying = new Set(permissions.denies.filter((deny) => isOf(deny, kind)).map(policyOf));
  if (denying.size === 0) return undefined;
  const stays = (statement: PlacedStatement) => !isOf(statement, kind) || !denying.has(policyOf(statement));
  return {
    ...permissions,
    allows: permissions.allows.filter(stays),
    denies: permissions.denies.filter(stays),
  };
}

function isOf({ ref }: PlacedStatement, kind: PlacedStatement['ref']['policy']['kind']): boolean {
  return ref.policy.kind === kind;
}

function policyOf({ ref: { policy } }: PlacedStatement): string {
  return policy.kind === 'inline' ? policy.name : policy.arn;
}
