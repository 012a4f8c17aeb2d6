import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** Builds the command line, so that no test runs an old one. */
export default function setup(): void {
  execFileSync(process.execPath, [join(root, 'tools/build.js')], { cwd: root, stdio: 'inherit' });
}
