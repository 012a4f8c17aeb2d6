import type { FactIndex } from '../model/fact-index.ts';
import type { ResourceShares } from '../model/facts/resource-shares.ts';
import type { WellArchitectedShares } from '../model/facts/well-architected-shares.ts';
import { thirdPartyRef } from '../model/party.ts';
import { isInvitation, type ShareParty, type ShareRow } from '../model/share-row.ts';
import type { AccountStudy } from '../model/study.ts';
import {
  accountOf,
  hasEnded,
  present,
  type SharePrincipal,
  sharePrincipal,
} from '../parties/share-principals.ts';
import { standingShares } from '../parties/tool-shares.ts';

/** Every share that the account gives, has part in or is asked into; those that have ended are left out. */
export function sharesOf(index: FactIndex, study: AccountStudy): ShareRow[] {
  return study.account.regions.flatMap((region) => {
    const ram = index.get('resource-shares', region);
    const tool = index.get('well-architected-shares', region);
    return [
      ...(ram?.status === 'COLLECTED' ? sharesIn(ram.value, region, study) : []),
      ...(tool?.status === 'COLLECTED' ? toolSharesIn(tool.value, region, study) : []),
    ];
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

/** What the AWS Well-Architected Tool shares; what nobody else has part in is left out. */
function toolSharesIn(
  { workloads, lenses, profiles = [], templates = [], received, invitations }: WellArchitectedShares,
  region: string,
  { account, parties }: AccountStudy,
): ShareRow[] {
  const here = { accountId: account.accountId, accountName: account.name, region };
  const row = { ...here, service: 'wellarchitected', since: null } as const;
  const from = (accountId: string, status: string): ShareRow['parties'] => [
    { party: partyOf(accountOf(accountId, parties), accountId), principal: accountId, status, since: null },
  ];
  return [
    ...[...workloads, ...lenses, ...profiles, ...templates].flatMap(({ arn, name, shares }): ShareRow[] => {
      const standing = standingShares(shares);
      const furthest = standing.find((one) => !isInvitation(one)) ?? standing[0];
      if (furthest === undefined) return [];
      return [
        {
          ...row,
          ...{ shareArn: arn, name, direction: 'given', status: furthest.status },
          parties: standing.map(({ id, sharedWith, permission, status }) => ({
            party: partyOf(sharePrincipal(sharedWith, parties), sharedWith),
            ...{ principal: sharedWith, status, since: null, shareId: id },
            ...(permission === null ? {} : { permission }),
          })),
          resources: [arn],
        },
      ];
    }),
    ...received.map(
      ({ arn, name, ownerAccountId }): ShareRow => ({
        ...row,
        ...{ shareArn: arn, name, direction: 'received', status: 'ACCEPTED' },
        parties: from(ownerAccountId, 'ACCEPTED'),
        resources: [arn],
      }),
    ),
    ...invitations.map(
      ({ id, name, senderAccountId }): ShareRow => ({
        ...row,
        ...{ shareArn: id, name: name ?? id, direction: 'invited', status: 'PENDING' },
        parties: from(senderAccountId, 'PENDING'),
        resources: [],
      }),
    ),
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
