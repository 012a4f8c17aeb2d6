import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { TemplateSources } from '../report/html.ts';

/** The templates that come with the tool, beside `src` and `dist`. */
const TEMPLATES_DIRECTORY = join(import.meta.dirname, '../../report-templates');

let read: Promise<TemplateSources> | undefined;

/**
 * The text of each of the tool's own templates by its path from their folder, with `/` between the parts. They are part
 * of the tool: read once, so that what is made of them is made once.
 */
export function toolTemplates(): Promise<TemplateSources> {
  read ??= readTemplates();
  return read;
}

async function readTemplates(): Promise<TemplateSources> {
  const entries = await readdir(TEMPLATES_DIRECTORY, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = paths.sort().map(async (path) => {
    const name = relative(TEMPLATES_DIRECTORY, path).split(sep).join('/');
    return [name, await readFile(path, 'utf8')];
  });
  return Object.fromEntries(await Promise.all(texts));
}
