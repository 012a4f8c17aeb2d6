import { crossCheck, type KnownCheck } from './cross-check.ts';
import type { Path } from './display.ts';
import { readDocument } from './document.ts';
import type { Environment } from './environment.ts';
import { ConfigError } from './errors.ts';
import { explainIssues } from './explain.ts';
import { type Config, configJsonSchema, configSchema } from './schema.ts';

/**
 * Reads a configuration from its text, with `${ENV}` expanded and defaults filled in.
 * `source` names the file in messages; `checks` are the checks that exist, so that settings of others are refused.
 * Throws `ConfigError` with all problems; it throws nothing else, whatever the text.
 */
export function loadConfig(
  text: string,
  source: string,
  environment: Environment,
  checks: readonly KnownCheck[],
): Config {
  const document = readDocument(text, source, environment);
  if (document.value === undefined) throw new ConfigError(document.problems);
  const parsed = configSchema.safeParse(document.value);
  const problems = [
    ...document.problems,
    ...(parsed.success ? [] : explainIssues(parsed.error.issues, document, validConfigKeys)),
    ...crossCheck(document, checks),
  ];
  if (problems.length > 0 || !parsed.success) throw new ConfigError(problems);
  return parsed.data;
}

/** The keys that the schema allows at a path of the configuration. */
function validConfigKeys(path: Path): readonly string[] {
  let node: SchemaNode | undefined = configJsonSchema();
  for (const step of path) {
    const list: SchemaNode | undefined = node?.items ?? node?.anyOf?.find((option) => option.items)?.items;
    node = typeof step === 'number' ? list : (node?.properties?.[step] ?? additional(node));
  }
  return Object.keys(node?.properties ?? {});
}

interface SchemaNode {
  properties?: Record<string, SchemaNode>;
  additionalProperties?: boolean | SchemaNode;
  items?: SchemaNode;
  anyOf?: SchemaNode[];
}

function additional(node: SchemaNode | undefined): SchemaNode | undefined {
  return typeof node?.additionalProperties === 'object' ? node.additionalProperties : undefined;
}
