import { matchesWildcard } from '../wildcard.ts';

/** One resource pattern of a permission statement, or a resource: an ARN is a pattern without wildcards. */
export interface ResourcePattern {
  /** As written. */
  value: string;
  /** The texts that the whole of it may stand for, policy variables and parts left out taken for `*`. */
  texts: readonly string[];
  /** The six parts of the ARN, those left out filled with `*`. */
  parts: readonly string[];
  /** False where policy variables stand in it. */
  exact: boolean;
}

/** The Resource or NotResource element of a statement. */
export interface ResourceElement {
  /** True for NotResource: everything but these. */
  not: boolean;
  patterns: readonly ResourcePattern[];
}

const ARN_PARTS = 6;

/**
 * Reads a resource pattern. A lone `*` is every resource, and parts that are left out at the end are all of theirs.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function resourcePattern(value: string): ResourcePattern {
  return value === '*' ? EVERY_RESOURCE : readPattern(value);
}

function readPattern(value: string): ResourcePattern {
  // `${*}`, `${?}` and `${$}` stand for the characters themselves, which occur in no ARN that matters here.
  const text = value.includes('${') ? value.replace(/\$\{[^}]*\}/g, '*') : value;
  const exact = text === value;
  const given = text.split(':');
  if (/^\*+$/.test(text)) return { value, texts: ['*'], parts: new Array(ARN_PARTS).fill('*'), exact };
  if (given.length >= ARN_PARTS) {
    const resource = given.slice(ARN_PARTS - 1).join(':');
    return { value, texts: [text], parts: [...given.slice(0, ARN_PARTS - 1), resource], exact };
  }
  const parts = Array.from({ length: ARN_PARTS }, (_, part) => given[part] ?? '*');
  return { value, texts: [text, parts.join(':')], parts, exact };
}

/**
 * All things of a kind in IAM: `arn:aws:iam::111122223333:user/*`. Their names hold no colon, so a pattern on roles
 * meets no user, however far its wildcards reach.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-names
 */
export function allOfKind(beginning: string): ResourcePattern {
  const pattern = resourcePattern(`${beginning}*`);
  return { ...pattern, texts: [`${beginning}${NO_COLON}`] };
}

/** Stands for any run of characters without a colon; a character of private use, that occurs in no ARN. */
const NO_COLON = '\uE002';

/** Every resource there is. */
export const EVERY_RESOURCE: ResourcePattern = readPattern('*');

/** Whether an element may speak of at least one of the resources that `target` stands for; in doubt it may. */
export function touches({ not, patterns }: ResourceElement, target: ResourcePattern): boolean {
  return not ? !anyCovers(patterns, target) : anyMeets(patterns, target);
}

/** Whether an element surely speaks of every resource that `target` stands for. */
export function covers({ not, patterns }: ResourceElement, target: ResourcePattern): boolean {
  return not ? !anyMeets(patterns, target) : anyCovers(patterns, target);
}

/** Like the next, asked of every statement for every method: a loop makes nothing new. */
function anyMeets(patterns: readonly ResourcePattern[], target: ResourcePattern): boolean {
  for (const pattern of patterns) if (patternsMeet(pattern, target)) return true;
  return false;
}

function anyCovers(patterns: readonly ResourcePattern[], target: ResourcePattern): boolean {
  for (const pattern of patterns) if (patternCovers(pattern, target)) return true;
  return false;
}

/** Whether the element speaks of all resources. */
export function isEveryResource({ not, patterns }: ResourceElement): boolean {
  return !not && patterns.some((pattern) => patternCovers(pattern, EVERY_RESOURCE));
}

/** Beyond this many, what a NotResource leaves is not worked out. */
const MOST_PARTS = 64;

/**
 * What Deny statements with NotResource leave of the resources that a pattern stands for: those that each of them
 * names. The pattern itself where there are none, or too many to tell.
 */
export function leftOf(
  part: ResourcePattern,
  denied: readonly ResourceElement[],
): readonly ResourcePattern[] {
  const sparing = denied.filter((element) => element.not && touches(element, part));
  if (sparing.length === 0) return [part];
  const spared = sparing.flatMap(({ patterns }) => patterns.filter((pattern) => patternsMeet(pattern, part)));
  return spared.length > MOST_PARTS ? [part] : spared;
}

