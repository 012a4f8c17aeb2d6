import { execFileSync } from 'node:child_process';
import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

/**
 * Builds a program of a test's own, as `npm run build` builds the tool.
 *
 * @param source its text; `SRC` in it stands for the folder of the sources
 * @returns the path of its file
 */
export function builtProgram(source: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-program-'));
  for (const name of ['package.json', 'report-templates', 'node_modules'])
    symlinkSync(join(ROOT, name), join(folder, name));
  const main = join(folder, 'main.ts');
  // As in the tool's own: only of what is loaded later are the sources known.
  writeFileSync(main, "process.setSourceMapsEnabled(true);\nimport('./program.ts');\n");
  writeFileSync(join(folder, 'program.ts'), source.replaceAll('SRC', join(ROOT, 'src')));
  execFileSync(process.execPath, [join(ROOT, 'tools/build.js'), main, join(folder, 'dist')]);
  return join(folder, 'dist/cli/main.js');
}
