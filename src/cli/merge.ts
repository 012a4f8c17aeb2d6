import { type Command, Option } from 'commander';
import { lazily } from './lazily.ts';
import { allowIncompleteOption, commandOnAccounts, failOnOption, runsOption } from './options.ts';

export function mergeCommand(): Command {
  return commandOnAccounts('merge')
    .description(
      'join the shards of a run (plan --shards, scan --shard), judge them together and seal one run',
    )
    .argument(
      '<run...>',
      'the place of the plan with its shards, or shards of it: directories, or s3://bucket/path',
    )
    .addOption(runsOption())
    .addOption(failOnOption())
    .addOption(allowIncompleteOption())
    .addOption(
      new Option(
        '--allow-missing',
        'go on without shards that are missing; their accounts are gaps of the run',
      ),
    )
    .action(lazily(() => import('./actions/merge.ts')));
}
