import type { z } from 'zod';
import { FACTS, type FactKey } from './fact-values.ts';
import type { Holding } from './facts/held.ts';
import { type Change, changeHeld, type Place, placesOf, valuesAt } from './facts/places.ts';

const PLACES: ReadonlyMap<string, readonly Place[]> = new Map(
  Object.entries(FACTS).map(([fact, { shape }]) => [fact, placesOf(shape)]),
);

/** Whether a fact, or what stands in it at a JSON Pointer, holds any of these. */
export function holds(fact: string, kinds: readonly Holding[], pointer = ''): boolean {
  const way = pointer.split('/').slice(1);
  return (PLACES.get(fact) ?? []).some(
    ({ path, holds: held }) => held !== undefined && kinds.includes(held) && isAlong(path, way),
  );
}

/** The ways to all parts of a fact that hold this. */
export function waysTo(kind: Holding, fact: string): Array<readonly string[]> {
  return (PLACES.get(fact) ?? []).filter(({ holds: held }) => held === kind).map(({ path }) => path);
}

/** The policies that stand in the value of a fact, one after the other. */
export function policiesIn(fact: string, value: unknown): unknown[] {
  return waysTo('policy', fact).flatMap((way) => [...valuesAt(value, way)].map((found) => found.value));
}

/** Whether a way leads towards a place, or into it. */
function isAlong(path: readonly string[], way: readonly string[]): boolean {
  return path.every((step, at) => step === '*' || at >= way.length || step === way[at]);
}

/** The value of a fact with every part that holds something as `change` has it. It must have the shape. */
export function changeFact(fact: FactKey, value: unknown, change: Change): unknown {
  const shape: z.ZodType = FACTS[fact].shape;
  return changeHeld(shape, value, change);
}
