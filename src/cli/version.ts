import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The version in package.json. */
export function toolVersion(): string {
  const manifest: { version: string } = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'),
  );
  return manifest.version;
}
