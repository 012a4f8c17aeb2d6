import type { OutcomeEvidence, Resource } from '../../model/check.ts';
import type { AuthorizationDetails, Role } from '../../model/facts/authorization-details.ts';
import { groupedBy } from '../../model/grouped-by.ts';
import type { ThirdPartyRef } from '../../model/party.ts';
import type { AccountStudy } from '../../model/study.ts';
import { externalIdsInAnyCase, externalIdsOf } from '../../parties/external-ids.ts';
import { partyName } from '../../parties/party-name.ts';
import { exemptReason, type ThirdPartyGrant, thirdPartyGrants } from '../../parties/third-party.ts';
import { trustOf } from '../../policy/access-role.ts';
import { statementEvidence } from '../support/judged-role.ts';
import { askAbout } from './kept-answers.ts';

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
  /** Those that are accepted in any case. */
  inAnyCase: string[];
  /** By each of them, what its spellings in upper and lower case have in common; absent where that is not known. */
  folded: Record<string, string>;
  evidence: OutcomeEvidence[];
}

/** A sighting with what it comes from, for as long as the account is being judged. Most checks want little of it. */
export interface SightingInRole extends Omit<Sighting, 'folded' | 'evidence'> {
  role: Role;
  admitted: ThirdPartyGrant[];
  folded(): Sighting['folded'];
  evidence(): Sighting['evidence'];
}

interface Sightings {
  sightings: readonly SightingInRole[];
  notUnderstood: readonly Resource[];
}

/** The sightings of an account, each with the grants it comes from; and the roles that could not be read in full. */
export function sightingsIn(details: AuthorizationDetails, study: AccountStudy): Sightings {
  return study.once(readSightings, details);
}

function readSightings(details: AuthorizationDetails, study: AccountStudy): Sightings {
  const notUnderstood: Resource[] = [];
  const sightings = details.roles.flatMap((role, index) => {
    if (exemptReason(role, study) !== null) return [];
    const resource = { arn: role.arn, type: 'AWS::IAM::Role' };
    if (trustOf(role, study).problems.length > 0) notUnderstood.push(resource);
    const asking = thirdPartyGrants(role, study).filter((one) => externalIdsOf(one).length > 0);
    return [...groupedBy(asking, ({ key }) => key)].flatMap(([key, admitted]) =>
      admitted.slice(0, 1).map((first) => ({
        resource,
        key,
        thirdParty: first.party,
        name: partyName(first),
        externalIds: [...new Set(admitted.flatMap(externalIdsOf))],
        inAnyCase: [...new Set(admitted.flatMap(externalIdsInAnyCase))],
        role,
        admitted,
        folded: () => foldedIds([...new Set(admitted.flatMap(externalIdsOf))], details.externalIds),
        evidence: () =>
          statementEvidence(
            { role, index, study },
            admitted.map(({ grant }) => grant),
            { principals: false, conditions: ({ keyLower }) => keyLower === 'sts:externalid' },
          ),
      })),
    );
  });
  return { sightings, notUnderstood };
}

/** What the spellings of an external ID in upper and lower case have in common; undefined where that is not known. */
export function foldedId({ folded }: Pick<Sighting, 'folded'>, id: string): string | undefined {
  return Object.hasOwn(folded, id) ? folded[id] : undefined;
}

function foldedIds(
  ids: readonly string[],
  kept: AuthorizationDetails['externalIds'],
): Record<string, string> {
  return Object.fromEntries(
    ids.flatMap((id) => {
      const folded = askAbout(id, kept).inAnyCase();
      return folded === undefined ? [] : [[id, folded]];
    }),
  );
}
