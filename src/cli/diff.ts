import { Command } from 'commander';
import { lazily } from './lazily.ts';
import { A_RUN, keyOption } from './options.ts';

export function diffCommand(): Command {
  return new Command('diff')
    .description('what is new, gone, changed or no longer known between two runs')
    .argument('<old>', `the older run: ${A_RUN}`)
    .argument('<new>', 'the newer run')
    .addOption(keyOption())
    .action(lazily(() => import('./actions/diff.ts')));
}
