import { z } from 'zod';
import type { Held, Holding } from './held.ts';

/** A part of a fact that says what it holds: the way to it, where `*` stands for every item or member. */
export interface Place {
  path: readonly string[];
  /** Undefined for a text that does not say what it holds; a fact with such a text does not compile. */
  holds: Holding | undefined;
}

type Step =
  | { to: 'held'; holds: Holding }
  | { to: 'members'; members: Readonly<Record<string, z.ZodType>> }
  | { to: 'each'; item: z.ZodType; of: 'list' | 'map' }
  | { to: 'option'; by: string; options: readonly z.ZodObject[] }
  | { to: 'end'; isText: boolean };

/** What stands at a part of a shape, behind all that only says whether it may be absent. */
function stepInto(shape: z.ZodType): Step {
  if ('holds' in shape) return { to: 'held', holds: shape.holds as Holding };
  if (
    shape instanceof z.ZodNullable ||
    shape instanceof z.ZodExactOptional ||
    shape instanceof z.ZodReadonly
  ) {
    return stepInto(shape.unwrap() as z.ZodType);
  }
  if (shape instanceof z.ZodPipe) return stepInto(shape.out as z.ZodType);
  if (shape instanceof z.ZodObject) return { to: 'members', members: shape.shape };
  if (shape instanceof z.ZodArray) return { to: 'each', item: shape.element as z.ZodType, of: 'list' };
  if (shape instanceof z.ZodRecord) return { to: 'each', item: shape.valueType as z.ZodType, of: 'map' };
  if (shape instanceof z.ZodDiscriminatedUnion) {
    return { to: 'option', by: shape.def.discriminator, options: shape.options as z.ZodObject[] };
  }
  return { to: 'end', isText: shape instanceof z.ZodString };
}

/** All parts of a shape that hold something, and texts that do not say what. */
export function placesOf(shape: z.ZodType): Place[] {
  const step = stepInto(shape);
  const below = (name: string, inner: z.ZodType) =>
    placesOf(inner).map(({ path, holds }): Place => ({ path: [name, ...path], holds }));
  switch (step.to) {
    case 'held':
      return [{ path: [], holds: step.holds }];
    case 'members':
      return Object.entries(step.members).flatMap(([name, member]) => below(name, member));
    case 'each':
      return below('*', step.item);
    case 'option':
      return step.options.flatMap((option) => placesOf(option));
    case 'end':
      return step.isText ? [{ path: [], holds: undefined }] : [];
  }
}

/** What becomes of each part of a fact, by what it holds. */
export type Change = { [H in Holding]: (value: Held[H]) => unknown };

/** The value with every part that holds something as `change` has it. It must have the shape. */
export function changeHeld<V>(shape: z.ZodType<V>, value: V, change: Change): V;
export function changeHeld(shape: z.ZodType, value: unknown, change: Change): unknown {
  if (value === null || value === undefined) return value;
  const step = stepInto(shape);
  switch (step.to) {
    case 'held':
      return change[step.holds](value as never);
    case 'members':
      return changeMembers(value, (member, name) => {
        const inner = step.members[name];
        return inner === undefined ? member : changeHeld(inner, member, change);
      });
    case 'each':
      return step.of === 'list'
        ? (value as unknown[]).map((item) => changeHeld(step.item, item, change))
        : changeMembers(value, (member) => changeHeld(step.item, member, change));
    case 'option': {
      const kind = (value as Record<string, unknown>)[step.by];
      const option = step.options.find(({ shape: members }) => members[step.by]?.safeParse(kind).success);
      return option === undefined ? value : changeHeld(option, value, change);
    }
    case 'end':
      return value;
  }
}

function changeMembers(value: object, change: (member: unknown, name: string) => unknown): object {
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, change(member, name)]));
}

/** Every value at a path of a place, with the way to it. */
export function* valuesAt(
  value: unknown,
  path: readonly string[],
  way: readonly string[] = [],
): Generator<{ way: readonly string[]; value: unknown }> {
  const [name, ...rest] = path;
  if (name === undefined) {
    if (value !== null && value !== undefined) yield { way, value };
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const members = name === '*' ? Object.entries(value) : [[name, Reflect.get(value, name)] as const];
  for (const [key, member] of members) yield* valuesAt(member, rest, [...way, key]);
}
