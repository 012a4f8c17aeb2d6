import { Command, Option } from 'commander';
import { NOTICE_KINDS } from '../model/notice-kinds.ts';
import { lazily } from './lazily.ts';
import { configOption, envOption, keyOption, runArgument } from './options.ts';

export function publishCommand(): Command {
  return new Command('publish')
    .description('tell others of a finished run: those that the configuration names under notify')
    .addArgument(runArgument())
    .addOption(
      new Option('--to <kind>', 'who is told; securityhub and metrics need no entry in the configuration')
        .choices(NOTICE_KINDS)
        .makeOptionMandatory(),
    )
    .addOption(configOption())
    .addOption(envOption())
    .addOption(keyOption())
    .addHelpText('after', HELP)
    .action(lazily(() => import('./actions/publish.ts')));
}

const HELP = `
A scan tells them by itself, once the run is sealed. This is for a run of which
they were not told, and for trying it.

Exit codes:
  0  all of them were told
  1  could not run: bad configuration, no such run, or nobody to tell
  3  not all of them were told
  4  the evidence is not intact, so nobody is told of it`;
