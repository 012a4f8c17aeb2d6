import type { Role } from '../../model/facts/authorization-details.ts';
import { lazily } from '../../model/lazily.ts';
import type { Study } from '../../model/study.ts';
import { admittingGrants, trustOf } from '../access-role.ts';
import { arnParts } from '../wildcard.ts';
import type { Surroundings, TrustingRole } from './surroundings.ts';

/**
 * Answers with the roles of an account that let a role's sessions in, in their order: with the very same list for all
 * roles that no trust policy names.
 */
export function trustingRoles(roles: ReadonlyMap<string, Role>, study: Study): Surroundings['trustingRole'] {
  const anyones = new Map<string, readonly TrustingRole[]>();
  const places = lazily(() => new Map([...roles.values()].map((role, index) => [role, index])));
  const naming = lazily(() => namingRoles(roles.values(), study));
  const placeOf = ({ role }: TrustingRole) => places().get(role) ?? 0;
  return ({ arn }) => {
    const accountId = arnParts(arn)?.[4] ?? '';
    const anyone = anyones.get(accountId) ?? admitting(roles.values(), { accountId, arn: null }, study);
    anyones.set(accountId, anyone);
    const named = naming().get(arn);
    if (named === undefined) return anyone;
    const byName = admitting(named, { accountId, arn }, study);
    return [...anyone.filter(({ role }) => !named.has(role)), ...byName].sort(
      (one, other) => placeOf(one) - placeOf(other),
    );
  };
}

/** The roles whose trust policies name a role, by the ARN of that. */
function namingRoles(roles: Iterable<Role>, study: Study): Map<string, Set<Role>> {
  const naming = new Map<string, Set<Role>>();
  for (const role of roles) {
    for (const { principal } of admittingGrants(role, study)) {
      if (principal.kind !== 'role') continue;
      naming.set(principal.arn, (naming.get(principal.arn) ?? new Set()).add(role));
    }
  }
  return naming;
}

/** Whose sessions they are; without an ARN those of a role that is not named. */
interface Caller {
  accountId: string;
  arn: string | null;
}

function admitting(roles: Iterable<Role>, caller: Caller, study: Study): TrustingRole[] {
  return [...roles].flatMap((role) => {
    const admits = admission(role, caller, study);
    return admits === 'no' ? [] : [{ role, certain: admits === 'yes' }];
  });
}

/** Whether a role's trust policy lets the sessions of another role of its account in. */
function admission(target: Role, { accountId, arn }: Caller, study: Study): 'yes' | 'maybe' | 'no' {
  const { problems } = trustOf(target, study);
  let answer: 'maybe' | 'no' = problems.length > 0 ? 'maybe' : 'no';
  for (const { principal, actions, conditions } of admittingGrants(target, study)) {
    if (!actions.includes('sts:AssumeRole')) continue;
    const named =
      principal.kind === 'any' ||
      (principal.kind === 'account' && principal.accountId === accountId) ||
      (principal.kind === 'role' && principal.arn === arn);
    if (!named) continue;
    if (conditions.length === 0) return 'yes';
    answer = 'maybe';
  }
  return answer;
}
