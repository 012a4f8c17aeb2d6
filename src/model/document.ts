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

function damage({ issues: [issue] }: z.ZodError): DocumentProblem {
  const pointer = jsonPointer(...(issue?.path ?? []).map(String));
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
