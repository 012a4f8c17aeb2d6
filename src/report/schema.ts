import { findingLineShape } from '../model/finding.ts';
import { jsonSchema } from '../model/json-schema.ts';
import { reportShape } from '../model/report.ts';

/** JSON Schema of `report.json`. Later versions may add properties, so unknown ones are allowed. */
export function reportJsonSchema(): Record<string, unknown> {
  return jsonSchema(reportShape, 'report');
}

/** JSON Schema of one line of `findings.jsonl`. */
export function findingLineJsonSchema(): Record<string, unknown> {
  return jsonSchema(findingLineShape, 'finding');
}
