import { Command, Option } from 'commander';
import { lazily } from './lazily.ts';
import { A_RUN, keyOption } from './options.ts';

export function revokeCommand(): Command {
  const revoke = new Command('revoke').description('cut a third party off: the plan for it, nothing is run');
  revoke
    .command('plan')
    .argument('<party>', 'its name, an account id or its key')
    .description(
      'write what cuts a party off in every account, at once and for good: a plan to read, a script and a template an account',
    )
    .addOption(new Option('--run <run>', A_RUN).default('countersign-runs/latest'))
    .requiredOption('--out <dir>', 'where to write it, a directory that must not be there yet')
    .addOption(keyOption())
    .action(lazily(() => import('./actions/revoke-plan.ts')));
  return revoke;
}