/** A type with wildcards for its names: `table/*`, `log-group:*:log-stream:*`, `datastore/fhir/*`, `/keyspace/*`. */
const WHOLE_TYPE =
  /^(?:\/keyspace\/|datastore\/fhir\/|[a-z-]+[/:])?[*?/:]+(?:(?:table|index|stream|log-stream)[/:][*?/:]+)*$/i;

/** The patterns of an element that name no resource in particular: all of them, or all of a type. */
export function unlimitedPatterns({ not, patterns }: ResourceElement): readonly ResourcePattern[] {
  if (not) return [EVERY_RESOURCE];
  return patterns.filter(({ parts: [, , service = '*', , , resource = '*'] }) =>
    // S3's resources begin with the bucket, where those of other services begin with their type.
    (service === 's3' ? /^[*?/]+$/ : WHOLE_TYPE).test(resource),
  );
}

/**
 * Part by part, or as a whole where every `*` ends a part: only there it reaches past a colon. In between, IAM keeps
 * wildcards within their part.
 */
function patternCovers(outer: ResourcePattern, inner: ResourcePattern): boolean {
  if (!outer.exact) return false;
  if (outer.value === '*') return true;
  return (
    outer.parts.every((part, index) => wildcardCovers(part, inner.parts[index] ?? '*')) ||
    (!/\*[^:*]/.test(outer.value) && inner.texts.every((text) => wildcardCovers(outer.value, text)))
  );
}

/** Whether some resource may belong to both patterns; in doubt a `*` reaches past colons. */
export function patternsMeet(one: ResourcePattern, other: ResourcePattern): boolean {
  if (one === EVERY_RESOURCE || other === EVERY_RESOURCE) return true;
  return one.texts.some((text) => other.texts.some((against) => wildcardsMeet(text, against)));
}

/** Whether `outer` surely matches every text that `inner` matches: a `*` in `inner` needs a `*` in `outer`. */
export function wildcardCovers(outer: string, inner: string): boolean {
  if (outer === '*' || outer === inner) return true;
  // A `?` must not stand for a whole run.
  if (outer.includes('?') && /[*\uE002]/.test(inner)) return false;
  return /[*?]/.test(outer) && matchesWildcard(outer, inner);
}

/** How far both are the same without a wildcard; undefined where they differ there, as most do that do not meet. */
function beginning(one: string, other: string): number | undefined {
  let at = 0;
  for (; at < one.length && at < other.length; at += 1) {
    if (WILD.includes(one[at] ?? '') || WILD.includes(other[at] ?? '')) return at;
    if (one[at] !== other[at]) return undefined;
  }
  return at;
}

const WILD = `*?${NO_COLON}`;

/** Whether some text matches both patterns. Costs at most the product of the lengths. */
export function wildcardsMeet(one: string, other: string): boolean {
  if (one === '*' || other === '*' || one === other) return true;
  // The rest looks for it in `other` alone.
  if (one.includes(NO_COLON) && !other.includes(NO_COLON)) return wildcardsMeet(other, one);
  if (!/[*?\uE002]/.test(other)) return matchesWildcard(one, other);
  if (!/[*?]/.test(one) && !other.includes(NO_COLON)) return matchesWildcard(other, one);
  const alike = beginning(one, other);
  return alike !== undefined && restsMeet(one.slice(alike), other.slice(alike));
}

function restsMeet(one: string, other: string): boolean {
  // Row by row: `meet[j]` tells whether the rest of `one` from i and of `other` from j have a text in common.
  let next: boolean[] = [];
  for (let i = one.length; i >= 0; i -= 1) {
    const meet: boolean[] = new Array(other.length + 1).fill(false);
    for (let j = other.length; j >= 0; j -= 1) {
      const a = one[i];
      const b = other[j];
      if (a === undefined && b === undefined) meet[j] = true;
      else if (a === '*') meet[j] = (next[j] ?? false) || (b !== undefined && (meet[j + 1] ?? false));
      else if (b === '*' || b === NO_COLON) {
        const taken = a !== undefined && (b === '*' || a !== ':');
        meet[j] = (meet[j + 1] ?? false) || (taken && (next[j] ?? false));
      } else if (a === undefined || b === undefined) meet[j] = false;
      else meet[j] = (a === '?' || b === '?' || a === b) && (next[j + 1] ?? false);
    }
    next = meet;
  }
  return next[0] ?? false;
}
