import type { Command } from 'commander';
import { registry } from '../../checks/registry.ts';
import { factsFor, selectChecks } from '../../evaluate/selection.ts';
import { auditorPolicy, organizationPolicy } from '../../run/auditor-policy.ts';
import { loadConfigFile } from '../load-config.ts';
import { outputOf } from '../options.ts';
import { jsonText } from '../terminal.ts';

/** What `countersign policy` does. */
export async function run(
  options: { for: 'auditor' | 'organization'; config?: string; env: string[] },
  command: Command,
): Promise<void> {
  const { terminal } = outputOf(command);
  const policy =
    options.for === 'organization'
      ? organizationPolicy()
      : auditorPolicy(await setup(options.config, options.env));
  terminal.print(jsonText(policy, 2));
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
