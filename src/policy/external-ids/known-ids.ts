import { isNoSecret } from './stand-in.ts';

/**
 * Texts without the external IDs that are known from where they are asked for. A name that is given stays, with what
 * of an ID stands within it.
 */
export interface KnownIds {
  /** For texts that people and services write: a description, a tag, a reason. */
  inText(text: string, name?: string): string;
  /** For sentences and commands of ours, in which such a text may be quoted: no ID that may be one of their words. */
  inSentence(text: string, name?: string): string;
  /** For documents that are judged: only IDs that stand nowhere by chance. */
  inDocument(text: string): string;
}

/** What must be around an external ID for it to be told from other text: of a part of a name, a hyphen is enough. */
type Surroundings = 'anything' | 'part' | 'word' | 'value';

/** A longer one with a digit in it stands nowhere by chance, and one that is shorter than a word of six nearly anywhere. */
const TELLING_LENGTH = 16;
const WORD_LENGTH = 6;

/** One way in which an external ID may be written, in lower case. */
interface Written {
  text: string;
  id: string;
  surroundings: Surroundings;
  /** The longest of the others that it starts with. */
  within: Written | undefined;
}

/**
 * Finds external IDs in texts, in whatever case and as JSON or a URL writes them: the longest that stands at a place. One
 * of 16 characters and more with a digit is found anywhere; any other of six and more as a word; a shorter one as a
 * whole value, which is a whole text or what stands in quotes. ARNs stay, since they are what findings are about, and
 * so does an ID that is no more than a name that AWS gives. Work grows with the text, not with the number of IDs.
 */
export function withoutKnownIds(ids: Iterable<string>, shown: (id: string) => string): KnownIds {
  const written: Written[] = [];
  const exact = new Map<string, string>();
  for (const id of ids) {
    if (isNoSecret(id) || id.trim() === '' || PUBLIC_NAME.test(id)) continue;
    for (const form of formsOf(id)) {
      exact.set(form, id);
      written.push({ text: lowerCase(form), id, surroundings: surroundingsOf(id), within: undefined });
    }
  }
  if (written.length === 0) return AS_THEY_ARE;
  const [telling, parts, others] = [['anything'], ['part'], ['word', 'value']].map((wanted) =>
    finder(written.filter(({ surroundings }) => wanted.includes(surroundings))),
  ) as [Finder, Finder, Finder];
  const replaced = (text: string, { id, text: { length } }: Written, at: number) =>
    shown(exact.get(text.slice(at, at + length)) ?? id);
  const inDocument = replacing([telling], replaced);
  const inSentence = replacing([telling, parts], replaced);
  const inAnyText = replacing([telling, parts, others], replaced);
  const inText = (text: string, name?: string) => (ACTION.test(text) ? text : inAnyText(text, name));
  return { inText, inSentence, inDocument };
}

/** Where no ID is known, or none is to be hidden. */
export const AS_THEY_ARE: KnownIds = {
  inText: (text) => text,
  inSentence: (text) => text,
  inDocument: (text) => text,
};

type Finder = (text: string, at: number) => Written | undefined;

function longer(one: Written | undefined, other: Written | undefined): Written | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one.text.length < other.text.length ? other : one;
}

/**
 * What AWS and issuers name so, anywhere: accounts, ARNs, unique ids, services, kinds of resources, actions, Regions,
 * effects, plain truth, organizations, networks, addresses, subjects, and what stand-ins say.
 */
const PUBLIC_NAME = new RegExp(
  `^(?:${[
    /\d{12}|arn:aws[\w-]*:.*|A[A-Z]{3}[A-Z0-9]{16,}|[\w.-]+\.amazonaws\.(?:com(?:\.cn)?|eu)|AWS::[\w:]+|[a-z0-9-]{2,}:(?:[A-Z][A-Za-z]+\*?|\*)|(?:Amazon|AWS)[A-Z]\w*|(?:[a-z]{2}|eusc)(?:-[a-z]+)+-\d|\d{4}-\d\d-\d\d/,
    /true|false|Allow|Deny|Retain|characters/,
    /o-[a-z0-9]{10,32}(?:\/(?:r|ou)-[a-z0-9-]+)*\/?|(?:r|ou)-[a-z0-9]{4,32}-[a-z0-9]{8,32}|(?:vpc|vpce)-[0-9a-f]{8,17}/,
    /\d+(?:\.\d+){3}(?:\/\d+)?|(?=.*::|(?:[^:]+:){7})[0-9a-f]{1,4}(?::{1,2}[0-9a-f]{1,4}){1,7}:{0,2}(?:\/\d+)?/,
    /(?:repo|project_path|organization|system:serviceaccount):.*/,
  ]
    .map(({ source }) => source)
    .join('|')})$`,
  's',
);

/** As a policy names it; a part of it is no ID. */
const ACTION = /^[a-z0-9-]{2,}:[A-Z][A-Za-z]+\*?$/;

