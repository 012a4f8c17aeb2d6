import { createHash } from 'node:crypto';
import { AGREED_EXTERNAL_ID, NEW_EXTERNAL_ID } from '../../model/fix.ts';
import type { RoleFixInput } from '../../model/role-fix.ts';

/** What a correction leaves to people to fill in, and what is judged in its place. */
export interface Blank {
  /** What stands there while the policy is judged: nothing that anybody may use. */
  sample: string;
  input: RoleFixInput;
}

type Document = Record<string, unknown>;

/**
 * The document with samples in place of what `corrected` has in angle brackets and `before` has not: those that whoever
 * wrote the policy has put there are none.
 */
export function withSamples(
  corrected: Document,
  before: Document,
  roleArn: string,
  known: readonly Blank[],
  party: string | undefined,
): { document: Document; blanks: Blank[] } {
  const old = new Set<string>();
  eachText(before, (text) => {
    old.add(text);
    return text;
  });
  const blanks = [...known];
  const made = new Map<string, Blank>();
  const document = eachText(corrected, (text) => {
    if (old.has(text)) return text;
    return text.replace(/<[^<>]+>/g, (words) => {
      let blank = made.get(words);
      if (blank === undefined) {
        blank = newBlank(words, roleArn, blanks.length + 1, party);
        made.set(words, blank);
        blanks.push(blank);
      }
      return blank.sample;
    });
  });
  return { document, blanks };
}

function newBlank(words: string, roleArn: string, number: number, party: string | undefined): Blank {
  const whose = party === undefined ? {} : { party };
  const hex = createHash('sha256')
    .update(JSON.stringify([roleArn, number]))
    .digest('hex');
  if (words === NEW_EXTERNAL_ID || words === AGREED_EXTERNAL_ID) {
    const isNew = words === NEW_EXTERNAL_ID;
    return {
      sample: uuidOf(hex),
      input: {
        placeholder: `‹${isNew ? 'new' : 'agreed'} external ID ${number}›`,
        kind: isNew ? 'new-external-id' : 'agreed-external-id',
        says: isNew
          ? NEW_SAYS
          : 'the external ID that was agreed with them, which the policy in force does not tell',
        variable: `EXTERNAL_ID_${number}`,
        ...whose,
      },
    };
  }
  const says = words.slice(1, -1);
  return {
    sample: `sample${hex.slice(0, 12)}`,
    input: {
      placeholder: `‹${says.replace(/[‹›]/g, '')}›`,
      kind: 'other',
      says,
      variable: `VALUE_${number}`,
      ...whose,
    },
  };
}

export const NEW_SAYS = 'a random UUID, agreed with them for this account alone';

/** In the form of a random UUID, so that it is judged as one. */
function uuidOf(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** A copy in which every text that is a value is as `show` has it. */
function eachText<T>(value: T, show: (text: string) => string): T;
function eachText(value: unknown, show: (text: string) => string): unknown {
  if (typeof value === 'string') return show(value);
  if (Array.isArray(value)) return value.map((item) => eachText(item, show));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, eachText(inner, show)]));
}
