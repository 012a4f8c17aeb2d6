import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config/errors.ts';
import { writeOutputs } from '../../src/run/outputs.ts';
import { readTheme } from '../../src/run/theme.ts';
import { auditReport } from '../report/fixture.ts';

const LOGO = '<svg xmlns="http://www.w3.org/2000/svg"><circle r="1"/></svg>';

async function folderOf(files: Record<string, string | Uint8Array>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-theme-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

function atKey(message: string) {
  return { source: 'config.yaml', line: 7, column: 3, path: 'report.theme', message };
}

async function problemsOf(folder: string): Promise<string[]> {
  try {
    await readTheme(folder, atKey);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error
      .format()
      .split('\n')
      .map((line) => line.replace(`${folder}/`, ''));
  }
}

/** The files that docs/theme.md shows, by path from the folder. */
async function documented(): Promise<Record<string, string>> {
  const text = await readFile(resolve(import.meta.dirname, '../../docs/theme.md'), 'utf8');
  const blocks = text.matchAll(/^`our-theme\/([^`]+)`\n\n```\w+\n(.*?)^```$/gms);
  return Object.fromEntries([...blocks].map(([, name = '', body = '']) => [name, body]));
}

describe('a theme', () => {
  it('as docs/theme.md shows it gives every page its colours and logo', async () => {
    const files = await documented();
    expect(Object.keys(files)).toEqual(['theme.css', 'logo.svg']);
    const out = await folderOf({});
    await writeOutputs(out, auditReport(), { theme: await readTheme(await folderOf(files), atKey) });
    const [id = ''] = await readdir(join(out, 'accounts'));
    for (const name of ['report.html', 'explorer.html', `accounts/${id}/report.html`]) {
      const page = await readFile(join(out, name), 'utf8');
      expect(page).toContain('--accent: #0b5d3b;');
      expect(page).toContain(Buffer.from(files['logo.svg'] ?? '').toString('base64'));
    }
  });

  it('is known by a digest of its files, with the ends of lines as browsers read them', async () => {
    const one = await readTheme(await folderOf({ 'theme.css': 'p {\r\n}\r', 'logo.svg': LOGO }), atKey);
    const same = await readTheme(await folderOf({ 'theme.css': '\ufeffp {\n}\n', 'logo.svg': LOGO }), atKey);
    const other = await readTheme(await folderOf({ 'theme.css': 'p {}', 'logo.svg': LOGO }), atKey);
    expect(one.files).toEqual({ 'theme.css': 'p {\n}\n', 'logo.svg': LOGO });
    expect(one.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(same.sha256).toBe(one.sha256);
    expect(other.sha256).not.toBe(one.sha256);
  });

  it('may be a style sheet or a logo alone, with notes beside it', async () => {
    expect(
      await problemsOf(await folderOf({ 'logo.svg': LOGO, 'README.md': 'Ours.', '.gitignore': '' })),
    ).toEqual([]);
    expect(await problemsOf(await folderOf({ 'theme.css': '' }))).toEqual([]);
  });

  it('is named with the key of the configuration where it is not there, no folder, or empty', async () => {
    const folder = await folderOf({ 'a.txt': '', '.hidden': '' });
    const at = 'config.yaml:7:3  report.theme: names a folder';
    expect(await problemsOf(join(folder, 'missing'))).toEqual([
      expect.stringContaining(`${at} that cannot be read (ENOENT)`),
    ]);
    expect(await problemsOf(join(folder, 'a.txt'))).toEqual([
      expect.stringContaining(`${at} that cannot be read (ENOTDIR)`),
    ]);
    expect(await problemsOf(await folderOf({ '.hidden': '' }))).toEqual([
      expect.stringContaining(`${at} without theme.css or logo.svg`),
    ]);
  });

  it.each(['Theme.css', 'logo.png', 'report.hbs', 'styles/a.css', '__proto__', 'constructor'])(
    'is refused with a file that no page would use: %s',
    async (name) => {
      const problems = await problemsOf(await folderOf({ [name]: 'x', 'theme.css': '' }));
      expect(problems).toEqual([expect.stringMatching(/^\S+:1:1 {2}a theme holds theme\.css and logo\.svg/)]);
    },
  );

  it('is refused with a file that is too large, no text or no file', async () => {
    const folder = await folderOf({
      'theme.css': ' '.repeat(70_000),
      'logo.svg': new Uint8Array([0xff, 0xfe]),
    });
    expect(await problemsOf(folder)).toEqual([
      expect.stringContaining('logo.svg:1:1  the file cannot be read as UTF-8 text'),
      'theme.css:1:1  the file has 70000 bytes; the limit is 65536',
    ]);
    expect(await problemsOf(await folderOf({ 'theme.css/a': '' }))).toEqual([
      'theme.css:1:1  this is no file',
    ]);
    const pipes = await folderOf({});
    execFileSync('mkfifo', [join(pipes, 'theme.css')]);
    expect(await problemsOf(pipes)).toEqual(['theme.css:1:1  this is no file']);
  });

  it('is not left by a link, and may hold links within', async () => {
    const outside = await folderOf({ 'secret.svg': LOGO });
    const folder = await folderOf({ '..data/theme.css': '.inside {}' });
    await symlink(join(folder, '..data/theme.css'), join(folder, 'theme.css'));
    expect((await readTheme(folder, atKey)).files['theme.css']).toBe('.inside {}');
    await symlink(join(outside, 'secret.svg'), join(folder, 'logo.svg'));
    expect(await problemsOf(folder)).toEqual([
      expect.stringContaining('logo.svg:1:1  this link leads out of the folder'),
    ]);
  });
});
