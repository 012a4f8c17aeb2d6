import type { z } from 'zod';
import type { Config } from '../config/schema.ts';
import { bytesOfText } from '../evidence/evidence-reader.ts';
import { keyFileSigner } from '../evidence/key-file-signer.ts';
import { kmsSigner } from '../evidence/kms-signer.ts';
import { sha256Of } from '../evidence/manifest.ts';
import { trySigner } from '../evidence/open-signer.ts';
import { RUN_FILES } from '../evidence/run-paths.ts';
import type { Signer } from '../evidence/signer.ts';
import type { StatementFile, StatementKind } from '../evidence/statement.ts';
import { openS3Archive } from '../evidence/store/s3-archive.ts';
import type { S3Setup } from '../evidence/store/s3-client.ts';
import { archivedStatements, keepStatement, type StatementStore } from '../evidence/store/statement-store.ts';
import { type KeyPlaces, readTrustedKeys } from '../evidence/trusted-keys.ts';
import { type RunVerification, verifyRun } from '../evidence/verify.ts';
import type { StatementBase } from '../model/statement.ts';
import { UserError } from '../model/user-error.ts';
import { earlierStatements } from './earlier-statements.ts';
import { EvidenceDamaged } from './intact.ts';
import { openRunPlace, type RunPlace } from './run-place.ts';
import { isUnfinished } from './run-start.ts';

/** What a person needs to say something of a run that counts. */
export interface StatingRequest {
  run: string;
  s3: S3Setup;
  /** The archive of the configuration, where one is named: what is said goes there too, held as it says. */
  archive?: Config['evidence']['s3'];
  /** The key that signs it. */
  signing: { keyFile?: string; kmsKeyId?: string };
  /** What the run itself must be signed by. */
  runKeys?: KeyPlaces;
}

/** A run that verifies and that is finished, opened so that something can be said of it. */
export interface SayableRun {
  place: RunPlace;
  manifest: RunVerification['manifest'] & {};
  verification: RunVerification;
  signer: Signer | undefined;
  /** SHA-256 of what was said in a folder before, here or in the archive; both hold all of it from then on. */
  earlier<P extends StatementBase>(
    folder: string,
    kind: StatementKind,
    shape: z.ZodType<P>,
  ): Promise<string[]>;
  /** Puts the statement into a folder of the place, and of the archive; the addresses that it has there. */
  keep(folder: string, file: StatementFile): Promise<string[]>;
  close(): void;
}

/** Throws `EvidenceDamaged` for a run that does not verify, and `UserError` for one that is not finished, or the key that sealed it. */
export async function openSayableRun(request: StatingRequest): Promise<SayableRun> {
  const { run, s3, archive } = request;
  const trusted = await readTrustedKeys(request.runKeys);
  const signer = await signerOf(request);
  const { bucket, prefix = '', region, ...keeping } = archive ?? { bucket: '', region: '' };
  const place = await openRunPlace(run, s3, keeping);
  try {
    const verification = await verifyRun(place.reader, trusted);
    const { damage, manifest, signature } = verification;
    if (damage.length > 0) throw new EvidenceDamaged(damage);
    if (manifest === undefined) throw new UserError('NOT_A_RUN', `${run} has no manifest.`);
    if (place.out !== undefined && (await isUnfinished(place.out, place.name)))
      throw new UserError(
        'UNFINISHED_RUN',
        `${run} is not put away yet, and may be sealed anew. Finish it first: countersign scan --resume`,
      );
    if (signer !== undefined && signer.keyid === signature.keyid)
      throw new UserError(
        'SAME_KEY',
        `The key ${signer.keyid} is the one that sealed the run. A second signature by it would say nothing: sign with a key of your own.`,
      );
    const also =
      archive === undefined || place.out === undefined
        ? undefined
        : await openS3Archive({ bucket, prefix }, { ...s3, region }, keeping);
    const stores = [place.statements, ...(also === undefined ? [] : [archivedStatements(also)])];
    for (const store of stores.slice(1)) await demandArchived(store, manifest);
    return {
      ...{ place, manifest, verification, signer },
      earlier: (folder, kind, shape) =>
        earlierStatements(stores, folder, { kind, shape, manifestSha256: manifest.sha256 }),
      async keep(folder, { name, text }) {
        for (const store of stores) await keepStatement(store, `${folder}/${name}`, text);
        return stores.map(({ location }) => `${location}/${folder}/${name}`);
      },
      close() {
        place.close();
        also?.close();
      },
    };
  } catch (error) {
    place.close();
    throw error;
  }
}

async function signerOf({ signing, s3 }: StatingRequest): Promise<Signer | undefined> {
  const { keyFile, kmsKeyId } = signing;
  if (keyFile !== undefined && kmsKeyId !== undefined)
    throw new UserError('BAD_COMMAND_LINE', 'One key signs: give --key or --kms-key, and not both.');
  const signer =
    keyFile !== undefined
      ? await keyFileSigner(keyFile)
      : kmsKeyId !== undefined
        ? await kmsSigner({ kmsKeyId, region: s3.region })
        : undefined;
  if (signer !== undefined) await trySigner(signer);
  return signer;
}

/** What is said of a run belongs beside that run. */
async function demandArchived(
  archive: StatementStore,
  { runId, sha256 }: { runId: string; sha256: string },
): Promise<void> {
  const name = `${runId}/${RUN_FILES.manifest}`;
  const bytes = (await archive.names(runId)).includes(name)
    ? await bytesOfText(await archive.read(name))
    : undefined;
  if (bytes !== undefined && sha256Of(bytes) === sha256) return;
  throw new UserError(
    'NOT_ARCHIVED',
    `${archive.location} does not hold this run, which --config archives there. Nothing was written. Name the run without --config, or archive it first.`,
  );
}
