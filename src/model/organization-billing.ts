import type { Fact } from './fact.ts';
import type { BillingTransfers } from './facts/billing-transfers.ts';

/** To whom the bills of each organization go that was read; one that was read before this was asked has no entry. */
export interface OrganizationBilling {
  billing?: ReadonlyArray<{ organizationId: string | null; transfers: Fact<BillingTransfers> }>;
}
