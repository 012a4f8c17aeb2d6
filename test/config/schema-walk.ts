export interface SchemaNode {
  $schema?: string;
  type?: string;
  description?: string;
  properties?: Record<string, SchemaNode>;
  additionalProperties?: boolean | SchemaNode;
  items?: SchemaNode;
}

/** Every key of the schema with its path: `accounts[].id`, `checks.*.enabled`. */
export function leavesOf(node: SchemaNode, prefix = ''): Array<{ path: string; node: SchemaNode }> {
  const mapping = node.items ?? node;
  const inside = node.items === undefined ? prefix : `${prefix}[]`;
  const rest = mapping.additionalProperties;
  const named = Object.entries(mapping.properties ?? {});
  // `checks` holds settings by any check id; the parameters inside them and the tags are free.
  const free = typeof rest === 'object' && rest.properties !== undefined ? [['*', rest] as const] : [];
  return [...named, ...free].flatMap(([name, child]) => {
    const path = inside === '' ? name : `${inside}.${name}`;
    return [{ path, node: child }, ...leavesOf(child, path)];
  });
}
