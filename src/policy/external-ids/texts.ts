const EXTERNAL_ID_KEY = 'sts:externalid';

/** Whether a text names the condition key of external IDs, in whatever case. */
export function namesExternalId(text: string): boolean {
  return text.toLowerCase().includes(EXTERNAL_ID_KEY);
}

/**
 * Whether a text names that key in any writing, letters as `\u0045` and characters as in a URL included: also in one
 * that is cut off or spoiled, so that nobody can read it as a document.
 */
export function mayNameExternalId(text: string): boolean {
  let plain = text;
  for (let round = 0; round < DEEPEST_WRITING; round += 1) {
    if (namesExternalId(plain)) return true;
    if (!/%[\da-f]{2}|\\u[\da-f]{4}/i.test(plain)) return false;
    plain = plain.replace(/%([\da-f]{2})|\\+u([\da-f]{4})/gi, (_, byte = '', unit = '') =>
      String.fromCharCode(Number.parseInt(byte + unit, 16)),
    );
  }
  // Nobody writes a document as deep as that.
  return true;
}

const DEEPEST_WRITING = 8;

/** What a text says that is written as in a URL and may be a document; undefined for any other. */
export function urlDecoded(text: string): string | undefined {
  if (!/^(?:\s|%(?:25)*(?:20|09|0A|0D))*%(?:25)*(?:7B|5B|22)/i.test(text)) return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** What stands for a document in which external IDs cannot be told from the rest. */
export const WITHHELD_DOCUMENT = 'a document that names an external ID and is not valid JSON: withheld';

/** A shorter external ID may stand in other texts by chance. */
const TELLING_LENGTH = 16;

/**
 * Takes external IDs that are known from where they are asked for out of any other text of the same account: a
 * description, a tag, a reason, in whatever case they are written there. ARNs stay, since they are what findings are about, and so does what may be a word.
 */
export function withoutKnownIds(
  ids: Iterable<string>,
  shown: (id: string) => string,
): (text: string) => string {
  // By their start, then by length, the longest first, since one may be the start of another.
  const byStart = new Map<string, Map<number, Map<string, string>>>();
  for (const id of [...ids].sort((a, b) => b.length - a.length)) {
    if (id.length < TELLING_LENGTH || !/\d/.test(id) || id.startsWith('arn:')) continue;
    const folded = lowerCase(id);
    const start = folded.slice(0, TELLING_LENGTH);
    const byLength = byStart.get(start) ?? new Map<number, Map<string, string>>();
    byStart.set(start, byLength);
    byLength.set(id.length, (byLength.get(id.length) ?? new Map()).set(folded, id).set(id, id));
  }
  return (text) => {
    if (byStart.size === 0 || text.length < TELLING_LENGTH || text.startsWith('arn:')) return text;
    const folded = lowerCase(text);
    let written = '';
    let from = 0;
    for (let at = 0; at + TELLING_LENGTH <= text.length; at += 1) {
      const found = idAt(text, at, byStart.get(folded.slice(at, at + TELLING_LENGTH)));
      if (found === undefined) continue;
      written += text.slice(from, at) + shown(found);
      from = at + found.length;
      at = from - 1;
    }
    return written + text.slice(from);
  };
}

function idAt(
  text: string,
  at: number,
  byLength: ReadonlyMap<number, ReadonlyMap<string, string>> = new Map(),
): string | undefined {
  for (const [length, ids] of byLength) {
    const candidate = text.slice(at, at + length);
    const id = ids.get(candidate) ?? ids.get(lowerCase(candidate));
    if (id !== undefined) return id;
  }
  return undefined;
}

/** Leaves letters beyond ASCII, whose lower case may be longer, as they are. */
function lowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
