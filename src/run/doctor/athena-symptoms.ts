import { CutOff, limitedSignal } from '../../aws/allowance.ts';
import type { Aws } from '../../aws/connection.ts';
import { AwsCallError } from '../../aws/errors.ts';
import { type QueryMeans, tryQuery } from '../../collect/athena/run-query.ts';
import type { Config } from '../../config/schema.ts';
import type { Symptom } from '../../model/doctor.ts';
import { trailAccount, trailQueries } from '../athena.ts';
import { fail, ok, warn } from './verdicts.ts';

type Athena = NonNullable<Config['activity']['athena']>;

const LONGEST_MS = 60_000;
const ID = 'athena';

/** Has Athena plan the very queries of a scan, where the configuration asks a table of Athena: that scans nothing. */
export async function athenaSymptoms(
  { activity, ...config }: Config,
  aws: Aws,
  run: { callerArn: string; accountIds: readonly string[]; signal: AbortSignal },
): Promise<Symptom[]> {
  const { athena, source } = activity;
  if (source !== 'athena' || athena === undefined || run.accountIds.length === 0) return [];
  const { clock } = aws;
  const by = { aws, callerArn: run.callerArn, record: () => {} };
  const { accountId, access } = await trailAccount(athena, { activity, ...config }, by);
  const reason = () =>
    new CutOff('TIMED_OUT', 'Athena did not end a query that scans nothing within a minute');
  const allowed = limitedSignal(run.signal, { clock, milliseconds: LONGEST_MS, reason });
  const { queries } = trailQueries({ ...activity, athena }, clock.now(), run.accountIds);
  const { region, table } = athena;
  try {
    const caller = aws.connect(accountId, access, () => {}, allowed.signal).caller('activity');
    const means: QueryMeans = {
      ...{ caller, clock, signal: allowed.signal },
      // It scans nothing, and ends by itself.
      stop: () => Promise.resolve(),
    };
    for (const query of queries) await tryQuery(means, athena, query);
    const words = `Athena takes the queries: the work group, the columns of ${table} and the place for results are as they have to be. Whether its log files can be read shows when it is scanned.`;
    const { date, day } = athena.partitions ?? {};
    return [ok(ID, words), ...(date === undefined && day === undefined ? [scansAll(athena)] : [])];
  } catch (error) {
    if (!(error instanceof AwsCallError) && !(error instanceof CutOff)) throw error;
    const place = { region, ...(accountId === '' ? {} : { accountId }) };
    // A query that failed was not refused.
    const refused = isRefusal(error) && error.action !== undefined ? { action: error.action } : {};
    return [{ ...fail(ID, error.message, whatToDo(error)), ...place, ...refused }];
  } finally {
    allowed.end();
  }
}

/** No harmless query tells by what a table is cut. */
function scansAll({ table, partitions }: Pick<Athena, 'table' | 'partitions'>): Symptom {
  const all = partitions?.account === undefined ? 'all of it' : 'all that it has of the accounts';
  return warn(
    ID,
    `The configuration names no column of the day by which ${table} is cut, so that each query scans ${all}, whatever its age. AWS charges by what is scanned.`,
    'Name the columns of its day and account under activity.athena.partitions, where the table has them.',
  );
}

function whatToDo(error: AwsCallError | CutOff): string {
  return isRefusal(error)
    ? 'Give whoever makes the queries what `countersign policy --for athena` prints, or deploy trail-reader.yaml of `countersign setup` and name its role (activity.athena.roleArn).'
    : 'See that activity.athena names the Region, the work group, the database and the table; that the table has the columns of the documentation and those under partitions; and that the work group, or outputLocation, has a place for results which whoever asks may write to.';
}

function isRefusal(error: AwsCallError | CutOff): error is AwsCallError {
  return error instanceof AwsCallError && error.reason === 'ACCESS_DENIED';
}
