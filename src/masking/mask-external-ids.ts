import { parseJson, partText } from '../model/json-text.ts';
import {
  mayNameExternalId,
  namesExternalId,
  urlDecoded,
  WITHHELD_DOCUMENT,
} from '../policy/external-ids/texts.ts';
import type { MaskExternalId } from './external-ids.ts';
import { maskInJson } from './mask-in-json.ts';

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

/**
 * The same for what stands at a JSON Pointer: one that leads to an external ID says so, whatever the value itself
 * tells.
 */
export function maskExternalIdsAt(pointer: string, value: unknown, mask: MaskExternalId): unknown {
  const asksPresence = /\/null\/sts:externalid(?:\/\d+)?$/i.test(pointer);
  const isId = /\/sts:externalid(?:\/\d+)?$/i.test(pointer) && !asksPresence;
  return isId ? maskValues(value, mask) : maskExternalIds(value, mask);
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
      /^(true|false)$/i.test(partText(value)) ? value : maskMember(key, value, false, mask),
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

/** Letters of the key may be written as `\u0045`, and the whole text as in a URL. */
function maskInText(text: string, mask: MaskExternalId): string {
  const decoded = urlDecoded(text);
  if (decoded !== undefined) {
    const masked = maskInText(decoded, mask);
    return masked === decoded ? text : encodeURIComponent(masked);
  }
  if (!mayNameExternalId(text)) return text;
  const document = parsed(text);
  if (typeof document === 'object' && document !== null) {
    return maskInJson(text, {
      isMasked: namesExternalId,
      mask,
      maskText: (inner) => maskInText(inner, mask),
    });
  }
  // A text of JSON that is a text again: the document may stand in that.
  if (typeof document === 'string') {
    const masked = maskInText(document, mask);
    return masked === document ? text : JSON.stringify(masked);
  }
  if (isPropertyPath(text)) return text;
  return WITHHELD_DOCUMENT;
}

/** The path to a property holds names, no values. */
function isPropertyPath(text: string): boolean {
  return /^\/[\w/:.-]+$/.test(text);
}

/** Undefined when it is not JSON. */
function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
