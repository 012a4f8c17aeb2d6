import { z } from 'zod';
import { jsonPointer } from './json-pointer.ts';
import { UserError } from './user-error.ts';

/** A document that was read back, or why it cannot be used. */
export type Parsed<T> = { value: T } | { problem: DocumentProblem };

export interface DocumentProblem {
  code: 'DAMAGED_RUN' | 'UNKNOWN_RUN_FORMAT';
  /** JSON Pointer (RFC 6901) to what is wrong. */
  pointer: string;
  /** What is wrong, to follow the name of the document; without a full stop. */
  message: string;
}

/** The document. Throws `UserError` when it cannot be used. */
export function usable<T>(parsed: Parsed<T>, name: string): T {
  if ('value' in parsed) return parsed.value;
  throw new UserError(parsed.problem.code, `${name} ${parsed.problem.message}.`);
}

/** Reads back documents of one shape and version. Members that the shape does not know, of a later version, are left out. */
export function documentReader<S extends z.ZodObject>(
  shape: S,
  version: number,
): (document: unknown) => Parsed<z.output<S>> {
  const versioned = z.looseObject({ schemaVersion: z.int() });
  return (document) => {
    const { data, error } = versioned.safeParse(document);
    if (error !== undefined) return { problem: damage(error) };
    if (data.schemaVersion !== version) return { problem: otherVersion(data.schemaVersion, version) };
    const parsed = shape.safeParse(document);
    return parsed.success ? { value: parsed.data } : { problem: damage(parsed.error) };
  };
}

/** A document of which some lists are read item by item. */
export interface LongDocument<T> {
  /** What checks an item of a list of that name; undefined where it is read with the rest of the document. */
  item(key: string): ((value: unknown) => unknown) | undefined;
  /** The document, once it is read: its long lists are what was made of checked items, or lists as any other. */
  whole(document: Record<string, unknown>): Parsed<T>;
}

/** The same for documents whose lists of these names may be too long to be in memory. */
export function longDocumentReader<S extends z.ZodObject>(
  shape: S,
  version: number,
  long: ReadonlyArray<string & keyof S['shape']>,
): () => LongDocument<z.output<S>> {
  const parse = documentReader(shape, version);
  const elements = new Map<string, z.ZodType>(long.map((key) => [key, elementOf(shape.shape[key])]));
  return () => {
    let first: DocumentProblem | undefined;
    return {
      item(key) {
        const element = elements.get(key);
        if (element === undefined) return undefined;
        let index = -1;
        return (value) => {
          index += 1;
          const parsed = element.safeParse(value);
          if (parsed.success) return parsed.data;
          first ??= damage(parsed.error, [key, index]);
          return value;
        };
      },
      whole(document) {
        const rows = Object.fromEntries(
          long.flatMap((key) => (isReadAnew(document[key]) ? [[key, document[key]]] : [])),
        );
        const empty = Object.fromEntries(Object.keys(rows).map((key) => [key, []]));
        const parsed = parse({ ...document, ...empty });
        if ('problem' in parsed) return parsed;
        // What is in memory was checked with the rest.
        const place = first?.pointer.split('/')[1] ?? '';
        if (first !== undefined && place in rows) return { problem: first };
        return { value: { ...parsed.value, ...rows } };
      },
    };
  };
}

function elementOf(list: unknown): z.ZodType {
  if (list instanceof z.ZodArray) return list.element as z.ZodType;
  if (typeof list === 'object' && list !== null && 'unwrap' in list && typeof list.unwrap === 'function')
    return elementOf(list.unwrap());
  throw new TypeError('It is no list.');
}

function isReadAnew(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Symbol.iterator in value && !Array.isArray(value);
}

function damage(
  { issues: [issue] }: z.ZodError,
  before: ReadonlyArray<string | number> = [],
): DocumentProblem {
  const pointer = jsonPointer(...[...before, ...(issue?.path ?? [])].map(String));
  return {
    code: 'DAMAGED_RUN',
    pointer,
    message: `is damaged at ${pointer || 'its root'}: ${issue?.message}`,
  };
}

function otherVersion(found: number, known: number): DocumentProblem {
  const message = `has format ${found}; this version of Countersign reads format ${known}`;
  return { code: 'UNKNOWN_RUN_FORMAT', pointer: '/schemaVersion', message };
}
