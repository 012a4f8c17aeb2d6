import type { Role } from '../model/facts/authorization-details.ts';
import type { Grant, GrantCondition, GrantPrincipal } from '../model/grant.ts';
import type { AccountStudy } from '../model/study.ts';
import { trustOf } from '../policy/access-role.ts';
import { narrowingOf } from '../policy/narrowing.ts';
import { readPrincipals, relate } from '../policy/principal.ts';

/**
 * The grants by which the role of the audit lets in anyone but the caller of the run with its external ID; undefined
 * where the run does not say who called. The caller may be named itself, or by its account together with one external ID:
 * nobody else there is given it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
 */
export function grantsBeyondCaller(role: Role, study: AccountStudy): Grant[] | undefined {
  const { auditorCallerArn, auditorExternalId = false } = study.account;
  if (auditorCallerArn === undefined) return undefined;
  const [caller] = readPrincipals({ AWS: auditorCallerArn }, false, () => {}).principals;
  if (caller === undefined || !('accountId' in caller)) return undefined;
  return trustOf(role, study).grants.filter((grant) => {
    const standing = standingOf(grant, caller);
    if (standing === 'nobody' || standing === 'others') return standing === 'others';
    // Named by its account alone, it is told from all others there only by the external ID.
    const mustAsk = standing === 'account' || auditorExternalId;
    return mustAsk && !grant.conditions.some(isOneExternalId);
  });
}

function standingOf(grant: Grant, caller: GrantPrincipal): 'nobody' | 'caller' | 'account' | 'others' {
  const { principal } = grant;
  // A principal that is gone lets nobody in.
  if (principal.kind === 'unique-id') return 'nobody';
  const account = 'accountId' in caller ? caller.accountId : undefined;
  if (principal.kind === 'any') {
    const narrowing = narrowingOf(grant);
    const ids = narrowing?.accountIds ?? [];
    return narrowing?.organizationIds.length === 0 && ids.length === 1 && ids[0] === account
      ? 'account'
      : 'others';
  }
  if (relate(principal, caller) !== 'covers') return 'others';
  return principal.kind === 'account' ? 'account' : 'caller';
}

/** Whether a condition asks for one agreed external ID, and no pattern of one. */
function isOneExternalId({ required, keyLower, base, values, oneOf }: GrantCondition): boolean {
  return (
    required &&
    keyLower === 'sts:externalid' &&
    base !== 'Null' &&
    oneOf === undefined &&
    // Of two, one at most is that of the configuration.
    new Set(values).size === 1 &&
    !(base === 'StringLike' && values.some((value) => /[*?]/.test(value)))
  );
}
