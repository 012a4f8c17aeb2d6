import { isParams, type Params } from '../wire/params.ts';
import type { Input, Shape } from './shape.ts';

/** A constraint that a parameter does not satisfy. */
export interface Violation {
  /** As AWS names it: `maxItems`, `filter.status.eq`. */
  at: string;
  /** As AWS shows it; undefined for a parameter that is missing. */
  value: string | undefined;
  rule: 'missing' | 'type' | 'below' | 'above' | 'short' | 'long' | 'pattern' | 'enum' | 'member';
  /** `Member must have value less than or equal to 1000`. */
  words: string;
}

/** What of a request AWS would not accept. */
export function violationsOf(input: Input, params: Params, within = ''): Violation[] {
  return Object.entries(input).flatMap(([name, shape]) => {
    const at = `${within}${name.charAt(0).toLowerCase()}${name.slice(1)}`;
    const value = params[name];
    if (value !== undefined) return shape.honoured === false ? [] : check(shape, value, at);
    return shape.required ? [{ at, value, rule: 'missing', words: 'Member must not be null' }] : [];
  });
}

/** The names of parameters that the simulator does nothing with: AWS has no such thing, or the simulator does not. */
export function notHonoured(input: Input, params: Params): string[] {
  return Object.keys(params).filter((name) => !Object.hasOwn(input, name) || input[name]?.honoured === false);
}

function check(shape: Shape, value: unknown, at: string): Violation[] {
  const violation = (holds: boolean, rule: Violation['rule'], words: string): Violation[] =>
    holds ? [] : [{ at, value: shown(value), rule, words: `Member must ${words}` }];
  const bounded = (size: number, has: string, [below, above]: [Violation['rule'], Violation['rule']]) => {
    const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = shape as {
      min?: number;
      max?: number;
    };
    return [
      ...violation(size >= min, below, `have ${has} greater than or equal to ${min}`),
      ...violation(size <= max, above, `have ${has} less than or equal to ${max}`),
    ];
  };
  switch (shape.type) {
    case 'string': {
      if (typeof value !== 'string') return violation(false, 'type', 'be a string');
      const { pattern, enum: words } = shape;
      return [
        ...bounded([...value].length, 'length', ['short', 'long']),
        ...violation(fits(pattern, value), 'pattern', `satisfy regular expression pattern: ${pattern}`),
        ...violation(
          words?.includes(value) ?? true,
          'enum',
          `satisfy enum value set: [${words?.join(', ')}]`,
        ),
      ];
    }
    case 'integer': {
      const number = typeof value === 'string' && /^[+-]?\d+$/.test(value) ? Number(value) : value;
      return Number.isInteger(number)
        ? bounded(Number(number), 'value', ['below', 'above'])
        : violation(false, 'type', 'be an integer');
    }
    case 'boolean':
      return violation(['true', 'false'].includes(String(value)), 'type', 'be a boolean');
    // Of the JSON protocols, which alone have any here: seconds since 1970.
    case 'timestamp':
      return violation(typeof value === 'number', 'type', 'be a timestamp');
    case 'list': {
      if (!Array.isArray(value)) return violation(false, 'type', 'be a list');
      // AWS shows the whole list, and each rule that a member breaks once.
      const broken = new Set(
        value.flatMap((item) => check(shape.member, item, at)).map(({ words }) => words),
      );
      return [
        ...bounded(value.length, 'length', ['short', 'long']),
        ...violation(broken.size === 0, 'member', `satisfy constraint: [${[...broken].join(', ')}]`),
      ];
    }
    case 'map':
      return isParams(value)
        ? Object.entries(value).flatMap(([key, item]) => check(shape.value, item, `${at}.${key}`))
        : violation(false, 'type', 'be a map');
    case 'structure':
      return isParams(value)
        ? violationsOf(shape.members, value, `${at}.`)
        : violation(false, 'type', 'be a structure');
    case 'unread':
      return [];
  }
}

/** Patterns hold for the whole value, as in Java, where a `_` may be escaped. */
function fits(pattern: string | undefined, value: string): boolean {
  return pattern === undefined || new RegExp(`^(?:${pattern.replaceAll('\\_', '_')})$`, 'u').test(value);
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? `[${value.map(shown).join(', ')}]` : (JSON.stringify(value) ?? '');
}
