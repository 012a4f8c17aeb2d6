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

/**
 * Makes a query and reads all of its answer. It is asked after at growing intervals; where reading is cut off, the query
 * is stopped, so that nobody pays for what nobody reads.
 *
 * @param stop stops a query by its id, and may fail
 * @throws `AwsCallError` where Athena refuses, or the query fails
 */
export async function runQuery(
  {
    caller,
    clock,
    signal,
    stop,
  }: { caller: Caller; clock: Clock; signal: AbortSignal; stop(id: string): Promise<void> },
  place: QueryPlace,
  query: TrailQuery,
): Promise<{ record: QueryRecord; rows: Row[] }> {
  const { region, workGroup, database, outputLocation } = place;
  const started = await caller.call('athena', 'StartQueryExecution', region, {
    QueryString: query.text,
    QueryExecutionContext: { Database: database },
    WorkGroup: workGroup,
    ...(outputLocation === undefined ? {} : { ResultConfiguration: { OutputLocation: outputLocation } }),
  });
  const id = requiredText(started.QueryExecutionId, 'the id of a query');
  let isOver = false;
  try {
    const scannedBytes = await finished(id);
    isOver = true;
    const rows = await answer(id);
    const sha256 = createHash('sha256').update(query.text).digest('hex');
    return { record: { purpose: query.purpose, id, sha256, scannedBytes, rows: rows.length }, rows };
  } finally {
    // The run is being ended, and says so; a query that cannot be stopped ends by itself.
    if (!isOver && signal.aborted) await stop(id).catch(() => {});
  }

  /** How many bytes it scanned. */
  async function finished(id: string): Promise<number> {
    for (let wait = FIRST_WAIT_MS; ; wait = longerWait(wait)) {
      const { QueryExecution } = await caller.call('athena', 'GetQueryExecution', region, {
        QueryExecutionId: id,
      });
      const { Status, Statistics } = required(QueryExecution, 'the query');
      const state = requiredText(Status?.State, 'the state of a query');
      if (state === 'SUCCEEDED') return Statistics?.DataScannedInBytes ?? 0;
      if (state !== 'QUEUED' && state !== 'RUNNING') {
        isOver = true;
        const why = plainText(Status?.StateChangeReason ?? 'no reason was given').replace(/\.$/, '');
        const ended = plainText(state).replace(/\.$/, '');
        const message = `The query for ${query.purpose} ended as ${ended}: ${why}.`;
        throw new AwsCallError({ reason: 'FAILED', action: READ, message });
      }
      await untilCutOff(clock.sleep(wait), signal);
    }
  }

  async function answer(id: string): Promise<Row[]> {
    const input = { QueryExecutionId: id, MaxResults: ROWS_A_PAGE };
    const lines = await caller.list('athena', 'GetQueryResults', region, input, ({ ResultSet }) =>
      listOf(ResultSet?.Rows, 'the rows of an answer').map(({ Data }) =>
        listOf(Data, 'the values of a row').map(({ VarCharValue }) => VarCharValue),
      ),
    );
    const [header = [], ...values] = lines;
    if (header.join() !== query.columns.join())
      throw new UnusableAnswer('the answer of the query has other columns than were asked for');
    return values.map((line) => {
      if (line.length !== header.length) throw new UnusableAnswer('a row of the answer has other columns');
      return new Map(
        query.columns.flatMap((column, index): Array<[string, string]> => {
          const value = line[index];
          return typeof value === 'string' ? [[column, value]] : [];
        }),
      );
    });
  }
}
