import { parseJson, partText } from '../../model/json-text.ts';
import { isObject } from '../condition.ts';
import { conditionOf } from '../operators.ts';
import { spelledFor } from './value-spelling.ts';

/**
 * Whether two policy documents give and deny the same, however they are written; null when either cannot be read
 * as a policy. A document may be JSON text or what such text was parsed to.
 *
 * These make no difference: the order of statements, of keys and of lists; the same thing said twice; one value
 * against a list of one; the case of action names and condition keys; numbers and booleans written as text; how a
 * boolean, number, date or range of addresses is spelled in a condition of its type; one statement for several
 * principals against one for each; an account id against its root ARN; a principal of `"*"` against `{"AWS": "*"}`; `Sid` and `Id`, which are labels;
 * white space; and `Version` in documents without policy variables, the one thing that it governs.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
 */
export function samePolicy(one: unknown, other: unknown): boolean | null {
  const first = canonicalPolicy(one);
  const second = canonicalPolicy(other);
  return first === null || second === null ? null : first === second;
}

/** The version in force when a document names none. */
const DEFAULT_VERSION = '2008-10-17';

/** Deeper than any policy: what lies below is not one. */
const MAX_DEPTH = 32;

/** A text that is the same for all documents that `samePolicy` calls the same; null where it cannot be read as a policy. */
export function canonicalPolicy(document: unknown): string | null {
  const policy = typeof document === 'string' ? parse(document) : document;
  if (!isObject(policy) || policy.Statement === undefined || depthExceeds(policy, MAX_DEPTH)) return null;
  const statements = canonicalStatements(asList(policy.Statement));
  const others = Object.entries(policy)
    .filter(([name]) => name !== 'Version' && name !== 'Id' && name !== 'Statement')
    .map(([name, value]) => canonicalText([name, value]));
  const body = canonicalText([unique(others), statements]);
  const version = partText(policy.Version ?? DEFAULT_VERSION);
  return body.includes('${') ? `${version} ${body}` : body;
}

/** A statement for several principals says as much as one for each: those alike in all else are put together. */
function canonicalStatements(statements: readonly unknown[]): string[] {
  const principalsOf = new Map<string, string[]>();
  for (const statement of statements) {
    const { Principal, ...others } = isObject(statement) ? statement : { Principal: undefined };
    const rest = isObject(statement) ? canonicalElements(others) : canonicalText(statement);
    const principals = Principal === undefined ? null : canonicalPrincipal(Principal);
    const key = canonicalText([rest, principals === null]);
    const known = principalsOf.get(key) ?? [];
    known.push(...(principals ?? []));
    principalsOf.set(key, known);
  }
  return unique([...principalsOf].map(([rest, principals]) => canonicalText([rest, unique(principals)])));
}

function canonicalElements(statement: Record<string, unknown>): string {
  const elements = Object.entries(statement).flatMap(([name, value]) => {
    const canonical = canonicalElement(name, value);
    return canonical === null ? [] : [canonicalText([name, canonical])];
  });
  return canonicalText(unique(elements));
}

/** Null for an element without effect. */
function canonicalElement(name: string, value: unknown): unknown {
  switch (name) {
    case 'Sid':
      return null;
    case 'Action':
    case 'NotAction':
      return valueSet(value, (action) => action.toLowerCase());
    case 'Resource':
    case 'NotResource':
      return valueSet(value);
    case 'NotPrincipal':
      return unique(canonicalPrincipal(value));
    case 'Condition':
      return canonicalCondition(value);
    default:
      return value;
  }
}

/** Each principal with its type; what is not written as principals are stands for itself. */
function canonicalPrincipal(value: unknown): string[] {
  if (value === '*') return canonicalPrincipal({ AWS: '*' });
  if (!isObject(value)) return [canonicalText(value)];
  return Object.entries(value).flatMap(([type, names]) =>
    valueSet(names, type === 'AWS' ? accountRoot : undefined).map((name) => canonicalText([type, name])),
  );
}

/** The account id for the ARN of an account's root, which is the same principal; anything else as it is. */
export function accountRoot(principal: string): string {
  return principal.replace(/^arn:aws[a-z-]*:iam::(\d{12}):root$/, '$1');
}

function canonicalCondition(value: unknown): unknown {
  if (!isObject(value)) return value;
  const conditions = Object.entries(value).flatMap(([operator, keys]) => {
    if (!isObject(keys)) return [canonicalText([operator, keys])];
    const { base } = conditionOf(operator, '', []);
    return Object.entries(keys).map(([key, values]) =>
      canonicalText([operator, key.toLowerCase(), valueSet(values, (value) => spelledFor(base, value))]),
    );
  });
  return conditions.length === 0 ? null : unique(conditions);
}

/** The values as a sorted set of texts; anything but text, numbers and booleans keeps its own shape. */
function valueSet(value: unknown, spell: (text: string) => string = (text) => text): string[] {
  return unique(
    asList(value).map((item) =>
      typeof item === 'object' ? canonicalText(item) : JSON.stringify(spell(String(item))),
    ),
  );
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

function unique(texts: string[]): string[] {
  return [...new Set(texts)].sort();
}

/** JSON with the keys of every object in order. */
function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_key, inner) =>
    isObject(inner) ? Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)) : inner,
  );
}

function parse(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function depthExceeds(value: unknown, limit: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return limit === 0 || Object.values(value).some((inner) => depthExceeds(inner, limit - 1));
}
