const EXTERNAL_ID_KEY = 'sts:externalid';

/** How an external ID is written in place of its value. */
export function maskedExternalId(value: string): string {
  return `•••••• (${value.length} characters)`;
}

/**
 * A copy of an evidence value in which the values of every `sts:ExternalId` condition are masked.
 * Text that holds a whole policy document is read as the document it is.
 */
export function maskExternalIds(value: unknown): unknown {
  if (typeof value === 'string') return maskInText(value);
  if (Array.isArray(value)) return value.map(maskExternalIds);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key.toLowerCase() === EXTERNAL_ID_KEY ? maskValues(inner) : maskExternalIds(inner),
    ]),
  );
}

function maskValues(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(maskValues);
  return maskedExternalId(String(value));
}

function maskInText(text: string): string {
  if (!text.toLowerCase().includes(EXTERNAL_ID_KEY)) return text;
  try {
    return JSON.stringify(maskExternalIds(JSON.parse(text)));
  } catch {
    return 'a document that names an external ID and is not valid JSON: withheld';
  }
}
