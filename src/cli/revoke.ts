import { Command, Option } from 'commander';
import { lazily } from './lazily.ts';
import { keyOption } from './options.ts';

export function revokeCommand(): Command {
  const revoke = new Command('revoke').description('cut a third party off: the plan for it, nothing is run');
  revoke
    .command('plan <party>')
    .description(
      'write what cuts a party off in every account, at once and for good: a plan to read, a script and a template an account; the party by name, account id or key',
    )
    .addOption(
      new Option('--run <run>', 'the run: its directory, or s3://bucket/prefix/run').default(
        'countersign-runs/latest',
      ),
    )
    .requiredOption(
      '--out <directory>',
      'where to write it, a directory that must not be there yet (required)',
    )
    .addOption(keyOption())
    .action(lazily(() => import('./actions/revoke-plan.ts')));
  return revoke;
}
