import { Command, Option } from 'commander';
import { lazily } from './lazily.ts';
import { envOption } from './options.ts';

export function setupCommand(): Command {
  return new Command('setup')
    .description(
      'templates of all that a scan on a schedule needs, for CloudFormation, Terraform and other homes',
    )
    .requiredOption('--out <dir>', 'where the files go; none that is there is written over')
    .addOption(new Option('--config <file>', 'fill in the values of this configuration'))
    .addOption(envOption())
    .action(lazily(() => import('./actions/setup.ts')));
}
