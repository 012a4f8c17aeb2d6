import { createHash, randomBytes } from 'node:crypto';
import { link, mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { directoryReader } from '../src/evidence/evidence-reader.ts';
import { type ManifestSubject, sha256Of } from '../src/evidence/manifest.ts';
import { verifyRun } from '../src/evidence/verify.ts';
import { size } from './size.ts';
import type { Comparison } from './table.ts';

const FILE_BYTES = size(64, 1) * 1024 ** 2;
const FILES = 32;
const CHUNK_BYTES = 1024 ** 2;
/** How often memory is looked at. */
const SAMPLE_MS = 20;

/** How long a run of 2 GiB takes to verify, against reading and hashing its bytes, and the memory that it takes. */
export async function verifying(): Promise<Comparison[]> {
  const run = await mkdtemp(join(tmpdir(), 'countersign-bench-'));
  try {
    const names = await writeRun(run);
    const hashing = await measured(async () => {
      for (const name of names) await hash(join(run, name));
    });
    const verification = await measured(async () => {
      const { damage } = await verifyRun(directoryReader(run));
      if (damage.length > 0) throw new Error('The run is damaged.');
    });
    const size = `${(FILES * FILE_BYTES) / 1024 ** 3} GiB in ${FILES} files`;
    return [
      {
        what: `Time to verify a run of ${size}`,
        base: `reading and hashing them: ${hashing.seconds.toFixed(1)} s`,
        measured: `${verification.seconds.toFixed(1)} s`,
        ratio: verification.seconds / hashing.seconds,
      },
      {
        what: `Memory on top to verify a run of ${size}`,
        base: `reading and hashing them: ${hashing.mebibytes.toFixed(0)} MiB`,
        measured: `${verification.mebibytes.toFixed(0)} MiB`,
        ratio: verification.mebibytes / Math.max(1, hashing.mebibytes),
      },
    ];
  } finally {
    await rm(run, { recursive: true });
  }
}

/** A sealed run of random bytes: one file under many names, so that it takes up no more room than one. */
async function writeRun(run: string): Promise<string[]> {
  const bytes = randomBytes(FILE_BYTES);
  const subject: ManifestSubject[] = [];
  await mkdir(join(run, 'accounts'));
  for (let index = 0; index < FILES; index += 1) {
    const name = `accounts/${index}.gz`;
    if (index === 0) await writeFile(join(run, name), bytes);
    else await link(join(run, 'accounts/0.gz'), join(run, name));
    subject.push({ name, digest: { sha256: sha256Of(bytes) }, annotations: { size: bytes.length } });
  }
  const predicate = {
    runId: 'bench',
    sequence: 1,
    previousManifest: null,
    sealedAt: '2026-01-01T00:00:00Z',
    signedBy: null,
  };
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject,
    predicateType: 'urn:countersign:run-manifest:v1',
    predicate,
  };
  await writeFile(join(run, 'manifest.json'), JSON.stringify(statement));
  return subject.map(({ name }) => name);
}

async function hash(path: string): Promise<void> {
  const digest = createHash('sha256');
  const file = await open(path);
  try {
    const buffer = Buffer.alloc(CHUNK_BYTES);
    for (;;) {
      const { bytesRead } = await file.read(buffer);
      if (bytesRead === 0) break;
      digest.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
  digest.digest();
}

/** The time that work takes, and the resident memory that it adds to what was there before. */
async function measured(work: () => Promise<void>): Promise<{ seconds: number; mebibytes: number }> {
  const before = process.memoryUsage.rss();
  let most = before;
  const sampling = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, SAMPLE_MS);
  const started = performance.now();
  await work();
  clearInterval(sampling);
  return { seconds: (performance.now() - started) / 1000, mebibytes: (most - before) / 1024 ** 2 };
}
