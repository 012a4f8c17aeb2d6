import { displayPath, type Path } from './display.ts';
import type { SourceDocument } from './document.ts';

/** What a configuration is read for: to scan accounts, or to judge a run that is there already. */
export type Purpose = 'scan' | 'judge';

/** What finding, entering and reading accounts, and putting a run away, go by. Judging a run again asks for none of it. */
const FOR_SCANNING: readonly Path[] = [
  ['accounts'],
  ['auditor'],
  ['regions'],
  ['concurrency'],
  ['limits'],
  ['failOn'],
  ...['discover', 'roleArn', 'externalId', 'include', 'exclude'].map((key) => ['organization', key]),
  ...['directory', 'signing', 's3'].map((key) => ['evidence', key]),
];

/** The document with what the purpose asks for, and the problems of that: a variable of another part need not be set. */
export function neededFor(purpose: Purpose, document: SourceDocument): SourceDocument {
  if (purpose === 'scan') return document;
  const left = FOR_SCANNING.map(displayPath);
  return {
    ...document,
    value: FOR_SCANNING.reduce(without, document.value),
    problems: document.problems.filter(
      ({ path }) =>
        !left.some((one) => path === one || path.startsWith(`${one}.`) || path.startsWith(`${one}[`)),
    ),
  };
}

function without(value: unknown, [key, ...below]: Path): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      if (name !== key) return [[name, member]];
      return below.length === 0 ? [] : [[name, without(member, below)]];
    }),
  );
}
