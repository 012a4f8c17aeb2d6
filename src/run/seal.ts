import { join } from 'node:path';
import type { Clock } from '../aws/clock.ts';
import { registry } from '../checks/registry.ts';
import {
  buildManifest,
  manifestSubjects,
  readCollection,
  type SealSetup,
} from '../evidence/build-manifest.ts';
import { digestOf } from '../evidence/canonical-json.ts';
import { readChainHead, writeChainHead } from '../evidence/chain.ts';
import { type JudgementDigests, sha256Of } from '../evidence/manifest.ts';
import { RUN_FILES } from '../evidence/run-paths.ts';
import { signManifest } from '../evidence/signer.ts';
import { writeWhole } from '../evidence/write-file.ts';
import type { JudgementConfig } from '../model/config.ts';
import { UserError } from '../model/user-error.ts';
import { KNOWN_VENDORS } from '../parties/known-vendors.ts';
import { lockRun } from './run-lock.ts';

/**
 * Seals a run whose every other file is written: the signature, where there is a signer, and the manifest last, since
 * a run without a manifest is not complete. Runs that end at the same time are put in the chain one after the other.
 * Returns the digest of the manifest.
 */
export async function sealRun(
  out: string,
  directory: string,
  setup: Omit<SealSetup, 'digests'> & { clock: Clock },
): Promise<string> {
  const digests = judgementDigests(setup.run.judgement);
  const parts = {
    subject: await manifestSubjects(directory),
    collection: await readCollection(directory, setup),
  };
  const release = await lockChain(out, setup.clock);
  try {
    const previous = await readChainHead(out);
    const sealedAt = setup.clock.now().toISOString();
    const manifest = await buildManifest(directory, { ...setup, digests }, parts, { previous, sealedAt });
    const text = `${JSON.stringify(manifest, null, 2)}\n`;
    const bytes = Buffer.from(text);
    if (setup.signer !== undefined) {
      await writeWhole(join(directory, RUN_FILES.publicKey), setup.signer.publicKeyPem);
      await writeWhole(join(directory, RUN_FILES.envelope), await signManifest(bytes, setup.signer));
    }
    const { runId, sequence } = manifest.predicate;
    const sha256 = sha256Of(bytes);
    await writeChainHead(out, { runId, sequence, sha256 }, previous);
    await writeWhole(join(directory, RUN_FILES.manifest), text);
    return sha256;
  } finally {
    await release();
  }
}

/** How often, and how far apart, to ask for the chain while another run is being sealed. */
const LOCK_ATTEMPTS = 600;
const LOCK_PAUSE_MS = 200;

async function lockChain(out: string, clock: Clock): Promise<() => Promise<void>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await lockRun(out, 'chain');
    } catch (error) {
      if (!(error instanceof UserError) || attempt === LOCK_ATTEMPTS) throw error;
      await clock.sleep(LOCK_PAUSE_MS);
    }
  }
}

function judgementDigests(judgement: JudgementConfig): JudgementDigests {
  return {
    rules: rulesDigest(),
    exceptions: digestOf(judgement.exceptions),
    judgement: digestOf(judgement),
  };
}

/** Changes with any word of a check's description, any parameter or fact it asks for, and any built-in vendor. */
function rulesDigest(): string {
  return digestOf({ checks: registry.map((check) => plain(check)), vendors: KNOWN_VENDORS });
}

/** The data of a check; what it computes is covered by the digest of the program's files. */
function plain(check: object): unknown {
  return Object.fromEntries(Object.entries(check).filter(([, member]) => typeof member !== 'function'));
}
