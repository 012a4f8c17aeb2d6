import type { z } from 'zod';
import { alternatives, displayPath, type Path, quote } from './display.ts';
import type { SourceDocument } from './document.ts';
import type { ConfigProblem } from './errors.ts';
import { nearest } from './nearest.ts';

type Issue = z.core.$ZodIssue;

/** The keys that are allowed at a path. */
export type ValidKeys = (path: Path) => readonly string[];

const KINDS: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping of keys to values',
  record: 'a mapping of keys to values',
};

/** Keys of earlier versions, and what took their place. */
const REPLACED: ReadonlyMap<string, string> = new Map([
  [
    'report.templates',
    'templates can no longer be replaced. For colours and a logo of your own, name a folder with theme.css and logo.svg under report.theme',
  ],
]);

/** What the schema found, in words that say where, what, and what to write instead. */
export function explainIssues(
  issues: readonly Issue[],
  document: SourceDocument,
  validKeys: ValidKeys,
): ConfigProblem[] {
  return issues.flatMap((issue) => explainIssue(issue, [], document, validKeys));
}

function explainIssue(
  issue: Issue,
  above: Path,
  document: SourceDocument,
  validKeys: ValidKeys,
): ConfigProblem[] {
  const path = [...above, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
  if (issue.code === 'unrecognized_keys') {
    const valid = validKeys(path);
    return issue.keys.map((key) => {
      const whole = [...path, key];
      return document.problem(whole, REPLACED.get(displayPath(whole)) ?? unknownKey(key, valid), 'key');
    });
  }
  if (issue.code === 'invalid_union') {
    const inner = issue.errors.find((option) => option.every((found) => found.path.length > 0));
    if (inner !== undefined && inner.length > 0) {
      return inner.flatMap((found) => explainIssue(found, path, document, validKeys));
    }
  }
  if (issue.code === 'invalid_key') {
    const message = issue.issues.map((found) => found.message).join('; ');
    return [document.problem(path, `this key ${message}`, 'key')];
  }
  const value = valueAt(document.value, path);
  if (value === undefined && issue.code !== 'custom') {
    const name = path.at(-1);
    return [document.problem(path.slice(0, -1), `the key ${quote(String(name))} is missing${hint(issue)}`)];
  }
  return [document.problem(path, `${messageOf(issue, value, path, document)}`)];
}

function unknownKey(key: string, valid: readonly string[]): string {
  const close = nearest(key, valid);
  if (close !== undefined) return `unknown key. Did you mean ${quote(close)}?`;
  return valid.length === 0 ? 'unknown key' : `unknown key. Valid keys: ${valid.join(', ')}`;
}

function messageOf(issue: Issue, value: unknown, path: Path, document: SourceDocument): string {
  if (value === null) return 'is empty: give it a value, or remove the key';
  if (issue.code === 'invalid_value') {
    const allowed = issue.values.map(String);
    const close =
      typeof value === 'string' && !document.cameFromEnvironment(path) ? nearest(value, allowed) : undefined;
    return `must be ${alternatives(allowed)}${close === undefined ? '' : `. Did you mean ${quote(close)}?`}`;
  }
  const expected = issue.code === 'invalid_type' ? issue.expected : undefined;
  const message = isGeneric(issue) ? `must be ${KINDS[expected ?? ''] ?? 'of another form'}` : issue.message;
  return `${message}${yamlTrap(value, expected, document.written(path))}`;
}

/** What YAML made of a value, where that is likely not what was meant. */
function yamlTrap(value: unknown, expected: string | undefined, written: string | undefined): string {
  if (written === undefined) return '';
  if (expected === 'string' && (typeof value === 'number' || typeof value === 'boolean')) {
    const example = /^[-+.\dxo]{1,11}$/.test(written) ? '' : `: write ${quote(written)}`;
    return `. Without quotes YAML reads a ${typeof value} here${example}`;
  }
  if (expected === 'boolean' && /^(?:y|yes|on|n|no|off|true|false)$/i.test(written)) {
    return `. In YAML 1.2 ${quote(written)} is a text: write ${/^(?:y|yes|on|true)$/i.test(written) ? 'true' : 'false'}`;
  }
  if ((expected === 'number' || expected === 'int') && typeof value === 'string') {
    return '. Here stands a text: leave out quotes and units';
  }
  return '';
}

function isGeneric(issue: Issue): boolean {
  return issue.message.startsWith('Invalid input') || issue.message.startsWith('Invalid option');
}

function hint(issue: Issue): string {
  return isGeneric(issue) ? '' : `: it ${issue.message}`;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((current, step) => Reflect.get(Object(current), step), value);
}
