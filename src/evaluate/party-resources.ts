import type { FactIndex } from '../model/fact-index.ts';
import { ANYONE, type ThirdPartyRef } from '../model/party.ts';
import type { AccountStudy } from '../model/study.ts';
import type { PartyResource } from '../model/third-party-summary.ts';
import { type OpenResource, resourceAccess, type Way } from '../parties/resource-access.ts';
import {
  behindBlock,
  isShutByBlock,
  isShutToOutsiders,
  namelessWays,
  partiesPastBlock,
} from '../parties/strangers.ts';
import { highestAccess } from '../policy/permissions/access.ts';
import { actionSet, levelsOf, numbersOf } from '../policy/permissions/catalogue.ts';
import { namedOrganizations } from '../policy/required-guards.ts';
import { rawPolicy } from './raw-policy.ts';
import { resourceDigests } from './resource-digest.ts';
import { resourceWays } from './resource-ways.ts';

/** A resource, and a third party that it admits by itself; or anyone, be it from a network alone. */
export interface ResourceOfParty {
  party: ThirdPartyRef;
  resource: PartyResource;
  /** Ids of the organizations that its conditions name. */
  organizationIds: readonly string[];
}

/** The resources of the account that admit third parties or anyone without any role, as far as they were read. */
export function partyResourcesOf(index: FactIndex, study: AccountStudy): ResourceOfParty[] {
  return study.account.regions.flatMap((region) => {
    const policies = index.get('resource-policies', region);
    if (policies?.status !== 'COLLECTED') return [];
    const { perResource } = policies.value;
    return study.once(resourceAccess, policies.value).flatMap((access) => {
      if ('unread' in access) return [];
      const behind = perResource.flatMap(({ resource, fact }) =>
        resource === access.bucketArn && fact.status === 'COLLECTED' ? [fact.value] : [],
      );
      const { arn: resourceArn, type: resourceType } = access.resource;
      const place = { accountId: study.account.accountId, region, resourceArn, resourceType };
      const comers = whoMay(access, study);
      if (comers.length === 0) return [];
      const { statements } = rawPolicy(access.held.policy);
      const digestOf = resourceDigests(access, behind);
      return comers.map(
        ({ party, admitted, sure, all }): ResourceOfParty => ({
          party,
          resource: {
            ...{ ...place, admitted, ...whatItMay(access, sure, all) },
            ways: resourceWays({ ...access, statements }, all, study.asOf),
            permissions: digestOf(all),
          },
          organizationIds: all.flatMap(({ grant }) => namedOrganizations(grant)),
        }),
      );
    });
  });
}

/** Someone from outside, with all ways; those are sure of which it is known that Block Public Access does not shut them. */
interface Comer {
  party: ThirdPartyRef;
  admitted: string;
  sure: readonly Way[];
  all: readonly Way[];
}

function whoMay(access: OpenResource, study: AccountStudy): Comer[] {
  const mayBeShut = isShutToOutsiders(access, study) === undefined;
  const named = [...partiesPastBlock(access, study)].flatMap(([admitted, all]): Comer[] => {
    const [first] = all;
    const sure = mayBeShut ? all.filter((way) => !isShutByBlock(way)) : all;
    return first === undefined ? [] : [{ party: first.admitted.party, admitted, sure, all }];
  });
  const { open: sure, unclear } = behindBlock(access, namelessWays(access));
  const all = [...sure, ...unclear];
  return all.length === 0 ? named : [...named, { party: ANYONE, admitted: 'anyone', sure, all }];
}

/** The most that someone may do there, and why that is not all of it, or not known. */
function whatItMay(
  { unknown }: OpenResource,
  sure: readonly Way[],
  all: readonly Way[],
): Pick<PartyResource, 'highestAccess' | 'notKnown'> {
  const actions = sure.flatMap(({ grant }) => grant.actions);
  const unpublished = actions.find((action) => numbersOf(action).length === 0);
  const why = [
    ...(sure.length === all.length ? [] : ['whether Block Public Access keeps it out was not read']),
    ...unknown,
    ...(unpublished === undefined ? [] : [`what ${unpublished} does is published nowhere`]),
  ];
  return {
    highestAccess: highestAccess(levelsOf(actionSet(actions))),
    ...(why.length === 0 ? {} : { notKnown: why.join('; ') }),
  };
}
