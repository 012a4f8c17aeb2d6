const EXTERNAL_ID_KEY = 'sts:externalid';

/** Fingerprints external IDs with a key that stays outside of judging, and names that key without telling it. */
export interface ExternalIdKey {
  /** The same for the same key; fingerprints of two runs compare only where it is the same. */
  id: string;
  /** `id:` and hex digits: the same value gives the same ones, and nobody without the key can try values out. */
  fingerprint(value: string): string;
}

/** How one external ID is written. */
export type MaskExternalId = (value: string) => string;

/** Writes an external ID as its fingerprint and length; as its length alone where there is no key. */
export function externalIdMask(key: Pick<ExternalIdKey, 'fingerprint'> | undefined): MaskExternalId {
  return (value) => `${key?.fingerprint(value) ?? '••••••'} (${value.length} characters)`;
}

/**
 * A copy of an evidence value in which every value that a condition on `sts:ExternalId` compares with is masked,
 * whatever the operator and the effect; so is the value of a property that CloudFormation names by such a path.
 * Text that holds a whole policy document is read as the document it is.
 */
export function maskExternalIds(value: unknown, mask: MaskExternalId): unknown {
  if (typeof value === 'string') return maskInText(value, mask);
  if (Array.isArray(value)) return value.map((inner) => maskExternalIds(inner, mask));
  if (!isObject(value)) return value;
  const named = typeof value.propertyPath === 'string' && namesExternalId(value.propertyPath);
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, maskMember(key, inner, named, mask)]),
  );
}

function maskMember(key: string, inner: unknown, named: boolean, mask: MaskExternalId): unknown {
  const keyLower = key.toLowerCase();
  if (keyLower === EXTERNAL_ID_KEY) return maskValues(inner, mask);
  if (named && keyLower !== 'propertypath' && keyLower !== 'differencetype') return maskProperty(inner, mask);
  if (keyLower === 'null' && isObject(inner)) return maskNullCondition(inner, mask);
  return maskExternalIds(inner, mask);
}

/** The operator `Null` asks whether there is an external ID, and says nothing of its value. */
function maskNullCondition(block: Record<string, unknown>, mask: MaskExternalId): unknown {
  return Object.fromEntries(
    Object.entries(block).map(([key, value]) => [
      key,
      /^(true|false)$/i.test(String(value)) ? value : maskMember(key, value, false, mask),
    ]),
  );
}

function maskValues(value: unknown, mask: MaskExternalId): unknown {
  if (Array.isArray(value)) return value.map((one) => maskValues(one, mask));
  return mask(String(value));
}

/** CloudFormation gives the values of a property as text: of a list, as JSON. */
function maskProperty(value: unknown, mask: MaskExternalId): unknown {
  if (typeof value !== 'string') return maskValues(value, mask);
  const list = parsed(value);
  return Array.isArray(list) ? JSON.stringify(maskValues(list, mask)) : mask(value);
}

function maskInText(text: string, mask: MaskExternalId): string {
  if (!namesExternalId(text)) return text;
  const document = parsed(text);
  if (typeof document === 'object') return JSON.stringify(maskExternalIds(document, mask));
  return isPropertyPath(text) ? text : 'a document that names an external ID and is not valid JSON: withheld';
}

/** The path to a property holds names, no values. */
function isPropertyPath(text: string): boolean {
  return /^\/[\w/:.-]+$/.test(text);
}

function namesExternalId(text: string): boolean {
  return text.toLowerCase().includes(EXTERNAL_ID_KEY);
}

/** Undefined when it is not JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
