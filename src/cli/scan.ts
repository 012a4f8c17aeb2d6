import { type Command, Option } from 'commander';
import { lazily } from './lazily.ts';
import { accountIds, allowIncompleteOption, commandOnAccounts, failOnOption, runsOption } from './options.ts';
import { placeOption, shardOption } from './shards.ts';

export function scanCommand(): Command {
  return commandOnAccounts('scan')
    .description('audit the accounts of the configuration and leave the reports and their evidence')
    .addOption(runsOption())
    .addOption(failOnOption())
    .addOption(shardOption())
    .addOption(placeOption('with --shard: where the plan is, and the shard goes'))
    .addOption(allowIncompleteOption())
    .addOption(
      new Option(
        '--resume',
        'go on with the newest unfinished run, if there is one, instead of starting anew',
      ),
    )
    .addOption(
      new Option(
        '--leave-out <ids>',
        'with --resume: read these accounts no more, with commas; they are gaps of the run',
      ).argParser(accountIds),
    )
    .addOption(
      new Option(
        '--since-last',
        'take over from the run before, once it is verified, what takes a call for each role or stack, where neither has changed; never older than sinceLast.maxAge, and the report says so',
      ),
    )
    .addOption(
      new Option(
        '--new-chain',
        'begin a new chain of runs where the last run cannot be told or is not to be gone on with; compared with no run before, and the manifest says so',
      ),
    )
    .addOption(
      new Option(
        '--doctor',
        'first try what the scan needs; end with 3 where no account could be read or nothing kept, and else tell and go on',
      ),
    )
    .addOption(
      new Option(
        '--on-interrupt <what>',
        'at Ctrl-C or SIGTERM: seal what was read as an incomplete run, or keep it for --resume',
      )
        .choices(['seal', 'keep'])
        .default('seal'),
    )
    .action(lazily(() => import('./actions/scan.ts')));
}
