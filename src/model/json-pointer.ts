import { parseJson } from './json-text.ts';

/** Builds a JSON Pointer (RFC 6901) from its parts. */
export function jsonPointer(...parts: ReadonlyArray<string | number>): string {
  let pointer = '';
  for (const part of parts) pointer += `/${typeof part === 'string' ? escaped(part) : part}`;
  return pointer;
}

function escaped(part: string): string {
  return /[~/]/.test(part) ? part.replaceAll('~', '~0').replaceAll('/', '~1') : part;
}

/**
 * What stands at `pointer`, or undefined. Where the pointer goes on through a string, the string is read as the
 * JSON document it holds, so that a pointer can name one statement of a policy kept as AWS returned it.
 */
export function resolvePointer(value: unknown, pointer: string): unknown {
  let current = value;
  for (const part of pointer.split('/').slice(1)) {
    if (typeof current === 'string') current = parseOrUndefined(current);
    if (typeof current !== 'object' || current === null) return undefined;
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    current = Object.hasOwn(current, key) ? (current as Record<string, unknown>)[key] : undefined;
  }
  return current;
}

function parseOrUndefined(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
