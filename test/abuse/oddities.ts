import type { Random } from '../../src/simulator/fleet/random.ts';
import { withChange } from '../facts/answers.ts';

/** Half a character. */
export const HALF = '\ud800';

const TEXTS = [
  '',
  ' ',
  'x',
  'null',
  '*',
  '-1',
  HALF,
  `a${HALF}b`,
  '\u0000',
  '\u001b[31m',
  '\u202e',
  '\ufeff',
  '\u2028',
  '__proto__',
  'constructor',
  'toString',
  '../../etc/passwd',
  '<script>alert(1)</script>',
  '=cmd()',
  '{{this}}',
  '%E0%A4%A',
  '%',
  '{"Version":',
  'arn:aws:iam::999988887777:role/other',
  'arn:::::::',
  '2026-13-41T00:00:00Z',
  '+275760-09-13T00:00:00.001Z',
  '1e999',
  'ſ',
  'İ',
] as const;

/** A text that somebody may have meant to do harm by, now and then a very long or deep one. */
export function oddText(random: Random): string {
  if (random.chance(0.03)) return random.pick(['x', '*', '?', '[', '{"a":', '&amp;']).repeat(20_000);
  return random.pick(TEXTS);
}

/** Values that JSON can write. */
const PLAIN: readonly [() => unknown, ...Array<() => unknown>] = [
  () => 0,
  () => -1,
  () => 0.5,
  () => 1e300,
  () => 2 ** 53,
  () => true,
  () => false,
  () => [],
  () => [[]],
  () => ['x'],
  () => [null],
  () => ({}),
  () => ({ a: 1 }),
  () => ({ length: 1 }),
  () => ({ toString: 'x', valueOf: 'x', constructor: 'x' }),
  () => JSON.parse('{"__proto__":{"a":1},"a":"x"}'),
  () => nested(3_000),
];

/** Values that only a program can give. */
const UNPLAIN: readonly [() => unknown, ...Array<() => unknown>] = [
  () => Number.NaN,
  () => Number.NEGATIVE_INFINITY,
  () => new Date(Number.NaN),
  () => new Date(8.64e15),
  () => new Date(-8.64e15),
  () => new Uint8Array([0, 255]),
  () => new Map([['a', 1]]),
];

/** An object within an object, so many times. */
function nested(levels: number): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

export function oddValue(random: Random, plain: boolean): unknown {
  if (random.chance(0.3)) return oddText(random);
  return plain || random.chance(0.6) ? random.pick(PLAIN)() : random.pick(UNPLAIN)();
}

/** What a value is, as far as taking it for another may lose something. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'list';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'no time' : 'time';
  if (typeof value === 'number') return Number.isFinite(value) ? 'number' : 'no number';
  return typeof value;
}

/** A value of another kind than this one. */
export function otherKind(value: unknown, random: Random, plain: boolean): unknown {
  for (;;) {
    const other = oddValue(random, plain);
    if (kindOf(other) !== kindOf(value)) return other;
  }
}

/** A way to some part of a value, never the empty one; undefined where there is none. What nests deep is not walked. */
export function someWay(whole: unknown, random: Random): string[] | undefined {
  const ways = [...waysInto(whole, 12)].slice(1);
  return ways.length === 0 ? undefined : random.pick(ways as [string[], ...string[][]]);
}

function* waysInto(value: unknown, levels: number, way: string[] = []): Generator<string[]> {
  yield way;
  if (typeof value !== 'object' || value === null || levels === 0) return;
  for (const [name, member] of Object.entries(value)) yield* waysInto(member, levels - 1, [...way, name]);
}

export function at(whole: unknown, way: readonly string[]): unknown {
  return way.reduce<unknown>((value, step) => Reflect.get(Object(value), step), whole);
}

/** A part of a plain document changed in any way; the document itself where it has no parts. */
export function changedSomewhere(whole: unknown, random: Random): { value: unknown; what: string } {
  const way = someWay(whole, random);
  if (way === undefined) return { value: oddValue(random, true), what: 'the whole replaced' };
  const before = at(whole, way);
  const [how, value] = random.pick<readonly [string, unknown]>([
    ['replaced', oddValue(random, true)],
    ['of another kind', otherKind(before, random, true)],
    ['taken away', undefined],
    ['null', null],
    ['doubled', Array.isArray(before) ? [...before, ...before.slice(0, 1)] : [before, before]],
    ['with a member more', { ...Object(before), [oddText(random)]: oddValue(random, true) }],
  ]);
  return { value: withChange(whole, way, value), what: `${way.join('.')} ${how}: ${shown(value)}` };
}

/** A value in a few characters. */
export function shown(value: unknown): string {
  try {
    const text = JSON.stringify(value) ?? String(value);
    return text.length > 80 ? `${text.slice(0, 80)}… (${text.length})` : text;
  } catch {
    return 'what JSON cannot write';
  }
}
