import type { Fact } from '../model/fact.ts';
import type { BillingTransfers } from '../model/facts/billing-transfers.ts';
import type { ThirdPartyRef } from '../model/party.ts';
import type { PartyBilling } from '../model/third-party-summary.ts';
import { billsResource, transferResource, transferStanding } from '../parties/billing-receivers.ts';
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
      const place = { organizationId, managementAccountId, startsAt, endsAt };
      const resourceArn = transferResource(transfer, billsResource(organizationId));
      return [{ party: accountRef(who), billing: { ...place, targetAccountId, resourceArn } }];
    });
  });
}

/** The management accounts of own organizations of which it is known in full to whom their bills go. */
export function billsRead({ billing = [], asOf }: Pick<Rules, 'billing' | 'asOf'>): string[] {
  return billing
    .flatMap(({ transfers }) => (isKnown(transfers, asOf) ? [transfers.value.managementAccountId] : []))
    .sort();
}

function isKnown(
  transfers: Fact<BillingTransfers>,
  asOf: string,
): transfers is Extract<Fact<BillingTransfers>, { status: 'COLLECTED' }> {
  if (transfers.status !== 'COLLECTED' || transfers.value.asked === 'NOT_THE_MANAGEMENT_ACCOUNT')
    return false;
  return transfers.value.outbound.every((transfer) => {
    const standing = transferStanding(transfer, asOf);
    return standing === 'runs' ? transfer.targetAccountId !== null : standing !== 'not known';
  });
}
