import type { Grant, GrantCondition, GrantPrincipal, TrustReading } from '../model/grant.ts';
import { COMPANION_ACTIONS, ENTRY_ACTIONS, type EntryAction, usableActions } from './actions.ts';
import { judgedCondition } from './condition.ts';
import { demandsOf } from './negation.ts';
import { type PrincipalElement, relate } from './principal.ts';
import { readStatements, type Statement } from './statement.ts';

/**
 * Who may come in by a role's trust policy, and under which conditions: what its Allow statements give after its
 * Deny statements. Never throws. What cannot be understood is named in `problems` and never counts as a guard.
 *
 * A grant exists only for a principal that can use one of the actions at all: a service cannot call
 * AssumeRoleWithSAML, a SAML provider not AssumeRole. A Deny counts for a grant when it surely applies to everyone
 * whom the grant admits; where that is not certain, it is left out of account.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function readTrustPolicy(document: string): TrustReading {
  const problems: string[] = [];
  const statements = readStatements(document, (text) => problems.push(text));
  const denies = statements.filter(({ effect }) => effect === 'Deny');
  const grants = statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap((allow) => allowed(allow).flatMap((principal) => grantsOf(allow, principal, denies)));
  return { grants, problems };
}

/** The principals that an Allow statement names, before any Deny. */
function allowed({ principals: { not, principals, anyone } }: Statement): GrantPrincipal[] {
  if (!not) return principals;
  if (anyone !== null) return [];
  return [{ kind: 'any', value: 'NotPrincipal', except: principals.map(({ value }) => value) }];
}

/** One grant for all entry actions that end up under the same conditions. */
function grantsOf(allow: Statement, principal: GrantPrincipal, denies: readonly Statement[]): Grant[] {
  const grants = new Map<string, Grant>();
  for (const action of ENTRY_ACTIONS.filter((entry) => allow.speaksOf(entry))) {
    for (const remainder of afterDenies(allow, principal, action, denies)) {
      const same = JSON.stringify([remainder.principal, remainder.conditions]);
      const known = grants.get(same);
      if (known === undefined) grants.set(same, grantOf(allow, remainder, action));
      else known.actions.push(action);
    }
  }
  return [...grants.values()].map((grant) => ({
    ...grant,
    actions: [
      ...grant.actions,
      ...COMPANION_ACTIONS.filter(
        (companion) =>
          allow.speaksOf(companion) && !denies.some((deny) => deniesAll(deny, grant.principal, companion)),
      ),
    ],
  }));
}

/** What is left of a principal and the conditions it comes under. */
interface Remainder {
  principal: GrantPrincipal;
  conditions: GrantCondition[];
}

function grantOf(allow: Statement, { principal, conditions }: Remainder, action: EntryAction): Grant {
  return { statement: allow.index, sid: allow.sid, principal, actions: [action], conditions };
}

function afterDenies(
  allow: Statement,
  principal: GrantPrincipal,
  action: EntryAction,
  denies: readonly Statement[],
): Remainder[] {
  const conditions = allow.conditions.map((condition) => judgedCondition(condition, 'allow', allow.index));
  let remainders: Remainder[] = [{ principal, conditions }];
  for (const deny of denies.filter((statement) => statement.speaksOf(action))) {
    remainders = remainders.flatMap((remainder) => afterDeny(remainder, deny, action));
  }
  return remainders.filter((remainder) => usableActions(remainder.principal.kind).includes(action));
}

function afterDeny({ principal, conditions }: Remainder, deny: Statement, action: EntryAction): Remainder[] {
  const { covered, exempt } = partition(deny.principals, principal, action);
  const remainders: Remainder[] = exempt.map((part) => ({ principal: part, conditions }));
  if (!covered) return remainders;
  const demands = demandsOf(deny, principal);
  if (demands !== null) remainders.unshift({ principal, conditions: [...conditions, ...demands] });
  return remainders;
}

/**
 * Which part of a principal a Deny statement applies to. Not `covered`: it stays as it is, in `exempt`. `covered`:
 * everyone but those in `exempt`, which only a NotPrincipal leaves out.
 */
function partition(
  { not, principals, anyone }: PrincipalElement,
  principal: GrantPrincipal,
  action: EntryAction,
): { covered: boolean; exempt: GrantPrincipal[] } {
  const everyone = anyone === 'everyone' || (anyone === 'aws' && isAwsCall(principal, action));
  if (!not) {
    const covered =
      everyone || principals.some((named) => named.kind !== 'any' && relate(named, principal) === 'covers');
    return { covered, exempt: covered ? [] : [principal] };
  }
  const relations = principals.map((named) => ({
    named,
    relation: relate(named, principal),
    within: relate(principal, named) === 'covers' || principal.kind === 'any',
  }));
  if (
    anyone !== null ||
    relations.some(({ relation, within }) => relation === 'covers' || (relation === 'overlaps' && !within))
  ) {
    return { covered: false, exempt: [principal] };
  }
  return { covered: true, exempt: relations.filter(({ within }) => within).map(({ named }) => named) };
}

/** `{"AWS": "*"}` in a Deny is held to mean callers with AWS credentials only, lest it count as more than it is. */
function isAwsCall(principal: GrantPrincipal, action: EntryAction): boolean {
  return action === 'sts:AssumeRole' && principal.kind !== 'service' && principal.kind !== 'other';
}

function deniesAll(deny: Statement, principal: GrantPrincipal, action: string): boolean {
  return (
    deny.speaksOf(action) &&
    partition(deny.principals, principal, 'sts:AssumeRole').covered &&
    demandsOf(deny, principal) === null
  );
}
