import { Command, Option } from 'commander';
import { lazily } from './lazily.ts';
import { envOption, runArgument, statementOptions } from './options.ts';

export function attestCommand(): Command {
  const command = new Command('attest')
    .description(
      'countersign a run: a second signature over its manifest, by a key of your own, beside the run',
    )
    .addArgument(runArgument())
    .addOption(
      new Option('--decision <decision>', 'what you decided of the run')
        .choices(['accept', 'reject'])
        .makeOptionMandatory(),
    )
    .addOption(new Option('--note <text>', 'why, or under which condition').makeOptionMandatory());
  for (const option of statementOptions()) command.addOption(option);
  return command.addOption(envOption()).action(lazily(() => import('./actions/attest.ts')));
}
