import { Command, Option } from 'commander';
import { lazily } from './lazily.ts';

export function initCommand(): Command {
  return new Command('init')
    .description('a first configuration, from what AWS says to the credentials at hand; enters no account')
    .addOption(
      new Option('--out <file>', 'where it goes, which must not be there yet; - for stdout').default(
        'config.yaml',
      ),
    )
    .action(lazily(() => import('./actions/init.ts')));
}
