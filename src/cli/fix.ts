import { Command, Option } from 'commander';
import { lazily } from './lazily.ts';
import { accountIds, keyOption, runArgument } from './options.ts';

export function fixCommand(): Command {
  return new Command('fix')
    .description(
      'the one fix of each role on which a run found something: difference, script for the AWS CLI, CloudFormation and Terraform; nothing is changed in AWS',
    )
    .addArgument(runArgument())
    .requiredOption('--out <dir>', 'where to write them, a directory a role')
    .option('--role <arn>', 'only this role')
    .addOption(
      new Option('--accounts <ids>', 'only roles of these accounts, with commas').argParser(accountIds),
    )
    .addOption(keyOption())
    .action(lazily(() => import('./actions/fix.ts')));
}
