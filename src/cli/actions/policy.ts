import type { Command } from 'commander';
import { athenaPolicy, organizationPolicy } from '../../run/auditor-policy.ts';
import { auditorPolicyFor } from '../auditor-policy.ts';
import { loadConfigFile } from '../load-config.ts';
import { outputOf } from '../options.ts';
import { jsonText } from '../terminal.ts';

/** What `countersign policy` does. */
export async function run(
  options: { for: 'auditor' | 'organization' | 'athena'; config?: string; env: string[] },
  command: Command,
): Promise<void> {
  const policy =
    options.for === 'organization'
      ? organizationPolicy()
      : options.for === 'athena'
        ? athenaPolicy()
        : auditorPolicyFor(
            options.config === undefined ? undefined : await loadConfigFile(options.config, options.env),
          );
  outputOf(command).terminal.print(jsonText(policy, 2));
}
