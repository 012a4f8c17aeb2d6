import type { Command } from 'commander';
import { configJsonSchema } from '../../config/schema.ts';
import { findingLineJsonSchema, reportJsonSchema } from '../../report/schema.ts';
import { outputOf } from '../options.ts';
import { jsonText } from '../terminal.ts';

const SCHEMAS = { config: configJsonSchema, report: reportJsonSchema, finding: findingLineJsonSchema };

/** What `countersign schema` does. */
export function run(document: keyof typeof SCHEMAS, _options: unknown, command: Command): void {
  outputOf(command).terminal.print(jsonText(SCHEMAS[document](), 2));
}
