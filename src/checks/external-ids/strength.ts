import { COMMON_WORDS } from './words.ts';

/** How hard an external ID is to guess. */
export interface Strength {
  /** Estimated: the logarithm to base 2 of the guesses that someone needs who knows how people make up ids. */
  bits: number;
  /** What was found in it that makes it easier, in words that do not give the id away. */
  reasons: string[];
}

/** What someone who guesses may know of an id's surroundings. */
export interface Surroundings {
  /** Account ids of either side. */
  accountIds: readonly string[];
  /** Names: account, alias, organizational unit, third party; taken apart into words. */
  names: readonly string[];
}

/** Bits for picking one out of the few names or account ids that are known from the surroundings. */
const KNOWN_BITS = 3;
const DATE_BITS = Math.log2(366 * 50);
const YEAR_BITS = Math.log2(50);
const COMMON_BITS = Math.log2(COMMON_WORDS.length);
/** A letter of pronounceable text; Shannon's estimate for English lies below. */
const PRONOUNCEABLE_BITS = 2.5;

const EMAIL = /^[^@\s]+@[^@\s]+\.[a-z]{2,}$/i;
const PHONE = /^\+?\d[\d\-. ()]{5,18}\d$/;
const DATE =
  /(?:19|20)\d{2}([-./]?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])|(?:0[1-9]|[12]\d|3[01])([-./]?)(?:0[1-9]|1[0-2])\2(?:19|20)\d{2}/g;
const YEAR = /(?<!\d)(?:19|20)\d{2}(?!\d)/g;

/**
 * Estimates the strength of an external ID: parts that can be known or guessed are taken out and counted for the few
 * bits that they are worth, the rest counts by its characters. An estimate from below for what people make up, and
 * about right for what a generator makes.
 */
export function strengthOf(id: string, surroundings: Surroundings): Strength {
  const reasons: string[] = [];
  let bits = 0;
  let rest = id.toLowerCase();
  const taken = new Set<string>();
  const hasUpper = /[A-Z]/.test(id) && /[a-z]/.test(id);
  const take = (pattern: RegExp | string, worth: number, reason: string) => {
    rest = rest.replaceAll(pattern, (part: string) => {
      // Said once more, a part is no longer a surprise.
      bits += taken.has(part) ? 1 : worth;
      taken.add(part);
      reasons.push(reason);
      return '\u0000';
    });
  };

  if (EMAIL.test(rest)) reasons.push('it is an e-mail address');
  else if (/^\d{12}$/.test(rest) || /^\d{4}-\d{4}-\d{4}$/.test(rest))
    reasons.push('it has the form of an account id');
  else if (PHONE.test(rest)) reasons.push('it has the form of a phone number');

  const isUuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(rest);
  for (const accountId of surroundings.accountIds) {
    take(accountId, KNOWN_BITS, 'it holds an account id');
  }
  // In a UUID, words and dates are chance.
  if (!isUuid) {
    for (const word of wordsOf(surroundings.names))
      take(word, KNOWN_BITS, 'it holds a name of the account or the third party');
    take(DATE, DATE_BITS, 'it holds a date');
    take(YEAR, YEAR_BITS, 'it holds a year');
    for (const word of BY_LENGTH) take(word, COMMON_BITS, 'it holds a common word');
  }
  const remainder = remainderBits(rest, hasUpper && !isUuid, isUuid);
  if (remainder.patterned) reasons.push('it repeats or counts up');
  if (EMAIL.test(id)) bits = Math.min(bits + remainder.bits, 30);
  else bits += remainder.bits;
  return { bits, reasons: [...new Set(reasons)] };
}

const BY_LENGTH = [...COMMON_WORDS].filter((word) => word.length >= 3).sort((a, b) => b.length - a.length);

/** The words of names that are long enough not to occur by chance, longest first. */
function wordsOf(names: readonly string[]): string[] {
  const words = names.flatMap((name) => {
    const lower = name.toLowerCase();
    return [lower, lower.replace(/[^\p{L}\p{N}]+/gu, ''), ...lower.split(/[^\p{L}\p{N}]+/u)];
  });
  return [...new Set(words)]
    .filter((word) => word.length >= 3)
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
}

function remainderBits(
  rest: string,
  hasUpper: boolean,
  isUuid: boolean,
): { bits: number; patterned: boolean } {
  const characters = rest.replace(/[^a-z0-9+=,@:/\\]/g, '');
  const period = periodOf(characters);
  const once = characters.slice(0, period);
  let patterned = period < characters.length;
  let bits = patterned ? Math.log2(characters.length / period) : 0;
  for (const run of once.match(/[a-z]+|\d+|[^a-z\d]/g) ?? []) {
    if (isSequence(run)) {
      patterned ||= run.length >= 4;
      bits += Math.log2(run.length) + (run.length >= 4 ? 3 : Math.log2(10));
    }
  }
  const pool = poolOf(once, hasUpper);
  const plain = (once.match(/[a-z]+|\d+|[^a-z\d]/g) ?? []).filter((run) => !isSequence(run));
  for (const run of plain) {
    const worth = isUuid ? Number.POSITIVE_INFINITY : worthOf(run);
    bits += run.length * Math.min(worth, Math.log2(pool));
  }
  return { bits, patterned };
}

/** A character of what looks like a word, or like a number, of which letters elsewhere in the id say nothing. */
function worthOf(run: string): number {
  if (isPronounceable(run)) return PRONOUNCEABLE_BITS;
  return NUMBER.test(run) ? Math.log2(10) : Number.POSITIVE_INFINITY;
}

const NUMBER = /^\d{7,}$/;

/** The number of characters that each place could hold, as far as the kinds in use tell. */
function poolOf(text: string, hasUpper: boolean): number {
  const distinct = new Set(text).size;
  if (distinct <= 4) return Math.max(2, distinct);
  const letters = /[g-z]/.test(text) ? 26 : /[a-f]/.test(text) ? 6 : 0;
  const digits = /\d/.test(text) ? 10 : 0;
  // Of signs alone, those in use are all that is known.
  return letters * (hasUpper ? 2 : 1) + digits || distinct;
}

/** The length of the shortest piece that repeated makes up the text; the text's own length when it does not repeat. */
function periodOf(text: string): number {
  for (let length = 1; length <= text.length / 2; length += 1) {
    if (text.length % length === 0 && text === text.slice(0, length).repeat(text.length / length))
      return length;
  }
  return text.length;
}

/** `1234`, `dcba`, `aaaa`, `8901`: each character follows from the one before. */
function isSequence(run: string): boolean {
  if (run.length < 3) return false;
  const first = stepTo(run, 1);
  if (Math.abs(first) > 1) return false;
  for (let index = 2; index < run.length; index += 1) if (stepTo(run, index) !== first) return false;
  return true;
}

/** After 9 comes 0. */
function stepTo(run: string, index: number): number {
  const step = run.charCodeAt(index) - run.charCodeAt(index - 1);
  if (Math.abs(step) !== 9 || !/\d/.test(run[index] ?? '')) return step;
  return step < 0 ? 1 : -1;
}

/** Whether letters look like a word of some language: vowels among them, and no heap of consonants. */
function isPronounceable(run: string): boolean {
  return (
    run.length >= 4 && /^[a-z]+$/.test(run) && /[aeiouy]/.test(run) && !/[^aeiouy]{4}|[aeiouy]{4}/.test(run)
  );
}
