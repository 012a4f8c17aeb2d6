import { Command, Option } from 'commander';
import { lazily } from './lazily.ts';
import { keyOption, runArgument } from './options.ts';

export function exportCommand(): Command {
  return new Command('export')
    .description(
      'write what a run shows of each control of a framework, for an auditor to take away and check alone',
    )
    .addArgument(runArgument())
    .addOption(new Option('--framework <id>', 'such as soc2, pci-dss or iso-27001').makeOptionMandatory())
    .addOption(new Option('--out <dir>', 'a folder that is not there yet').makeOptionMandatory())
    .option(
      '--without-report',
      'leave report.json out, which speaks of all parties; rows then name it by its digest alone',
    )
    .addOption(keyOption())
    .action(lazily(() => import('./actions/export.ts')));
}
