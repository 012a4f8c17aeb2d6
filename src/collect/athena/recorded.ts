import { untilCutOff } from '../../aws/allowance.ts';
import { toAwsCallError } from '../../aws/errors.ts';
import type { NotCollectedReason } from '../../model/fact.ts';
import { type Activity, REFUSALS } from '../../model/facts/activity.ts';
import { holesIn, OR_QUIET } from '../cloudtrail/holes.ts';
import type { ActivityReading, CollectContext } from '../collector.ts';
import { collected, sortedBy } from '../values.ts';
import type { RecordedActivity } from './recorded-activity.ts';

/** What the table has of one account, as far as it is about roles that outsiders may assume. */
export async function fromAthena(
  context: CollectContext,
  { reading, signal }: Extract<ActivityReading, { source: 'athena' }>,
): Promise<Activity> {
  const { accountId } = context.account;
  const details = collected(context.fact('authorization-details'));
  const names = new Map(
    details.roles
      .filter(context.isOutsiderRole)
      .map(({ arn }) => [arn.replace(/:role\/.*\//, ':role/'), arn]),
  );
  const roles = new Set(names.values());
  const asked = reading.read();
  const {
    accountId: askedIn,
    queries,
    of,
    held,
  } = await (signal === undefined ? asked : untilCutOff(asked, signal)).catch((error: unknown) => {
    throw toAwsCallError(error, 'athena', 'GetQueryExecution', reading.place.region);
  });
  const found = of.get(accountId);
  const { from, to, withCalls } = reading;
  const athena = {
    ...{ ...reading.place, accountId: askedIn },
    ...{ records: found?.records ?? 0, firstAt: found?.firstAt ?? null, lastAt: found?.lastAt ?? null },
    queries,
  };
  const common = { source: 'athena' as const, from, to, athena };
  if (found === undefined) {
    const none = gap(
      accountId,
      'athena',
      `The table of Athena holds no record of this account. Its trail does not go there, ${OR_QUIET}.`,
    );
    return { ...common, entries: [], refusals: [], calls: [], sessions: [], perResource: [none] };
  }
  // A switch in the console tells the role without its path.
  const entries = found.entries.map((entry) =>
    entry.event === 'SwitchRole' ? { ...entry, role: names.get(entry.role) ?? entry.role } : entry,
  );
  const begun = new Map<string, number>();
  for (const [named, count] of found.begun) {
    const role = names.get(named) ?? named;
    begun.set(role, (begun.get(role) ?? 0) + count);
  }
  return {
    ...common,
    entries: entries.filter(({ role }) => roles.has(role)),
    refusals: found.refusals,
    calls: found.calls.filter(({ role }) => roles.has(role)),
    sessions: sortedBy(
      [...begun]
        .filter(([role, count]) => roles.has(role) && count > 0)
        .map(([role, count]) => ({ role, begun: count, lookedInto: withCalls ? count : 0 })),
      ({ role }) => role,
    ),
    perResource: [
      ...gapsIn(accountId, found),
      ...holesIn(context, held, { from, to, where: 'The table of Athena holds', reads: found.reads }),
    ],
  };
}

function gapsIn(accountId: string, { overfull, unread }: RecordedActivity): Activity['perResource'] {
  const many = 'More are on record than are asked for of one account: what is older is not counted.';
  return [
    ...(overfull.entries ? [gap(accountId, 'athena/entries', many)] : []),
    ...(overfull.calls ? [gap(accountId, 'athena/calls', many)] : []),
    ...(overfull.refusals ? [gap(accountId, `${REFUSALS}unknown`, many)] : []),
    ...(unread === 0
      ? []
      : [gap(accountId, 'athena/rows', `${unread} rows of the answer are not what CloudTrail documents.`)]),
  ];
}

function gap(
  accountId: string,
  part: string,
  message: string,
  reason: NotCollectedReason = 'FAILED',
): Activity['perResource'][number] {
  return {
    resource: `aws:cloudtrail::${accountId}:${part}`,
    fact: { status: 'NOT_COLLECTED', reason, message },
  };
}
