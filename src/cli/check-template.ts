import { Command, InvalidArgumentError, Option } from 'commander';
import { lazily } from './lazily.ts';
import { A_RUN, accountIds, envOption, failOnOption, keyOption } from './options.ts';

export function checkTemplateCommand(): Command {
  return new Command('check-template')
    .description(
      "judge the roles of a third party's CloudFormation template, plan of Terraform, trust policy or permission policy before anybody deploys it",
    )
    .argument('<file>', 'the template or policy, JSON or YAML, or what terraform show -json prints of a plan')
    .addOption(
      new Option(
        '--config <file>',
        'the configuration whose register, settings and exceptions count; default: those of --run, else no register',
      ),
    )
    .addOption(envOption())
    .addOption(new Option('--run <run>', `${A_RUN}, that knows your accounts and what AWS's policies say`))
    .addOption(keyOption())
    .addOption(
      new Option('--parameter <name=value>', 'the value of a parameter of the template; may be repeated')
        .argParser(pair)
        .default(new Map(), 'its own default'),
    )
    .addOption(
      new Option(
        '--policy <arn=file>',
        'what a managed policy says that is attached and not in the template; may be repeated',
      )
        .argParser(pair)
        .default(new Map(), 'none'),
    )
    .addOption(
      new Option('--account <id>', 'the account that it is meant for')
        .argParser((text: string) => accountIds(text)[0])
        .default('000000000000', 'none of yours'),
    )
    .addOption(
      new Option(
        '--party <name>',
        'for a permission policy alone: whose it is, by its name in the register; default: a stranger',
      ),
    )
    .addOption(failOnOption('').default('high'))
    .option('--allow-incomplete', 'exit with 0 even where something cannot be told from the file')
    .action(lazily(() => import('./actions/check-template.ts')));
}

/** `Name=value`; a value may hold more of the sign. */
function pair(text: string, before: ReadonlyMap<string, string> = new Map()): ReadonlyMap<string, string> {
  const sign = text.indexOf('=');
  if (sign < 1) throw new InvalidArgumentError('It is written name=value.');
  return new Map([...before, [text.slice(0, sign), text.slice(sign + 1)]]);
}
