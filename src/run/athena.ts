import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CutOff, limitedSignal } from '../aws/allowance.ts';
import { type Aws, openAws } from '../aws/connection.ts';
import { parseArn } from '../aws/regions.ts';
import { stopper } from '../aws/stop.ts';
import { countedRows } from '../collect/athena/counted-rows.ts';
import { callQuery, entryQuery, type TrailQuery } from '../collect/athena/query-text.ts';
import { type QueryRecord, type Row, runQuery } from '../collect/athena/run-query.ts';
import type { TrailReading } from '../collect/collector.ts';
import type { Config } from '../config/schema.ts';
import { countCalls, readCalls, writeEvidence } from '../evidence/account-evidence.ts';
import { ATHENA_DIRECTORY, RUN_FILES } from '../evidence/run-paths.ts';
import type { AccountAccess } from '../model/account.ts';
import type { Call } from '../model/call.ts';
import { whoCalls } from '../targets/who-calls.ts';
import type { ScanRequest } from './scan-request.ts';

const DAY_MS = 86_400_000;
/** What stopping a query may take, when nobody waits for its answer any more. */
const STOP_MS = 5_000;

export interface TrailReader {
  reading: TrailReading;
  /** Stops what is on its way, keeps the calls that were made, and says how many there were. */
  end(): Promise<number>;
}

type Athena = NonNullable<Config['activity']['athena']>;

/** The queries of a run, as its plan shows them. */
export function trailQueries(
  { days, sessions, athena }: Config['activity'] & { athena: Athena },
  now: Date,
  accountIds: readonly string[],
): { queries: TrailQuery[]; from: string; to: string } {
  const to = now.toISOString();
  const from = new Date(now.getTime() - days * DAY_MS).toISOString();
  const asked = { from, to, accountIds };
  // What sessions called takes a scan of its own.
  const queries = [entryQuery(athena, asked), ...(sessions === 0 ? [] : [callQuery(athena, asked)])];
  return { queries, from, to };
}

/**
 * Reads who came in for all accounts of a run by one query, and what they called by another, as soon as the first account
 * asks. One that is cut off waits no longer; the queries go on for the others, until the run itself is cut off.
 *
 * @throws `UserError` where what was asked before is damaged: nothing is asked, and paid for, once more
 */
