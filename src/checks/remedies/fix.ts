import type { Fix, FixKind } from '../../model/fix.ts';
import { script } from './command.ts';

/** A fix with this text, as a list; none where there is no text. */
export function fixes(kind: FixKind, title: string, text: string | undefined): Fix[] {
  return text === undefined ? [] : [{ kind, title, text }];
}

/** Commands for a shell, one under the other; none where one of them cannot be written. */
export function commandFixes(title: string, commands: ReadonlyArray<string | undefined>): Fix[] {
  return fixes('cli', title, script(commands));
}
