import type { KnownCheck } from './check-problems.ts';
import { crossCheck } from './cross-check.ts';
import { readDocument, type SourceDocument } from './document.ts';
import type { Environment, Expanding } from './environment.ts';
import { ConfigError } from './errors.ts';
import { explainIssues, type ValidKeys } from './explain.ts';
import { neededFor, type Purpose } from './purpose.ts';
import { type Config, configJsonSchema, configSchema } from './schema.ts';

/**
 * Reads a configuration from its text, with `${ENV}` expanded and defaults filled in.
 * `source` names the file in messages; of the environment, only variables that are meant for it are put in;
 * `checks` are the checks that exist, so that settings of others are refused.
 * Read for judging, it need name neither accounts nor a way into them, and what only a scan goes by is left out.
 * Throws `ConfigError` with all problems; it throws nothing else, whatever the text.
 */
export function loadConfig(
  text: string,
  source: string,
  environment: Environment,
  checks: readonly KnownCheck[],
  expanding?: Expanding,
  purpose: Purpose = 'scan',
): Config {
  return loadWithPlaces(text, source, environment, checks, expanding, purpose).config;
}

/** The same, with the means to say where in the file a value stands that turns out wrong later. */
export function loadWithPlaces(
  text: string,
  source: string,
  environment: Environment,
  checks: readonly KnownCheck[],
  expanding?: Expanding,
  purpose: Purpose = 'scan',
): { config: Config } & Pick<SourceDocument, 'problem' | 'cameFromEnvironment'> {
  const document = neededFor(purpose, readDocument(text, source, environment, expanding));
  if (document.value === undefined) throw new ConfigError(document.problems);
  const parsed = configSchema.safeParse(document.value);
  const unreadable = new Set(document.problems.map(({ path }) => path));
  const problems = [
    ...(parsed.success ? [] : explainIssues(parsed.error.issues, document, validConfigKeys())),
    ...crossCheck(document, checks, purpose),
  ]
    .filter(({ path }) => !unreadable.has(path))
    .concat(document.problems);
  if (problems.length > 0 || !parsed.success) throw new ConfigError(problems);
  const { problem, cameFromEnvironment } = document;
  return { config: parsed.data, problem, cameFromEnvironment };
}

/** The keys that the schema allows at a path of the configuration. */
function validConfigKeys(): ValidKeys {
  let root: SchemaNode | undefined;
  return (path) => {
    // Asked for an unknown key alone: making it takes longer than reading a small file.
    root ??= configJsonSchema();
    let node: SchemaNode | undefined = root;
    for (const step of path) node = typeof step === 'number' ? node?.items : node?.properties?.[step];
    return Object.keys(node?.properties ?? {});
  };
}

interface SchemaNode {
  properties?: Record<string, SchemaNode>;
  items?: SchemaNode;
}
