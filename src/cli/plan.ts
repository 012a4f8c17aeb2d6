import { Command, Option } from 'commander';
import { lazily } from './lazily.ts';
import { accountsOption, checkOption, configOption, envOption, severityOption } from './options.ts';

export function planCommand(): Command {
  return new Command('plan')
    .description('which accounts, Regions and calls a scan would make; enters no account')
    .addOption(configOption())
    .addOption(envOption())
    .addOption(new Option('--out <dir>', 'run directories; the latest one makes the numbers exact'))
    .addOption(accountsOption())
    .addOption(checkOption())
    .addOption(severityOption())
    .action(lazily(() => import('./actions/plan.ts')));
}
