import type { Command } from 'commander';
import { lines } from '../../report/visible.ts';
import type { Shell } from '../completion/shell-names.ts';
import { SCRIPTS } from '../completion/shells.ts';
import { outputOf } from '../options.ts';
import { inert } from '../terminal.ts';

/** What `countersign completion` does. */
export function run(shell: Shell, _options: object, command: Command): void {
  outputOf(command).terminal.print(lines(SCRIPTS[shell].split('\n').map(inert)));
}
