import { type Command, Option } from 'commander';
import { lazily } from './lazily.ts';
import { commandOnAccounts } from './options.ts';

export function planCommand(): Command {
  return commandOnAccounts('plan')
    .description('which accounts, Regions and calls a scan would make; enters no account')
    .addOption(new Option('--out <dir>', 'run directories; the latest one makes the numbers exact'))
    .action(lazily(() => import('./actions/plan.ts')));
}
