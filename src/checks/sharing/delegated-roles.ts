import type { CheckContext, Outcome } from '../../model/check.ts';
import { isOver } from '../../model/days.ts';
import type { AuthorizationDetails, Role } from '../../model/facts/authorization-details.ts';
import type { DelegationRequest } from '../../model/facts/delegation-requests.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import type { ThirdPartyRef } from '../../model/party.ts';
import { outsideParties } from '../../parties/outside-providers.ts';
import { accountRef, exemptReason } from '../../parties/third-party.ts';
import { retirement } from '../remedies/retirement.ts';
import { listed } from '../support/judged-role.ts';

/** A permissions boundary that a partner of AWS owns: roles get one that are made by temporary delegation. */
const OF_PARTNER = /^arn:[^:]+:iam::partner:policy\//;

/** Whose the roles are that delegations have left: those with a boundary of a partner, or one that a request names. */
export function leftRoleOutcomes(
  { roles }: AuthorizationDetails,
  requests: readonly DelegationRequest[],
  context: CheckContext,
): Outcome[] {
  const { study } = context;
  const askers = askersByBoundary(requests, context);
  return roles.flatMap((role, index): Outcome[] => {
    const boundary = role.permissionsBoundaryArn;
    if (boundary === null || exemptReason(role, study) !== null) return [];
    if (!OF_PARTNER.test(boundary) && !askers.has(boundary)) return [];
    const resource = { arn: role.arn, type: 'AWS::IAM::Role' };
    const coming = comingBy(role, context);
    const { outside = [], own = [] } = askers.get(boundary) ?? {};
    const known = [...coming.map((party): Asker => ({ party })), ...outside];
    const first = known.find(({ party, ended }) => party.kind !== 'registered' || ended !== undefined);
    const names = [...new Set([...known.map(({ party }) => party.name), ...own])];
    if (first === undefined && names.length > 0) {
      const detail = `The role has the boundary ${boundary}, and is of ${listed(names.slice(0, 5))}, by its trust policy or by a request on record.`;
      return [{ status: 'PASS', resource, detail }];
    }
    const whose =
      first === undefined
        ? 'Neither its trust policy nor a request on record says whose it is.'
        : `It is of ${first.party.name}, ${first.ended === undefined ? 'which is not registered' : `whose contract ended on ${first.ended}`}, by ${coming.includes(first.party) ? 'its trust policy' : 'a request on record'}.`;
    return [
      {
        status: 'FAIL',
        resource,
        detail: `The role has the permissions boundary ${boundary}, as roles have that a product provider leaves by temporary delegation. ${whose} It stays when the delegation is over.`,
        ...(first === undefined ? {} : { thirdParty: first.party }),
        evidence: [
          {
            fact: 'authorization-details',
            region: 'global',
            pointer: jsonPointer('roles', index, 'permissionsBoundaryArn'),
            value: boundary,
            marks: [''],
          },
        ],
        ...retirement(role, context),
      },
    ];
  });
}

/** States in which nobody has been let in: nothing was left by such a request. */
const NOT_LET_IN = /^(?:UNASSIGNED|ASSIGNED|PENDING_APPROVAL|ACCEPTED|REJECTED)$/;

/** A third party behind a request, and when its contract ended, where it has. */
interface Asker {
  party: ThirdPartyRef;
  ended?: string | undefined;
}

/** Who has asked for each boundary and was, or may have been, let in: third parties, and own accounts by name. */
function askersByBoundary(
  requests: readonly DelegationRequest[],
  { parties, asOf }: Pick<CheckContext, 'parties' | 'asOf'>,
): Map<string, { outside: Asker[]; own: string[] }> {
  const askers = new Map<string, { outside: Asker[]; own: string[] }>();
  for (const { requestorId, roleBoundaryArns, state } of requests) {
    if (NOT_LET_IN.test(state)) continue;
    const who = requestorId === null ? undefined : parties.whoIs(requestorId);
    const ends = who?.kind === 'registered' ? who.entry.contractEnds : undefined;
    for (const arn of roleBoundaryArns) {
      const known = askers.get(arn) ?? { outside: [], own: [] };
      if (who?.kind === 'own') known.own.push(who.name);
      else if (who !== undefined)
        known.outside.push({ party: accountRef(who), ended: isOver(ends, asOf) ? ends : undefined });
      askers.set(arn, known);
    }
  }
  return askers;
}

function comingBy(role: Role, { study }: CheckContext): ThirdPartyRef[] {
  return [...outsideParties(role, study).values()]
    .flat()
    .flatMap(({ standing, party }) => (standing === 'outside' ? [party] : []));
}
