import type { Path } from './display.ts';
import type { SourceDocument } from './document.ts';
import type { ConfigProblem } from './errors.ts';

/** A mapping of the configuration as it is written: nothing of it is known to be of the right form. */
export type Mapping = Readonly<Record<string, unknown>>;

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function mapping(value: unknown): Mapping {
  return isMapping(value) ? value : {};
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function isAbsentOrEmpty(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}

/** The organizations of the configuration, and where each stands; one that is not given has no keys. */
export function organizationsAsWritten(root: Mapping): Array<{ entry: Mapping; path: Path }> {
  return [
    { entry: mapping(root.organization), path: ['organization'] },
    ...list(root.organizations).map((value, index) => ({
      entry: mapping(value),
      path: ['organizations', index],
    })),
  ];
}

/** A problem for each text that stands a second time. */
export function repeats(
  values: ReadonlyArray<readonly [unknown, Path]>,
  document: SourceDocument,
): ConfigProblem[] {
  const seen = new Map<string, Path>();
  return values.flatMap(([value, path]) => {
    if (typeof value !== 'string') return [];
    const first = seen.get(value);
    if (first === undefined) {
      seen.set(value, path);
      return [];
    }
    const { line } = document.problem(first, '');
    return [document.problem(path, `is given twice; it first stands in line ${line}`)];
  });
}
