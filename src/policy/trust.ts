import type { Grant, GrantCondition, GrantPrincipal, TrustReading } from '../model/grant.ts';
import { COMPANION_ACTIONS, usableActions } from './actions.ts';
import { judgedCondition, judgedTogether } from './condition.ts';
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
  return { grants: grantsIn(statements), problems };
}

/** The actions that grants are worked out for. */
export interface Vocabulary {
  /** Those that a kind of principal can use, each with grants of its own where conditions differ. */
  usable(kind: GrantPrincipal['kind']): readonly string[];
  /** Those that go along with them. */
  companions: readonly string[];
}

const ENTRY: Vocabulary = { usable: usableActions, companions: COMPANION_ACTIONS };

/** What the Allow statements of a trust policy, or of another one with principals, give after its Deny statements. */
export function grantsIn(statements: readonly Statement[], vocabulary: Vocabulary = ENTRY): Grant[] {
  const denies = statements.filter(({ effect }) => effect === 'Deny');
  return statements
    .filter(({ effect }) => effect === 'Allow')
    .map(withJudgedConditions)
    .flatMap((allow) =>
      allowed(allow).flatMap((principal) => grantsOf(allow, principal, denies, vocabulary)),
    );
}

/** An Allow statement whose conditions have been judged, once for all whom it names. */
type AllowStatement = Statement & { judged: readonly GrantCondition[] };

function withJudgedConditions(allow: Statement): AllowStatement {
  return {
    ...allow,
    judged: allow.conditions.map((condition) => judgedCondition(condition, 'allow', allow.index)),
  };
}

/** The principals that an Allow statement names, before any Deny. */
function allowed({ principals: { not, principals, anyone } }: Statement): GrantPrincipal[] {
  if (!not) return principals;
  if (anyone !== null) return [];
  return [{ kind: 'any', value: 'NotPrincipal', except: principals.map(({ value }) => value) }];
}

/** One grant for all entry actions that end up under the same conditions. */
function grantsOf(
  allow: AllowStatement,
  principal: GrantPrincipal,
  denies: readonly Statement[],
  vocabulary: Vocabulary,
): Grant[] {
  const grants = new Map<string, Grant>();
  for (const action of vocabulary.usable(principal.kind).filter((entry) => allow.speaksOf(entry))) {
    for (const remainder of afterDenies(allow, principal, action, denies, vocabulary)) {
      const same = identityOf(remainder, vocabulary);
      const known = grants.get(same);
      if (known === undefined) grants.set(same, grantOf(allow, remainder, action));
      else if (!known.actions.includes(action)) known.actions.push(action);
    }
  }
  for (const grant of grants.values()) {
    const companions = vocabulary.companions.filter(
      (action) => allow.speaksOf(action) && !denies.some((deny) => deniesAll(deny, grant.principal, action)),
    );
    grant.actions.push(...companions);
  }
  return [...grants.values()];
}

/** What is left of a principal and the conditions it comes under. */
interface Remainder {
  principal: GrantPrincipal;
  conditions: GrantCondition[];
}

/** What makes two remainders the same grant; conditions can differ by action only for those who can use several. */
function identityOf({ principal, conditions }: Remainder, { usable }: Vocabulary): string {
  const several = usable(principal.kind).length > 1;
  return JSON.stringify([principal.kind, principal.value, several ? conditions : null]);
}

function grantOf(allow: Statement, { principal, conditions }: Remainder, action: string): Grant {
  return {
    statement: allow.index,
    sid: allow.sid,
    principal,
    actions: [action],
    conditions: judgedTogether(conditions),
  };
}

/**
 * What the Deny statements leave of one principal of an Allow statement. Those whom a Deny with NotPrincipal spares
 * come in under conditions of their own, and all other Deny statements count for them in their turn.
 */
function afterDenies(
  allow: AllowStatement,
  principal: GrantPrincipal,
  action: string,
  denies: readonly Statement[],
  vocabulary: Vocabulary,
): Remainder[] {
  const conditions = [...allow.judged];
  const spared: GrantPrincipal[] = [];
  let admitted = vocabulary.usable(principal.kind).includes(action) && !isLeftOut(allow, principal);
  for (const deny of denies) {
    if (!admitted) break;
    if (!deny.speaksOf(action)) continue;
    const { covered, exempt } = partition(deny.principals, principal, action);
    if (!covered) continue;
    spared.push(...exempt);
    const demands = demandsOf(deny, principal);
    if (demands === null) admitted = false;
    else conditions.push(...demands);
  }
  const others = spared.flatMap((part) => afterDenies(allow, part, action, denies, vocabulary));
  return admitted ? [{ principal, conditions }, ...others] : others;
}

/** Whether an Allow with NotPrincipal leaves this principal out, whom a Deny with NotPrincipal spares. */
function isLeftOut({ principals: { not, principals } }: Statement, principal: GrantPrincipal): boolean {
  return not && principal.kind !== 'any' && principals.some((named) => relate(named, principal) === 'covers');
}

/**
 * Whether a Deny statement surely applies to a principal, and to whom of those that the principal stands for it does
 * not: only a NotPrincipal spares anyone.
 */
function partition(
  { not, principals, anyone }: PrincipalElement,
  principal: GrantPrincipal,
  action: string,
): { covered: boolean; exempt: GrantPrincipal[] } {
  if (!not) {
    const everyone = anyone === 'everyone' || (anyone === 'aws' && isAwsCall(principal, action));
    const named = principals.some((one) => one.kind !== 'any' && relate(one, principal) === 'covers');
    return { covered: everyone || named, exempt: [] };
  }
  const touched = principals.filter((one) => relate(one, principal) !== 'disjoint');
  const within = (one: GrantPrincipal) => principal.kind === 'any' || relate(principal, one) === 'covers';
  const covered =
    anyone === null && touched.every((one) => relate(one, principal) === 'overlaps' && within(one));
  return { covered, exempt: covered ? touched : [] };
}

/** `{"AWS": "*"}` in a Deny is held to mean callers with AWS credentials only, lest it count as more than it is. */
function isAwsCall(principal: GrantPrincipal, action: string): boolean {
  return (
    !action.startsWith('sts:AssumeRoleWith') && principal.kind !== 'service' && principal.kind !== 'other'
  );
}

function deniesAll(deny: Statement, principal: GrantPrincipal, action: string): boolean {
  return (
    deny.speaksOf(action) &&
    partition(deny.principals, principal, 'sts:AssumeRole').covered &&
    demandsOf(deny, principal) === null
  );
}
