import { Argument, Command } from 'commander';
import { lazily } from './lazily.ts';

export function schemaCommand(): Command {
  return new Command('schema')
    .description('the JSON Schema of the configuration, of report.json or of a line of findings.jsonl')
    .addArgument(
      new Argument('[document]', 'which document').choices(['config', 'report', 'finding']).default('config'),
    )
    .action(lazily(() => import('./actions/schema.ts')));
}
