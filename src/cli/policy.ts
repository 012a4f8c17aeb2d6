import { Command, Option } from 'commander';
import { lazily } from './lazily.ts';
import { envOption } from './options.ts';

export function policyCommand(): Command {
  return new Command('policy')
    .description('the least-privilege IAM policy that a scan needs, as JSON')
    .addOption(
      new Option(
        '--for <role>',
        'auditor: the role in every account; organization: the one that lists the accounts; athena: the one that makes the queries of activity.athena',
      )
        .choices(['auditor', 'organization', 'athena'])
        .default('auditor'),
    )
    .addOption(new Option('--config <file>', 'ask only for what this configuration collects'))
    .addOption(envOption())
    .action(lazily(() => import('./actions/policy.ts')));
}
