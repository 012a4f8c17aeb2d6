import { z } from 'zod';

/** The JSON Schema (draft 2020-12) of a kind of document, as it is written. */
export function jsonSchema(shape: z.ZodType, kind: string): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(shape, { target: 'draft-2020-12', io: 'input' });
  return { $schema, $id: `urn:countersign:schema:${kind}:v1`, title: `Countersign ${kind}`, ...rest };
}
