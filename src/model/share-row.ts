import { z } from 'zod';
import { ownerShape } from './owner.ts';
import { thirdPartyShape } from './party.ts';
import { texts } from './shape.ts';

const sharePartyShape = z.object({
  party: z.union([
    thirdPartyShape,
    z.object({ name: z.string(), kind: z.literal('own'), accountId: z.string().exactOptional() }),
  ]),
  principal: z.string().describe('As AWS RAM names it.'),
  status: z.string().describe('`ASSOCIATED`; `ASSOCIATING`: invited, and yet to accept; or another.'),
  since: z.string(),
});

/** A resource share of AWS RAM, as one own account has part in it. */
export const shareRowShape = z.object({
  accountId: z.string(),
  accountName: z.string(),
  region: z.string(),
  shareArn: z.string(),
  name: z.string(),
  direction: z
    .enum(['given', 'received', 'invited'])
    .describe('Whose it is: of the account, of others who let it in, or of others who ask it to come.'),
  status: z.string(),
  since: z.string().describe('When the share was made, or the invitation sent.'),
  allowExternalPrincipals: z
    .boolean()
    .exactOptional()
    .describe('Absent for shares of others, where it is not told.'),
  parties: z.array(sharePartyShape).describe('Who has it; of shares of others, who gives it.'),
  resources: texts.describe('ARNs; empty for an invitation, which does not tell them.'),
  owner: ownerShape.exactOptional().describe('Who answers for it; absent where nobody is named.'),
});

export type ShareRow = z.output<typeof shareRowShape>;
export type ShareParty = z.output<typeof sharePartyShape>;

/** Whether somebody outside has the share, or gives it. Services of AWS do not count. */
export function isWithOutsiders({ parties }: Pick<ShareRow, 'parties'>): boolean {
  return parties.some(({ party }) => party.kind !== 'own' && party.kind !== 'service');
}
