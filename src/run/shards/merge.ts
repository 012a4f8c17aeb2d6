import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { directoryReader, textOf } from '../../evidence/evidence-reader.ts';
import { ATHENA_DIRECTORY, ORGANIZATION_DIRECTORY, RUN_FILES } from '../../evidence/run-paths.ts';
import type { ShardRecord } from '../../model/run-record.ts';
import { UserError } from '../../model/user-error.ts';
import { foundAtStart, targetsOf } from '../begin.ts';
import { exists } from '../exists.ts';
import { readBaseline, readKnownDecisions } from '../known.ts';
import { archiveSetup } from '../open-archive.ts';
import { openKeys, openRunSigner, type RunKeys } from '../open-keys.ts';
import { placeForRuns } from '../place-for-runs.ts';
import { isUnfinished, type RunStart, writeRunStart } from '../run-start.ts';
import { carryOut } from '../scan.ts';
import type { ScanRequest, ScanResult } from '../scan-request.ts';
import { type GatheredRun, holdingRun } from '../under-lock.ts';
import { archivedBefore } from './archived-before.ts';
import { decipherIds } from './carried-ids.ts';
import { altered, filesOf, type GatheredParts, gatherParts } from './gather.ts';
import { demandSame } from './open-plan.ts';
import { copyFrom, type Part, shardName } from './part.ts';
import { CARRIED_IDS } from './scan-shard.ts';

export interface MergeRequest extends ScanRequest {
  /** The place of the plan, or shards of it. */
  places: readonly string[];
  /** Go on without shards that are missing: their accounts are gaps. */
  allowMissing: boolean;
}

/** Files on their way at the same time: of small ones there are thousands. */
const AT_ONCE = 16;

/**
 * Does the second half of a scan whose accounts were read in shards: puts their account directories, each file held
 * against its seal, into one run, and ends it as a scan that has read every account: judged, sealed, archived and told of
 * once. No account is asked anything. Doing it again gives the same run. Throws `UserError`.
 */
export async function merge(request: MergeRequest): Promise<ScanResult> {
  const { out, watch, config } = request;
  const s3 = archiveSetup(request, request.aws.region ?? request.aws.homeRegion);
  await placeForRuns(out);
  const keys = { ...(await openRunSigner(request)), ...(await openKeys(request)) };
  const parts = await gatherParts(request.places, s3, keys.trusted);
  try {
    const { start } = parts.plan;
    demandSame(parts.plan, { ...request, ...keys });
    if (!request.allowMissing) demandAll(parts);
    const { runId } = start;
    const startedAt = new Date(start.startedAt);
    // Whichever machine merges, and merges again, says the same: the run was begun where it was planned.
    const { host } = parts.plan.predicate;
    const merging = {
      ...{ ...request, provenance: { ...request.provenance, host } },
      newChain: start.newChain ?? request.newChain ?? false,
    };
    return await holdingRun({ out, runId, watch }, async () => {
      const directory = join(out, runId);
      const archived = await archivedBefore(request, runId, keys.trusted);
      if (archived !== undefined && !(await exists(directory))) return archived;
      if (await exists(join(directory, RUN_FILES.manifest))) {
        const isTold = !(await isUnfinished(out, runId));
        const again = { ...merging, ...(isTold ? { config: { ...config, notify: [] } } : {}) };
        return carryOut(again, { runId, startedAt, unfinished: { start, directory, sealed: true } });
      }
      // Of a merge that was broken off: its parts are all there.
      await rm(directory, { recursive: true, force: true });
      const gathered = await gather(request, parts, directory, keys);
      return carryOut(merging, { runId, startedAt, unfinished: undefined, gathered });
    });
  } finally {
    parts.close();
  }
}

