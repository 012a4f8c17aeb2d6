// node tools/build.js [MAIN [FOLDER]]: makes dist from src, one file for each command and some for what commands share:
// Node takes longer to find a thousand small files than most commands take to run.
// Types are not asked here: `npm run typecheck` does that.
import { renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'rolldown';

const root = join(import.meta.dirname, '..');
const [main = 'src/cli/main.ts', folder = join(root, 'dist')] = process.argv.slice(2);

// Beside it first: what is running finds its files until the new ones are whole.
const made = `${resolve(folder)}.${process.pid}`;
try {
  await build({
    cwd: root,
    input: { main },
    platform: 'node',
    // Packages stay where npm puts them: what is patched there is patched, and their licenses stand beside them.
    external: /^[^./]/,
    output: {
      dir: made,
      // Traces of faults name the sources by them.
      sourcemap: true,
      sourcemapExcludeSources: true,
      // Each file lies as deep below the root as the sources do, which look for package.json and the templates from there.
      entryFileNames: 'cli/[name].js',
      chunkFileNames: 'parts/[name].js',
    },
    logLevel: 'warn',
  });
  rmSync(folder, { recursive: true, force: true });
  renameSync(made, folder);
} finally {
  rmSync(made, { recursive: true, force: true });
}
