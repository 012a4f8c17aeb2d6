import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { ConfigError, type ConfigProblem } from '../config/errors.ts';
import { digestOf } from '../evidence/canonical-json.ts';
import type { TemplateSources } from '../report/html.ts';
import { THEME_FILES } from '../report/theme.ts';

/** Colours and a logo of one's own on every page. */
export interface Theme {
  /** The files of the theme, to stand among the tool's templates. */
  files: TemplateSources;
  /** SHA-256 over them, by name. */
  sha256: string;
}

/** A theme stands in every page, and there is a page for each account. */
const MAX_BYTES = 64 * 1024;

/**
 * Reads the folder of a theme: `theme.css`, `logo.svg` or both. They are checked here, so that what is wrong with them
 * shows before anything is scanned. Throws `ConfigError` with all problems.
 *
 * @param atKey a problem at the key of the configuration that names the folder
 */
export async function readTheme(folder: string, atKey: (message: string) => ConfigProblem): Promise<Theme> {
  const found = await readdir(folder).catch((error: unknown) => {
    throw new ConfigError([atKey(`names a folder that cannot be read (${codeOf(error)}): ${folder}`)]);
  });
  const names = found.filter((name) => !isPassedOver(name)).sort();
  if (names.length === 0)
    throw new ConfigError([atKey(`names a folder without theme.css or logo.svg: ${folder}`)]);
  const root = await realpath(folder);
  const files: Record<string, string> = {};
  const problems: ConfigProblem[] = [];
  for (const name of names) {
    const source = join(folder, name);
    const read = await readThemeFile(source, name, root);
    if ('text' in read) files[name] = read.text;
    else problems.push(...read.problems.map((problem) => ({ source, path: '', ...problem })));
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return { files, sha256: digestOf(files) };
}

/** Notes for people, and what tools leave in folders. */
function isPassedOver(name: string): boolean {
  return name.startsWith('.') || /^(README|LICENSE)(\.\w+)?$/.test(name);
}

type Refusal = Pick<ConfigProblem, 'line' | 'column' | 'message'>;

async function readThemeFile(
  path: string,
  name: string,
  root: string,
): Promise<{ text: string } | { problems: Refusal[] }> {
  if (!isThemeFile(name))
    return refused('a theme holds theme.css and logo.svg, in small letters, and nothing else');
  try {
    // A link may lead to another file of the folder, as in a mounted ConfigMap, and never out of it.
    const real = await realpath(path);
    if (!real.startsWith(root + sep))
      return refused('this link leads out of the folder: put the file itself here');
    const found = await stat(real);
    const { size } = found;
    if (!found.isFile()) return refused('this is no file');
    if (size > MAX_BYTES) return refused(`the file has ${size} bytes; the limit is ${MAX_BYTES}`);
    // Browsers read the ends of lines so, and the page's policy names the style sheet as they read it.
    const text = new TextDecoder('utf-8', { fatal: true })
      .decode(await readFile(real))
      .replaceAll(/\r\n?/g, '\n');
    const problems = THEME_FILES[name](text);
    return problems.length > 0 ? { problems } : { text };
  } catch (error) {
    return refused(`the file cannot be read as UTF-8 text (${codeOf(error)})`);
  }
}

function isThemeFile(name: string): name is keyof typeof THEME_FILES {
  return Object.hasOwn(THEME_FILES, name);
}

function refused(message: string): { problems: Refusal[] } {
  return { problems: [{ line: 1, column: 1, message }] };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
