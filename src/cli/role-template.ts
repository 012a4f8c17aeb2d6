import { Command, Option } from 'commander';
import { lazily } from './lazily.ts';
import { A_RUN, configOption, envOption, keyOption } from './options.ts';

export function roleTemplateCommand(): Command {
  return new Command('role-template')
    .description(
      'write the role of a third party: a template for CloudFormation and for Terraform, and a letter to the third party',
    )
    .argument('<party>', 'its name in the register')
    .addOption(
      new Option('--policy <file>', 'what it may do: a permission policy, JSON or YAML').conflicts('run'),
    )
    .addOption(new Option('--run <run>', `in place of --policy: ${A_RUN}, that knows what --role used`))
    .addOption(keyOption())
    .addOption(
      new Option('--role <arn>', 'the role of the run whose use it is: what it did not use is left out'),
    )
    .addOption(
      new Option(
        '--out <dir>',
        'where the files go; none that is there is written over',
      ).makeOptionMandatory(),
    )
    .addOption(configOption())
    .addOption(envOption())
    .action(lazily(() => import('./actions/role-template.ts')));
}
