import { randomBytes } from 'node:crypto';
import { Command, Option } from 'commander';
import { systemClock } from '../aws/clock.ts';
import { homeRegion } from '../aws/regions.ts';
import { scan } from '../run/scan.ts';
import { configuredRegion } from './configured-region.ts';
import { exitCodeFor } from './exit-codes.ts';
import { loadConfigFile } from './load-config.ts';
import { accountIds, configOption, type FailOn, failOnOption, outputOf } from './options.ts';
import { progressDisplay } from './progress-display.ts';
import { provenance } from './provenance.ts';
import { summaryText } from './summary.ts';
import { painter } from './terminal.ts';
import { toolVersion } from './version.ts';

interface ScanOptions {
  config: string;
  out?: string;
  accounts?: string[];
  failOn?: FailOn;
  allowIncomplete?: boolean;
  resume?: boolean;
}

export function scanCommand(): Command {
  return new Command('scan')
    .description('audit the accounts of the configuration and leave the reports and their evidence')
    .addOption(configOption())
    .addOption(
      new Option('--out <dir>', 'where run directories go; default: evidence.directory of the configuration'),
    )
    .addOption(
      new Option('--accounts <ids>', 'only these of the accounts in scope, with commas').argParser(
        accountIds,
      ),
    )
    .addOption(failOnOption())
    .addOption(new Option('--allow-incomplete', 'exit with 0 even when something in scope was not read'))
    .addOption(
      new Option(
        '--resume',
        'go on with the newest unfinished run, if there is one, instead of starting anew',
      ),
    )
    .action(async (options: ScanOptions, command: Command) => {
      const { terminal, json, debug } = outputOf(command);
      const { config, judgement, digest, theme } = await loadConfigFile(options.config);
      const { directory, report } = await scan({
        config,
        judgement,
        ...(theme === undefined ? {} : { theme }),
        configDigest: digest,
        out: options.out ?? config.evidence.directory,
        ...(options.accounts === undefined ? {} : { selected: options.accounts }),
        resume: options.resume === true,
        version: toolVersion(),
        provenance: provenance(),
        random: randomBytes(4),
        aws: { clock: systemClock, homeRegion: homeRegion(configuredRegion()) },
        watch: progressDisplay(terminal, Date.now, debug),
      });
      terminal.print(
        json ? JSON.stringify(report) : summaryText(report, directory, painter(terminal.colour)),
      );
      process.exitCode = exitCodeFor(report, {
        failOn: options.failOn ?? config.failOn,
        allowIncomplete: options.allowIncomplete === true,
      });
    });
}
