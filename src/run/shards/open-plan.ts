import type { KeyObject } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type FileReader, textOf } from '../../evidence/evidence-reader.ts';
import { isRunId } from '../../evidence/run-id.ts';
import type { S3Setup } from '../../evidence/store/s3-client.ts';
import { type AccountReadingRecord, accountReadingShape } from '../../model/run-record.ts';
import { UserError } from '../../model/user-error.ts';
import { differenceFrom } from '../begin.ts';
import { openEvidence } from '../open-evidence.ts';
import { parseStart, type RunStart } from '../run-start.ts';
import { type Part, readPart } from './part.ts';
import { parseShardLines, type ShardLine } from './shard-line.ts';

/** The files of a plan, beside those that a run keeps at its start. */
export const PLAN_FILES = { start: 'start.json', shards: 'shards.jsonl', reading: 'reading.json' } as const;

/** A plan that was sealed: what all shards have in common, and what each of them scans. */
export interface Plan extends Part {
  start: RunStart;
  lines: ShardLine[];
  /** What the run before took for each account, where it knows. */
  expected: ReadonlyMap<string, AccountReadingRecord>;
  /** All that stands at its place, the shards beside it too; not held against a seal. */
  files: FileReader;
  close(): void;
}

/** The folder beside the runs in which plans and shards are kept that no other place was named for. */
export function shardsFolder(out: string): string {
  return join(out, 'shards');
}

/** The newest plan of this machine. Throws `UserError` when there is none. */
export async function newestPlan(out: string): Promise<string> {
  const folder = shardsFolder(out);
  const newest = (await readdir(folder).catch((): string[] => [])).filter(isRunId).sort().at(-1);
  if (newest !== undefined) return join(folder, newest);
  throw new UserError(
    'NO_PLAN',
    `There is no plan in ${folder}.`,
    'Make one: countersign plan --shards N. Or name the place of one: --place.',
  );
}

/** Opens the plan at a place; undefined where there is none. Throws `UserError` when it is not to be believed. */
export async function findPlan(
  place: string,
  s3: S3Setup,
  trusted: KeyObject | undefined,
): Promise<Plan | undefined> {
  const opened = await openEvidence(place, s3).catch((error: unknown) => {
    if (error instanceof UserError && error.code === 'NOT_A_RUN') return undefined;
    throw error;
  });
  if (opened === undefined) return undefined;
  const { reader: files, close } = opened;
  try {
    const part = await readPart(files, trusted);
    if (part === undefined) {
      close();
      return undefined;
    }
    if ('problem' in part) throw damaged(place, part.problem);
    const { runId, shard } = part.predicate;
    if (shard !== null) throw damaged(place, 'It is a shard, and no plan.');
    const kept = async (name: string) => (await textOf(part.reader, name)) ?? '';
    try {
      const start = parseStart(await kept(PLAN_FILES.start), runId);
      const lines = parseShardLines(await kept(PLAN_FILES.shards));
      const expected = parseReading(await textOf(part.reader, PLAN_FILES.reading));
      return { ...part, files, close, start, lines, expected };
    } catch (error) {
      throw damaged(place, error instanceof Error ? error.message : String(error));
    }
  } catch (error) {
    close();
    throw error;
  }
}

/** The same. Throws `UserError` where there is no plan. */
export async function openPlan(place: string, s3: S3Setup, trusted: KeyObject | undefined): Promise<Plan> {
  const plan = await findPlan(place, s3, trusted);
  if (plan !== undefined) return plan;
  throw new UserError(
    'NO_PLAN',
    `There is no plan at ${place}, or it was not finished.`,
    'Make one there: countersign plan --shards N --place PLACE.',
  );
}

/** What is expected of the accounts of a run, as its plan keeps it. */
export function readingText(
  { targets }: Pick<RunStart, 'targets'>,
  expected: ReadonlyMap<string, AccountReadingRecord>,
): string {
  return `${JSON.stringify(targets.flatMap(({ accountId }) => expected.get(accountId) ?? []))}\n`;
}

/** Plans of earlier versions expect nothing. */
function parseReading(text = '[]'): ReadonlyMap<string, AccountReadingRecord> {
  const reading = z.array(accountReadingShape).parse(JSON.parse(text));
  return new Map(reading.map((account) => [account.accountId, account]));
}

function damaged(place: string, problem: string): UserError {
  return new UserError('DAMAGED_PLAN', `The plan at ${place} is not to be believed. ${problem}`);
}

/** Throws `UserError` where a plan was made in another way than what is asked for now: its parts would be of two audits. */
export function demandSame({ start, address }: Plan, request: Parameters<typeof differenceFrom>[1]): void {
  const difference = differenceFrom(start, request);
  if (difference === undefined) return;
  throw new UserError(
    'NOT_THE_SAME_RUN',
    `The plan at ${address}, of the run ${start.runId}, was made ${difference}. All shards and the merge go by the configuration that it was made with.`,
  );
}