function surroundingsOf(id: string): Surroundings {
  const hasDigit = /\d/.test(id);
  // What a policy would read as a pattern or fill in is taken out of none.
  if (id.length >= TELLING_LENGTH && hasDigit && !/[*?]|\$\{/.test(id)) return 'anything';
  if (id.length < WORD_LENGTH) return 'value';
  return hasDigit ? 'part' : 'word';
}

/** As it is, as in JSON and as in a URL. */
function formsOf(id: string): Set<string> {
  return new Set([
    id,
    JSON.stringify(id).slice(1, -1),
    encodeURIComponent(id.replace(LONE_SURROGATE, '\ufffd')),
  ]);
}

const LONE_SURROGATE = /[\ud800-\udfff]/gu;

function replacing(
  finders: readonly Finder[],
  replaced: (text: string, found: Written, at: number) => string,
): (text: string, name?: string) => string {
  return (text, name = '') => {
    const folded = lowerCase(text);
    let result = '';
    let from = 0;
    for (let at = 0; at < text.length; at += 1) {
      let found: Written | undefined;
      for (const find of finders) found = longer(found, find(folded, at));
      if (found === undefined || isWithinArn(folded, at)) continue;
      if (isWithinName(text, name, at, at + found.text.length)) continue;
      result += text.slice(from, at) + replaced(text, found, at);
      from = at + found.text.length;
      at = from - 1;
    }
    return result + text.slice(from);
  };
}

/** What stands at a place of a text: those with the same start are in order, so that the longest is found by halving. */
function finder(written: readonly Written[]): Finder {
  const byStart = new Map<string, Written[]>();
  // Most places are told from these at once, by a character or two.
  const pairs = new Uint8Array(PAIRS);
  const shortLengths = new Set<number>();
  let previous: Written | undefined;
  for (const one of [...written].sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))) {
    let within = previous;
    while (within !== undefined && !one.text.startsWith(within.text)) within = within.within;
    previous = { ...one, within };
    const start = one.text.slice(0, WORD_LENGTH);
    for (const text of one.text.length === 1 ? ENDS.map((end) => one.text + end) : [start])
      pairs[pairAt(text, 0)] = 1;
    if (start.length < WORD_LENGTH) shortLengths.add(start.length);
    const bucket = byStart.get(start);
    if (bucket === undefined) byStart.set(start, [previous]);
    else bucket.push(previous);
  }
  const lengths = [...shortLengths].sort((a, b) => b - a);
  return (text, at) => {
    if (pairs[pairAt(text, at)] === 0) return undefined;
    const found = longestAt(byStart.get(text.slice(at, at + WORD_LENGTH)), text, at);
    if (found !== undefined || lengths.length === 0 || !startsValue(text, at)) return found;
    for (const length of lengths) {
      const one = longestAt(byStart.get(text.slice(at, at + length)), text, at);
      if (one !== undefined) return one;
    }
    return undefined;
  };
}

const PAIRS = 1 << 16;

function pairAt(text: string, at: number): number {
  // Past the end there is no code, which counts as 0.
  return (text.charCodeAt(at) * 257 + text.charCodeAt(at + 1)) & (PAIRS - 1);
}

function longestAt(candidates: readonly Written[] = [], text: string, at: number): Written | undefined {
  let low = 0;
  let high = candidates.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const one = candidates[middle]?.text ?? '';
    if (text.slice(at, at + one.length) < one) high = middle;
    else low = middle + 1;
  }
  // All that stand there are starts of this one.
  let found = candidates[low - 1];
  if (found === undefined) return undefined;
  const starts = startsAt(text, at);
  if (found.surroundings !== 'anything' && !starts.part) return undefined;
  const shared = sharedLength(found.text, text, at);
  const stands = ({ text: { length }, surroundings }: Written) =>
    length <= shared && starts[surroundings] && endsAt(text, at + length, surroundings);
  while (found !== undefined && !stands(found)) found = found.within;
  return found;
}

function sharedLength(one: string, text: string, at: number): number {
  let length = 0;
  while (length < one.length && one.charCodeAt(length) === text.charCodeAt(at + length)) length += 1;
  return length;
}

const LETTERS = { part: /[\p{L}\p{N}]/u, word: /[\p{L}\p{N}_-]/u };

/** A character that is written as several, of which the last may be a letter or a digit. */
const ESCAPED = /(?:%[\da-f]{2}|\\u[\da-f]{4}|\\[nrtbf])$/;

function startsAt(text: string, at: number): Record<Surroundings, boolean> {
  const before = at === 0 ? '' : text.charAt(at - 1);
  const isEscaped = ESCAPED.test(text.slice(Math.max(0, at - 6), at));
  return {
    anything: true,
    part: isEscaped || !LETTERS.part.test(before),
    word: isEscaped || !LETTERS.word.test(before),
    value: startsValue(text, at),
  };
}

function endsAt(text: string, end: number, surroundings: Surroundings): boolean {
  const after = text.charAt(end);
  if (surroundings === 'anything') return true;
  if (surroundings === 'value') return ENDS.includes(after);
  return !LETTERS[surroundings].test(after);
}

/** What may follow a whole value: the end of the text, or of the quotes. */
const ENDS = ['', '"', "'", '\\'];

/** Whether a text, or what is quoted in it, starts here. */
function startsValue(text: string, at: number): boolean {
  return at === 0 || /["']/.test(text.charAt(at - 1));
}

function isWithinName(text: string, name: string, start: number, end: number): boolean {
  if (name.length < end - start) return false;
  return text.slice(Math.max(0, end - name.length), start + name.length).includes(name);
}

/** As far back as the longest ARN. */
const LONGEST_ARN = 2048;

function isWithinArn(text: string, at: number): boolean {
  let start = at;
  while (start > 0 && at - start < LONGEST_ARN && !/[\s"'\\;<>,&|()]/.test(text.charAt(start - 1)))
    start -= 1;
  return /^arn:(?:aws[\w-]*|\$\{[^{}]*\}):/.test(text.slice(start, at));
}

/** Leaves letters beyond ASCII, whose lower case may be longer, as they are. */
function lowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
