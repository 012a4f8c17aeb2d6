import { basename, dirname, join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { rebuildReport } from '../run/rebuild.ts';
import { loadJudgement } from './load-config.ts';
import { outputOf } from './options.ts';
import { summaryText } from './summary.ts';
import { painter } from './terminal.ts';

export function reportCommand(): Command {
  return new Command('report')
    .description('judge a finished run again from its facts and render its reports; AWS is not asked')
    .argument('<run>', 'a run directory')
    .addOption(
      new Option('--config <file>', 'judge by this configuration instead of the one kept in the run'),
    )
    .addOption(new Option('--out <dir>', 'where to write; default: <run>-report beside the run'))
    .action(async (run: string, options: { config?: string; out?: string }, command: Command) => {
      const { terminal, json } = outputOf(command);
      const directory = resolve(run);
      const out = options.out ?? join(dirname(directory), `${basename(directory)}-report`);
      const judgement = options.config === undefined ? undefined : await loadJudgement(options.config);
      const report = await rebuildReport(directory, out, judgement);
      terminal.print(json ? JSON.stringify(report) : summaryText(report, out, painter(terminal.colour)));
    });
}