export async function trailReader(
  request: Pick<ScanRequest, 'config' | 'version' | 'aws'>,
  run: {
    runId: string;
    directory: string;
    callerArn: string | null;
    accountIds: readonly string[];
    /** What ends the reading of all accounts. */
    cuts: readonly AbortSignal[];
  },
): Promise<TrailReader | undefined> {
  const { activity } = request.config;
  const { athena } = activity;
  if (activity.source !== 'athena' || athena === undefined) return undefined;
  const { clock } = request.aws;
  const directory = join(run.directory, ATHENA_DIRECTORY);
  const before = await callsBefore(directory);
  const { queries, from, to } = trailQueries({ ...activity, athena }, clock.now(), run.accountIds);
  const calls: Call[] = [];
  // Its connections are its own: those of the accounts are closed where the run is ended from outside.
  const aws = openAws({
    ...{ ...request.aws, version: request.version, runId: run.runId },
    concurrency: { accounts: 1, callsPerAccount: 2 },
    allowance: { pagesPerCall: request.config.limits.pagesPerCall },
  });
  const over = stopper();
  const cut = AbortSignal.any([...run.cuts]);
  const follow = () => over.abort(cut.reason);
  if (cut.aborted) follow();
  cut.addEventListener('abort', follow, { once: true });
  const record = (call: Call) => calls.push(call);
  const by = { aws, callerArn: run.callerArn, record };
  let way: ReturnType<typeof trailAccount> | undefined;
  let reading: ReturnType<TrailReading['read']> | undefined;
  let ended: Promise<number> | undefined;

  async function connect(signal: AbortSignal) {
    way ??= trailAccount(athena as Athena, request.config, by);
    const { accountId, access } = await way;
    return { accountId, caller: aws.connect(accountId, access, record, signal).caller('activity') };
  }

  async function read(): ReturnType<TrailReading['read']> {
    const { accountId, caller } = await connect(over.signal);
    const answers = await Promise.all(
      queries.map((query) => runQuery({ caller, clock, signal: over.signal, stop }, athena as Athena, query)),
    );
    const rows = (purpose: TrailQuery['purpose']): Row[] =>
      answers.filter(({ record }) => record.purpose === purpose).flatMap((answer) => answer.rows);
    const records: QueryRecord[] = answers.map(({ record }) => record);
    const of = countedRows(rows('entries'), rows('calls'));
    const all = [...of.values()];
    const held = {
      // No record that is asked for is older than the time that is looked at.
      regions: new Map(all.flatMap(({ regions }) => [...regions].map((region) => [region, to] as const))),
      days: new Set(all.flatMap(({ days }) => [...days])),
    };
    return { accountId, queries: records, of, held };
  }

  async function stop(id: string): Promise<void> {
    const reason = () => new Error('stopping the query took too long');
    const allowed = limitedSignal(stopper().signal, { clock, milliseconds: STOP_MS, reason });
    const { region } = athena as Athena;
    const { caller } = await connect(allowed.signal);
    await caller.call('athena', 'StopQueryExecution', region, { QueryExecutionId: id }).finally(allowed.end);
  }

  const { region, workGroup, database, table } = athena;
  return {
    reading: {
      place: { region, workGroup, database, table },
      ...{ from, to, withCalls: queries.length > 1 },
      read() {
        reading ??= read();
        return reading;
      },
    },
    end() {
      ended ??= end();
      return ended;
    },
  };

  async function end(): Promise<number> {
    over.abort(new CutOff('FAILED', 'the accounts have been read'));
    await reading?.catch(() => {});
    cut.removeEventListener('abort', follow);
    aws.close();
    return keepCalls(directory, { before, calls });
  }
}

/** The calls of a process that was broken off. Throws `UserError` where they cannot be read. */
async function callsBefore(directory: string): Promise<Call[]> {
  const names: string[] = await readdir(directory).catch(() => []);
  return names.includes(RUN_FILES.calls) ? readCalls(directory) : [];
}

/** Keeps calls behind those that are there, of a process that was broken off or of shards, and counts all of them. */
async function keepCalls(
  directory: string,
  { before, calls }: { before: readonly Call[]; calls: readonly Call[] },
): Promise<number> {
  const inDirectory = await readdir(directory, { withFileTypes: true }).catch(() => []);
  const shards = inDirectory.filter((entry) => entry.isDirectory());
  const ofShards = await Promise.all(shards.map(({ name }) => countCalls(join(directory, name))));
  if (calls.length > 0) {
    await rm(directory, { recursive: true, force: true });
    await writeEvidence(directory, { facts: [], calls: [...before, ...calls], faults: [] });
  }
  return ofShards.reduce((sum, count) => sum + count, before.length + calls.length);
}

/** The account in which the queries are made, and the way there. Whose a profile is that does not work is not known: ''. */
export async function trailAccount(
  { roleArn, externalId, profile }: Athena,
  { auditor }: Config,
  by: { aws: Aws; callerArn: string | null; record: (call: Call) => void },
): Promise<{ accountId: string; access: AccountAccess }> {
  const accountOf = (arn: string | null) => parseArn(arn ?? '')?.accountId ?? '';
  if (roleArn !== undefined) {
    const { sessionDuration } = auditor;
    const given = { ...(externalId === undefined ? {} : { externalId }), ...(profile && { profile }) };
    return {
      accountId: accountOf(roleArn),
      access: { kind: 'assume-role', roleArn, sessionDuration, ...given },
    };
  }
  if (profile === undefined) return { accountId: accountOf(by.callerArn), access: { kind: 'caller' } };
  const access = { kind: 'profile' as const, profile };
  const calls: Call[] = [];
  // The queries say why it does not work.
  const arn = await whoCalls(by.aws, calls, access).catch(() => null);
  calls.forEach(by.record);
  return { accountId: accountOf(arn), access };
}
