import type { PropertyDifference, ResourceDrift } from '../../model/facts/drift.ts';
import { parseJson } from '../../model/json-text.ts';
import { samePolicy } from '../../policy/documents/same-policy.ts';

/** The differences that CloudFormation reports, by whether they change anything. */
export interface WeighedDifferences {
  /** Indexes into the resource's `differences`. */
  real: number[];
  /** The top-level properties of these, each once. */
  properties: string[];
  /** Properties that are written differently and mean the same. */
  sameMeaning: string[];
}

/**
 * Tells differences of meaning from differences of writing: CloudFormation compares policy documents as text, so
 * that another order of a list or one value against a list of one counts as drift with it.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_PropertyDifference.html
 */
export function weighDifferences(resource: ResourceDrift): WeighedDifferences {
  const expected = parseProperties(resource.expectedProperties);
  const actual = parseProperties(resource.actualProperties);
  const same = new Map<string, boolean>();
  const real: number[] = [];
  for (const [index, difference] of resource.differences.entries()) {
    const property = propertyOf(difference);
    const isSame =
      expected !== undefined && actual !== undefined && expected.has(property) && actual.has(property)
        ? sameProperty(property, expected.get(property), actual.get(property))
        : sameByItself(difference);
    same.set(property, isSame && (same.get(property) ?? true));
    if (!isSame) real.push(index);
  }
  const named = (wanted: boolean) =>
    [...same].filter(([, is]) => is === wanted).map(([property]) => property);
  return { real, properties: named(false), sameMeaning: named(true) };
}

function propertyOf({ propertyPath }: PropertyDifference): string {
  return propertyPath.split('/')[1] ?? propertyPath;
}

const POLICY_DOCUMENTS: ReadonlySet<string> = new Set([
  'AssumeRolePolicyDocument',
  'KeyPolicy',
  'PolicyDocument',
  'ResourcePolicy',
]);

/** Lists of names, whose order says nothing. */
const NAME_SETS: ReadonlySet<string> = new Set(['Groups', 'ManagedPolicyArns', 'Roles', 'Users']);

function sameProperty(property: string, expected: unknown, actual: unknown): boolean {
  if (POLICY_DOCUMENTS.has(property)) return samePolicy(expected, actual) === true;
  if (property === 'Policies') return sameInlinePolicies(expected, actual);
  if (NAME_SETS.has(property) || property === 'Tags') return sameSet(expected, actual);
  return spelled(expected) === spelled(actual);
}

/** For a difference that comes without the whole property. */
function sameByItself(difference: PropertyDifference): boolean {
  if (difference.differenceType !== 'NOT_EQUAL') return false;
  const property = propertyOf(difference);
  const expected = parseOrText(difference.expected);
  const actual = parseOrText(difference.actual);
  if (difference.propertyPath === `/${property}`) return sameProperty(property, expected, actual);
  return POLICY_DOCUMENTS.has(property) && sameSet(asList(expected), asList(actual));
}

function sameInlinePolicies(expected: unknown, actual: unknown): boolean {
  const before = inlinePolicies(expected);
  const after = inlinePolicies(actual);
  return (
    before !== undefined &&
    after !== undefined &&
    before.size === after.size &&
    [...before].every(([name, document]) => after.has(name) && samePolicy(document, after.get(name)) === true)
  );
}

/** Documents by policy name; undefined when it is not a list of policies with a name each. */
function inlinePolicies(value: unknown): Map<string, unknown> | undefined {
  if (!Array.isArray(value)) return undefined;
  const policies = new Map<string, unknown>();
  for (const policy of value) {
    const properties = parseProperties(JSON.stringify(policy));
    const name = properties?.get('PolicyName');
    if (typeof name !== 'string' || policies.has(name)) return undefined;
    policies.set(name, properties?.get('PolicyDocument'));
  }
  return policies;
}

function sameSet(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return spelled(one) === spelled(other);
  const spell = (items: unknown[]) => [...new Set(items.map(spelled))].sort().join('\n');
  return spell(one) === spell(other);
}

/** JSON with keys in order, and numbers and booleans as texts. */
function spelled(value: unknown): string {
  return JSON.stringify(value, (_key, inner) => {
    if (typeof inner === 'number' || typeof inner === 'boolean') return String(inner);
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return { '': Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)) };
  });
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

function parseProperties(text: string | null | undefined): Map<string, unknown> | undefined {
  const properties = text == null ? undefined : parseOrText(text);
  return typeof properties === 'object' && properties !== null && !Array.isArray(properties)
    ? new Map(Object.entries(properties))
    : undefined;
}

function parseOrText(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}
