import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { systemClock } from '../../aws/clock.ts';
import { examine } from '../../run/doctor/examine.ts';
import { callerPlace } from '../caller-place.ts';
import { narrowed } from '../checks-asked.ts';
import { configPath } from '../config-path.ts';
import { doctorText } from '../doctor-text.ts';
import { EXIT } from '../exit-codes.ts';
import { mayForget } from '../forgetful-machine.ts';
import { loadConfigFile } from '../load-config.ts';
import { networkVariables } from '../network-variables.ts';
import { type ChecksAsked, outputOf } from '../options.ts';
import { jsonText, painter } from '../terminal.ts';
import { toolVersion } from '../version.ts';

/** What `countersign doctor` does. */
export async function run(
  options: ChecksAsked & { config?: string; env: string[]; out?: string; accounts?: string[] },
  command: Command,
): Promise<void> {
  const { terminal, json } = outputOf(command);
  const { config, judgement } = await loadConfigFile(configPath(options.config), options.env);
  const report = await examine({
    config,
    judgement: narrowed(judgement, options),
    out: options.out ?? config.evidence.directory,
    ...(options.accounts === undefined ? {} : { selected: options.accounts }),
    version: toolVersion(),
    mayForget: mayForget(process.env),
    random: randomBytes(4),
    aws: { clock: systemClock, ...(await callerPlace(terminal)) },
    networkVariables: networkVariables(process.env),
  });
  terminal.print(json ? jsonText(report, 2) : doctorText(report, painter(terminal.colour)));
  if (report.checks.some(({ status }) => status === 'fail')) process.exitCode = EXIT.incomplete;
}
