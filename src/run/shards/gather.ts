import type { KeyObject } from 'node:crypto';
import { dirname } from 'node:path';
import { type FileReader, openFile } from '../../evidence/evidence-reader.ts';
import { ATHENA_DIRECTORY, RUN_FILES } from '../../evidence/run-paths.ts';
import type { S3Setup } from '../../evidence/store/s3-client.ts';
import { UserError } from '../../model/user-error.ts';
import { openEvidence } from '../open-evidence.ts';
import { findPlan, openPlan, PLAN_FILES, type Plan } from './open-plan.ts';
import { below, type Part, readPart, shardName } from './part.ts';
import { CARRIED_IDS } from './scan-shard.ts';
import type { ShardLine } from './shard-line.ts';

/** The parts of one run, each as it was sealed. */
export interface GatheredParts {
  plan: Plan;
  /** By number; those that are missing are not there. */
  shards: Map<number, Part>;
  close(): void;
}

/**
 * Finds the plan and the shards of a run at the places given: places of plans, with the shards that stand beside them,
 * and single shards, whose plan is where they are where none is given. Throws `UserError`, which names the shard, where
 * one is not to be believed, of another run, or there twice.
 */
export async function gatherParts(
  places: readonly string[],
  s3: S3Setup,
  trusted: KeyObject | undefined,
): Promise<GatheredParts> {
  const closing: Array<() => void> = [];
  const close = () => {
    for (const end of closing) end();
  };
  try {
    const plans: Plan[] = [];
    const offered: Array<{ files: FileReader; isSure: boolean }> = [];
    for (const place of places) {
      const { reader, close: end } = await openEvidence(place, s3);
      closing.push(end);
      const lines = await openFile(reader, PLAN_FILES.shards);
      lines?.destroy();
      if (lines === undefined) {
        offered.push({ files: reader, isSure: true });
        continue;
      }
      const plan = await openPlan(place, s3, trusted);
      closing.push(plan.close);
      plans.push(plan);
      for (const { shard, of } of plan.lines)
        offered.push({ files: below(plan.files, shardName(shard, of)), isSure: false });
    }
    const [first = ''] = places;
    const plan = plans[0] ?? (await planBeside(first, s3, trusted));
    if (plans.length === 0) closing.push(plan.close);
    for (const other of plans) if (other.sha256 !== plan.sha256) throw foreign(other.address, 'plan', plan);
    const shards = new Map<number, Part>();
    for (const { files, isSure } of offered) {
      const part = await readPart(files, trusted);
      if (part === undefined && !isSure) continue;
      const believed = demandShard(part, files.location, plan);
      const { shard } = believed.predicate;
      const before = shards.get(shard ?? 0);
      if (before !== undefined)
        throw new UserError(
          'DOUBLED_SHARD',
          `Shard ${shard} of ${plan.lines.length} is given twice: ${before.address} and ${believed.address}.`,
        );
      shards.set(shard ?? 0, believed);
    }
    return { plan, shards, close };
  } catch (error) {
    close();
    throw error;
  }
}

async function planBeside(shard: string, s3: S3Setup, trusted: KeyObject | undefined): Promise<Plan> {
  const place = shard.startsWith('s3://') ? shard.replace(/\/[^/]*\/?$/, '') : dirname(shard);
  const plan = await findPlan(place, s3, trusted);
  if (plan !== undefined) return plan;
  throw new UserError(
    'NO_PLAN',
    `The plan of the shards is not among what is given, and not at ${place}.`,
    'Name the place that countersign plan --shards told of too.',
  );
}

/** A shard of the plan that names the files of its own accounts and no others. */
function demandShard(part: Part | { problem: string } | undefined, address: string, plan: Plan): Part {
  if (part === undefined)
    throw new UserError('NOT_A_SHARD', `${address} is not a shard: it has no ${RUN_FILES.manifest}.`);
  if ('problem' in part) throw altered(address, part.problem);
  const { shard, of } = part.predicate;
  const line = shard === null ? undefined : plan.lines[shard - 1];
  if (part.predicate.plan !== plan.sha256 || line === undefined || of !== line.of)
    throw foreign(address, shard === null ? 'plan' : `shard ${shard} of ${of}`, plan);
  return part;
}

/** Throws `UserError` where a shard names other files than those of its accounts, or lacks one of an account. */
export async function filesOf({ reader, address }: Part, { accounts }: ShardLine): Promise<string[]> {
  const names = await reader.list();
  const own = new Set(accounts);
  const stranger = names.find(
    (name) => !FILE_OF_ATHENA.test(name) && !own.has(FILE_OF_ACCOUNT.exec(name)?.slice(1).join('') ?? ''),
  );
  if (stranger !== undefined)
    throw altered(address, `It names ${stranger}, which is no file of its accounts.`);
  const all = new Set(names);
  for (const accountId of accounts)
    for (const file of [RUN_FILES.facts, RUN_FILES.calls])
      if (!all.has(`accounts/${accountId}/${file}`))
        throw altered(address, `It lacks ${file} of the account ${accountId}.`);
  return names;
}

const READ = `(?:${[RUN_FILES.facts, RUN_FILES.calls, RUN_FILES.faults].join('|')})`;
const FILE_OF_ACCOUNT = new RegExp(`^(?:accounts/(\\d{12})/${READ}|${CARRIED_IDS}/(\\d{12}))$`);
const FILE_OF_ATHENA = new RegExp(`^${ATHENA_DIRECTORY}/${READ}$`);

export function altered(address: string, problem: string): UserError {
  return new UserError(
    'ALTERED_SHARD',
    `The shard at ${address} is not to be believed. ${problem}`,
    'Scan it again (scan --shard), which puts another in its place; or take it away and merge with --allow-missing.',
  );
}

function foreign(address: string, what: string, { address: own, start }: Plan): UserError {
  return new UserError(
    'FOREIGN_SHARD',
    `What is at ${address}, a ${what}, is not of the plan at ${own}, which is that of the run ${start.runId}.`,
  );
}
