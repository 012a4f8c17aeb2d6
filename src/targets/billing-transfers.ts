import type { ResponsibilityTransfer } from '@aws-sdk/client-organizations';
import { listOf, required, requiredText, timeOrNull, UnusableAnswer } from '../aws/answer.ts';
import { compareText } from '../aws/call-order.ts';
import type { Caller } from '../aws/caller.ts';
import { AwsCallError } from '../aws/errors.ts';
import type { BillingTransfer, BillingTransfers } from '../model/facts/billing-transfers.ts';
import type { Organization } from '../model/facts/organization.ts';

/** What Organizations says where it has no Billing Transfer: in some partitions. */
const NOT_OFFERED = new Set(['UnsupportedAPIEndpointException', 'UnknownOperationException']);

/**
 * To which management accounts outside the organization its bills go, or were to go. Only the management account can hand
 * them over, so that no other is asked.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListOutboundResponsibilityTransfers.html
 */
export async function readBillingTransfers(
  caller: Caller,
  { managementAccountId }: Organization,
  askerId: string,
): Promise<BillingTransfers> {
  const nothing = { managementAccountId, outbound: [] };
  if (askerId !== managementAccountId) return { asked: 'NOT_THE_MANAGEMENT_ACCOUNT', ...nothing };
  const input = { Type: 'BILLING' } as const;
  try {
    const found = await caller.list(
      'organizations',
      'ListOutboundResponsibilityTransfers',
      'global',
      input,
      (page) => listOf(page.ResponsibilityTransfers, 'the transfers of bills'),
    );
    const outbound = found.map(toTransfer).toSorted((a, b) => compareText(a.id, b.id));
    return { asked: 'YES', managementAccountId, outbound };
  } catch (error) {
    if (error instanceof AwsCallError && NOT_OFFERED.has(error.code))
      return { asked: 'NOT_OFFERED', ...nothing };
    throw error;
  }
}

/** E-mail addresses, which AWS gives too, are not kept. */
function toTransfer(transfer: ResponsibilityTransfer): BillingTransfer {
  const target: unknown = transfer.Target ?? {};
  if (typeof target !== 'object') throw new UnusableAnswer('the target of a transfer is none');
  return {
    id: requiredText(transfer.Id, 'the id of a transfer'),
    arn: transfer.Arn ?? null,
    name: transfer.Name ?? null,
    status: required(transfer.Status, 'the status of a transfer'),
    targetAccountId: transfer.Target?.ManagementAccountId ?? null,
    startsAt: timeOrNull(transfer.StartTimestamp, 'the start of a transfer'),
    endsAt: timeOrNull(transfer.EndTimestamp, 'the end of a transfer'),
  };
}
