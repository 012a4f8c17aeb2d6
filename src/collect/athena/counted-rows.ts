import { UnusableAnswer } from '../../aws/answer.ts';
import type { ActivityEntry, ActivityRefusal } from '../../model/facts/activity.ts';
import { LONGEST_TEXT, readTrailEvent, serviceOf } from '../cloudtrail/trail-event.ts';
import { sortedBy } from '../values.ts';
import { MOST_GROUPS } from './query-text.ts';
import type { RecordedActivity } from './recorded-activity.ts';
import type { Row } from './run-query.ts';

/** By account. A row that is not what was asked for is one that was not read of its account, and of no other. */
export function countedRows(
  entryRows: readonly Row[],
  callRows: readonly Row[],
): Map<string, RecordedActivity> {
  const accounts = new Map<string, RecordedActivity>();
  const entries = new Map<string, ActivityEntry>();
  const refusals = new Map<string, ActivityRefusal>();
  for (const row of entryRows) attempt(row, addRow);
  for (const row of callRows) attempt(row, addCall);
  for (const account of accounts.values()) {
    account.entries = inOrder(
      account.entries.map((entry) => ({ ...entry, days: sortedBy(entry.days, ({ day }) => day) })),
    );
    account.refusals = inOrder(account.refusals);
    account.calls = inOrder(account.calls);
  }
  return accounts;

  function attempt(row: Row, take: (row: Row, account: RecordedActivity) => void): void {
    const id = row.get('account') ?? '';
    const account = accounts.get(id) ?? {
      ...{ records: 0, reads: 0, firstAt: null, lastAt: null, unread: 0 },
      ...{ regions: new Set<string>(), days: new Set<string>() },
      ...{ entries: [], refusals: [], calls: [], begun: new Map() },
      overfull: { entries: false, refusals: false, calls: false },
    };
    accounts.set(id, account);
    try {
      take(row, account);
    } catch (error) {
      if (!(error instanceof UnusableAnswer)) throw error;
      account.unread += 1;
    }
  }

  function addRow(row: Row, account: RecordedActivity): void {
    const times = timesOf(row);
    account.records += whole(row, 'records');
    account.reads += whole(row, 'reads');
    for (const region of listIn(row, 'regions')) account.regions.add(region);
    for (const day of listIn(row, 'days')) account.days.add(day);
    if (account.firstAt === null || times.firstAt < account.firstAt) account.firstAt = times.firstAt;
    if (account.lastAt === null || times.lastAt > account.lastAt) account.lastAt = times.lastAt;
    const isFull = whole(row, 'places') > MOST_GROUPS;
    if (isFull) account.overfull[row.has('error') ? 'refusals' : 'entries'] = true;
    if (!row.has('event')) return;
    const event = readTrailEvent(recordOf(row));
    if (event === undefined) throw new UnusableAnswer('a row of the answer is no event of CloudTrail');
    const { way, roleArn, errorCode, tellsRequest } = event;
    if (way === null || way.accountId === row.get('account')) return;
    const counts = { count: some(row, 'events'), ...times };
    if (errorCode !== null) {
      const refusal = { role: roleArn, ...way, tellsRequest, errorCode };
      const key = JSON.stringify([row.get('account'), refusal]);
      const known = refusals.get(key);
      if (known !== undefined) {
        add(known, counts);
        return;
      }
      const added = { ...refusal, ...counts };
      refusals.set(key, added);
      account.refusals.push(added);
      return;
    }
    if (roleArn === null) return;
    account.begun.set(roleArn, (account.begun.get(roleArn) ?? 0) + whole(row, 'sessions'));
    const key = JSON.stringify([row.get('account'), roleArn, way]);
    const day = { day: times.firstAt.slice(0, 10), count: counts.count, quarters: quartersOf(row) };
    const known = entries.get(key);
    if (known === undefined) {
      const entry = { role: roleArn, ...way, ...counts, days: [day] };
      entries.set(key, entry);
      account.entries.push(entry);
      return;
    }
    add(known, counts);
    const same = known.days.find((one) => one.day === day.day);
    if (same === undefined) known.days.push(day);
    else {
      same.count += day.count;
      same.quarters = [...new Set([...same.quarters, ...day.quarters])].sort((a, b) => a - b);
    }
  }

  function addCall(row: Row, account: RecordedActivity): void {
    if (whole(row, 'places') > MOST_GROUPS) account.overfull.calls = true;
    account.calls.push({
      role: text(row, 'role'),
      accountId: textOrNone(row, 'caller'),
      provider: textOrNone(row, 'provider'),
      service: serviceOf(text(row, 'source')),
      name: text(row, 'event'),
      errorCode: textOrNone(row, 'error'),
      ...{ count: some(row, 'events'), ...timesOf(row) },
    });
  }
}

