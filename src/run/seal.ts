import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../aws/clock.ts';
import { registry } from '../checks/registry.ts';
import {
  buildManifest,
  type InChain,
  manifestSubjects,
  readCollection,
  type SealSetup,
  sealTime,
} from '../evidence/build-manifest.ts';
import { digestOf } from '../evidence/canonical-json.ts';
import { type ChainHead, readChainHead, writeChainHead } from '../evidence/chain.ts';
import type { Message } from '../evidence/dsse.ts';
import { directoryReader, type EvidenceReader } from '../evidence/evidence-reader.ts';
import { publicKeyFrom } from '../evidence/key-file-signer.ts';
import { type JudgementDigests, type Manifest, sha256OfFile } from '../evidence/manifest.ts';
import { RUN_FILES } from '../evidence/run-paths.ts';
import { type Signer, signedParts } from '../evidence/signer.ts';
import { verifyRun } from '../evidence/verify.ts';
import { fileMessage, nameWhole, partialOf, writePartial, writeWhole } from '../evidence/write-file.ts';
import type { JudgementConfig } from '../model/config.ts';
import { UserError } from '../model/user-error.ts';
import { KNOWN_VENDORS } from '../parties/known-vendors.ts';
import { jsonInParts } from '../report/json.ts';
import { lockRun } from './run-lock.ts';
import { spoolIn } from './spool.ts';

/**
 * Seals a run whose every other file is written: the signature, where there is a signer, and the manifest last, since
 * a run without a manifest is not complete. Runs that end at the same time are put in the chain one after the other.
 * Returns the digest of the manifest.
 *
 * @param standing where the run stands in the chain, asked when no other run can be put there; by default, behind the
 *   last one that was sealed under `out`
 */
export async function sealRun(
  out: string,
  directory: string,
  setup: Omit<SealSetup, 'digests'> & { clock: Clock },
  standing: () => Promise<InChain> = async () => ({ previous: await readChainHead(out) }),
): Promise<string> {
  const digests = judgementDigests(setup.run.judgement);
  const keeping = spoolIn(directory);
  const parts = {
    subject: await manifestSubjects(directory, keeping),
    collection: await readCollection(directory, setup, keeping),
  };
  const release = await lockChain(out, setup.clock);
  try {
    const inChain = await standing();
    const sealedAt = sealTime(setup.clock.now(), inChain);
    const manifest = await buildManifest(directory, { ...setup, digests }, parts, { ...inChain, sealedAt });
    return (await closeRun(out, directory, manifest, { ...inChain, signer: setup.signer })).sha256;
  } finally {
    await release();
  }
}

/** Puts signature and manifest into a run, once it verifies with them, and makes it the head under `out`, who has the lock of it. */
export async function closeRun(
  out: string,
  directory: string,
  manifest: Manifest,
  { previous, signer }: { previous: ChainHead | undefined; signer: Signer | undefined },
): Promise<ChainHead> {
  const path = join(directory, RUN_FILES.manifest);
  await writePartial(path, jsonInParts(manifest));
  try {
    await signRun(directory, fileMessage(partialOf(path)), signer);
    await trySeal(directory, signer);
    const { runId, sequence } = manifest.predicate;
    const head = { runId, sequence, sha256: await sha256OfFile(partialOf(path)) };
    await writeChainHead(out, head, previous);
    await nameWhole(path);
    return head;
  } catch (error) {
    await rm(partialOf(path), { force: true });
    throw error;
  }
}

/** Puts the signature and its key beside the manifest; those of an attempt that failed are taken away. */
export async function signRun(
  directory: string,
  manifest: Message,
  signer: Signer | undefined,
): Promise<void> {
  const files = [RUN_FILES.envelope, RUN_FILES.publicKey];
  for (const name of files) await rm(join(directory, name), { recursive: true, force: true });
  if (signer === undefined) return;
  await writeWhole(join(directory, RUN_FILES.publicKey), signer.publicKeyPem);
  await writeWhole(join(directory, RUN_FILES.envelope), await signedParts(manifest, signer));
}

/**
 * Verifies the run with the manifest that it is about to have, as anyone will who is given it: what signs wrongly, or a
 * disk that keeps something else than it was given, is found while the run can still be sealed again.
 */
async function trySeal(directory: string, signer: Signer | undefined): Promise<void> {
  const run = directoryReader(directory);
  const { manifest } = RUN_FILES;
  const sealed: EvidenceReader = {
    ...run,
    list: async () => (await run.list()).map((name) => (name === partialOf(manifest) ? manifest : name)),
    read: (name) => run.read(name === manifest ? partialOf(manifest) : name),
  };
  const key = signer === undefined ? undefined : publicKeyFrom(signer.publicKeyPem);
  const { damage } = await verifyRun(sealed, key === undefined ? [] : [key]);
  const [first] = damage;
  if (first === undefined) return;
  const more = damage.length === 1 ? '' : ` And ${damage.length - 1} more.`;
  throw new UserError(
    'NOT_SEALED',
    `The run in ${directory} is not sealed, since its evidence does not verify: ${first.message}${more} All that was read is kept: put right what signs or stores it, then run again with --resume.`,
  );
}

/** How often, and how far apart, to ask for the chain while another run is being sealed. */
const LOCK_ATTEMPTS = 600;
const LOCK_PAUSE_MS = 200;

/** Makes this process the only one that puts a run into the chain under `out`. */
export async function lockChain(out: string, clock: Clock): Promise<() => Promise<void>> {
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
