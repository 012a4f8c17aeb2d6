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
