import { z } from 'zod';
import { accountId, organizationalUnit, text } from './schema-values.ts';

export const ownerEntry = z
  .strictObject({
    name: text(256)
      .exactOptional()
      .describe(
        'Who answers. May be left out beside a tag without a value alone: its value names the owner.',
      ),
    accounts: z.array(accountId).default([]).describe('Accounts that they answer for.'),
    organizationalUnits: z
      .array(organizationalUnit)
      .default([])
      .describe('Units whose accounts they answer for, with the units below them; the nearest unit decides.'),
    tag: text(384)
      .exactOptional()
      .describe(
        'A tag, as key or key=value, of the roles or accounts that they answer for; * stands for any run of characters and ? for one. Case does not count.',
      ),
  })
  .describe('Who answers for a part of the fleet.');
