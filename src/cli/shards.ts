import { InvalidArgumentError, Option } from 'commander';
import { UserError } from '../model/user-error.ts';
import { lines, type ShownText, shown } from '../report/visible.ts';
import type { ShardPlan } from '../run/shards/plan-shards.ts';
import type { ShardResult } from '../run/shards/scan-shard.ts';
import { plural } from './progress-display.ts';
import { inert } from './terminal.ts';

/** Which shard is asked for, from 1, and of how many, where that is said. */
export interface ShardAsked {
  shard: number;
  of?: number;
}

/** Where AWS Batch says which job of an array this is, from 0: https://docs.aws.amazon.com/batch/latest/userguide/array_jobs.html */
const BATCH_INDEX = 'AWS_BATCH_JOB_ARRAY_INDEX';

export function shardOption(): Option {
  return new Option(
    '--shard <i/n>',
    `scan one shard of a plan (countersign plan --shards), to be merged; in an array job of AWS Batch, ${BATCH_INDEX} says which`,
  ).argParser((text: string): ShardAsked => {
    const [, shard, of] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
    if (shard === undefined || Number(shard) < 1 || Number(shard) > Number(of))
      throw new InvalidArgumentError('It is the number of a shard and how many there are, such as 3/7.');
    return { shard: Number(shard), of: Number(of) };
  });
}

export function placeOption(what: string): Option {
  return new Option('--place <dir>', `${what}: a directory, or s3://bucket/path; default: below --out`);
}

/** Which shard is to be scanned; undefined for a whole scan. Throws `UserError`. */
export function shardAsked(
  options: {
    shard?: ShardAsked;
    place?: string;
    leaveOut?: string[];
    newChain?: boolean;
    sinceLast?: boolean;
  },
  environment: NodeJS.ProcessEnv,
): ShardAsked | undefined {
  const index = environment[BATCH_INDEX];
  const inBatch = index !== undefined && /^\d{1,6}$/.test(index) ? { shard: Number(index) + 1 } : undefined;
  const asked = options.shard ?? inBatch;
  if (asked === undefined && options.place !== undefined)
    throw new UserError('ONLY_WITH_SHARD', '--place goes with --shard.');
  const { leaveOut, newChain = false, sinceLast = false } = options;
  if (asked !== undefined && (leaveOut !== undefined || newChain || sinceLast))
    throw new UserError(
      'NOT_WITH_SHARD',
      'A shard goes by its plan: --leave-out, --new-chain and --since-last do not go with it.',
    );
  return asked;
}

export function planText({ runId, place, shards, again }: ShardPlan, config: string): ShownText {
  const of = shards.length;
  const accounts = shards.reduce((sum, shard) => sum + shard.accounts.length, 0);
  const by = config === 'config.yaml' ? shown`` : shown` --config ${inert(config)}`;
  return lines([
    shown`Run ${inert(runId)}: ${plural(accounts, 'account')} in ${plural(of, 'shard')}${again ? shown`, as planned before` : shown``}`,
    ...shards.map(({ shard, accounts: own }) => shown`  ${shard}/${of}  ${plural(own.length, 'account')}`),
    shown``,
    shown`Plan      ${inert(`${place}/shards.jsonl`)}`,
    shown`Next      countersign scan --shard 1/${of} --place ${inert(place)}${by}, and so on; then countersign merge ${inert(place)}${by}`,
  ]);
}

export function shardText({ runId, shard, of, address, accounts, read }: ShardResult): ShownText {
  const how =
    read === undefined
      ? shown`is there already, whole`
      : shown`${read.COMPLETE} read in full, ${read.PARTIAL} in part, ${read.FAILED} not at all`;
  return lines([
    shown`Shard ${shard} of ${of} of the run ${inert(runId)}: ${plural(accounts, 'account')}, ${how}`,
    shown`Shard     ${inert(address)}`,
  ]);
}
