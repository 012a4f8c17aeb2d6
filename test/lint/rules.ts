import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

/** A rule of `.dependency-cruiser.json`, as far as it goes by paths. */
export interface ImportRule {
  name: string;
  from: { path?: string; pathNot?: string };
  to: { path?: string; pathNot?: string; circular?: boolean; couldNotResolve?: boolean };
}

export const IMPORT_RULES: readonly ImportRule[] = JSON.parse(
  readFileSync(join(root, '.dependency-cruiser.json'), 'utf8'),
).forbidden;

/** The folders of `src`. */
export const ROOMS: readonly string[] = readdirSync(join(root, 'src'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** The rules that forbid one file to import another. */
export function forbidding(from: string, to: string): string[] {
  return IMPORT_RULES.filter(
    (rule) => rule.to.circular === undefined && rule.to.couldNotResolve === undefined,
  )
    .filter((rule) => means(rule.from, from) && means(rule.to, to))
    .map(({ name }) => name);
}

function means({ path, pathNot }: ImportRule['from'], file: string): boolean {
  return (
    (path === undefined || new RegExp(path).test(file)) &&
    (pathNot === undefined || !new RegExp(pathNot).test(file))
  );
}
