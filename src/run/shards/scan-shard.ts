import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openAws } from '../../aws/connection.ts';
import { AwsCallError } from '../../aws/errors.ts';
import { coverageOf, statusOf } from '../../evaluate/coverage.ts';
import { rulesFor } from '../../evaluate/rules-for-run.ts';
import { directoryReader } from '../../evidence/evidence-reader.ts';
import { makeFolder } from '../../evidence/make-folder.ts';
import { organizationsRead, readOrganizationFacts } from '../../evidence/organization-evidence.ts';
import { accountDirectory } from '../../evidence/run-paths.ts';
import { removePartials, writeWhole } from '../../evidence/write-file.ts';
import { standInKey } from '../../masking/external-ids.ts';
import type { AccountTarget } from '../../model/account.ts';
import type { AccountStatus } from '../../model/report.ts';
import { UserError } from '../../model/user-error.ts';
import { whoCalls } from '../../targets/who-calls.ts';
import { type Flow, flowEach, logFilesOf, readAccount } from '../account-flow.ts';
import { trailReader } from '../athena.ts';
import { everyAuditorAction } from '../auditor-policy.ts';
import { targetsOf } from '../begin.ts';
import { endingOf, interruptedBy } from '../ending.ts';
import { exists } from '../exists.ts';
import { readKnownDecisions } from '../known.ts';
import { secondsExpected } from '../longest-first.ts';
import { namedInScope } from '../named-in-scope.ts';
import { notAsked } from '../not-asked.ts';
import { archiveSetup } from '../open-archive.ts';
import { openKeys, openRunSigner, type RunKeys } from '../open-keys.ts';
import { placeForRuns } from '../place-for-runs.ts';
import { scopeOf } from '../record-of.ts';
import { lockRun } from '../run-lock.ts';
import type { ScanRequest } from '../scan-request.ts';
import { encipherIds } from './carried-ids.ts';
import { demandSame, newestPlan, openPlan, type Plan, shardsFolder } from './open-plan.ts';
import { below, damageOf, handOver, readPart, sealPart, shardName } from './part.ts';
import type { ShardLine } from './shard-line.ts';

export interface ShardRequest extends ScanRequest {
  /** Which shard, from 1; and of how many, where that is said. */
  shard: { shard: number; of?: number };
  /** Where the plan is; by default, the newest of this machine. */
  place?: string;
}

/** What a shard came to. */
export interface ShardResult {
  runId: string;
  shard: number;
  of: number;
  address: string;
  accounts: number;
  /** How many accounts were read how far; absent where the shard was there already. */
  read?: Record<AccountStatus, number>;
}

/** Where what each account asks for is handed over, in the directory of a shard. */
export const CARRIED_IDS = 'external-ids';

/**
 * Reads the accounts of one shard of a plan and seals what was read, to be merged. A shard that is whole already stays;
 * one that was broken off goes on with the accounts that it has not. Nothing is judged here. Throws `UserError`.
 */
export async function scanShard(request: ShardRequest): Promise<ShardResult> {
  const { out, watch } = request;
  const s3 = archiveSetup(request, request.aws.region ?? request.aws.homeRegion);
  await placeForRuns(out);
  const keys = { ...(await openRunSigner(request)), ...(await openKeys(request)) };
  const plan = await openPlan(request.place ?? (await newestPlan(out)), s3, keys.trusted);
  try {
    demandSame(plan, { ...request, ...keys });
    const line = lineAsked(plan, request.shard);
    const { runId, shard, of, accounts } = line;
    watch({ kind: 'run-known', runId });
    const name = shardName(shard, of);
    const address = `${plan.address}/${name}`;
    const result = { runId, shard, of, address, accounts: accounts.length };
    const work = join(shardsFolder(out), runId);
    const directory = join(work, name);
    await makeFolder(directory);
    const unlock = await lockRun(work, name);
    try {
      if (await isWhole(below(plan.files, name), plan, keys)) return result;
      if (await isWhole(directoryReader(directory), plan, keys)) {
        await handOver(directory, address, s3);
        return result;
      }
      const read = await readShard(request, { plan, line, directory, keys });
      await handOver(directory, address, s3);
      return { ...result, read };
    } finally {
      await unlock();
    }
  } finally {
    plan.close();
  }
}

function lineAsked({ lines, address }: Plan, { shard, of }: ShardRequest['shard']): ShardLine {
  const line = lines[shard - 1];
  if (line !== undefined && (of === undefined || of === line.of)) return line;
  const asked = of === undefined ? `number ${shard}` : `${shard} of ${of}`;
  throw new UserError(
    'NO_SUCH_SHARD',
    `Shard ${asked} is asked for, and the plan at ${address} has ${lines.length}.`,
  );
}

/** Whether a shard of the plan is there, every file as it was sealed. */
async function isWhole(
  files: Parameters<typeof readPart>[0],
  plan: Plan,
  { trusted }: RunKeys,
): Promise<boolean> {
  const part = await readPart(files, trusted);
  if (part === undefined || 'problem' in part || part.predicate.plan !== plan.sha256) return false;
  return (await damageOf(part)) === undefined;
}

