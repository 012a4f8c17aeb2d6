import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { systemClock } from '../../aws/clock.ts';
import { toJudgement } from '../../config/judgement.ts';
import { configSchema } from '../../config/schema.ts';
import { OUTPUT_FORMATS } from '../../model/output.ts';
import { withVerdict } from '../../report/verdict.ts';
import { shown } from '../../report/visible.ts';
import { scan } from '../../run/scan.ts';
import {
  demoConfiguration,
  demonstrationFaults,
  withAccountBeside,
  withoutAuditor,
} from '../../simulator/fleet/demo-configuration.ts';
import { generateFleet } from '../../simulator/fleet/fleet.ts';
import { startSimulator } from '../../simulator/simulator.ts';
import { exitCodeFor } from '../exit-code-for.ts';
import { outputOf } from '../options.ts';
import { progressDisplay } from '../progress-display.ts';
import { provenance } from '../provenance.ts';
import { summaryText } from '../summary.ts';
import { jsonText, painter } from '../terminal.ts';
import { toolVersion } from '../version.ts';

/** What `countersign demo` does. */
export async function run(
  options: { accounts: number; seed: string; out: string },
  command: Command,
): Promise<void> {
  const { terminal, json, ...telling } = outputOf(command);
  const { accounts, seed, out } = options;
  const asOf = new Date().toISOString();
  const world = generateFleet({
    ...{ accounts, seed, asOf },
    withoutAuditor: withoutAuditor(accounts),
    beside: withAccountBeside(accounts),
  });
  const simulator = await startSimulator({ world, seed, faults: demonstrationFaults(world) });
  try {
    const config = configSchema.parse({ ...demoConfiguration(world), outputs: OUTPUT_FORMATS });
    const { directory, report } = await scan({
      config,
      judgement: toJudgement(config, []),
      configDigest: null,
      out,
      version: toolVersion(),
      provenance: provenance(),
      random: randomBytes(4),
      aws: {
        clock: systemClock,
        homeRegion: 'us-east-1',
        endpoint: simulator.endpoint,
        credentials: simulator.credentials,
      },
      watch: progressDisplay(terminal, Date.now, telling),
    });
    terminal.print(
      json ? jsonText(withVerdict(report)) : summaryText(report, directory, painter(terminal.colour)),
    );
    terminal.say(NOTE);
    // The fleet has accounts that cannot be read, to show how that looks: that is no failure of the demo.
    process.exitCode = exitCodeFor(report, { failOn: 'none', allowIncomplete: { share: 0 } });
  } finally {
    await simulator.close();
  }
}

const NOTE = shown`This is a made-up fleet. One of its accounts cannot be entered and one refuses a call, to show how that is reported.`;
