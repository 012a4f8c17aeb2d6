import type { Command } from 'commander';
import { examine } from '../../run/doctor/examine.ts';
import { type AccountsAsked, askedFor } from '../asked.ts';
import { configPath } from '../config-path.ts';
import { doctorText } from '../doctor-text.ts';
import { EXIT } from '../exit-codes.ts';
import { mayForget } from '../forgetful-machine.ts';
import { loadConfigFile } from '../load-config.ts';
import { networkVariables } from '../network-variables.ts';
import { outputOf } from '../options.ts';
import { jsonText, painter } from '../terminal.ts';

/** What `countersign doctor` does. */
export async function run(options: AccountsAsked, command: Command): Promise<void> {
  const { terminal, json } = outputOf(command);
  const loaded = await loadConfigFile(configPath(options.config), options.env);
  const report = await examine({
    ...(await askedFor(options, loaded, terminal)),
    mayForget: mayForget(process.env),
    networkVariables: networkVariables(process.env),
  });
  terminal.print(json ? jsonText(report, 2) : doctorText(report, painter(terminal.colour)));
  if (report.checks.some(({ status }) => status === 'fail')) process.exitCode = EXIT.incomplete;
}
