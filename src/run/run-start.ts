import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { smallText } from '../evidence/plain-file.ts';
import { isRunId } from '../evidence/run-id.ts';
import { RUN_FILES } from '../evidence/run-paths.ts';
import { writeWhole } from '../evidence/write-file.ts';
import type { AccountTarget, ExcludedAccount } from '../model/account.ts';
import type { JudgementConfig } from '../model/config.ts';
import type { Resumption, RunRecord } from '../model/run-record.ts';
import { UserError } from '../model/user-error.ts';
import { exists } from './exists.ts';
import { lockRun } from './run-lock.ts';

/**
 * What a run decided at its first start. It stands beside the run directory, never among the evidence, from before the
 * first account is read until nothing is left to do: a run that has one is not finished.
 */
export interface RunStart
  extends Pick<
    RunRecord,
    | 'runId'
    | 'startedAt'
    | 'tool'
    | 'configDigest'
    | 'configFiles'
    | 'callerArn'
    | 'externalIdKey'
    | 'history'
    | 'shards'
  > {
  accountSource: string;
  /** The accounts to read, without the external IDs that open them. */
  targets: AccountTarget[];
  excluded: ExcludedAccount[];
  /** What `--accounts` named; null without it. */
  selected: readonly string[] | null;
  judgement: JudgementConfig;
  resumptions: Resumption[];
  /** SHA-256 of the `baseline.json` that the run has kept; null when it keeps none. */
  baseline: string | null;
  /** SHA-256 of the `decisions.json` that the run has kept; absent when it keeps none. */
  decisions?: string;
  /** Whether it is to begin a chain anew. */
  newChain?: true;
}

/** As much of a start as going on with it rests on; the rest is compared with what is asked for. */
const startShape = z.looseObject({
  runId: z.string(),
  startedAt: z.iso.datetime(),
  targets: z.array(z.looseObject({ accountId: z.string(), regions: z.array(z.string()) })),
  excluded: z.array(z.unknown()),
  resumptions: z.array(z.unknown()),
  baseline: z.string().nullable(),
  decisions: z.string().exactOptional(),
});

/** A start holds every account and the whole register. */
const LONGEST_START = 256 * 1024 * 1024;

/** Reads the text of a start. Throws when it is none, or that of another run. */
export function parseStart(text: string, runId: string): RunStart {
  const start: unknown = JSON.parse(text);
  if (startShape.parse(start).runId !== runId) throw new Error('It is that of another run.');
  return start as RunStart;
}

async function readStart(path: string, runId: string): Promise<RunStart> {
  try {
    return parseStart((await smallText(path, LONGEST_START)) ?? '', runId);
  } catch {
    throw new UserError(
      'DAMAGED_RUN',
      `${path} is damaged, so that the run cannot be gone on with. Start a new run without --resume.`,
    );
  }
}

/** Whether a run is still to be finished. */
export async function isUnfinished(out: string, runId: string): Promise<boolean> {
  return exists(startFile(out, runId));
}

export interface UnfinishedRun {
  start: RunStart;
  directory: string;
  /** The evidence is complete and closed by its manifest; what is left is to put it away. */
  sealed: boolean;
}

function startFile(out: string, runId: string): string {
  return join(out, `.${runId}.unfinished.json`);
}

/** Keeps the start of a run; external IDs stay behind. */
export async function writeRunStart(out: string, start: RunStart): Promise<void> {
  await writeWhole(startFile(out, start.runId), startText(start));
}

/** A start as it is kept. */
export function startText(start: RunStart): string {
  const targets = start.targets.map(withoutExternalId);
  return `${JSON.stringify({ ...start, targets }, null, 2)}\n`;
}

/** The run is finished: nothing of it is left to do. */
export async function removeRunStart(out: string, runId: string): Promise<void> {
  await rm(startFile(out, runId), { force: true });
}

/** The unfinished run under `out` that started last; undefined when there is none. */
export async function newestUnfinished(out: string): Promise<UnfinishedRun | undefined> {
  const runIds = (await namesIn(out))
    .map((name) => /^\.(.*)\.unfinished\.json$/.exec(name)?.[1] ?? '')
    .filter(isRunId)
    .sort()
    .reverse();
  for (const runId of runIds) {
    const directory = join(out, runId);
    // Without its directory a start is a leftover of a run that someone has thrown away.
    if (!(await exists(directory))) continue;
    const start = await readStart(startFile(out, runId), runId);
    return { start, directory, sealed: await exists(join(directory, RUN_FILES.manifest)) };
  }
  return undefined;
}

/** Throws away starts that were being written when their writer died. */
export async function removeHalfWrittenStarts(out: string): Promise<void> {
  for (const name of await namesIn(out)) {
    const runId = /^\.(.*)\.unfinished\.json\.partial$/.exec(name)?.[1] ?? '';
    if (!isRunId(runId)) continue;
    try {
      const unlock = await lockRun(out, runId);
      await rm(join(out, name), { force: true });
      await unlock();
    } catch (error) {
      // Its writer lives and will give it its name.
      if (!(error instanceof UserError)) throw error;
    }
  }
}

function withoutExternalId(target: AccountTarget): AccountTarget {
  if (target.access.kind !== 'assume-role') return target;
  const { externalId: _secret, ...access } = target.access;
  return { ...target, access };
}

async function namesIn(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
