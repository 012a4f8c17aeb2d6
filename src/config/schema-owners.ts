import { z } from 'zod';
import { DEFAULT_DEADLINES } from '../model/action.ts';
import type { Severity } from '../model/severity.ts';
import { accountId, organizationalUnit, text, wholeNumber } from './schema-values.ts';

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

function within(severity: Severity) {
  return z
    .union([wholeNumber(1, 3650, 'days'), z.null()], {
      error: 'must be a whole number of days from 1 to 3650, or null for no deadline',
    })
    .default(DEFAULT_DEADLINES[severity])
    .describe(`Days for findings of severity ${severity}.`);
}

export const deadlines = z
  .strictObject({
    critical: within('critical'),
    high: within('high'),
    medium: within('medium'),
    low: within('low'),
    info: within('info'),
  } satisfies Record<Severity, unknown>)
  .prefault({})
  .describe(
    'By when findings are to be gone: days from when each was first seen, by severity. null: no deadline.',
  );
