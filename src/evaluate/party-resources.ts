import type { FactIndex } from '../model/fact-index.ts';
import type { ResourceWithPolicy } from '../model/facts/resource-policies.ts';
import type { ThirdPartyRef } from '../model/party.ts';
import type { AccountStudy } from '../model/study.ts';
import type { PartyResource } from '../model/third-party-summary.ts';
import { type OpenResource, type OutsideWay, resourceAccess } from '../parties/resource-access.ts';
import { isShutByBlock, isShutToOutsiders, partiesPastBlock } from '../parties/strangers.ts';
import { highestAccess } from '../policy/permissions/access.ts';
import { actionSet, levelsOf, numbersOf } from '../policy/permissions/catalogue.ts';
import { resourceDigest } from './role-digests.ts';

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
    const { perResource } = policies.value;
    return study.once(resourceAccess, policies.value).flatMap((access) => {
      if ('unread' in access) return [];
      const { arn: resourceArn, type: resourceType } = access.resource;
      const behind = perResource.flatMap(({ resource, fact }) =>
        resource === access.bucketArn && fact.status === 'COLLECTED' ? [fact.value] : [],
      );
      const mayBeShut = isShutToOutsiders(access, study) === undefined;
      return [...partiesPastBlock(access, study).values()].flatMap((ways): ResourceOfParty[] => {
        const [first] = ways;
        if (first === undefined) return [];
        const place = { accountId: study.account.accountId, region, resourceArn, resourceType };
        const permissions = digestOf(access, ways, behind);
        return [
          {
            party: first.admitted.party,
            resource: { ...place, ...whatItMay(access, ways, mayBeShut), permissions },
          },
        ];
      });
    });
  });
}

/** The most that these ways give, and why that is not all of it, or not known. */
function whatItMay(
  { unknown }: OpenResource,
  ways: readonly OutsideWay[],
  mayBeShut: boolean,
): Pick<PartyResource, 'highestAccess' | 'notKnown'> {
  const sure = mayBeShut ? ways.filter((way) => !isShutByBlock(way)) : ways;
  const actions = sure.flatMap(({ grant }) => grant.actions);
  const unpublished = actions.find((action) => numbersOf(action).length === 0);
  const why = [
    ...(sure.length === ways.length ? [] : ['whether Block Public Access keeps it out was not read']),
    ...unknown,
    ...(unpublished === undefined ? [] : [`what ${unpublished} does is published nowhere`]),
  ];
  return {
    highestAccess: highestAccess(levelsOf(actionSet(actions))),
    ...(why.length === 0 ? {} : { notKnown: why.join('; ') }),
  };
}

/**
 * Of the policies as they were read, since the actions of a grant do not say on which objects, and of what beside them
 * admits the party.
 */
function digestOf({ held }: OpenResource, ways: readonly OutsideWay[], behind: ResourceWithPolicy[]): string {
  const beside = ways.flatMap(({ by, place }): unknown[] => {
    if (by === 'acl') return [held.bucket?.acl[place]];
    const { operations, constrained } = held.grants?.[place] ?? {};
    return by === 'grants' ? [[operations, constrained]] : [];
  });
  return resourceDigest(
    [held, ...behind].map(({ policy }) => policy),
    beside,
  );
}
