import type { FactIndex } from '../model/fact-index.ts';
import type { ResourceShares } from '../model/facts/resource-shares.ts';
import { thirdPartyRef } from '../model/party.ts';
import type { ShareParty, ShareRow } from '../model/share-row.ts';
import type { AccountStudy } from '../model/study.ts';
import {
  accountOf,
  hasEnded,
  present,
  type SharePrincipal,
  sharePrincipal,
} from '../parties/share-principals.ts';

/** Every resource share that the account gives, has part in or is asked into; those that have ended are left out. */
export function sharesOf(index: FactIndex, study: AccountStudy): ShareRow[] {
  return study.account.regions.flatMap((region) => {
    const fact = index.get('resource-shares', region);
    return fact?.status === 'COLLECTED' ? sharesIn(fact.value, region, study) : [];
  });
}

function sharesIn(
  { own, received, invitations }: ResourceShares,
  region: string,
  { account, parties }: AccountStudy,
): ShareRow[] {
  const here = { accountId: account.accountId, accountName: account.name, region };
  return [
    ...own
      .filter((share) => !hasEnded(share))
      .map(
        (share): ShareRow => ({
          ...here,
          shareArn: share.arn,
          name: share.name,
          direction: 'given',
          status: share.status,
          since: share.createdAt,
          allowExternalPrincipals: share.allowExternalPrincipals,
          parties: present(share.principals).map(({ entity, status, since }) => ({
            party: partyOf(sharePrincipal(entity, parties), entity),
            ...{ principal: entity, status, since },
          })),
          resources: present(share.resources).map(({ entity }) => entity),
        }),
      ),
    ...received
      .filter((share) => !hasEnded(share))
      .map(({ arn, name, owningAccountId, status, createdAt, resources }): ShareRow => {
        const party = partyOf(accountOf(owningAccountId, parties), owningAccountId);
        return {
          ...here,
          ...{ shareArn: arn, name, direction: 'received', status, since: createdAt },
          parties: [{ party, principal: owningAccountId, status, since: createdAt }],
          resources: resources.map((resource) => resource.arn),
        };
      }),
    ...invitations
      .filter(({ status }) => status === 'PENDING')
      .map(({ shareArn, shareName: name, senderAccountId, status, sentAt }): ShareRow => {
        const party = partyOf(accountOf(senderAccountId, parties), senderAccountId);
        return {
          ...here,
          ...{ shareArn, name, direction: 'invited', status, since: sentAt },
          parties: [{ party, principal: senderAccountId, status, since: sentAt }],
          resources: [],
        };
      }),
  ];
}

function partyOf(who: SharePrincipal, principal: string): ShareParty['party'] {
  switch (who.whose) {
    case 'own':
      return {
        name: who.name,
        kind: 'own',
        ...(who.accountId === undefined ? {} : { accountId: who.accountId }),
      };
    case 'service':
      return thirdPartyRef('service', who.name);
    case 'outside':
      return who.party.party;
    case 'not-known':
      return thirdPartyRef('unknown', principal);
  }
}
