import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of this project, wherever below it this file was compiled to. */
export const ROOT = rootOf(import.meta.dirname);

function rootOf(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : rootOf(dirname(folder));
}
