import type { AccessWord } from '../../../model/party.ts';
import type { RoleInventoryEntry } from '../../../model/role-inventory-entry.ts';

/** What a role may do; `unknown` where its policies were not read in full, `nothing` where they give nothing. */
export type Power = AccessWord | 'unknown' | 'nothing';

/**
 * From least to most. What is not known stands above all that is known to be less than everything, so that it is never
 * taken for little.
 */
const POWERS = ['nothing', 'list', 'read', 'write', 'unknown', 'admin'] as const satisfies Power[];

/** The letter of each power on the map, and its words. */
export const POWER_WORDS = {
  admin: { letter: 'A', words: 'may administer' },
  unknown: { letter: '?', words: 'power not known' },
  write: { letter: 'W', words: 'may write' },
  read: { letter: 'R', words: 'may read' },
  list: { letter: 'L', words: 'may list' },
  nothing: { letter: '–', words: 'no permission of its own' },
} as const satisfies Record<Power, { letter: string; words: string }>;

/** The greater of two powers. */
export function greaterPower(a: Power, b: Power): Power {
  return isGreater(b, a) ? b : a;
}

/** Whether a power is above another. */
export function isGreater(a: Power, b: Power): boolean {
  return POWERS.indexOf(a) > POWERS.indexOf(b);
}

/** Whether much can be done with it, or nobody can say that it cannot. */
export function isGreat(power: Power): boolean {
  return isGreater(power, 'read');
}

/** Of several powers the greatest that is known, and whether there is one beside it that is not. */
export function greatestOf(powers: ReadonlySet<Power>): { letter: string; words: string } {
  const known = POWERS.findLast((power) => power !== 'unknown' && powers.has(power));
  if (known === undefined) return POWER_WORDS.unknown;
  const { letter, words } = POWER_WORDS[known];
  if (known === 'admin' || !powers.has('unknown')) return { letter, words };
  return { letter: `${letter}?`, words: `${words}, and the power of some is not known` };
}

/** What a role may do by the report; a role of which not all was read may do more than what is known of it. */
export function powerOf(
  { highestAccess, administered }: Pick<RoleInventoryEntry, 'highestAccess' | 'administered'>,
  readInFull: boolean,
): Power {
  if (highestAccess === 'admin' || administered === 'is' || administered === 'can') return 'admin';
  if (highestAccess === undefined || administered === 'may' || !readInFull) return 'unknown';
  return highestAccess ?? 'nothing';
}
