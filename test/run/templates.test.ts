import { mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config/errors.ts';
import { writeOutputs } from '../../src/run/outputs.ts';
import { readOwnTemplates, toolTemplates } from '../../src/run/templates.ts';
import { auditReport } from '../report/fixture.ts';

async function folderOf(files: Record<string, string | Uint8Array>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-templates-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

function atKey(message: string) {
  return { source: 'config.yaml', line: 7, column: 3, path: 'report.templates', message };
}

async function problemsOf(folder: string): Promise<string[]> {
  try {
    await readOwnTemplates(folder, atKey);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error
      .format()
      .split('\n')
      .map((line) => line.replace(`${folder}/`, ''));
  }
}

/** The files that docs/templates.md shows, by path from the folder. */
async function documented(): Promise<Record<string, string>> {
  const text = await readFile(resolve(import.meta.dirname, '../../docs/templates.md'), 'utf8');
  const blocks = text.matchAll(/^`our-looks\/([^`]+)`\n\n```\w+\n(.*?)^```$/gms);
  return Object.fromEntries([...blocks].map(([, name = '', body = '']) => [name, body]));
}

describe('a folder of own templates', () => {
  it('as docs/templates.md shows it gives the report its colours and logo, and leaves the rest', async () => {
    const files = await documented();
    expect(Object.keys(files)).toEqual(['styles/91-colours.css', 'partials/navigation.hbs']);
    const own = await readOwnTemplates(await folderOf(files), atKey);
    const [plain, changed] = [await folderOf({}), await folderOf({})];
    await writeOutputs(plain, auditReport());
    await writeOutputs(changed, auditReport(), { templates: own });
    const page = await readFile(join(changed, 'report.html'), 'utf8');
    expect(page).toContain('--accent: #0b5d3b;');
    expect(page).toContain('<p class="brand">Security office</p>');
    const [id = ''] = await readdir(join(changed, 'accounts'));
    const account = await readFile(join(changed, 'accounts', id, 'report.html'), 'utf8');
    expect(account).toContain('--accent: #0b5d3b;');
    const main = (text: string) => text.slice(text.indexOf('<main>'), text.indexOf('</main>'));
    expect(main(page)).toBe(main(await readFile(join(plain, 'report.html'), 'utf8')));
  });

  it('is known by a digest of its own files, whatever their order', async () => {
    const [a, b] = ['.a { color: red; }', '.b { color: red; }'];
    const one = await readOwnTemplates(await folderOf({ 'styles/a.css': a, 'styles/b.css': b }), atKey);
    const same = await readOwnTemplates(await folderOf({ 'styles/b.css': b, 'styles/a.css': a }), atKey);
    const other = await readOwnTemplates(await folderOf({ 'styles/a.css': b, 'styles/b.css': a }), atKey);
    expect(one.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(same.sha256).toBe(one.sha256);
    expect(other.sha256).not.toBe(one.sha256);
    expect(Object.keys(one.files).sort()).toEqual(
      [...Object.keys(await toolTemplates()), 'styles/a.css', 'styles/b.css'].sort(),
    );
  });

  it('may be a copy of all of the tool’s', async () => {
    const folder = await folderOf({ ...(await toolTemplates()), 'README.md': 'Ours.', '.gitignore': '' });
    expect(await problemsOf(folder)).toEqual([]);
  });

  it('is named with the key of the configuration where it is not there, no folder, or empty', async () => {
    const folder = await folderOf({ 'a.txt': '', '.hidden': '' });
    const at = 'config.yaml:7:3  report.templates: names a folder';
    expect(await problemsOf(join(folder, 'missing'))).toEqual([
      expect.stringContaining(`${at} that cannot be read (ENOENT)`),
    ]);
    expect(await problemsOf(join(folder, 'a.txt'))).toEqual([
      expect.stringContaining(`${at} that cannot be read (ENOTDIR)`),
    ]);
    expect(await problemsOf(await folderOf({ '.hidden': '' }))).toEqual([
      expect.stringContaining(`${at} without a template`),
    ]);
  });

  it.each([
    'index.hbs',
    'partials/Finding.hbs',
    'partials/finding.html',
    'style/a.css',
    'styles/deep/a.css',
    'logo.png',
  ])('is refused with a file that no page would use: %s', async (name) => {
    const problems = await problemsOf(await folderOf({ [name]: 'x', 'styles/a.css': '' }));
    expect(problems).toEqual([expect.stringMatching(/^\S+:1:1 {2}no page would use this file/)]);
    expect(problems[0]).toContain(name);
  });

  it('is refused with a file that is too large or no text', async () => {
    const folder = await folderOf({
      'styles/a.css': ' '.repeat(300_000),
      'styles/b.css': new Uint8Array([0xff, 0xfe, 0x00]),
    });
    expect(await problemsOf(folder)).toEqual([
      'styles/a.css:1:1  the file has 300000 bytes; the limit is 262144',
      expect.stringContaining('styles/b.css:1:1  the file cannot be read as UTF-8 text'),
    ]);
  });

  it('is not left by a link, and may hold links within', async () => {
    const outside = await folderOf({ 'secret.css': '.secret {}' });
    const folder = await folderOf({ '..data/a.css': '.inside {}' });
    await mkdir(join(folder, 'styles'));
    await symlink(join(folder, '..data/a.css'), join(folder, 'styles/a.css'));
    expect((await readOwnTemplates(folder, atKey)).files['styles/a.css']).toBe('.inside {}');
    await symlink(join(outside, 'secret.css'), join(folder, 'styles/b.css'));
    await symlink('/nowhere/at-all', join(folder, 'styles/c.css'));
    expect(await problemsOf(folder)).toEqual([
      expect.stringContaining('styles/b.css:1:1  this link leads out of the folder'),
      expect.stringContaining('styles/c.css:1:1  the file cannot be read'),
    ]);
  });

  it('is refused as a whole, each problem with file, line and column', async () => {
    const folder = await folderOf({
      'partials/finding-lines.hbs': '<ul>\n{{#each this}}\n<li>{{{title}}}</li>\n{{/each}}\n</ul>\n',
      'styles/a.css': '.a {\n  background: url(https://attacker.example/x.png);\n}\n',
    });
    expect(await problemsOf(folder)).toEqual([
      expect.stringMatching(/^styles\/a\.css:2:15 {2}a page loads nothing/),
      expect.stringMatching(/^partials\/finding-lines\.hbs:3:5 {2}raw output is not allowed/),
    ]);
  });
});
