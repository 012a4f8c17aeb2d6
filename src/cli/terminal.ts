import { escapeInvisible, type ShownText, visible } from '../report/visible.ts';
import { withoutHiddenValues } from './hidden-values.ts';
import { logLine } from './log-line.ts';

/** Where a command writes: results to stdout, everything else to stderr. */
export interface Terminal {
  /** The command's result. */
  print(text: ShownText): void;
  /** Progress, hints and errors, in the log for machines a line of it; no value from the environment gets through. */
  say(text: ShownText): void;
  /** A line of the log for machines. */
  log(message: string, data: Record<string, unknown>): void;
  /** Rewrites the last line of stderr; only where `live`. */
  rewrite(text: ShownText): void;
  /** stderr is a terminal that a person watches. */
  live: boolean;
  /** stdout may be coloured. */
  colour: boolean;
  /** Ends `rewrite` lines. */
  logFormat: 'text' | 'json';
}

export function processTerminal(logFormat: 'text' | 'json'): Terminal {
  const live = process.stderr.isTTY === true && logFormat === 'text';
  return {
    live,
    colour: process.stdout.isTTY === true && (process.env.NO_COLOR ?? '') === '',
    logFormat,
    print: (text) => void process.stdout.write(`${text}\n`),
    say: (text) =>
      void process.stderr.write(
        `${live ? CLEAR_LINE : ''}${withoutHiddenValues(logFormat === 'json' ? logLine('info', text) : text)}\n`,
      ),
    log: (message, data) =>
      void process.stderr.write(`${withoutHiddenValues(logLine('info', message, data))}\n`),
    rewrite: (text) => void process.stderr.write(`${CLEAR_LINE}${fitting(text, process.stderr.columns)}`),
  };
}

/**
 * As much of a line as a terminal shows in one row: what wraps is not rewritten but added to. The last column stays
 * free, since some terminals wrap when it is written.
 */
export function fitting(text: string, columns: number | undefined): string {
  if (columns === undefined || columns < 1 || text.length < columns) return text;
  return columns < 3 ? '' : `${text.slice(0, columns - 2)}…`;
}

/** One JSON document, without a character in it that a terminal would act on. */
export function jsonText(value: unknown, indent?: number): ShownText {
  return escapeInvisible(JSON.stringify(value, null, indent));
}

const CLEAR_LINE = '\r\u001b[2K';

/** Text from outside, made safe for a terminal: no escape sequence or change of direction gets through. */
export function inert(text: string): ShownText {
  return visible(text);
}

export type Paint = <T extends string>(style: keyof typeof STYLES, text: T) => T;

const STYLES = { bold: '1', dim: '2', red: '31', yellow: '33', green: '32' } as const;

export function painter(colour: boolean): Paint {
  return <T extends string>(style: keyof typeof STYLES, text: T) =>
    (colour ? `\u001b[${STYLES[style]}m${text}\u001b[0m` : text) as T;
}
