import { basename, dirname, join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { judgementChanges } from '../run/judgement-changes.ts';
import { readRun } from '../run/open-run.ts';
import { rebuildReport } from '../run/rebuild.ts';
import { verifyEvidence } from '../run/verify-evidence.ts';
import { EXIT } from './exit-codes.ts';
import { judgementChangesText } from './judgement-changes-text.ts';
import { loadConfigFile } from './load-config.ts';
import { outputOf } from './options.ts';
import { summaryText } from './summary.ts';
import { painter } from './terminal.ts';
import { damageLines, keyOption } from './verify.ts';

interface ReportOptions {
  config?: string;
  out?: string;
  externalIdKey?: string;
  key?: string;
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
    .addOption(keyOption())
    .action(async (run: string, options: ReportOptions, command: Command) => {
      const { terminal, json } = outputOf(command);
      const directory = resolve(run);
      const paint = painter(terminal.colour);
      const { intact, damage } = await verifyEvidence({
        runs: [run],
        ...(options.key === undefined ? {} : { keyFile: options.key }),
      });
      if (!intact) {
        terminal.say('The evidence is not intact, so no report is made of it:');
        for (const line of damageLines(damage, painter(false))) terminal.say(line);
        process.exitCode = EXIT.altered;
        return;
      }
      const out = options.out ?? join(dirname(directory), `${basename(directory)}-report`);
      const loaded = options.config === undefined ? undefined : await loadConfigFile(options.config);
      const externalIdKeyFile = options.externalIdKey ?? loaded?.config.evidence.externalIdKeyFile;
      const templates = loaded?.templates;
      if (templates?.sha256 !== (await readRun(directory)).templates?.sha256)
        terminal.say(
          'The run’s own pages were made with other templates, so these look different. Name the configuration with --config to use its report.templates.',
        );
      const report = await rebuildReport(directory, out, {
        ...(loaded === undefined ? {} : { judgement: loaded.judgement }),
        ...(templates === undefined ? {} : { templates }),
        ...(externalIdKeyFile === undefined ? {} : { externalIdKeyFile }),
      });
      if (report.run.externalIdKey === undefined) {
        terminal.say(
          'The key of this run’s external-ID fingerprints was not found: external IDs are masked without fingerprints, and not compared with earlier runs.',
        );
      }
      if (json) return terminal.print(JSON.stringify(report));
      const changes = await judgementChanges(directory, report);
      terminal.print(`${summaryText(report, out, paint)}\n\n${judgementChangesText(changes)}`);
    });
}
