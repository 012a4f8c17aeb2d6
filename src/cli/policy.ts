import { Command, Option } from 'commander';
import { registry } from '../checks/registry.ts';
import { factsFor, selectChecks } from '../evaluate/selection.ts';
import { auditorPolicy, organizationPolicy } from '../run/auditor-policy.ts';
import { loadConfigFile } from './load-config.ts';
import { envOption, outputOf } from './options.ts';
import { jsonText } from './terminal.ts';

export function policyCommand(): Command {
  return new Command('policy')
    .description('the least-privilege IAM policy that a scan needs, as JSON')
    .addOption(
      new Option(
        '--for <role>',
        'auditor: the role in every account; organization: the one that lists the accounts',
      )
        .choices(['auditor', 'organization'])
        .default('auditor'),
    )
    .addOption(new Option('--config <file>', 'ask only for what this configuration collects'))
    .addOption(envOption())
    .action(
      async (
        options: { for: 'auditor' | 'organization'; config?: string; env: string[] },
        command: Command,
      ) => {
        const { terminal } = outputOf(command);
        const policy =
          options.for === 'organization'
            ? organizationPolicy()
            : auditorPolicy(await setup(options.config, options.env));
        terminal.print(jsonText(policy, 2));
      },
    );
}

async function setup(
  path: string | undefined,
  env: readonly string[],
): Promise<Parameters<typeof auditorPolicy>[0]> {
  if (path === undefined) return { driftMode: 'access-roles', enabledRegions: true };
  const { config, judgement } = await loadConfigFile(path, env);
  const enabledRegions =
    config.regions === 'enabled' || config.accounts.some(({ regions }) => regions === 'enabled');
  const { checks } = selectChecks(registry, judgement);
  return { driftMode: config.drift.mode, enabledRegions, wanted: factsFor(checks) };
}
