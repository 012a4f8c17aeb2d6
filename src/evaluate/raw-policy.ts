import { parseJson } from '../model/json-text.ts';
import { isObject } from '../policy/condition.ts';

/** A policy document as it is written; without statements where it cannot be read. */
export function rawPolicy(document: string | null): { version?: unknown; statements: unknown[] } {
  try {
    const policy = document === null ? undefined : parseJson(document);
    if (!isObject(policy)) return { statements: [] };
    const { Version: version, Statement: all } = policy;
    return { version, statements: Array.isArray(all) ? all : [all] };
  } catch {
    return { statements: [] };
  }
}
