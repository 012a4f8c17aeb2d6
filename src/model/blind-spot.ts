import { z } from 'zod';
import { count, texts } from './shape.ts';

/** What an organization policy denies on purpose, so that it is not looked at: declared by name, for a while. */
export const blindSpotShape = z.object({
  regions: texts.exactOptional().describe('Only facts of these Regions; none of what is not Regional.'),
  services: texts
    .exactOptional()
    .describe('Only calls of these services, as IAM names them: `cloudformation`.'),
  accounts: texts.exactOptional().describe('Only facts of these accounts.'),
  reason: z.string(),
  approvedBy: z.string(),
  expires: z.string().describe('ISO date; from the start of the next day (UTC) on, its gaps count again.'),
});

export type BlindSpot = z.output<typeof blindSpotShape>;

/** A blind spot with what it covers in a run. */
export const declaredBlindSpotShape = blindSpotShape.extend({
  gaps: count.describe('Facts that were refused and that it names, expired or not.'),
  unanswered: count.describe('Results without an answer because of these alone; 0 where it has expired.'),
  expired: z.boolean(),
});

export type DeclaredBlindSpot = z.output<typeof declaredBlindSpotShape>;

/** How many names of a kind stand in words. */
const NAMED = 8;

/** What it names, in words: `eu-south-1 · cloudformation · 111122223333`. */
export function blindSpotInWords({ regions = [], services = [], accounts = [] }: BlindSpot): string {
  return [regions, services, accounts]
    .filter((named) => named.length > 0)
    .map((named) => {
      const rest = named.length - NAMED;
      return rest > 0 ? `${named.slice(0, NAMED).join(', ')} and ${rest} more` : named.join(', ');
    })
    .join(' · ');
}
