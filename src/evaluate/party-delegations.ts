import { GLOBAL } from '../model/fact.ts';
import type { FactIndex } from '../model/fact-index.ts';
import type { ThirdPartyRef } from '../model/party.ts';
import type { AccountStudy } from '../model/study.ts';
import type { PartyDelegation } from '../model/third-party-summary.ts';
import { delegationResource, delegationStanding } from '../parties/delegation-standing.ts';
import { accountRef } from '../parties/third-party.ts';
import { accessOf, administration, highestAccess } from '../policy/permissions/access.ts';
import { levelsOf } from '../policy/permissions/catalogue.ts';
import { effectivePermissions } from '../policy/permissions/effective.ts';
import { policyDigest } from './resource-digest.ts';

/** A request for temporary delegation, and the third party that made it. */
export interface DelegationOfParty {
  party: ThirdPartyRef;
  delegation: PartyDelegation;
}

/** The requests of third parties in the account that wait, were accepted or let in, or of which that is not known. */
export function partyDelegationsOf(index: FactIndex, study: AccountStudy): DelegationOfParty[] {
  const asked = index.get('delegation-requests', GLOBAL);
  if (asked?.status !== 'COLLECTED') return [];
  const { account, parties } = study;
  return asked.value.requests.flatMap((request): DelegationOfParty[] => {
    const { id, requestorId, state, permissionPolicy, roleBoundaryArns, sessionSeconds, expiresAt } = request;
    const standing = delegationStanding(state);
    if (requestorId === null || standing === 'over') return [];
    const who = parties.whoIs(requestorId);
    if (who.kind === 'own') return [];
    return [
      {
        party: accountRef(who),
        delegation: {
          ...{ accountId: account.accountId, requestId: id, requestorId },
          resourceArn: delegationResource(account.accountId, id),
          ...{ standing, state, sessionSeconds, expiresAt, roleBoundaryArns },
          ...whatItGives(permissionPolicy),
        },
      },
    ];
  });
}

type Given = Pick<PartyDelegation, 'highestAccess' | 'administers' | 'notKnown' | 'permissions'>;

/** What the policy of a request gives for the time of a session. */
function whatItGives(document: string | null): Given {
  if (document === null) return { highestAccess: null, notKnown: 'IAM does not tell its policy' };
  const holder = {
    ...{
      inlinePolicies: [{ name: 'request', document }],
      attachedPolicies: [],
      permissionsBoundaryArn: null,
    },
  };
  const permissions = effectivePermissions(holder, new Map());
  const access = accessOf(permissions);
  const why = [
    ...(permissions.problems.length === 0 ? [] : ['its policy was not understood in full']),
    ...(access.unpublished.length === 0 ? [] : ['it names actions that are published nowhere']),
  ];
  return {
    highestAccess: highestAccess(levelsOf(access.actions)),
    ...(administration(access)?.conditional === false ? { administers: true } : {}),
    ...(why.length === 0 ? {} : { notKnown: why.join('; ') }),
    permissions: policyDigest(document),
  };
}
