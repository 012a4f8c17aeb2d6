import { z } from 'zod';
import { declareFact } from './declaration.ts';
import { accountId, name, time, unique, word } from './held.ts';

const transfer = z.object({
  id: name,
  arn: name.nullable(),
  /** As who made it calls it. */
  name: name.nullable(),
  /** `REQUESTED`, `ACCEPTED`, `WITHDRAWN`, `DECLINED`, `CANCELED`, `EXPIRED` or one yet to come. */
  status: word,
  /** The management account that the bills go to; null where that is not said. */
  targetAccountId: accountId.nullable(),
  startsAt: time.nullable(),
  endsAt: time.nullable(),
});

const shape = z.object({
  /**
   * Whether AWS was asked: it answers to the management account alone, and not in every partition. Where it was not, there
   * is nothing here, which says nothing.
   */
  asked: z.enum(['YES', 'NOT_THE_MANAGEMENT_ACCOUNT', 'NOT_OFFERED']),
  managementAccountId: accountId,
  outbound: unique(transfer, 'id'),
});

export type BillingTransfer = z.infer<typeof transfer>;
export type BillingTransfers = z.infer<typeof shape>;

export const billingTransfers = declareFact({
  title: 'To whom the bills of the organization are transferred (Billing Transfer)',
  scope: 'organization',
  shape,
  limits: [],
  planning: () => ({}),
});
