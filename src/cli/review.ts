import { Command, Option } from 'commander';
import { lazily } from './lazily.ts';
import { envOption, keyOption, runArgument, statementOptions } from './options.ts';

export function reviewCommand(): Command {
  const review = new Command('review').description(
    'decide on the access of third parties: sheets to fill in, answers that are sealed, and what was carried out',
  );
  review
    .command('open')
    .addArgument(runArgument())
    .description('write the sheets of a run, each as a form that works from disk and as a table (CSV)')
    .addOption(
      new Option('--by <whom>', 'a sheet for each of these').choices(['party', 'owner']).default('party'),
    )
    .addOption(
      new Option('--only <name>', 'only the sheet of this party or owner; may be repeated').argParser(
        (name: string, before: readonly string[] = []) => [...before, name],
      ),
    )
    .addOption(new Option('--out <dir>', 'where to write them').default('countersign-review'))
    .addOption(keyOption())
    .action(lazily(() => import('./actions/review-open.ts')));
  const close = review
    .command('close')
    .addArgument(runArgument())
    .argument('<answers...>', 'the files that the forms saved, or sheets that were filled in as CSV')
    .description('read answers back, hold them against the run, and seal them as a review by your own key')
    .option('--partial', 'leave accesses without an answer for another review')
    .option('--unsigned', 'seal a record that nobody signs, and that says so');
  for (const option of statementOptions()) close.addOption(option);
  close.addOption(envOption()).action(lazily(() => import('./actions/review-close.ts')));
  review
    .command('status')
    .addArgument(runArgument())
    .description('what is open, decided, late and carried out, by the reviews beside a run and what it found')
    .addOption(keyOption())
    .addOption(new Option('--config <file>', 'the configuration that names whose reviews count'))
    .addOption(envOption())
    .action(lazily(() => import('./actions/review-status.ts')));
  return review;
}
