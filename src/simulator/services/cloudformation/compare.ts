import type { Json } from '../../world.ts';

export interface Difference {
  PropertyPath: string;
  ExpectedValue: string;
  ActualValue: string;
  /** `ADD` and `REMOVE` are about members of lists; a property that is gone altogether is REMOVE too. */
  DifferenceType: 'ADD' | 'REMOVE' | 'NOT_EQUAL';
}

/**
 * What differs from what the template expects. Members that it does not declare are not looked at;
 * a value and a list of that one value differ, as they do for CloudFormation.
 */
export function compare(expected: Json, actual: Json | undefined, path = ''): Difference[] {
  if (actual === undefined) return [difference(path, expected, null, 'REMOVE')];
  if (isList(expected) && isList(actual)) return compareLists(expected, actual, path);
  if (isObject(expected) && isObject(actual)) {
    return Object.entries(expected).flatMap(([name, value]) =>
      compare(value, actual[name], `${path}/${name}`),
    );
  }
  return JSON.stringify(expected) === JSON.stringify(actual)
    ? []
    : [difference(path, expected, actual, 'NOT_EQUAL')];
}

function compareLists(expected: Json[], actual: Json[], path: string): Difference[] {
  const shared = Math.min(expected.length, actual.length);
  return [
    ...expected.slice(0, shared).flatMap((value, i) => compare(value, actual[i], `${path}/${i}`)),
    ...expected.slice(shared).map((value, i) => difference(`${path}/${shared + i}`, value, null, 'REMOVE')),
    ...actual.slice(shared).map((value, i) => difference(`${path}/${shared + i}`, null, value, 'ADD')),
  ];
}

function difference(
  path: string,
  expected: Json,
  actual: Json,
  DifferenceType: Difference['DifferenceType'],
): Difference {
  return { PropertyPath: path, ExpectedValue: shown(expected), ActualValue: shown(actual), DifferenceType };
}

function shown(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isList(value: Json): value is Json[] {
  return Array.isArray(value);
}

function isObject(value: Json): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
