import type { Command } from 'commander';
import { lazily } from './lazily.ts';
import { commandOnAccounts, runsOption } from './options.ts';

export function doctorCommand(): Command {
  return commandOnAccounts('doctor')
    .description(
      'try what a scan needs, before the night: every account and permission, the archive, the keys, the clock',
    )
    .addOption(runsOption())
    .addHelpText('after', HELP)
    .action(lazily(() => import('./actions/doctor.ts')));
}

const HELP = `
Every account is entered and each action tried by a call that reads next to
nothing and starts nothing: all of them in one Region, and in the others one of
each service. What is left behind: with evidence.s3, a note of a line under
tried/.

Exit codes:
  0  nothing to mend
  1  nothing could be tried: bad configuration, or no credentials
  3  something would be missing from a scan, or keep it from being made`;
