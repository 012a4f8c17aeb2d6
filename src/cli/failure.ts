import { ConfigError } from '../config/errors.ts';
import { UserError } from '../model/user-error.ts';
import { inert } from './terminal.ts';

/** What to print when a command could not run: a code, what happened, what to do. */
export function describeFailure(error: unknown): string {
  if (error instanceof ConfigError) return `The configuration cannot be used:\n${error.format()}`;
  if (error instanceof UserError) return `${error.code}: ${error.message}`;
  if (isSystemError(error)) return `${error.code}: ${inert(error.message)}`;
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `A fault in Countersign, please report it:\n${what}`;
}

/** A full disk, a missing directory, a refused permission: the message says which file. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  return error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string';
}
