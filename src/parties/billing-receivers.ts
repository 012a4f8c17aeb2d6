import type { BillingTransfer } from '../model/facts/billing-transfers.ts';

/** How a transfer of bills stands at a moment. */
export type TransferStanding = 'asked' | 'runs' | 'over' | 'not known';

const STANDINGS: ReadonlyMap<string, TransferStanding> = new Map([
  ['REQUESTED', 'asked'],
  ['ACCEPTED', 'runs'],
  ['DECLINED', 'over'],
  ['CANCELED', 'over'],
  ['EXPIRED', 'over'],
]);

/** By which findings know a transfer. */
export function transferResource(
  { arn, id }: Pick<BillingTransfer, 'arn' | 'id'>,
  ofOrganization: string,
): string {
  return arn ?? `${ofOrganization}/${id}`;
}

/** By which findings know the transfers of an organization together. */
export function billsResource(organizationId: string | null): string {
  return `aws:organizations:global:${organizationId ?? 'organization'}:billing-transfers`;
}

/**
 * Whether the bills go there. One that was withdrawn runs until its end, which nobody knows where it is not said; one that
 * was accepted and begins later runs already, since nobody has to agree any more.
 * https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/orgs_transfer_billing-stop-transfer.html
 */
export function transferStanding({ status, endsAt }: BillingTransfer, asOf: string): TransferStanding {
  const isPast = endsAt !== null && Date.parse(endsAt) <= Date.parse(asOf);
  if (status === 'WITHDRAWN') return endsAt === null ? 'not known' : isPast ? 'over' : 'runs';
  const standing = STANDINGS.get(status) ?? 'not known';
  return standing === 'runs' && isPast ? 'over' : standing;
}
