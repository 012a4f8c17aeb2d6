import { type Admission, sessionKey } from './admission.ts';
import type { ChainRole } from './chain-role.ts';
import {
  judgeCondition,
  judgeConditions,
  type KnownContext,
  sessionContext,
  withResource,
} from './known-context.ts';
import { isConditional, type Permission, permissionByTrust, permissionFor } from './onward.ts';
import { pastRefusals } from './refusal.ts';
import { demandFor, demandsInWords } from './wording.ts';

/** A way from one role into another. */
export interface Edge {
  admission: Admission;
  permission: Permission;
  /** What must hold and cannot be told, in words; of both policies. */
  conditions: string[];
}

/** The names under which a role is admitted, as `Admission` has them; one for its organization only where it is known. */
export function namesOf(role: ChainRole): string[] {
  const { arn, accountId, uniqueId, organizationId } = role;
  return [
    `role ${arn}`,
    `session ${sessionKey(accountId, arn.split('/').at(-1) ?? '')}`,
    `unique-id ${uniqueId}`,
    `account ${accountId}`,
    ...(organizationId === undefined ? [] : [`organization ${organizationId}`]),
  ];
}

/** Whether an admission speaks of a role, its conditions left aside. */
function speaksOfRole({ admits, value, except }: Admission, role: ChainRole): boolean {
  const { arn, accountId, uniqueId } = role;
  const leftOut = [arn, uniqueId, accountId, `${arn.split(':', 2).join(':')}:iam::${accountId}:root`];
  if (except.some((one) => leftOut.includes(one))) return false;
  // An account that is not known to be in an organization may be in this one.
  if (admits === 'organization' && role.organizationId === undefined) return true;
  return namesOf(role).includes(`${admits} ${value}`);
}

/**
 * What a trust policy asks, in words, of a role of which it speaks; null where it surely does not admit its sessions,
 * of whose request this much is known.
 */
export function askedOf(
  { conditions, refusals, sessionName }: Admission,
  role: ChainRole,
  context: KnownContext,
): string[] | null {
  if (conditions.length === 0 && refusals.length === 0 && sessionName === undefined) return [];
  if (judgeConditions(conditions, context) === 'stops') return null;
  const past = pastRefusals(refusals, role, context);
  if (past === null) return null;
  const open = conditions.filter((one) => judgeCondition(one, context) === 'open').map(demandFor);
  const named = sessionName === undefined ? [] : [`the session of the role before is named ${sessionName}`];
  return [...named, ...demandsInWords([...open, ...past.demands]), ...past.words];
}

/** Answers for one moment (ISO 8601 UTC) how one role leads into another. */
export interface Edges {
  /** The context of a session of the role, whomever it asks for. */
  contextOf(role: ChainRole): KnownContext;
  /** The way with the fewest open conditions from a role into another; null where there is surely none. */
  between(from: ChainRole, to: ChainRole): Edge | null;
  /** The way by one admission of the target. */
  by(admission: Admission, from: ChainRole, to: ChainRole): Edge | null;
}

export function edgesAt(asOf: string): Edges {
  const contexts = new Map<ChainRole, { context: KnownContext; conditional: boolean }>();

  function known(role: ChainRole) {
    const cached = contexts.get(role);
    if (cached !== undefined) return cached;
    const fresh = { context: sessionContext(factsOf(role), asOf), conditional: isConditional(role.onward) };
    contexts.set(role, fresh);
    return fresh;
  }

  function by(admission: Admission, from: ChainRole, to: ChainRole): Edge | null {
    if (from === to || !speaksOfRole(admission, from)) return null;
    const session = known(from);
    const { conditions, refusals } = admission;
    const matters = session.conditional || conditions.length > 0 || refusals.length > 0;
    const context = matters ? withResource(session.context, factsOf(to)) : session.context;
    const asked = askedOf(admission, from, context);
    if (asked === null) return null;
    const permission =
      from.accountId === to.accountId && admission.direct
        ? permissionByTrust(from.onward, to.arn, context, admission.bounded)
        : permissionFor(from.onward, to.arn, context);
    if (permission === null) return null;
    return { admission, permission, conditions: [...asked, ...permission.conditions] };
  }

  return {
    contextOf: (role) => known(role).context,
    by,
    between: (from, to) =>
      to.admissions
        .map((admission) => by(admission, from, to))
        .filter((edge) => edge !== null)
        .sort((a, b) => a.conditions.length - b.conditions.length)[0] ?? null,
  };
}

function factsOf({ arn, accountId, uniqueId, tags, takesSessionTags, organizationId }: ChainRole) {
  const organization = organizationId === undefined ? {} : { organizationId };
  return { arn, accountId, uniqueId, tags, takesSessionTags, ...organization };
}
