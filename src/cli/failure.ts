import { CommanderError } from 'commander';
import { ConfigError } from '../config/errors.ts';
import { UserError } from '../model/user-error.ts';
import { EvidenceDamaged } from '../run/intact.ts';
import { damageLines } from './damage-lines.ts';
import { EXIT } from './exit-codes.ts';
import { withoutHiddenValues } from './hidden-values.ts';
import { logLine } from './log-line.ts';
import { inert, painter } from './terminal.ts';

/** What a command that could not run exits with. */
export function failureExitCode(error: unknown): number {
  return error instanceof EvidenceDamaged ? EXIT.altered : EXIT.couldNotRun;
}

/** Why a command could not run, in parts that a program can tell apart. */
interface FailureParts {
  code: string;
  message: string;
  /** What is wrong in a configuration, place by place. */
  problems?: ConfigError['problems'];
  whatToDo?: string;
  stack?: string;
}

/** What to print when a command could not run: a code, what happened, what to do. */
export function describeFailure(error: unknown): string {
  return withoutHiddenValues(described(error));
}

function described(error: unknown): string {
  if (error instanceof ConfigError) return `The configuration cannot be used:\n${clean(error.format())}`;
  const { code, message, whatToDo, stack } = partsOf(error);
  if (error instanceof EvidenceDamaged)
    return [`${code}: ${clean(message)}`, ...damageLines(error.damage, painter(false))].join('\n');
  if (code === FAULT) return `A fault in Countersign, please report it:\n${clean(stack ?? message)}`;
  return [`${code}: ${clean(message)}`, ...(whatToDo === undefined ? [] : [`→ ${clean(whatToDo)}`])].join(
    '\n',
  );
}

/** The same as a line of the log for machines. */
export function failureLine(error: unknown): string {
  const { message, ...parts } = partsOf(error);
  return withoutHiddenValues(logLine('error', message, parts));
}

const FAULT = 'FAULT';

function partsOf(error: unknown): FailureParts {
  if (error instanceof ConfigError) {
    const message = 'The configuration cannot be used.';
    return { code: 'BAD_CONFIGURATION', message, problems: error.problems };
  }
  if (error instanceof CommanderError) return { code: 'BAD_COMMAND_LINE', message: error.message };
  if (error instanceof UserError) {
    const { code, message, whatToDo } = error;
    return { code, message, ...(whatToDo === undefined ? {} : { whatToDo }) };
  }
  if (isSystemError(error)) return { code: error.code, message: withoutCode(error) };
  if (!(error instanceof Error)) return { code: FAULT, message: String(error) };
  return { code: FAULT, message: error.message, stack: error.stack ?? error.message };
}

/** Line by line, without a character in it that a terminal would act on. */
function clean(text: string): string {
  return text.split('\n').map(inert).join('\n');
}

/** Node's message begins with the code, which stands before it already. */
function withoutCode({ code, message }: Error & { code: string }): string {
  return message.startsWith(`${code}: `) ? message.slice(code.length + 2) : message;
}

/** A full disk, a missing directory, a refused permission: the message says which file. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  return error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string';
}
