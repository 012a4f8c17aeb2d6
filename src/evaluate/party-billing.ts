import type { ThirdPartyRef } from '../model/party.ts';
import type { PartyBilling } from '../model/third-party-summary.ts';
import { transferStanding } from '../parties/billing-receivers.ts';
import { accountRef } from '../parties/third-party.ts';
import type { Rules } from './rules.ts';

/** A third party that the bills of an organization go to. */
export interface BillingOfParty {
  party: ThirdPartyRef;
  billing: PartyBilling;
}

/** Who outside receives the bills of the organizations that were read. */
export function partyBillingOf({ billing = [], parties, asOf }: Pick<Rules, 'billing' | 'parties' | 'asOf'>) {
  return billing.flatMap(({ organizationId, transfers }): BillingOfParty[] => {
    if (transfers.status !== 'COLLECTED') return [];
    const { managementAccountId, outbound } = transfers.value;
    return outbound.flatMap((transfer): BillingOfParty[] => {
      const { targetAccountId, startsAt, endsAt } = transfer;
      if (targetAccountId === null || transferStanding(transfer, asOf) !== 'runs') return [];
      const who = parties.whoIs(targetAccountId);
      if (who.kind === 'own') return [];
      return [{ party: accountRef(who), billing: { organizationId, managementAccountId, startsAt, endsAt } }];
    });
  });
}