function demandAll({ plan, shards }: GatheredParts): void {
  const missing = plan.lines.filter(({ shard }) => !shards.has(shard));
  if (missing.length === 0) return;
  const named = missing.map(({ shard, of }) => shardName(shard, of)).join(', ');
  throw new UserError(
    'MISSING_SHARD',
    `Of the run ${plan.start.runId} ${missing.length} of ${plan.lines.length} shards are missing: ${named}.`,
    'Scan them (scan --shard), or merge with --allow-missing: the run is incomplete then, and says so.',
  );
}

async function gather(
  { config, out }: MergeRequest,
  { plan, shards }: GatheredParts,
  directory: string,
  { maskKey, externalIdKey }: RunKeys,
): Promise<GatheredRun> {
  for (const name of await plan.reader.list())
    if (KEPT_OF_PLAN.test(name)) await copyFrom(plan, name, join(directory, name));
  const externalIds = new Set<string>();
  const unread = new Map<string, string>();
  const records: ShardRecord[] = [];
  for (const line of plan.lines) {
    const { shard, of, accounts } = line;
    const part = shards.get(shard);
    const why =
      part === undefined
        ? `it was to be read by shard ${shard} of ${of}, which was missing when the run was merged (--allow-missing)`
        : `what shard ${shard} of ${of} kept of it cannot be used`;
    for (const accountId of accounts) unread.set(accountId, why);
    if (part === undefined) {
      records.push({ shard, manifest: null, callerArn: null, startedAt: null, finishedAt: null });
      continue;
    }
    await copyShard(part, await filesOf(part, line));
    const { callerArn, startedAt, finishedAt } = part.predicate;
    records.push({ shard, manifest: part.sha256, callerArn, startedAt, finishedAt });
  }
  const start: RunStart = { ...plan.start, shards: records };
  await writeRunStart(out, start);
  const reader = directoryReader(directory);
  const baseline = await readBaseline(reader);
  const decisions = await readKnownDecisions(reader);
  const ends = records.flatMap(({ finishedAt }) => finishedAt ?? []);
  return {
    begun: {
      ...{ start, directory, targets: targetsOf(start, config) },
      ...(await foundAtStart(config, directory)),
      known: {
        ...(baseline === undefined ? {} : { baseline }),
        ...(decisions === undefined ? {} : { decisions }),
      },
      expected: new Map(),
      readUntil: ends.sort().at(-1) ?? start.startedAt,
    },
    externalIds: [...externalIds],
    unread,
  };

  async function copyShard(part: Part, names: readonly string[]): Promise<void> {
    const limit = pLimit(AT_ONCE);
    const copied = names.map((name) =>
      limit(async () => {
        try {
          if (!name.startsWith(`${CARRIED_IDS}/`))
            return await copyFrom(part, name, join(directory, nameInRun(name, part)));
          const text = await textOf(part.reader, name);
          const about = `${plan.start.runId} ${name.slice(CARRIED_IDS.length + 1)}`;
          for (const id of decipherIds(text ?? '', maskKey ?? externalIdKey, about)) externalIds.add(id);
        } catch (error) {
          limit.clearQueue();
          if (error instanceof UserError || !(error instanceof Error) || 'code' in error) throw error;
          throw altered(part.address, error.message);
        }
      }),
    );
    await Promise.all(copied);
  }
}

/** Each shard asks Athena for its own accounts, and what it asked is kept apart. */
function nameInRun(name: string, { predicate: { shard, of } }: Part): string {
  const beginning = `${ATHENA_DIRECTORY}/`;
  if (!name.startsWith(beginning) || shard === null) return name;
  return `${beginning}${shardName(shard, of)}/${name.slice(beginning.length)}`;
}

/** What a run keeps from its start. */
const KEPT_OF_PLAN = new RegExp(
  `^(?:${ORGANIZATION_DIRECTORY}/|organizations/o-[a-z0-9]{10,32}/)(?:${[RUN_FILES.facts, RUN_FILES.calls, RUN_FILES.faults].join('|')})$|^(?:${RUN_FILES.baseline}|${RUN_FILES.decisions})$`,
);
