import { list, mapping } from './as-written.ts';
import { displayPath, type Path } from './display.ts';
import type { SourceDocument } from './document.ts';

/**
 * What a configuration is read for: to scan accounts, to judge a run that is there already, or to set up what a scan
 * needs.
 */
export type Purpose = 'scan' | 'judge' | 'setup';

/** What finding, entering and reading accounts, and putting a run away, go by. Judging a run again asks for none of it. */
const FOR_SCANNING: readonly Path[] = [
  ['accounts'],
  ['auditor'],
  ['regions'],
  ['concurrency'],
  ['limits'],
  ['failOn'],
  ['notify'],
  ...['discover', 'roleArn', 'externalId', 'include', 'exclude', 'profile', 'auditor', 'regions'].flatMap(
    (key) => [
      ['organization', key],
      ['organizations', key],
    ],
  ),
  ...['directory', 'signing', 's3'].map((key) => ['evidence', key]),
];

/** What opens accounts. It has no place in a template, so that none is made from it, and it need not be there yet. */
const SECRETS: readonly Path[] = [
  ['auditor', 'externalId'],
  ['organization', 'externalId'],
  ['organizations', 'externalId'],
  ['organizations', 'auditor', 'externalId'],
  ['accounts', 'externalId'],
];

const LEFT_OUT: Record<Purpose, (value: unknown) => readonly Path[]> = {
  scan: () => [],
  judge: () => FOR_SCANNING,
  setup: (value) => [...SECRETS, ...webhooks(value)],
};

/** The address of a webhook is a secret, and no permission hangs on it; those of other notices are written into templates. */
function webhooks(value: unknown): Path[] {
  return list(mapping(value).notify).flatMap((entry, index) =>
    mapping(entry).to === 'webhook' ? ['target', 'secret'].map((key): Path => ['notify', index, key]) : [],
  );
}

/** The document with what the purpose asks for, and the problems of that: a variable of another part need not be set. */
export function neededFor(purpose: Purpose, document: SourceDocument): SourceDocument {
  const paths = LEFT_OUT[purpose](document.value);
  const left = paths.map(displayPath);
  return {
    ...document,
    value: paths.reduce(without, document.value),
    problems: document.problems.filter(({ path }) => {
      const places = [path, path.replace(/\[\d+\]/g, '')];
      return !left.some((one) => places.some((place) => place === one || place.startsWith(`${one}.`)));
    }),
  };
}

/** A step into a list is one into each of its members. */
function without(value: unknown, path: Path): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const [step, ...rest] = path;
    if (typeof step !== 'number') return value.map((item) => without(item, path));
    return value.map((item, index) => (index === step ? without(item, rest) : item));
  }
  const [key, ...below] = path;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      if (name !== key) return [[name, member]];
      return below.length === 0 ? [] : [[name, without(member, below)]];
    }),
  );
}
