import { Argument, Command } from 'commander';
import { configJsonSchema } from '../config/schema.ts';
import { reportJsonSchema } from '../report/schema.ts';
import { outputOf } from './options.ts';

export function schemaCommand(): Command {
  return new Command('schema')
    .description('the JSON Schema of the configuration or of report.json')
    .addArgument(new Argument('[document]', 'which document').choices(['config', 'report']).default('config'))
    .action((document: 'config' | 'report', _options, command: Command) => {
      const schema = document === 'config' ? configJsonSchema() : reportJsonSchema();
      outputOf(command).terminal.print(JSON.stringify(schema, null, 2));
    });
}
