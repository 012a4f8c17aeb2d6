import { join, resolve } from 'node:path';
import { openAws } from '../../aws/connection.ts';
import { makeFolder } from '../../evidence/make-folder.ts';
import { createRunId } from '../../evidence/run-id.ts';
import { writeWhole } from '../../evidence/write-file.ts';
import { UserError } from '../../model/user-error.ts';
import { beginRun } from '../begin.ts';
import { openMemory } from '../memory.ts';
import { archiveSetup, openArchive, tryArchive } from '../open-archive.ts';
import { openKeys, openRunSigner } from '../open-keys.ts';
import { placeForRuns } from '../place-for-runs.ts';
import { startText } from '../run-start.ts';
import { statementsOf } from '../scan.ts';
import type { ScanRequest } from '../scan-request.ts';
import { demandSame, findPlan, PLAN_FILES, readingText, shardsFolder } from './open-plan.ts';
import { handOver, sealPart } from './part.ts';
import { dealOut, type ShardLine } from './shard-line.ts';

export interface PlanShardsRequest extends ScanRequest {
  /** How many shards. */
  of: number;
  /** A directory or an address in S3; by default a folder of its own beside the runs. */
  place?: string;
}

/** What was planned, and where it stands. */
export interface ShardPlan {
  runId: string;
  place: string;
  shards: ShardLine[];
  /** Whether it was there already. */
  again: boolean;
}

/**
 * Does the first half of a scan: finds the accounts, once, keeps what was read of the organization and what is known of
 * earlier runs, and says in `shards.jsonl` which shard reads what. At a place that has such a plan already it stays.
 * Throws `UserError`.
 */
export async function planShards(request: PlanShardsRequest): Promise<ShardPlan> {
  const { config, out, version, random, watch, provenance, of, newChain = false } = request;
  const { clock } = request.aws;
  demandOneScan(config, of);
  const s3 = archiveSetup(request, request.aws.region ?? request.aws.homeRegion);
  await placeForRuns(out);
  const signing = await openRunSigner(request);
  const keys = await openKeys(request);
  const there = request.place === undefined ? undefined : await findPlan(request.place, s3, signing.trusted);
  if (there !== undefined) {
    there.close();
    demandSame(there, { ...request, ...keys });
    const { lines: shards, address: place } = there;
    if (shards.length === of) return { runId: there.start.runId, place, shards, again: true };
    throw new UserError(
      'PLAN_EXISTS',
      `At ${place} there is a plan of ${shards.length} shards already, and ${of} are asked for. Name another place.`,
    );
  }
  const startedAt = clock.now();
  const runId = createRunId(startedAt, random);
  watch({ kind: 'run-known', runId });
  const archive = await openArchive(request);
  const aws = openAws({
    ...{ ...request.aws, version, runId, concurrency: config.concurrency },
    allowance: { pagesPerCall: config.limits.pagesPerCall },
  });
  try {
    if (archive !== undefined)
      await tryArchive(archive, request, { runId, startedAt: startedAt.toISOString() });
    const { trusted } = signing;
    const memory = await openMemory({ out, runId, archive, newChain, trusted, now: startedAt });
    const directory = join(shardsFolder(out), runId);
    await makeFolder(shardsFolder(out));
    let shards: ShardLine[] = [];
    const beginning = {
      ...{ ...request, ...keys, earlier: memory.earlier, statements: statementsOf(out, archive) },
    };
    const { start } = await beginRun(beginning, aws, {
      ...{ runId, startedAt, directory },
      async keep({ start: made, expected }) {
        shards = dealOut(made, of, expected);
        await writeWhole(join(directory, PLAN_FILES.start), startText(made));
        await writeWhole(join(directory, PLAN_FILES.reading), readingText(made, expected));
        const lines = shards.map((line) => `${JSON.stringify(line)}\n`);
        await writeWhole(join(directory, PLAN_FILES.shards), lines);
      },
    });
    watch({ kind: 'accounts-known', inScope: start.targets.length, excluded: start.excluded.length });
    const predicate = { runId, plan: null, shard: null, of, callerArn: start.callerArn };
    const times = { startedAt: start.startedAt, finishedAt: clock.now().toISOString() };
    await sealPart(directory, { ...predicate, ...times }, { provenance, signer: signing.signer });
    const place = request.place ?? directory;
    await handOver(directory, place, s3);
    return { runId, place: place.startsWith('s3://') ? place : resolve(place), shards, again: false };
  } finally {
    aws.close();
    archive?.close();
  }
}

/** Throws `UserError` where each shard would have Athena scan what all of them need, which AWS charges for each time. */
function demandOneScan({ activity: { source, athena } }: ScanRequest['config'], of: number): void {
  if (of === 1 || source !== 'athena' || athena === undefined || athena.partitions?.account !== undefined)
    return;
  throw new UserError(
    'WHOLE_TABLE_EACH',
    `Each of ${of} shards asks Athena for its own accounts, and would have it scan the whole table ${athena.table}: the configuration names no column by which the table is cut by account.`,
    'Name that column: activity.athena.partitions.account. Where the table has none, make one that has, or scan without shards.',
  );
}
