import { basename, dirname, join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { rebuildReport } from '../run/rebuild.ts';
import { loadConfigFile } from './load-config.ts';
import { outputOf } from './options.ts';
import { summaryText } from './summary.ts';
import { painter } from './terminal.ts';

interface ReportOptions {
  config?: string;
  out?: string;
  externalIdKey?: string;
}

export function reportCommand(): Command {
  return new Command('report')
    .description('judge a finished run again from its facts and render its reports; AWS is not asked')
    .argument('<run>', 'a run directory')
    .addOption(
      new Option('--config <file>', 'judge by this configuration instead of the one kept in the run'),
    )
    .addOption(new Option('--out <dir>', 'where to write; default: <run>-report beside the run'))
    .addOption(
      new Option(
        '--external-id-key <file>',
        'the key of external-ID fingerprints; default: evidence.externalIdKeyFile of --config, else external-id.key beside the run',
      ),
    )
    .action(async (run: string, options: ReportOptions, command: Command) => {
      const { terminal, json } = outputOf(command);
      const directory = resolve(run);
      const out = options.out ?? join(dirname(directory), `${basename(directory)}-report`);
      const loaded = options.config === undefined ? undefined : await loadConfigFile(options.config);
      const externalIdKeyFile = options.externalIdKey ?? loaded?.config.evidence.externalIdKeyFile;
      const report = await rebuildReport(directory, out, {
        ...(loaded === undefined ? {} : { judgement: loaded.judgement }),
        ...(externalIdKeyFile === undefined ? {} : { externalIdKeyFile }),
      });
      if (report.run.externalIdKey === undefined) {
        terminal.say(
          'The key of this run’s external-ID fingerprints was not found: external IDs are masked without fingerprints, and not compared with earlier runs.',
        );
      }
      terminal.print(json ? JSON.stringify(report) : summaryText(report, out, painter(terminal.colour)));
    });
}
