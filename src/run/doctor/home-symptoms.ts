import { existsSync } from 'node:fs';
import { mkdtemp, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { limitedSignal, untilCutOff } from '../../aws/allowance.ts';
import type { Clock } from '../../aws/clock.ts';
import type { Symptom } from '../../model/doctor.ts';
import type { HistoryDamage } from '../../model/history.ts';
import { UserError } from '../../model/user-error.ts';
import { externalIdKeyPlace, keyForReading, keyForRun } from '../external-id-key.ts';
import { type Memory, openMemory } from '../memory.ts';
import { openArchive } from '../open-archive.ts';
import { kmsOf, openRunSigner } from '../open-keys.ts';
import { WRITABLE } from '../place-for-runs.ts';
import type { ScanRequest } from '../scan-request.ts';
import { triedArchive } from './tried-archive.ts';
import { fail, ok, warn } from './verdicts.ts';

export type HomeRequest = Pick<ScanRequest, 'config' | 'out' | 'version' | 'aws' | 'mayForget' | 'newChain'>;

/** What a run is kept in and signed with, tried as a scan does. `scanIsUseless` where it would not begin, or keep nothing. */
export async function homeSymptoms(
  request: HomeRequest,
  { runId, startedAt }: { runId: string; startedAt: string },
): Promise<{ symptoms: Symptom[]; scanIsUseless: boolean }> {
  const { clock } = request.aws;
  const tried = (id: string, look: () => Promise<Symptom>) => toldInTime(id, look, clock);
  const directory = await tried('directory', () => directorySymptom(request));
  let trusted: Awaited<ReturnType<typeof openRunSigner>>['trusted'];
  const signing = await tried('signing-key', async () => {
    const opened = await openRunSigner(request);
    trusted = opened.trusted;
    return opened.signer === undefined
      ? ok('signing-key', 'Runs are not signed: the configuration names no key (evidence.signing).')
      : ok('signing-key', 'The signing key signs, and its public key verifies that.');
  });
  const externalIds = await tried('external-id-key', () => externalIdKeySymptom(request));
  const archive = await tried('archive', () => archiveSymptom(request, { runId, startedAt }));
  const chain =
    archive.status === 'fail' || directory.status === 'fail'
      ? []
      : [await tried('chain', () => chainSymptom({ ...request, runId, trusted }))];
  // A key that would be kept where nothing can be put is no cause of its own.
  const { externalIdKeyFile, externalIdKmsKeyId } = request.config.evidence;
  const isBeside = externalIdKeyFile === undefined && externalIdKmsKeyId === undefined;
  const keys = directory.status === 'fail' && isBeside ? [signing] : [signing, externalIds];
  const symptoms = [directory, ...keys, archive, ...chain];
  return { symptoms, scanIsUseless: symptoms.some(({ status }) => status === 'fail') };
}

/** Makes a directory where runs are to be kept, or in the nearest one above that is there, and takes it away again. */
async function directorySymptom({ out }: HomeRequest): Promise<Symptom> {
  let place = resolve(out);
  for (;;) {
    try {
      await rmdir(await mkdtemp(join(place, '.countersign-doctor-')));
      return ok('directory', `Runs can be kept in ${out}.`);
    } catch (error) {
      const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (isMissing && !existsSync(place) && dirname(place) !== place) {
        place = dirname(place);
        continue;
      }
      const why = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
      return fail(
        'directory',
        `Nothing can be made in ${place}${why}, and runs are to be kept in ${out}.`,
        WRITABLE,
      );
    }
  }
}

async function externalIdKeySymptom(request: HomeRequest): Promise<Symptom> {
  const { config, out, mayForget = false } = request;
  const place = externalIdKeyPlace(config.evidence, out, kmsOf(request));
  const id = 'external-id-key';
  if ('kms' in place) {
    await keyForRun(place);
    return ok(id, 'The KMS key gives the key of external-ID fingerprints.');
  }
  if ((await keyForReading(place)) !== undefined)
    return ok(id, 'The key of external-ID fingerprints is there.');
  if (mayForget)
    return warn(
      id,
      'The key of external-ID fingerprints would be made on a machine that forgets it: no later run could tell whether an external ID has changed.',
      'Take it from KMS (evidence.externalIdKmsKeyId).',
    );
  return ok(id, `The key of external-ID fingerprints will be made by the first scan, in ${place.file}.`);
}

async function archiveSymptom(
  request: HomeRequest,
  run: { runId: string; startedAt: string },
): Promise<Symptom> {
  const archive = await openArchive({ ...request, watch: () => {} });
  if (archive !== undefined) return triedArchive(archive, request, run).finally(archive.close);
  return request.mayForget === true
    ? warn(
        'archive',
        'Runs are kept on this machine only, and it may forget them: the next run would know of none before it.',
        'Name a bucket (evidence.s3).',
      )
    : ok('archive', 'Runs are kept on this machine only: the configuration names no bucket (evidence.s3).');
}

/** Where the next run would stand: what keeps it from being told ends a scan before it reads anything. */
async function chainSymptom(
  request: HomeRequest & { runId: string; trusted: Awaited<ReturnType<typeof openRunSigner>>['trusted'] },
): Promise<Symptom> {
  const { out, runId, trusted, aws, newChain = false } = request;
  const archive = await openArchive({ ...request, watch: () => {} });
  try {
    const memory = await openMemory({ out, runId, archive, trusted, newChain, now: aws.clock.now() });
    const damaged = archive === undefined && existsSync(out) ? await damagedBefore(memory, runId) : undefined;
    return damaged === undefined
      ? ok('chain', 'The next run can take its place in the chain of runs.')
      : warn(
          'chain',
          `A run before is not as it was sealed, and nothing will be taken from it. ${damaged.runId}: ${damaged.problem}`,
          'Put back what was there, from a copy or the archive, or find out who changed it. The next scan says so and ends with 3.',
        );
  } finally {
    archive?.close();
  }
}

/** What is wrong with the runs that are newer than the newest that is intact; the first of it. */
async function damagedBefore({ earlier }: Memory, runId: string): Promise<HistoryDamage | undefined> {
  const damaged: HistoryDamage[] = [];
  for await (const _ of earlier({ besides: runId }, (one) => damaged.push(one))) break;
  return damaged[0];
}

/** What the user can put right is a symptom, and so is no answer; anything else is a fault of ours. */
async function toldInTime(id: string, look: () => Promise<Symptom>, clock: Clock): Promise<Symptom> {
  const reason = () => new UserError('TIMED_OUT', 'There was no answer within a minute.');
  const limit = limitedSignal(new AbortController().signal, { clock, milliseconds: LONGEST_MS, reason });
  try {
    return await untilCutOff(look(), limit.signal);
  } catch (error) {
    const isOfThisMachine = error instanceof Error && 'syscall' in error;
    if (!isOfThisMachine && !(error instanceof UserError)) throw error;
    const code = error instanceof UserError ? error.code : '';
    const told = error instanceof UserError ? error.whatToDo : undefined;
    return fail(id, error.message, told ?? REMEDIES[code] ?? REMEDIES[id] ?? null);
  } finally {
    limit.end();
  }
}

const LONGEST_MS = 60_000;

/** By code of the error, else by id of the check. */
const REMEDIES: Readonly<Record<string, string>> = {
  TIMED_OUT: 'See whether this machine reaches the endpoints of S3 and KMS there.',
  archive: 'See that the bucket is there, that the caller may use it, and that this machine reaches S3.',
  'signing-key': 'Put evidence.signing right.',
  'external-id-key':
    'Put the file back that was there, or take the key from KMS (evidence.externalIdKmsKeyId).',
};
