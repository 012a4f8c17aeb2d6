import { Argument, Command } from 'commander';
import { configJsonSchema } from '../config/schema.ts';
import { findingLineJsonSchema, reportJsonSchema } from '../report/schema.ts';
import { outputOf } from './options.ts';
import { jsonText } from './terminal.ts';

const SCHEMAS = { config: configJsonSchema, report: reportJsonSchema, finding: findingLineJsonSchema };

export function schemaCommand(): Command {
  return new Command('schema')
    .description('the JSON Schema of the configuration, of report.json or of a line of findings.jsonl')
    .addArgument(new Argument('[document]', 'which document').choices(Object.keys(SCHEMAS)).default('config'))
    .action((document: keyof typeof SCHEMAS, _options, command: Command) => {
      outputOf(command).terminal.print(jsonText(SCHEMAS[document](), 2));
    });
}
