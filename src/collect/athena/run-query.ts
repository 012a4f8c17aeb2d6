import { createHash } from 'node:crypto';
import { untilCutOff } from '../../aws/allowance.ts';
import { listOf, required, requiredText, UnusableAnswer } from '../../aws/answer.ts';
import type { Caller } from '../../aws/caller.ts';
import type { Clock } from '../../aws/clock.ts';
import { AwsCallError } from '../../aws/errors.ts';
import { plainText } from '../../model/plain-text.ts';
import { longerWait } from '../longer-wait.ts';
import type { TrailQuery } from './query-text.ts';

const READ = 'athena:GetQueryExecution';
const FIRST_WAIT_MS = 1_000;
/** As many as Athena gives. */
const ROWS_A_PAGE = 1_000;

/** Where queries are made. */
export interface QueryPlace {
  region: string;
  workGroup: string;
  database: string;
  /** `s3://…`, where the work group has no place of its own for results. */
  outputLocation?: string | undefined;
}

/** What of a query is kept as evidence. Its text is among the parameters of the call that started it. */
export interface QueryRecord {
  purpose: string;
  /** Of the query, in the account in which it was made. */
  id: string;
  /** Of its text. */
  sha256: string;
  scannedBytes: number;
  rows: number;
}

export type Row = ReadonlyMap<string, string>;

/** How queries are made. */
export interface QueryMeans {
  caller: Caller;
  clock: Clock;
  signal: AbortSignal;
  /** Stops a query by its id, and may fail. */
  stop(id: string): Promise<void>;
}

/**
 * Makes a query and reads all of its answer.
 *
 * @throws `AwsCallError` where Athena refuses, or the query fails
 */
export async function runQuery(
  means: QueryMeans,
  place: QueryPlace,
  query: TrailQuery,
): Promise<{ record: QueryRecord; rows: Row[] }> {
  const { id, scannedBytes } = await finishedQuery(means, place, query);
  const input = { QueryExecutionId: id, MaxResults: ROWS_A_PAGE };
  const lines = await means.caller.list('athena', 'GetQueryResults', place.region, input, ({ ResultSet }) =>
    listOf(ResultSet?.Rows, 'the rows of an answer').map(({ Data }) =>
      listOf(Data, 'the values of a row').map(({ VarCharValue }) => VarCharValue),
    ),
  );
  const rows = rowsOf(lines, query);
  const sha256 = createHash('sha256').update(query.text).digest('hex');
  return { record: { purpose: query.purpose, id, sha256, scannedBytes, rows: rows.length }, rows };
}

/** The names of the columns come first, as Athena gives them. */
function rowsOf(lines: ReadonlyArray<ReadonlyArray<unknown>>, { columns }: TrailQuery): Row[] {
  const [header = [], ...values] = lines;
  if (header.join() !== columns.join())
    throw new UnusableAnswer('the answer of the query has other columns than were asked for');
  return values.map((line) => {
    if (line.length !== header.length) throw new UnusableAnswer('a row of the answer has other columns');
    return new Map(
      columns.flatMap((column, index): Array<[string, string]> => {
        const value = line[index];
        return typeof value === 'string' ? [[column, value]] : [];
      }),
    );
  });
}

/**
 * Has Athena plan a query, put the plan where results go, and give it back: no log file is read, and nothing is scanned or
 * charged. So it is known whether the work group takes the query, the table has what it asks for, and results can be put away.
 * https://docs.aws.amazon.com/athena/latest/ug/athena-explain-statement.html
 *
 * @throws `AwsCallError` as the query itself would
 */
export async function tryQuery(means: QueryMeans, place: QueryPlace, query: TrailQuery): Promise<void> {
  const { id } = await finishedQuery(means, place, { ...query, text: `EXPLAIN ${query.text}` });
  await means.caller.call('athena', 'GetQueryResults', place.region, { QueryExecutionId: id, MaxResults: 1 });
}

/**
 * Makes a query and waits for its end. It is asked after at growing intervals; where that is cut off, the query is stopped, so
 * that nobody pays for what nobody reads.
 */
async function finishedQuery(
  { caller, clock, signal, stop }: QueryMeans,
  { region, workGroup, database, outputLocation }: QueryPlace,
  { purpose, text }: Pick<TrailQuery, 'purpose' | 'text'>,
): Promise<{ id: string; scannedBytes: number }> {
  const started = await caller.call('athena', 'StartQueryExecution', region, {
    QueryString: text,
    QueryExecutionContext: { Database: database },
    WorkGroup: workGroup,
    ...(outputLocation === undefined ? {} : { ResultConfiguration: { OutputLocation: outputLocation } }),
  });
  const id = requiredText(started.QueryExecutionId, 'the id of a query');
  let isOver = false;
  try {
    for (let wait = FIRST_WAIT_MS; ; wait = longerWait(wait)) {
      const { QueryExecution } = await caller.call('athena', 'GetQueryExecution', region, {
        QueryExecutionId: id,
      });
      const { Status, Statistics } = required(QueryExecution, 'the query');
      const state = requiredText(Status?.State, 'the state of a query');
      if (state !== 'QUEUED' && state !== 'RUNNING') {
        isOver = true;
        if (state === 'SUCCEEDED') return { id, scannedBytes: Statistics?.DataScannedInBytes ?? 0 };
        const why = plainText(Status?.StateChangeReason ?? 'no reason was given').replace(/\.$/, '');
        const ended = plainText(state).replace(/\.$/, '');
        const message = `The query for ${purpose} ended as ${ended}: ${why}.`;
        throw new AwsCallError({ reason: 'FAILED', action: READ, message });
      }
      await untilCutOff(clock.sleep(wait), signal);
    }
  } finally {
    // The run is being ended, and says so; a query that cannot be stopped ends by itself.
    if (!isOver && signal.aborted) await stop(id).catch(() => {});
  }
}
