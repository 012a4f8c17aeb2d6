import type { MaskExternalId } from './external-ids.ts';
import { maskInJson } from './mask-in-json.ts';

const EXTERNAL_ID_KEY = 'sts:externalid';

/**
 * A copy of a value in which every value that a condition on `sts:ExternalId` compares with is masked, whatever the
 * operator and the effect; so is the value of a property that CloudFormation names by such a path. In a text that
 * holds a whole document the values in it are masked, and nothing else of it changes.
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
  if (namesExternalId(key)) return maskValues(inner, mask);
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

/** An object there holds criteria on the value (of an archive rule), or a template's function that makes it. */
function maskValues(value: unknown, mask: MaskExternalId): unknown {
  if (Array.isArray(value)) return value.map((one) => maskValues(one, mask));
  if (value === null) return null;
  if (!isObject(value)) return mask(String(value));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      typeof inner === 'boolean' || key === 'Ref' ? inner : maskValues(inner, mask),
    ]),
  );
}

/** CloudFormation gives the values of a property as text: of a list, as JSON. */
function maskProperty(value: unknown, mask: MaskExternalId): unknown {
  if (typeof value !== 'string') return maskValues(value, mask);
  const list = parsed(value);
  return Array.isArray(list) ? JSON.stringify(maskValues(list, mask)) : mask(value);
}

/** Letters of the key may be written as `\u0045`. */
function maskInText(text: string, mask: MaskExternalId): string {
  const named = namesExternalId(text);
  if (!named && !text.includes('\\u')) return text;
  const document = parsed(text);
  if (typeof document === 'object' && document !== null) {
    return maskInJson(text, {
      isMasked: namesExternalId,
      mask,
      maskText: (inner) => maskInText(inner, mask),
    });
  }
  if (!named || isPropertyPath(text)) return text;
  return 'a document that names an external ID and is not valid JSON: withheld';
}

/** The path to a property holds names, no values. */
function isPropertyPath(text: string): boolean {
  return /^\/[\w/:.-]+$/.test(text);
}

export function namesExternalId(text: string): boolean {
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
