import { randomBytes } from 'node:crypto';
import { Command, Option } from 'commander';
import { systemClock } from '../aws/clock.ts';
import { toJudgement } from '../config/judgement.ts';
import { configSchema } from '../config/schema.ts';
import { OUTPUT_FORMATS } from '../model/output.ts';
import { withVerdict } from '../report/verdict.ts';
import { shown } from '../report/visible.ts';
import { scan } from '../run/scan.ts';
import {
  demoConfiguration,
  demonstrationFaults,
  withoutAuditor,
} from '../simulator/fleet/demo-configuration.ts';
import { generateFleet } from '../simulator/fleet/fleet.ts';
import { startSimulator } from '../simulator/simulator.ts';
import { exitCodeFor } from './exit-codes.ts';
import { outputOf, wholeNumber } from './options.ts';
import { progressDisplay } from './progress-display.ts';
import { provenance } from './provenance.ts';
import { summaryText } from './summary.ts';
import { jsonText, painter } from './terminal.ts';
import { toolVersion } from './version.ts';

export function demoCommand(): Command {
  return new Command('demo')
    .description('audit a made-up fleet on the built-in local AWS; needs no AWS and no configuration')
    .addOption(new Option('--accounts <n>', 'accounts in the fleet').default(25).argParser(wholeNumber(1)))
    .addOption(new Option('--seed <seed>', 'the same seed gives the same fleet').default('1'))
    .addOption(new Option('--out <dir>', 'where run directories go').default('countersign-runs'))
    .action(async (options: { accounts: number; seed: string; out: string }, command: Command) => {
      const { terminal, json, debug } = outputOf(command);
      const { accounts, seed, out } = options;
      const asOf = new Date().toISOString();
      const world = generateFleet({ accounts, seed, asOf, withoutAuditor: withoutAuditor(accounts) });
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
          watch: progressDisplay(terminal, Date.now, debug),
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
    });
}

const NOTE = shown`This is a made-up fleet. One of its accounts cannot be entered and one refuses a call, to show how that is reported.`;
