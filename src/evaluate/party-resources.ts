import type { FactIndex } from '../model/fact-index.ts';
import type { ThirdPartyRef } from '../model/party.ts';
import type { AccountStudy } from '../model/study.ts';
import type { PartyResource } from '../model/third-party-summary.ts';
import { resourceAccess } from '../parties/resource-access.ts';
import { partiesPastBlock } from '../parties/strangers.ts';
import { highestAccess } from '../policy/permissions/access.ts';
import { actionSet, levelsOf } from '../policy/permissions/catalogue.ts';

/** A resource, and a third party that it admits by itself. */
export interface ResourceOfParty {
  party: ThirdPartyRef;
  resource: PartyResource;
}

/** The resources of the account that admit third parties without any role, as far as they were read. */
export function partyResourcesOf(index: FactIndex, study: AccountStudy): ResourceOfParty[] {
  return study.account.regions.flatMap((region) => {
    const policies = index.get('resource-policies', region);
    if (policies?.status !== 'COLLECTED') return [];
    return study.once(resourceAccess, policies.value).flatMap((access) => {
      if ('unread' in access) return [];
      const { arn: resourceArn, type: resourceType } = access.resource;
      return [...partiesPastBlock(access, study).values()].flatMap((ways): ResourceOfParty[] => {
        const [first] = ways;
        if (first === undefined) return [];
        const held = actionSet(ways.flatMap(({ grant }) => grant.actions));
        const place = { accountId: study.account.accountId, region, resourceArn, resourceType };
        return [
          {
            party: first.admitted.party,
            resource: { ...place, highestAccess: highestAccess(levelsOf(held)) },
          },
        ];
      });
    });
  });
}
