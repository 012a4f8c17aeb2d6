import { createHash } from 'node:crypto';
import { jsonPointer } from '../../model/json-pointer.ts';
import type { ChangedDocument, RoleFixInput } from '../../model/role-fix.ts';
import type { Blank } from './blanks.ts';

type Document = Record<string, unknown>;

/** Documents before and after a change, with placeholders for whatever a report does not hold. */
export interface ShownChange {
  change: ChangedDocument;
  inputs: RoleFixInput[];
}

/** Undefined where an external ID in the new document is neither in force nor to be given: nobody could fill it in. */
export function shownChange(
  before: Document,
  after: Document,
  blanks: readonly Blank[],
): ShownChange | undefined {
  const places = externalIdPlaces(before);
  const inForce = new Map([...places.keys()].map((value, index) => [value, `‹external ID ${index + 1}›`]));
  const samples = new Map(blanks.map(({ sample, input }) => [sample, input.placeholder]));
  let isWhole = true;
  const shownId = (value: string) => {
    const placeholder = samples.get(value) ?? inForce.get(value);
    if (placeholder === undefined) isWhole = false;
    return placeholder ?? value;
  };
  const shownText = (text: string) => {
    let shown = text;
    for (const [sample, placeholder] of samples) shown = shown.replaceAll(sample, placeholder);
    return shown;
  };
  const change = {
    before: printed(withIds(before, shownId, (text) => text)),
    after: printed(withIds(after, shownId, shownText)),
    digest: digestOf(before),
  };
  if (!isWhole) return undefined;
  const inputs = [
    ...[...inForce].map(
      ([value, placeholder]): RoleFixInput => ({
        placeholder,
        kind: 'in-force',
        says: 'the external ID that the role asks for now',
        at: places.get(value) ?? '',
      }),
    ),
    ...blanks.map(({ input }) => input),
  ];
  return { change, inputs };
}

/** Where each external ID stands first. */
function externalIdPlaces(document: Document): Map<string, string> {
  const places = new Map<string, string>();
  walkIds(document, [], (value, path) => {
    if (!places.has(value)) places.set(value, jsonPointer(...path));
  });
  return places;
}

type Path = ReadonlyArray<string | number>;

function walkIds(value: unknown, path: Path, note: (value: string, path: Path) => void): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    const at = [...path, Array.isArray(value) ? Number(key) : key];
    if (!isId(key, path)) {
      walkIds(inner, at, note);
    } else if (Array.isArray(inner)) {
      inner.forEach((one, index) => {
        if (typeof one === 'string') note(one, [...at, index]);
      });
    } else if (typeof inner === 'string') note(inner, at);
  }
}

function withIds(
  value: unknown,
  shownId: (id: string) => string,
  shownText: (text: string) => string,
  path: Path = [],
): unknown {
  if (typeof value === 'string') return shownText(value);
  if (Array.isArray(value))
    return value.map((one, index) => withIds(one, shownId, shownText, [...path, index]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (!isId(key, path)) return [key, withIds(inner, shownId, shownText, [...path, key])];
      const one = (id: unknown) => (typeof id === 'string' ? shownId(id) : id);
      return [key, Array.isArray(inner) ? inner.map(one) : one(inner)];
    }),
  );
}

/** The operator Null asks whether there is one, and says nothing of its value. */
function isId(key: string, path: Path): boolean {
  return key.toLowerCase() === 'sts:externalid' && String(path.at(-1)).toLowerCase() !== 'null';
}

export function printed(document: unknown): string {
  return JSON.stringify(document, null, 2);
}

/**
 * SHA-256 of a document as `jq -cS` writes it after every external ID was put to null, so that the script can hold the
 * live policy against what was read. External IDs are left out, since a digest over them would let values be tried.
 */
export function digestOf(document: unknown): string {
  return createHash('sha256')
    .update(`${JSON.stringify(inOrder(document))}\n`)
    .digest('hex');
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, key.toLowerCase() === 'sts:externalid' ? null : inOrder(inner)]),
  );
}
