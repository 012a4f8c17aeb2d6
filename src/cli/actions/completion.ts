import type { Command } from 'commander';
import { lines } from '../../report/visible.ts';
import { SCRIPTS } from '../completion/shells.ts';
import type { SHELLS } from '../completion.ts';
import { outputOf } from '../options.ts';
import { inert } from '../terminal.ts';

/** What `countersign completion` does. */
export function run(shell: (typeof SHELLS)[number], _options: object, command: Command): void {
  outputOf(command).terminal.print(lines(SCRIPTS[shell].split('\n').map(inert)));
}
