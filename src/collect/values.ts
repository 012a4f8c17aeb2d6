import { compareText } from '../aws/call-order.ts';
import type { Fact, MissingPart, PerResource } from '../model/fact.ts';
import type { CollectContext } from './collector.ts';

/**
 * A copy in the order of a text that each thing has, and where two have the same, of the next; by UTF-16 code units, the
 * same on every machine. What has no text there comes first: that it is no fact is found at the door, and here it may be
 * anything, so that no two of them may be made one text.
 */
export function sortedBy<T>(things: readonly T[], ...keys: ReadonlyArray<(thing: T) => string>): T[] {
  const textsOf = (thing: T) => keys.map((key) => textOrNone(key(thing)));
  const keyed = things.map((thing) => ({ thing, texts: textsOf(thing) }));
  return keyed.sort((a, b) => compareTexts(a.texts, b.texts)).map(({ thing }) => thing);
}

function textOrNone(text: unknown): string {
  return typeof text === 'string' ? text : '';
}

function compareTexts(a: readonly string[], b: readonly string[]): number {
  return a.reduce((order, text, index) => order || compareText(text, b[index] ?? ''), 0);
}

/** A copy of a list of texts, in order. */
export function sortedTexts(texts: readonly string[]): string[] {
  return sortedBy(texts, (text) => text);
}

/** One member of a fact that is read resource by resource: its failure stays its own. */
export async function member<T>(
  context: Pick<CollectContext, 'clock' | 'gap'>,
  resource: string,
  source: string,
  read: () => Promise<T>,
): Promise<PerResource<T>['perResource'][number]> {
  return { resource, fact: await settle(context, source, read) };
}

async function settle<T>(
  context: Pick<CollectContext, 'clock' | 'gap'>,
  source: string,
  read: () => Promise<T>,
): Promise<Fact<T>> {
  try {
    const value = await read();
    return { status: 'COLLECTED', value, collectedAt: context.clock.now().toISOString(), source };
  } catch (error) {
    return context.gap(error);
  }
}

/** A part of a member: what was read, or that it is missing, and the error that says why. */
export type Part<T> = { value: T } | { missing: MissingPart; error: unknown };

/** Reads one part of a member: its failure leaves the other parts alone. */
export async function partOf<T>(
  context: Pick<CollectContext, 'gap'>,
  resource: string,
  part: string,
  read: () => Promise<T>,
): Promise<Part<T>> {
  try {
    return { value: await read() };
  } catch (error) {
    return { missing: { resource, part, ...context.gap(error) }, error };
  }
}

/** `missing` for a member with these parts; nothing where all of them were read. */
export function lacking(parts: ReadonlyArray<Part<unknown>>): { missing?: MissingPart[] } {
  const missing = parts.flatMap((part) => ('missing' in part ? [part.missing] : []));
  return missing.length === 0 ? {} : { missing };
}

/** Throws the first error where no part was read at all: then nothing of the member was. */
export function someRead(parts: ReadonlyArray<Part<unknown>>): void {
  const errors = parts.flatMap((part) => ('error' in part ? [part.error] : []));
  if (errors.length > 0 && errors.length === parts.length) throw errors[0];
}

/** The value of a fact that the framework has made sure of. */
export function collected<T>(fact: Fact<T>): T {
  if (fact.status === 'COLLECTED') return fact.value;
  throw new Error(fact.message);
}
