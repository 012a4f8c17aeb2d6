import { type Command, Option } from 'commander';
import { lazily } from './lazily.ts';
import { commandOnAccounts, wholeNumber } from './options.ts';
import { placeOption } from './shards.ts';

export function planCommand(): Command {
  return commandOnAccounts('plan')
    .description('which accounts, Regions and calls a scan would make; enters no account')
    .addOption(
      new Option(
        '--out <dir>',
        'where run directories are, of which the latest makes the numbers exact; default: evidence.directory of the configuration',
      ),
    )
    .addOption(
      new Option(
        '--shards <n>',
        'begin a run that so many processes read: write shards.jsonl, which says who reads what',
      ).argParser(wholeNumber(1)),
    )
    .addOption(placeOption('with --shards: where the plan goes, and the shards after it'))
    .addOption(
      new Option('--new-chain', 'with --shards: begin a new chain of runs, as scan --new-chain does'),
    )
    .action(lazily(() => import('./actions/plan.ts')));
}
