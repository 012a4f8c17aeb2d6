import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { registry } from '../checks/registry.ts';
import { baselineAfter } from '../evaluate/baseline.ts';
import { organizationWide } from '../evaluate/change.ts';
import type { Rules } from '../evaluate/rules.ts';
import { directoryReader, type EvidenceReader, openFile } from '../evidence/evidence-reader.ts';
import { readLongJson } from '../evidence/long-json.ts';
import { sha256OfFile } from '../evidence/manifest.ts';
import { RUN_FILES } from '../evidence/run-paths.ts';
import { writeWhole } from '../evidence/write-file.ts';
import { type Baseline, longBaseline } from '../model/baseline.ts';
import { type LongDocument, usable } from '../model/document.ts';
import type { HistoryDamage } from '../model/history.ts';
import { type AuditReport, longReport } from '../model/report.ts';
import { type KnownDecisions, parseDecisions } from '../model/review.ts';
import { inMemory, type Keeping } from '../model/rows.ts';
import { UserError } from '../model/user-error.ts';
import { jsonInParts } from '../report/json.ts';
import type { EarlierRun } from './archived-runs.ts';
import { whyOf } from './history.ts';
import { type EarlierRuns, earlierHere } from './memory.ts';
import type { Watch } from './progress.ts';
import type { RunStart } from './run-start.ts';
import { NotKept, spoolIn } from './spool.ts';

/** What was known before a run. */
export type Known = Pick<Rules, 'baseline' | 'decisions'>;

/** What a run knows of those before it, and what it keeps of that beside itself until it is sealed. */
export interface KnownAndKept extends Pick<RunStart, 'history' | 'baseline'> {
  known: Known;
  /** The run that was found intact, where one was looked for and found. */
  last?: EarlierRun;
}

/**
 * What is known when a run starts: what the newest run that is intact leaves known, kept in the run's own directory.
 * Runs that are not are named and passed over; nothing of them is believed, and none of them stops the audit.
 */
export async function knownAtStart(start: {
  out: string;
  directory: string;
  watch: Watch;
  /** Only runs that started before this one. */
  before?: string;
  /** By default, those of this machine. */
  earlier?: EarlierRuns;
}): Promise<KnownAndKept> {
  const { out, directory, watch, before, earlier = earlierHere(out) } = start;
  const damaged: HistoryDamage[] = [];
  const besides = basename(directory);
  let baseline: Baseline | undefined;
  let last: EarlierRun | undefined;
  const which = { besides, ...(before === undefined ? {} : { before }) };
  for await (const run of earlier(which, (one) => damaged.push(one))) {
    const { runId, reader } = run;
    try {
      baseline = await baselineOf(reader, spoolIn(directory));
      last = run;
      break;
    } catch (error) {
      if (error instanceof UserError && error.code === 'UNKNOWN_RUN_FORMAT') {
        watch({ kind: 'no-comparison', message: error.message });
        break;
      }
      // What has the wrong shape shows where it is read: no history may stop an audit.
      damaged.push({ runId, file: RUN_FILES.reportJson, problem: `It cannot be used: ${whyOf(error)}` });
    }
  }
  if (damaged.length > 0)
    watch({ kind: 'damaged-history', damaged, comparedWith: baseline?.run.runId ?? null });
  if (baseline !== undefined) await writeWhole(join(directory, RUN_FILES.baseline), jsonInParts(baseline));
  return {
    known: baseline === undefined ? {} : { baseline },
    baseline: baseline === undefined ? null : await sha256OfFile(join(directory, RUN_FILES.baseline)),
    ...(damaged.length === 0 ? {} : { history: { damaged } }),
    ...(last === undefined ? {} : { last }),
  };
}

async function baselineOf(run: EvidenceReader, keeping: Keeping): Promise<Baseline> {
  const report = await readReport(run, keeping);
  if (report === undefined) throw new UserError('DAMAGED_RUN', `${run.location} holds no report.json.`);
  return baselineAfter(report, await readBaseline(run, keeping), organizationWide(registry));
}

/**
 * What a run that is gone on with started from, whatever other runs have ended since. Where that is not what it kept, it
 * is found again from the runs before it, and said.
 */
export async function knownWhenResumed(
  start: Pick<RunStart, 'runId' | 'history' | 'baseline'>,
  place: { out: string; directory: string; watch: Watch; earlier?: EarlierRuns },
): Promise<KnownAndKept> {
  const { directory, watch } = place;
  const path = join(directory, RUN_FILES.baseline);
  const { runId, baseline: sha256, history } = start;
  const found = await digestIn(directoryReader(directory), RUN_FILES.baseline);
  if (found === sha256) {
    const baseline =
      sha256 === null ? undefined : await readBaseline(directoryReader(directory), spoolIn(directory));
    return {
      known: baseline === undefined ? {} : { baseline },
      baseline: sha256,
      ...(history === undefined ? {} : { history }),
    };
  }
  await rm(path, { recursive: true, force: true });
  const again = await knownAtStart({ ...place, before: runId });
  const problem =
    'baseline.json is not what the run kept at its start; it was made again from the runs before.';
  const own = { runId, file: RUN_FILES.baseline, problem };
  watch({ kind: 'damaged-history', damaged: [own], comparedWith: again.known.baseline?.run.runId ?? null });
  const damaged = [...(history?.damaged ?? []), own, ...(again.history?.damaged ?? [])];
  return {
    ...again,
    history: { damaged: [...new Map(damaged.map((one) => [JSON.stringify(one), one])).values()] },
  };
}

/** SHA-256 of a file; null when there is none, and undefined for what is no file. */
async function digestIn(run: EvidenceReader, name: string): Promise<string | null | undefined> {
  try {
    const file = await openFile(run, name);
    if (file === undefined) return null;
    const hash = createHash('sha256');
    for await (const chunk of file) hash.update(chunk);
    return hash.digest('hex');
  } catch {
    return undefined;
  }
}

/** The baseline that a run keeps; undefined when it was the first. Throws `UserError` when it cannot be used. */
export async function readBaseline(
  run: EvidenceReader,
  keeping: Keeping = spoolIn(tmpdir()),
): Promise<Baseline | undefined> {
  return readLong(run, RUN_FILES.baseline, longBaseline(), keeping);
}

/** What people had said of the runs before when a run was started; undefined where nobody had. Throws `UserError` when it cannot be used. */
export async function readKnownDecisions(run: EvidenceReader): Promise<KnownDecisions | undefined> {
  const none = { item: () => undefined, whole: parseDecisions };
  return readLong(run, RUN_FILES.decisions, none, inMemory);
}

/** The report of a run, its long lists on the disk of this machine; undefined when there is none. Throws `UserError` when it cannot be used. */
export async function readReport(
  run: EvidenceReader,
  keeping: Keeping = spoolIn(tmpdir()),
): Promise<AuditReport | undefined> {
  return readLong(run, RUN_FILES.reportJson, longReport(), keeping);
}

async function readLong<T>(
  run: EvidenceReader,
  name: string,
  { item, whole }: LongDocument<T>,
  keeping: Keeping,
): Promise<T | undefined> {
  const path = `${run.location}/${name}`;
  let document: Record<string, unknown>;
  try {
    const file = await openFile(run, name);
    if (file === undefined) return undefined;
    document = await readLongJson(file, { keeping, item });
  } catch (error) {
    if (error instanceof NotKept) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new UserError('DAMAGED_RUN', `${path} cannot be read: ${why}`);
  }
  return usable(whole(document), path);
}
