import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { ConfigError, type ConfigProblem } from '../config/errors.ts';
import { digestOf } from '../evidence/canonical-json.ts';
import { checkTemplates, isTemplateFile } from '../report/check-templates.ts';
import type { TemplateSources } from '../report/html.ts';

/** The templates that come with the tool, beside `src` and `dist`. */
const TEMPLATES_DIRECTORY = join(import.meta.dirname, '../../report-templates');

/** The tool's templates with some replaced or added. */
export interface OwnTemplates {
  files: TemplateSources;
  /** SHA-256 over the files that are not the tool's, by path. */
  sha256: string;
}

/** Far more than any page needs. */
const MAX_BYTES = 256 * 1024;
const MAX_FILES = 200;

/** The text of each of the tool's own templates by its path from their folder. */
export async function toolTemplates(): Promise<TemplateSources> {
  const templates: Record<string, string> = {};
  for (const { name, path } of await filesIn(TEMPLATES_DIRECTORY))
    templates[name] = await readFile(path, 'utf8');
  return templates;
}

/**
 * Reads a folder of someone's own templates: its files take the place of the tool's of the same path or add to them.
 * They are checked as a whole and tried on a sample, so that what is wrong with them shows before anything is scanned.
 * Throws `ConfigError` with all problems.
 *
 * @param atKey a problem at the key of the configuration that names the folder
 */
export async function readOwnTemplates(
  folder: string,
  atKey: (message: string) => ConfigProblem,
): Promise<OwnTemplates> {
  const found = await filesIn(folder).catch((error: unknown) => {
    throw new ConfigError([atKey(`names a folder that cannot be read (${codeOf(error)}): ${folder}`)]);
  });
  const files = found.filter(({ name }) => !isPassedOver(name));
  if (files.length === 0) throw new ConfigError([atKey(`names a folder without a template: ${folder}`)]);
  if (files.length > MAX_FILES)
    throw new ConfigError([atKey(`names a folder of ${files.length} files; the limit is ${MAX_FILES}`)]);
  const root = await realpath(folder);
  const problems: ConfigProblem[] = [];
  const own: Record<string, string> = {};
  for (const { name, path } of files) {
    const text = await readTemplate(path, name, root);
    if (typeof text === 'string') own[name] = text;
    else problems.push({ source: path, line: 1, column: 1, path: '', message: text.refused });
  }
  if (problems.length > 0) throw new ConfigError(problems);
  const templates = { ...(await toolTemplates()), ...own };
  const wrong = checkTemplates(templates);
  if (wrong.length > 0) {
    throw new ConfigError(
      wrong.map(({ file, line, column, message }) => {
        const source = join(Object.hasOwn(own, file) ? folder : TEMPLATES_DIRECTORY, file);
        return { source, line, column, path: '', message };
      }),
    );
  }
  return { files: templates, sha256: digestOf(own) };
}

/** Notes for people, and what tools leave in folders. */
function isPassedOver(name: string): boolean {
  return name.split('/').some((part) => part.startsWith('.')) || /^(README|LICENSE)(\.\w+)?$/.test(name);
}

async function readTemplate(path: string, name: string, root: string): Promise<string | { refused: string }> {
  if (!isTemplateFile(name)) {
    return {
      refused:
        'no page would use this file. There are report.hbs, account.hbs, .css and .js of the same names, partials/<name>.hbs, styles/<name>.css and scripts/<name>.js, in small letters',
    };
  }
  try {
    // A link may lead to another file of the folder, as in a mounted ConfigMap, and never out of it.
    const real = await realpath(path);
    if (!real.startsWith(root + sep))
      return { refused: 'this link leads out of the folder: put the file itself here' };
    const { size } = await stat(real);
    if (size > MAX_BYTES) return { refused: `the file has ${size} bytes; the limit is ${MAX_BYTES}` };
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(real));
  } catch (error) {
    return { refused: `the file cannot be read as UTF-8 text (${codeOf(error)})` };
  }
}

/** The files and links below a directory, by their path from it with `/` between the parts, in order of it. */
async function filesIn(directory: string): Promise<Array<{ name: string; path: string }>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ name: relative(directory, path).split(sep).join('/'), path }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