/** A row as the event that all events of it are alike to. */
function recordOf(row: Row): object {
  const get = (column: string) => row.get(column) ?? null;
  const isSwitch = row.get('event') === 'SwitchRole';
  return {
    eventID: 'of a query',
    eventTime: get('first_at'),
    eventSource: get('source'),
    eventName: get('event'),
    sourceIPAddress: get('address'),
    userAgent: get('agent'),
    errorCode: get('error'),
    errorMessage: row.has('named') ? ` on resource: ${row.get('named')}` : null,
    userIdentity: {
      type: get('kind'),
      accountId: get('caller'),
      principalId: get('principal'),
      arn: isSwitch ? get('session_arn') : get('arn'),
      identityProvider: get('provider'),
      sessionContext: { sessionIssuer: { arn: get('issuer') } },
    },
    requestParameters: { roleArn: get('role'), externalId: get('external_id') },
    responseElements: { SwitchRole: get('switched') },
    additionalEventData: { SwitchFrom: get('switched_from') },
  };
}

type Counts = Pick<ActivityEntry, 'count' | 'firstAt' | 'lastAt'>;

function add(to: Counts, { count, ...times }: Counts): void {
  to.count += count;
  widen(to, times);
}

function widen(to: Omit<Counts, 'count'>, { firstAt, lastAt }: Omit<Counts, 'count'>): void {
  if (firstAt < to.firstAt) to.firstAt = firstAt;
  if (lastAt > to.lastAt) to.lastAt = lastAt;
}

/** `09:31` and the like, in quarters of an hour since midnight. */
function quartersOf(row: Row): number[] {
  const minutes = text(row, 'quarters').split(',');
  const quarters = minutes.map((minute) => {
    const [, hour, past] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(minute) ?? [];
    if (past === undefined) throw new UnusableAnswer('a row of the answer has a time of day that is none');
    return Number(hour) * 4 + Math.floor(Number(past) / 15);
  });
  return [...new Set(quarters)].sort((a, b) => a - b);
}

function listIn(row: Row, column: string): string[] {
  return (row.get(column) ?? '').split(',').filter((item) => item !== '');
}

function text(row: Row, column: string): string {
  const value = row.get(column);
  if (value === undefined || value === '') throw new UnusableAnswer(`a row of the answer lacks ${column}`);
  if (value.length > LONGEST_TEXT || !value.isWellFormed())
    throw new UnusableAnswer(`${column} of a row is no text that CloudTrail writes`);
  return value;
}

function textOrNone(row: Row, column: string): string | null {
  return (row.get(column) ?? '') === '' ? null : text(row, column);
}

function whole(row: Row, column: string): number {
  const value = text(row, column);
  if (!/^\d{1,15}$/.test(value)) throw new UnusableAnswer(`${column} of a row is no number`);
  return Number(value);
}

/** Of what there is at least one of. */
function some(row: Row, column: string): number {
  const count = whole(row, column);
  if (count === 0) throw new UnusableAnswer(`a row of the answer counts no ${column}`);
  return count;
}

function timesOf(row: Row): Omit<Counts, 'count'> {
  const times = { firstAt: time(row, 'first_at'), lastAt: time(row, 'last_at') };
  if (times.lastAt < times.firstAt) throw new UnusableAnswer('a row of the answer ends before it begins');
  return times;
}

function time(row: Row, column: string): string {
  const value = text(row, column);
  const at = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at)) throw new UnusableAnswer(`${column} of a row is no time`);
  return new Date(at).toISOString();
}

/** By all that tells one from another, in the order of its members. */
function inOrder<T extends object>(things: readonly T[]): T[] {
  return sortedBy(things, (thing) => JSON.stringify(thing));
}
