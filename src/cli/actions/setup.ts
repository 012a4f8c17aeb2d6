import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { configuredRegion } from '../../aws/settings.ts';
import { lines, type ShownText } from '../../report/visible.ts';
import { writeNewFiles } from '../../run/new-files.ts';
import { setupFiles } from '../../setup/files.ts';
import { type NextStep, nextSteps } from '../../setup/next-steps.ts';
import { auditorPolicyFor } from '../auditor-policy.ts';
import { loadConfigFile } from '../load-config.ts';
import { outputOf } from '../options.ts';
import { configuredAlready, setupValues } from '../setup-values.ts';
import { inert, jsonText } from '../terminal.ts';

/** What `countersign setup` does. */
export async function run(
  options: { out: string; config?: string; env: string[] },
  command: Command,
): Promise<void> {
  const { terminal, json } = outputOf(command);
  const loaded =
    options.config === undefined ? undefined : await loadConfigFile(options.config, options.env, 'setup');
  const values = setupValues(auditorPolicyFor(loaded), loaded);
  const { written, kept } = await writeNewFiles(options.out, setupFiles(values));
  const configured = configuredAlready(
    options.config ?? 'config.yaml',
    loaded?.config,
    await configuredRegion(),
  );
  const given = process.env.COUNTERSIGN_EXTERNAL_ID;
  const stands = given !== undefined && given !== '' ? 'in the environment' : undefined;
  const shown = written.length > 0 ? { fresh: randomUUID() } : 'shown before';
  const next = nextSteps(values, options.out, configured, stands ?? shown);
  terminal.print(
    json
      ? jsonText({ directory: options.out, written, kept, next }, 2)
      : setupText(options.out, written, kept, next),
  );
}

function setupText(
  directory: string,
  written: readonly string[],
  kept: readonly string[],
  next: readonly NextStep[],
): ShownText {
  const files = [
    ...written.map((name) => `  written     ${name}`),
    ...kept.map((name) => `  as it was   ${name}`),
  ];
  const steps = next.flatMap(({ what, commands = [], configuration = '' }, index) => [
    '',
    `# ${index + 1}. ${what}`,
    ...commands,
    ...configuration.split('\n').flatMap((line) => (line === '' ? [] : `#   ${line}`)),
  ]);
  const all = [
    `In ${directory}:`,
    ...files,
    '',
    'Next, in this order; docs/operating.md says more of each step:',
    ...steps,
  ];
  return lines(all.map(inert));
}
