import { type Admission, refuses, sessionKey } from './admission.ts';
import type { ChainRole } from './chain-role.ts';
import {
  type ChainCondition,
  judgeConditions,
  type KnownContext,
  sessionContext,
  withResource,
} from './known-context.ts';
import { isConditional, type Permission, permissionByTrust, permissionFor } from './onward.ts';
import { demandsInWords } from './wording.ts';

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
export function speaksOfRole({ admits, value, except }: Admission, role: ChainRole): boolean {
  if (except.includes(role.arn)) return false;
  // An account that is not known to be in an organization may be in this one.
  if (admits === 'organization' && role.organizationId === undefined) return true;
  return namesOf(role).includes(`${admits} ${value}`);
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
    const denied = refusalsInWords(admission, from, context);
    if (denied === null || judgeConditions(conditions, context) === 'stops') return null;
    const permission =
      from.accountId === to.accountId && admission.direct
        ? permissionByTrust(from.onward, to.arn, context, admission.bounded)
        : permissionFor(from.onward, to.arn, context);
    if (permission === null) return null;
    const open = [...demandsOf(admission, context), ...denied, ...permission.conditions];
    return { admission, permission, conditions: open };
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

/** The Deny statements that may refuse a role's sessions, in words; null where one surely does. */
function refusalsInWords({ refusals }: Admission, from: ChainRole, context: KnownContext): string[] | null {
  const words: string[] = [];
  for (const refusal of refusals) {
    const who = refuses(refusal, from);
    const when = judgeConditions(refusal.conditions, context);
    if (who === 'none' || when === 'stops') continue;
    if (who === 'all' && when === 'holds') return null;
    words.push(`statement ${refusal.statement + 1} of the trust policy does not deny it`);
  }
  return words;
}

function demandsOf({ conditions, sessionName }: Admission, context: KnownContext): string[] {
  const open = conditions.filter((one: ChainCondition) => judgeConditions([one], context) === 'open');
  const named = sessionName === undefined ? [] : [`the session of the role before is named ${sessionName}`];
  return [...named, ...demandsInWords(open)];
}
