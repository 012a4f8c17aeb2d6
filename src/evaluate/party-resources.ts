import { createHash } from 'node:crypto';
import type { FactIndex } from '../model/fact-index.ts';
import type { ThirdPartyRef } from '../model/party.ts';
import type { AccountStudy } from '../model/study.ts';
import type { PartyResource } from '../model/third-party-summary.ts';
import { type OpenResource, type OutsideWay, resourceAccess } from '../parties/resource-access.ts';
import { isShutByBlock, isShutToOutsiders, partiesPastBlock } from '../parties/strangers.ts';
import { highestAccess } from '../policy/permissions/access.ts';
import { actionSet, levelsOf, numbersOf } from '../policy/permissions/catalogue.ts';

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
      const mayBeShut = isShutToOutsiders(access, study) === undefined;
      return [...partiesPastBlock(access, study).values()].flatMap((ways): ResourceOfParty[] => {
        const [first] = ways;
        if (first === undefined) return [];
        const place = { accountId: study.account.accountId, region, resourceArn, resourceType };
        return [
          { party: first.admitted.party, resource: { ...place, ...whatItMay(access, ways, mayBeShut) } },
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
): Pick<PartyResource, 'highestAccess' | 'notKnown' | 'permissions'> {
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
    permissions: digestOf(ways),
  };
}

/** The same wherever the statements stand, and in whichever order. No external ID could be guessed from it. */
function digestOf(ways: readonly OutsideWay[]): string {
  const lines = ways.map(({ by, grant: { principal, actions, conditions } }) =>
    JSON.stringify([
      ...[by, principal.value, [...actions].sort()],
      conditions
        .map(({ operator, keyLower, values, origin, oneOf }) =>
          JSON.stringify([
            ...[operator, keyLower, keyLower === 'sts:externalid' ? [] : [...values].sort()],
            ...[origin, oneOf?.alternative ?? null, oneOf?.of ?? null],
          ]),
        )
        .sort(),
    ]),
  );
  return createHash('sha256')
    .update([...new Set(lines)].sort().join('\n'))
    .digest('hex');
}
