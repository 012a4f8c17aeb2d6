import { Command } from 'commander';
import { lazily } from './lazily.ts';

export function checksCommand(): Command {
  const checks = new Command('checks').description('the checks that a scan applies');
  checks
    .command('list', { isDefault: true })
    .description('every check: id, severity, what it finds')
    .action(lazily(() => import('./actions/checks-list.ts')));
  checks
    .command('show')
    .argument('<id>', 'as countersign checks list has it')
    .description('all about one check')
    .action(lazily(() => import('./actions/checks-show.ts')));
  return checks;
}
