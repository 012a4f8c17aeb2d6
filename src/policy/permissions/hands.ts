import type { ManagedPolicy } from '../../model/facts/authorization-details.ts';
import { attachings } from './attachable.ts';
import { type EffectivePermissions, type Holding, holdings } from './effective.ts';
import { BOUNDARY_KEY, boundaryOf, ofKind } from './held-actions.ts';
import { isCertain } from './led-to.ts';
import { widestBoundary } from './removals.ts';
import { resourcePattern } from './resources.ts';
import { settled, valuesAsked } from './settled.ts';
import { isUnconditional } from './statement.ts';
import type { Can } from './surroundings.ts';

/** What permissions let somebody do to users, groups and policies: surely, or under conditions and the like. */
export interface Hands {
  surely: Can;
  perhaps: Can;
}

/** Any of these gives the credentials of a user. */
export const TAKING = ['iam:CreateAccessKey', 'iam:CreateLoginProfile', 'iam:UpdateLoginProfile'] as const;

const PUT_BOUNDARY = 'iam:PutUserPermissionsBoundary';

/**
 * The actions whose requests carry iam:PermissionsBoundary.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 */
const CARRIES_BOUNDARY =
  /^iam:(?:CreateUser|(?:Attach|Delete|Detach|Put)UserPolicy|(?:Delete|Put)UserPermissionsBoundary)$/;

const ATTACHING: ReadonlySet<string> = new Set(['iam:AttachUserPolicy', 'iam:AttachGroupPolicy']);

const known = new WeakMap<EffectivePermissions, { policies: unknown; hands: Hands }>();

/** The same for the same permissions. Attaching counts where the policy may be one that makes an administrator. */
export function handsOf(
  permissions: EffectivePermissions,
  policies: ReadonlyMap<string, ManagedPolicy> | undefined,
): Hands {
  const found = known.get(permissions);
  if (found !== undefined && found.policies === policies) return found.hands;
  const hands = readHands(permissions, policies);
  known.set(permissions, { policies, hands });
  return hands;
}

function readHands(
  permissions: EffectivePermissions,
  policies: ReadonlyMap<string, ManagedPolicy> | undefined,
): Hands {
  const held = holdingsOn(permissions);
  let attaching: Array<{ held: ReturnType<typeof holdingsOn>; certain: boolean }> | undefined;
  const itself = [{ held, certain: true }];
  const cases = (action: string, arn: string) => {
    if (!ATTACHING.has(action)) return itself;
    attaching ??= attachings(permissions, { arn }, policies).map((one) => ({
      held: holdingsOn(one.permissions),
      certain: one.doubts.length === 0,
    }));
    return attaching;
  };
  return {
    surely: (action, on) =>
      cases(action, on.arn).some((one) => one.certain && one.held(action, on, true).some(isCertain)),
    perhaps: (action, on) => cases(action, on.arn).some((one) => one.held(action, on).length > 0),
  };
}

/**
 * The statements that give an action on one thing, found at once where they give it on all of its kind, or on none; or
 * where only certain ones are asked for and each has conditions.
 */
function holdingsOn(
  permissions: EffectivePermissions,
): (action: string, on: Parameters<Can>[1], certainOnly?: boolean) => readonly Holding[] {
  const asksForBoundary = valuesAsked(permissions, BOUNDARY_KEY).length > 0;
  const contexts = new Map<string | null, EffectivePermissions>();
  const inContext = (boundary: string | null) => {
    const known =
      contexts.get(boundary) ?? settled(permissions, boundaryOf({ permissionsBoundaryArn: boundary }));
    contexts.set(boundary, known);
    return known;
  };
  const ofAll = new Map<string, readonly Holding[]>();
  return (action, on, certainOnly = false) => {
    const boundary = action === PUT_BOUNDARY ? widestBoundary(on.arn) : (on.permissionsBoundaryArn ?? null);
    const settles = asksForBoundary && CARRIES_BOUNDARY.test(action);
    const then = settles ? inContext(boundary) : permissions;
    const kind = kindOfThing(on.arn);
    if (kind === undefined) return holdings(then, action, resourcePattern(on.arn));
    const key = `${action} ${kind} ${settles ? boundary : ''}`;
    const all = ofAll.get(key) ?? holdings(then, action, ofKind(kind, on));
    ofAll.set(key, all);
    if (certainOnly && !all.some(({ statement }) => isUnconditional(statement))) return [];
    const decides = certainOnly ? isCertain : isOnAll;
    return all.length === 0 || all.some(decides) ? all : holdings(then, action, resourcePattern(on.arn));
  };
}

function isOnAll({ whole, denies }: Holding): boolean {
  return whole && denies.length === 0;
}

/** `user`, `group` or `policy`; undefined for anything else. */
function kindOfThing(arn: string): 'user' | 'group' | 'policy' | undefined {
  let at = 0;
  for (let part = 0; part < 5; part += 1) {
    at = arn.indexOf(':', at) + 1;
    if (at === 0) return undefined;
  }
  return KINDS.find((kind) => arn.startsWith(`${kind}/`, at));
}

const KINDS = ['user', 'group', 'policy'] as const;
