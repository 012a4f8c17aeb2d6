import { z } from 'zod';
import { ownerShape } from './owner.ts';
import { thirdPartyShape } from './party.ts';
import { texts } from './shape.ts';

const sharePartyShape = z.object({
  party: z.union([
    thirdPartyShape,
    z.object({ name: z.string(), kind: z.literal('own'), accountId: z.string().exactOptional() }),
  ]),
  principal: z.string().describe('As the service names it.'),
  status: z
    .string()
    .describe('`ASSOCIATED`, `ACCEPTED`; `ASSOCIATING`, `PENDING`: invited, and yet to accept; or another.'),
  since: z.string().nullable().describe('Null where the service does not tell.'),
  permission: z
    .string()
    .exactOptional()
    .describe('`READONLY` or `CONTRIBUTOR`, of a workload of the AWS Well-Architected Tool; else absent.'),
  shareId: z
    .string()
    .exactOptional()
    .describe('By which the AWS Well-Architected Tool knows the share with this party; else absent.'),
});

/** A resource share of AWS RAM, or a workload, lens, profile or review template that is shared, as one own account has part in it. */
export const shareRowShape = z.object({
  service: z
    .enum(['ram', 'wellarchitected'])
    .exactOptional()
    .describe('What it is shared by. Absent: by AWS RAM.'),
  accountId: z.string(),
  accountName: z.string(),
  region: z.string(),
  shareArn: z
    .string()
    .describe(
      'Of an invitation of the AWS Well-Architected Tool its id; of what that shares, the ARN of it.',
    ),
  name: z.string(),
  direction: z
    .enum(['given', 'received', 'invited'])
    .describe('Whose it is: of the account, of others who let it in, or of others who ask it to come.'),
  status: z.string(),
  since: z
    .string()
    .nullable()
    .describe('When the share was made, or the invitation sent; null where the service does not tell.'),
  allowExternalPrincipals: z
    .boolean()
    .exactOptional()
    .describe(
      'Absent for shares of others, where it is not told, and where the service has no such setting.',
    ),
  parties: z.array(sharePartyShape).describe('Who has it; of shares of others, who gives it.'),
  resources: texts.describe('ARNs; empty for an invitation, which does not tell them.'),
  owner: ownerShape.exactOptional().describe('Who answers for it; absent where nobody is named.'),
});

export type ShareRow = z.output<typeof shareRowShape>;
export type ShareParty = z.output<typeof sharePartyShape>;

/** Whether whoever is asked in has yet to accept. */
export function isInvitation({ status }: Pick<ShareParty, 'status'>): boolean {
  return status === 'ASSOCIATING' || status === 'PENDING';
}

/** Whether somebody outside has the share, or gives it. Services of AWS do not count. */
export function isWithOutsiders({ parties }: Pick<ShareRow, 'parties'>): boolean {
  return parties.some(({ party }) => party.kind !== 'own' && party.kind !== 'service');
}
