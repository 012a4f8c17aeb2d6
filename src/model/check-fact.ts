import { z } from 'zod';
import { type CollectedFact, type Fact, GLOBAL, type NotCollectedFact } from './fact.ts';
import { waysTo } from './fact-places.ts';
import { FACTS, type FactKey, type FactValues } from './fact-values.ts';
import { valuesAt } from './facts/places.ts';
import { plainText } from './plain-text.ts';

/** Where a fact was read. */
export interface FactPlace {
  /** Undefined for the organization. */
  accountId: string | undefined;
  region: string;
}

/** The gap that is left by a value which is not what the fact is declared to be; `source` is what it was read from. */
export type WrongValue = (problem: string, source: string | undefined) => NotCollectedFact;

/**
 * A fact that is what it is declared to be, or the gap that it leaves: nobody has to look twice. Of a fact that is read
 * resource by resource, a member that is wrong is a gap of its own. Members that are not declared are dropped, since
 * AWS and later versions add some.
 */
export function checkedFact<K extends FactKey>(
  key: K,
  fact: CollectedFact<unknown>,
  place: FactPlace,
  wrong: WrongValue,
): Fact<FactValues[K]>;
export function checkedFact(
  key: FactKey,
  fact: CollectedFact<unknown>,
  place: FactPlace,
  wrong: WrongValue,
): Fact<unknown> {
  const part: Part = { shape: FACTS[key].shape, ownArns: waysTo('ownArn', key) };
  const first = check(part, fact.value, place);
  if ('value' in first) return { ...fact, value: first.value };
  const members = withoutWrongMembers(part, fact.value, { place, wrong });
  const again = members === undefined ? first : check(part, members, place);
  return 'value' in again ? { ...fact, value: again.value } : wrong(again.problem, fact.source);
}

type Checked<V> = { value: V } | { problem: string };

/** A fact, or the value of one of its members. */
interface Part {
  shape: z.ZodType;
  /** The ways to ARNs that can only be of the account and the Region. */
  ownArns: ReadonlyArray<readonly string[]>;
}

function check({ shape, ownArns }: Part, value: unknown, place: FactPlace): Checked<unknown> {
  const parsed = inShape(shape, value);
  if ('problem' in parsed) return parsed;
  const problem = foreignArn(ownArns, parsed.value, place);
  return problem === undefined ? parsed : { problem };
}

/** A value in its shape, or what is wrong with it: where, and in which way, but never what it says. */
export function inShape<V>(shape: z.ZodType<V>, value: unknown): Checked<V> {
  const { success, data, error } = shape.safeParse(value);
  if (success) return { value: data };
  const [issue] = error.issues;
  return { problem: issue === undefined ? 'it is not as it should be' : problemOf(issue, value) };
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

function problemOf(issue: z.core.$ZodIssue, whole: unknown): string {
  const way = issue.path.map(String);
  if (issue.code === 'custom') return sentence(way, issue.message);
  if (issue.code !== 'invalid_type') return sentence(way, 'is none of the values that there can be');
  const [found] = valuesAt(whole, way);
  if (found === undefined) return sentence(way, 'is missing');
  const expected = EXPECTED[issue.expected] ?? issue.expected;
  return sentence(way, `is ${kindOf(found.value)} where ${expected} belongs`);
}

/** `roles[3].arn` and what is wrong with it. */
function sentence(way: readonly string[], says: string): string {
  const where = way.map((step) => (/^\d+$/.test(step) ? `[${step}]` : `.${step}`)).join('');
  return `${where === '' ? 'the whole' : where.replace(/^\./, '')} ${says}`;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'string':
      return 'a text';
    case 'number':
      return Number.isFinite(value) ? 'a number' : 'no number';
    case 'boolean':
      return 'true or false';
    case 'object':
      return 'an object';
    default:
      return `a ${typeof value}`;
  }
}

/**
 * The first ARN of another account or Region, where there can only be those of its own. AWS's own policies stand in the
 * account `aws`.
 */
function foreignArn(
  ways: Part['ownArns'],
  value: unknown,
  { accountId, region }: FactPlace,
): string | undefined {
  if (accountId === undefined) return undefined;
  for (const way of ways) {
    for (const found of valuesAt(value, way)) {
      const [scheme, , service, at, owner, resource = ''] = String(found.value).split(':', 6);
      if (scheme !== 'arn') return sentence(found.way, 'is no ARN');
      const isOfAws = service === 'iam' && owner === 'aws' && resource.startsWith('policy/');
      if (owner !== accountId && !isOfAws) return sentence(found.way, 'is an ARN of another account');
      if (region !== GLOBAL && at !== region) return sentence(found.way, 'is an ARN of another Region');
    }
  }
  return undefined;
}

/** The same with a gap for each member that is wrong; undefined where the fact has no members to tell apart. */
function withoutWrongMembers(
  { shape, ownArns }: Part,
  value: unknown,
  { place, wrong }: { place: FactPlace; wrong: WrongValue },
): object | undefined {
  const list = shape instanceof z.ZodObject ? shape.shape.perResource : undefined;
  const members = list instanceof z.ZodReadonly ? list.unwrap() : undefined;
  if (!(members instanceof z.ZodArray) || !(members.element instanceof z.ZodObject)) return undefined;
  if (typeof value !== 'object' || value === null || !('perResource' in value)) return undefined;
  if (!Array.isArray(value.perResource)) return undefined;
  const { fact } = members.element.shape;
  if (!(fact instanceof z.ZodType)) return undefined;
  const inMember = ownArns.filter(([list, , part]) => list === 'perResource' && part === 'fact');
  const part: Part = { shape: fact, ownArns: inMember.map(([, , , ...way]) => way) };
  const perResource = value.perResource.map((member: unknown) => {
    if (typeof member !== 'object' || member === null || !('fact' in member)) return member;
    const alone = check(part, member.fact, place);
    if ('value' in alone) return member;
    return { ...member, fact: wrong(alone.problem.replace(/^value\./, ''), sourceOf(member.fact)) };
  });
  return { ...value, perResource };
}

function sourceOf(fact: unknown): string | undefined {
  const isKnown = typeof fact === 'object' && fact !== null && 'source' in fact;
  return isKnown && typeof fact.source === 'string' ? fact.source : undefined;
}

/** Why a fact that was read is a gap all the same; `source` may be anything. */
export function unusable(source: string | undefined, problem: string): NotCollectedFact {
  const action = source === undefined ? undefined : plainText(source).slice(0, -1);
  return {
    status: 'NOT_COLLECTED',
    reason: 'FAILED',
    message: plainText(`${action ?? 'A call'} was answered in a way that cannot be used: ${problem}`),
    ...(action === undefined ? {} : { action }),
  };
}
