import type { OutcomeEvidence, Resource } from '../../model/check.ts';
import type { AuthorizationDetails, Role } from '../../model/iam-facts.ts';
import type { ThirdPartyRef } from '../../model/party.ts';
import { trustOf } from '../../policy/access-role.ts';
import { externalIdsOf } from '../support/external-ids.ts';
import { groupedBy, statementEvidence } from '../support/judged-role.ts';
import {
  exemptReason,
  type ThirdPartyGrant,
  type TrustContext,
  thirdPartyGrants,
} from '../support/third-party.ts';
import { partyName } from '../support/wording.ts';

/** The external IDs that one role asks of one third party; small and JSON-able. */
export interface Sighting {
  resource: Resource;
  /** Stable, see `AdmittedParty`. */
  key: string;
  thirdParty: ThirdPartyRef;
  /** The party in words. */
  name: string;
  /** In the order of the policy, each once. */
  externalIds: string[];
  evidence: OutcomeEvidence[];
}

/** A sighting with what it comes from, for as long as the account is being judged. */
export interface SightingInRole extends Sighting {
  role: Role;
  admitted: ThirdPartyGrant[];
}

/** The sightings of an account, each with the grants it comes from; and the roles that could not be read in full. */
export function sightingsIn(
  details: AuthorizationDetails,
  context: TrustContext,
): { sightings: SightingInRole[]; unread: Resource[] } {
  const unread: Resource[] = [];
  const sightings = details.roles.flatMap((role, index) => {
    if (exemptReason(role, context) !== null) return [];
    const resource = { arn: role.arn, type: 'AWS::IAM::Role' };
    if (trustOf(role).problems.length > 0) unread.push(resource);
    const asking = thirdPartyGrants(role, context).filter((one) => externalIdsOf(one).length > 0);
    return [...groupedBy(asking, ({ key }) => key)].flatMap(([key, admitted]) =>
      admitted.slice(0, 1).map((first) => ({
        resource,
        key,
        thirdParty: first.party,
        name: partyName(first),
        externalIds: [...new Set(admitted.flatMap(externalIdsOf))],
        evidence: statementEvidence(
          { role, index },
          admitted.map(({ grant }) => grant),
          { principals: false, conditions: ({ keyLower }) => keyLower === 'sts:externalid' },
        ),
        role,
        admitted,
      })),
    );
  });
  return { sightings, unread };
}
