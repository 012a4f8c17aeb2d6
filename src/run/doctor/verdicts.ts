import type { Symptom } from '../../model/doctor.ts';

/** In order. */
export function ok(id: string, words: string): Symptom {
  return { id, status: 'ok', words, whatToDo: null };
}

/** A scan is made all the same. */
export function warn(id: string, words: string, whatToDo: string): Symptom {
  return { id, status: 'warn', words, whatToDo };
}

/** Something would be missing from a scan, or keep it from being made. */
export function fail(id: string, words: string, whatToDo: string | null): Symptom {
  return { id, status: 'fail', words, whatToDo };
}
