import { z } from 'zod';
import { isMapping } from './as-written.ts';
import { exceptionProblems, type KnownCheck } from './check-problems.ts';
import { quote } from './display.ts';
import { readDocument } from './document.ts';
import { ConfigError } from './errors.ts';
import { explainIssues, type ValidKeys } from './explain.ts';
import { registerProblems } from './register-problems.ts';
import type { Config } from './schema.ts';
import { exception, thirdParty } from './schema-register.ts';

/** What people have decided, as a file of its own holds it, under the keys of the configuration. */
export interface Decisions {
  thirdParties: Config['thirdParties'];
  exceptions: Config['exceptions'];
}

const decisions = z.strictObject({
  thirdParties: z.array(thirdParty, { error: 'must be a list of third parties' }).default([]),
  exceptions: z.array(exception, { error: 'must be a list of exceptions' }).default([]),
});

const ALL_KEYS = ['thirdParties', 'exceptions'] as const satisfies ReadonlyArray<keyof Decisions>;

/**
 * Reads a register, a file of exceptions, or one file with both. Nothing of the environment is put in: those who may
 * change this file may not see that. Throws `ConfigError` with all problems; it throws nothing else, whatever the text.
 *
 * @param keys the keys that it may have; it must have one of them
 * @param own the accounts and the organizations that cannot be third parties
 */
export function parseDecisions(
  contents: string,
  source: string,
  checks: readonly KnownCheck[],
  keys: ReadonlyArray<keyof Decisions> = ALL_KEYS,
  own: Partial<Pick<Config, 'accounts' | 'organization' | 'organizations'>> = {},
): Decisions {
  const document = readDocument(contents, source);
  if (document.value === undefined) throw new ConfigError(document.problems);
  const root = isMapping(document.value) ? document.value : undefined;
  if (root === undefined || !keys.some((key) => Object.hasOwn(root, key))) {
    const message = `the file must begin with ${keys.map((key) => quote(`${key}:`)).join(' or ')}, and the entries below it`;
    throw new ConfigError([...document.problems, document.problem([], message)]);
  }
  const parsed = decisions.safeParse(root);
  const unreadable = new Set(document.problems.map(({ path }) => path));
  const problems = [
    ...ALL_KEYS.filter((key) => !keys.includes(key) && Object.hasOwn(root, key)).map((key) =>
      document.problem([key], `does not belong into this file, which holds ${keys.join()} alone`, 'key'),
    ),
    ...(parsed.success ? [] : explainIssues(parsed.error.issues, document, validKeys(keys))),
    ...registerProblems(root, document, own),
    ...exceptionProblems(root, document, checks),
  ]
    .filter(({ path }) => !unreadable.has(path))
    .concat(document.problems);
  if (problems.length > 0 || !parsed.success) throw new ConfigError(problems);
  return parsed.data;
}

function validKeys(keys: readonly string[]): ValidKeys {
  return (path) =>
    path.length === 0 ? keys : Object.keys((path[0] === 'exceptions' ? exception : thirdParty).shape);
}
