const EXTERNAL_ID_KEY = 'sts:externalid';

/** Whether a text names the condition key of external IDs, in whatever case. */
export function namesExternalId(text: string): boolean {
  return text.toLowerCase().includes(EXTERNAL_ID_KEY);
}

/** What a text says that is written as in a URL and may be a document; undefined for any other. */
export function urlDecoded(text: string): string | undefined {
  if (!/^\s*%(?:25)*(?:7B|5B|22)/i.test(text)) return undefined;
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
 * description, a tag, a reason. ARNs stay, since they are what findings are about, and so does what may be a word.
 */
export function withoutKnownIds(
  ids: Iterable<string>,
  shown: (id: string) => string,
): (text: string) => string {
  // By their start, then by length, the longest first, since one may be the start of another.
  const byStart = new Map<string, Map<number, Set<string>>>();
  for (const id of [...ids].sort((a, b) => b.length - a.length)) {
    if (id.length < TELLING_LENGTH || !/\d/.test(id) || id.startsWith('arn:')) continue;
    const start = id.slice(0, TELLING_LENGTH);
    const byLength = byStart.get(start) ?? new Map<number, Set<string>>();
    byStart.set(start, byLength);
    byLength.set(id.length, (byLength.get(id.length) ?? new Set()).add(id));
  }
  return (text) => {
    if (byStart.size === 0 || text.length < TELLING_LENGTH || text.startsWith('arn:')) return text;
    let written = '';
    let from = 0;
    for (let at = 0; at + TELLING_LENGTH <= text.length; at += 1) {
      const found = idAt(text, at, byStart.get(text.slice(at, at + TELLING_LENGTH)));
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
  byLength: ReadonlyMap<number, ReadonlySet<string>> = new Map(),
): string | undefined {
  for (const [length, ids] of byLength) {
    const candidate = text.slice(at, at + length);
    if (ids.has(candidate)) return candidate;
  }
  return undefined;
}