async function readShard(
  request: ShardRequest,
  { plan, line, directory, keys }: { plan: Plan; line: ShardLine; directory: string; keys: RunKeys },
): Promise<Record<AccountStatus, number>> {
  const { config, watch, provenance, interrupted, version } = request;
  const { clock } = request.aws;
  const startedAt = clock.now().toISOString();
  // What was sealed and is not whole any more can be believed no more than what of it is well formed.
  if ((await readPart(directoryReader(directory), undefined)) !== undefined)
    await rm(directory, { recursive: true, force: true });
  await makeFolder(join(directory, CARRIED_IDS));
  await removePartials(directory);
  const { runId, shard, of } = line;
  const ending = endingOf(config.limits, clock, interrupted?.signal);
  const aws = openAws({
    ...{ ...request.aws, version, runId, concurrency: config.concurrency },
    allowance: { signal: ending.cut, pagesPerCall: config.limits.pagesPerCall },
  });
  let trail: Awaited<ReturnType<typeof trailReader>>;
  try {
    const callerArn = await whoCalls(aws, []).catch((error: unknown) => {
      throw error instanceof AwsCallError ? notAsked(error) : error;
    });
    const targets = targetsOf(plan.start, config);
    const { expected } = plan;
    const own = new Set(line.accounts);
    const mine = targets.filter(({ accountId }) => own.has(accountId));
    const { accounts: atOnce } = config.concurrency;
    const seconds = secondsExpected(mine, expected);
    watch({ kind: 'accounts-known', inScope: mine.length, excluded: 0, atOnce, seconds });
    const accountIds = line.accounts;
    const cuts = [ending.cut, ...(interrupted === undefined ? [] : [interrupted.signal])];
    trail = await trailReader(request, { runId, directory, callerArn, accountIds, cuts });
    const flow: Flow = {
      ...{ request, aws, directory, ending, maskKey: keys.maskKey, known: new Set() },
      rules: await rulesOf(request, plan, targets, keys),
      callerArn: plan.start.callerArn,
      logFiles: await logFilesOf(config, cuts),
      trail: trail?.reading,
      leaveOut: new Map(),
      expected,
      // Half a shard is worth nothing to the merge: what was read stays, to be gone on with.
      ...(interrupted === undefined ? {} : { interrupted: { ...interrupted, outcome: 'keep' } }),
    };
    const statuses = await flowEach(mine, flow, keepAccount).catch((error: unknown) => {
      if (!(error instanceof UserError) || error.code !== 'INTERRUPTED') throw error;
      throw new UserError(
        'INTERRUPTED',
        `Shard ${shard} of ${of} was ended by ${interruptedBy(interrupted?.signal)}. What was read until then is kept in ${directory}: run the same command again to go on.`,
      );
    });
    await trail?.end();
    const times = { startedAt, finishedAt: clock.now().toISOString(), callerArn };
    const predicate = { runId, plan: plan.sha256, shard, of, ...times };
    await sealPart(directory, predicate, { provenance, signer: keys.signer });
    const read = { COMPLETE: 0, PARTIAL: 0, FAILED: 0 };
    for (const status of statuses) read[status] += 1;
    return read;
  } finally {
    await trail?.end();
    ending.end();
    aws.close();
  }

  /** Keeps an account, and with it what other accounts must not show of it. */
  async function keepAccount(target: AccountTarget, flow: Flow, stop: AbortSignal): Promise<AccountStatus> {
    const { accountId, name } = target;
    const { maskKey } = flow;
    const carried = join(directory, CARRIED_IDS, accountId);
    const isKept = maskKey === undefined || (await exists(carried));
    if (!isKept) await rm(join(directory, accountDirectory(accountId)), { recursive: true, force: true });
    const known = new Set<string>();
    const { facts, faults } = await readAccount(target, { ...flow, known }, stop);
    if (!isKept) await writeWhole(carried, encipherIds(known, maskKey, `${runId} ${accountId}`));
    for (const fault of faults) watch({ kind: 'fault', fault });
    const coverage = coverageOf(accountId, facts);
    const status = statusOf(coverage);
    watch({ kind: 'account-done', accountId, name, status, gaps: coverage.gaps.length });
    return status;
  }
}

/** What collecting and masking go by is what the merge judges by. */
async function rulesOf(
  { config, judgement, watch }: ShardRequest,
  { start, reader }: Plan,
  targets: AccountTarget[],
  { maskKey, externalIdKey }: RunKeys,
): Promise<Flow['rules']> {
  const organizationFacts =
    (await readOrganizationFacts(reader, organizationsRead(namedInScope(config)))) ?? [];
  const decisions = await readKnownDecisions(reader);
  const beginning = { asOf: start.startedAt, scope: scopeOf({ start, targets }, config), judgement };
  return rulesFor(beginning, organizationFacts, {
    ...(decisions === undefined ? {} : { decisions }),
    auditorActions: everyAuditorAction(),
    externalIdKey: maskKey === undefined ? externalIdKey : standInKey(externalIdKey.id),
    noteFault: (fault) => watch({ kind: 'fault', fault }),
  }).rules;
}
