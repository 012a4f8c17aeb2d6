import { Command, Option } from 'commander';
import { lazily } from './lazily.ts';
import { wholeNumber } from './options.ts';

export function demoCommand(): Command {
  return new Command('demo')
    .description('audit a made-up fleet on the built-in local AWS; needs no AWS and no configuration')
    .addOption(
      new Option('--accounts <n>', 'accounts in the fleet').default(25).argParser(wholeNumber(1, 10_000)),
    )
    .addOption(new Option('--seed <seed>', 'the same seed gives the same fleet').default('1'))
    .addOption(new Option('--out <dir>', 'where run directories go').default('countersign-runs'))
    .action(lazily(() => import('./actions/demo.ts')));
}
