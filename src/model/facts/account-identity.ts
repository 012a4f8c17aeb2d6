import { z } from 'zod';
import { declareFact } from './declaration.ts';
import { name, ownArn } from './held.ts';

/** Who answered, from STS GetCallerIdentity and IAM ListAccountAliases. */
const shape = z.object({
  accountId: name,
  /** The ARN of the session that the tool read the account with. */
  callerArn: ownArn,
  aliases: z.array(name),
});

export type AccountIdentity = z.infer<typeof shape>;

export const accountIdentity = declareFact({
  title: 'Whose account it is, and the names it goes by',
  scope: 'global',
  shape,
  limits: [],
  planning: () => ({}),
});
