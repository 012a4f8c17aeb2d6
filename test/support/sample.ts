import { z } from 'zod';

/** What the least of a document has in each place, by its JSON Schema. */
type Node = z.core.JSONSchema.JSONSchema;

const WHEN = '2026-06-01T12:00:00.000Z';

/** What a shape allows at the least is worked out once. */
const LEAST = new WeakMap<z.ZodObject, object>();

/** A document of this shape, in which all that a test does not name is as little as the shape allows. */
export function sampleOf<S extends z.ZodObject>(shape: S, named: Partial<z.output<S>> = {}): z.output<S> {
  const least = LEAST.get(shape) ?? (leastOf(z.toJSONSchema(shape, { io: 'input' })) as object);
  LEAST.set(shape, least);
  return shape.parse({ ...structuredClone(least), ...named });
}

function leastOf({ type, format, properties = {}, required = [], ...node }: Node): unknown {
  if ('const' in node) return node.const;
  if (node.enum !== undefined) return node.enum[0];
  // What may be nothing is.
  if (node.anyOf !== undefined) {
    const choices = node.anyOf as Node[];
    return choices.some((choice) => choice.type === 'null') ? null : leastOf(choices[0] ?? {});
  }
  if (type === 'object')
    return Object.fromEntries(required.map((key) => [key, leastOf(properties[key] as Node)]));
  if (type === 'string') return format === 'date-time' ? WHEN : '';
  return { array: [], boolean: false, integer: 0, number: 0 }[String(type)] ?? null;
}
