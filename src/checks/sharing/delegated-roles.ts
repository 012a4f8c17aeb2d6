import type { CheckContext, Outcome } from '../../model/check.ts';
import type { AuthorizationDetails, Role } from '../../model/facts/authorization-details.ts';
import type { DelegationRequest } from '../../model/facts/delegation-requests.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import { type Parties, partyKey, type ThirdPartyRef } from '../../model/party.ts';
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
  const { parties, study } = context;
  const askers = askersByBoundary(requests, parties);
  return roles.flatMap((role, index): Outcome[] => {
    const boundary = role.permissionsBoundaryArn;
    if (boundary === null || exemptReason(role, study) !== null) return [];
    if (!OF_PARTNER.test(boundary) && !askers.has(boundary)) return [];
    const resource = { arn: role.arn, type: 'AWS::IAM::Role' };
    const coming = comingBy(role, context);
    const asking = [...(askers.get(boundary)?.values() ?? [])];
    const known = [...coming, ...asking];
    const [first] = known.filter(({ kind }) => kind !== 'registered');
    if (first === undefined && known.length > 0) {
      const names = [...new Set(known.map(({ name }) => name))];
      const detail = `The role has the boundary ${boundary}, and is of ${listed(names.slice(0, 5))}, by its trust policy or by a request on record.`;
      return [{ status: 'PASS', resource, detail }];
    }
    const whose =
      first === undefined
        ? 'Neither its trust policy nor a request on record says whose it is.'
        : `It is of ${first.name}, which is not registered, by ${coming.includes(first) ? 'its trust policy' : 'a request on record'}.`;
    return [
      {
        status: 'FAIL',
        resource,
        detail: `The role has the permissions boundary ${boundary}, as roles have that a product provider leaves by temporary delegation. ${whose} It stays when the delegation is over.`,
        ...(first === undefined ? {} : { thirdParty: first }),
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

/** Who has asked for each boundary and was, or may have been, let in. */
function askersByBoundary(
  requests: readonly DelegationRequest[],
  parties: Parties,
): Map<string, Map<string, ThirdPartyRef>> {
  const askers = new Map<string, Map<string, ThirdPartyRef>>();
  for (const { requestorId, roleBoundaryArns, state } of requests) {
    if (NOT_LET_IN.test(state)) continue;
    const who = requestorId === null ? undefined : parties.whoIs(requestorId);
    for (const arn of roleBoundaryArns) {
      const known = askers.get(arn) ?? new Map<string, ThirdPartyRef>();
      if (who !== undefined && who.kind !== 'own') known.set(partyKey(accountRef(who)), accountRef(who));
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
