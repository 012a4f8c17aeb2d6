import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, relative } from 'node:path';
import type { Provenance } from '../evidence/manifest.ts';

/** The folders and files that decide what the program does, from the package's root. */
const PROGRAM = ['dist', 'report-templates', 'package.json'];

/** The program and the machine that run this process. */
export function provenance(): Provenance {
  const root = join(import.meta.dirname, '../..');
  const { gitHead }: { gitHead?: unknown } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const { CODEBUILD_BUILD_ID: buildId } = process.env;
  return {
    tool: {
      // Whoever makes a package may write the commit into it; a checkout may hold anything.
      sourceRevision: typeof gitHead === 'string' && /^[0-9a-f]{40,64}$/.test(gitHead) ? gitHead : null,
      codeDigest: codeDigest(root),
    },
    host: buildId === undefined ? { kind: 'host', id: hostname() } : { kind: 'codebuild', id: buildId },
  };
}

/**
 * SHA-256 over the program's own files: what `sha256sum` prints for them, sorted by name in bytes, hashed once more.
 * Packages it depends on are not part of it.
 */
function codeDigest(root: string): string {
  const names = PROGRAM.flatMap((part) => filesOf(root, part)).sort((a, b) =>
    Buffer.compare(Buffer.from(a), Buffer.from(b)),
  );
  const lines = names.map((name) => `${sha256(readFileSync(join(root, name)))}  ${name}\n`);
  return sha256(Buffer.from(lines.join('')));
}

function filesOf(root: string, part: string): string[] {
  const path = join(root, part);
  if (part.includes('.')) return [part];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
