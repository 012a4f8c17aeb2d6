import { Command } from 'commander';
import { lazily } from './lazily.ts';
import { configOption, envOption, keyOption, runArgument } from './options.ts';

export function registerCommand(): Command {
  const register = new Command('register').description('the register of third parties: begin it, check it');
  register
    .command('draft')
    .addArgument(runArgument())
    .description(
      'a register of the third parties that a run found, with what only people know to be filled in',
    )
    .option('--all', 'with those that are registered already, as they are')
    .option('--out <file>', 'write it to this file, which must not be there yet; default: to stdout')
    .addOption(keyOption())
    .action(lazily(() => import('./actions/register-draft.ts')));
  register
    .command('check')
    .argument('[file]', 'the register or the file of exceptions; default: those of the configuration')
    .description(
      'whether a register, a file of exceptions, or the configuration with both is in order: form, doubles, what has expired, what is overdue',
    )
    .addOption(configOption())
    .addOption(envOption())
    .action(lazily(() => import('./actions/register-check.ts')));
  return register;
}
