import { type Access, accessOf } from './access.ts';
import { type EffectivePermissions, holdings, type Identity } from './effective.ts';
import { BOUNDARY_KEY, boundaryOf } from './held-actions.ts';
import { CONDITIONS, isCertain } from './led-to.ts';
import { AWS_DOCS, type EscalationMethod, on } from './methods/method.ts';
import type { Asked } from './open-method.ts';
import type { OpenMethod } from './open-way.ts';
import { unreadTakesNothing } from './raised.ts';
import { isRewritable, widestBoundary } from './removals.ts';
import { resourcePattern } from './resources.ts';
import { type KnownKeys, settled } from './settled.ts';
import type { Power } from './surroundings.ts';
import { withoutBoundary, withoutPolicies } from './without.ts';

/** A way to more rights by lifting what stands against those that a role has already. */
interface Lift {
  method: EscalationMethod;
  /** What its action stands on, where that is not the role itself; null where there is none. */
  of?(role: Identity): string | null;
  /** What is certain of the request. */
  context(role: Identity): KnownKeys;
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
    context: ({ arn }) => new Map([[BOUNDARY_KEY, [widestBoundary(arn)]]]),
    lifted: withoutBoundary,
  },
  {
    method: {
      id: 'create-boundary-version',
      does: 'write a new default version, allowing everything, of the policy that is its own permissions boundary',
      actions: on('policy', 'iam:CreatePolicyVersion'),
      source: `${API}API_CreatePolicyVersion.html`,
    },
    of: rewritableBoundary,
    context: () => new Map(),
    lifted: withoutBoundary,
  },
  {
    method: {
      id: 'set-boundary-version',
      does: 'bring an older and wider version of the policy that is its own permissions boundary back into force',
      actions: on('policy', 'iam:SetDefaultPolicyVersion'),
      needs: 'such a version',
      source: `${API}API_SetDefaultPolicyVersion.html`,
    },
    of: rewritableBoundary,
    context: () => new Map(),
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
  powerOf: (permissions: EffectivePermissions, access: Access, role: Identity) => Power,
): OpenMethod[] {
  if (permissions.boundary === null && permissions.denies.length === 0) return [];
  return LIFTS.flatMap(({ method, of = ({ arn }) => arn, context, lifted }) => {
    const [action = ''] = method.actions.map((one) => one.action);
    const target = of(role);
    if (target === null) return [];
    const held = holdings(settled(permissions, context(role)), action, resourcePattern(target));
    const holding = held.find(isCertain) ?? held[0];
    const more = holding === undefined ? undefined : lifted(permissions);
    if (holding === undefined || more === undefined) return [];
    const power = powerOf(more, accessOf(more), role);
    if (power === 'none') return [];
    const doubts = [
      ...(isCertain(holding) ? [] : [CONDITIONS]),
      ...(power === 'perhaps' ? ['what is left of its policies is enough'] : []),
      ...(method.needs === undefined ? [] : [`there is ${method.needs}`]),
      ...unread(more),
    ];
    return [{ method, by: [{ action, statement: holding.statement }], doubts }];
  });
}

function unread({ problems }: EffectivePermissions): string[] {
  const narrowing = problems.filter(({ effect }) => effect === 'may-narrow').map(({ text }) => text);
  return narrowing.length === 0 ? [] : [unreadTakesNothing(narrowing)];
}

function rewritableBoundary({ permissionsBoundaryArn: arn }: Identity): string | null {
  return isRewritable(arn) ? arn : null;
}

/** The permissions without the policies of a kind in which a Deny stands. */
function withoutDenying(
  permissions: EffectivePermissions,
  kind: 'inline' | 'attached',
): EffectivePermissions | undefined {
  return withoutPolicies(permissions, (policy) => policy.kind === kind);
}
