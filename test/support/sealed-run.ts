import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { manifestSubjects } from '../../src/evidence/build-manifest.ts';
import { sha256Of } from '../../src/evidence/manifest.ts';

/** As much of a run as verifying rests on, sealed without a scan: the files given, and a manifest over them. */
export async function sealedRun(
  files: Readonly<Record<string, string>>,
  place: {
    out?: string;
    runId?: string;
    sequence?: number;
    previous?: string | null;
    signedBy?: { keyid: string } | null;
  } = {},
): Promise<{ out: string; directory: string; runId: string; manifest: Buffer; sha256: string }> {
  const { runId = '20261101T000000Z-01020304', sequence = 1, previous = null, signedBy = null } = place;
  const out = place.out ?? (await mkdtemp(join(tmpdir(), 'countersign-sealed-')));
  const directory = join(out, runId);
  for (const [name, text] of Object.entries({ 'run.json': '{}', ...files })) {
    await mkdir(dirname(join(directory, name)), { recursive: true });
    await writeFile(join(directory, name), text);
  }
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: await manifestSubjects(directory),
    predicateType: 'urn:countersign:run-manifest:v1',
    predicate: {
      runId,
      sequence,
      previousManifest: previous === null ? null : { sha256: previous },
      sealedAt: '2026-11-01T00:00:00.000Z',
      signedBy,
    },
  };
  const manifest = Buffer.from(`${JSON.stringify(statement, null, 2)}\n`);
  await writeFile(join(directory, 'manifest.json'), manifest);
  return { out, directory, runId, manifest, sha256: sha256Of(manifest) };
}
