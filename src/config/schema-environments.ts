import { z } from 'zod';
import { accountId, organizationalUnit, text } from './schema-values.ts';

const environment = z
  .strictObject({
    accounts: z.array(accountId).default([]).describe('Accounts that belong to it.'),
    organizationalUnits: z
      .array(organizationalUnit)
      .default([])
      .describe('Units whose accounts belong to it, with the units below them.'),
    tag: text(384)
      .exactOptional()
      .describe(
        'A tag, as key or key=value, that accounts of this configuration carry (accounts[].tags); * stands for any run of characters and ? for one. Case does not count.',
      ),
  })
  .exactOptional();

export const environments = z
  .strictObject({
    production: environment.describe('The accounts that work for customers. It counts before sandbox.'),
    sandbox: environment.describe('The accounts in which people try things.'),
  })
  .prefault({})
  .describe(
    'Which own accounts are production and which are sandboxes, so that the report can tell which production accounts let sandboxes in.',
  );
