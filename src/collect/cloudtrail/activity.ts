import { AwsCallError } from '../../aws/errors.ts';
import type { NotCollectedFact } from '../../model/fact.ts';
import { type Activity, REFUSALS } from '../../model/facts/activity.ts';
import { fromAthena } from '../athena/recorded.ts';
import type { CollectContext, Collector } from '../collector.ts';
import { collected } from '../values.ts';
import { holesIn } from './holes.ts';
import { fileReading } from './log-files.ts';
import { lookUpCalls, lookUpEntries } from './lookup.ts';
import { type Counts, createTally } from './tally.ts';

const DAY_MS = 86_400_000;

/**
 * Who from outside came into the roles that outsiders may assume, as CloudTrail has it: from its event history, from log
 * files on this machine, or from a table of Athena. Counted and added up while it is read; no event is kept.
 *
 * The event history is asked by the names of the events, since it takes one attribute at a time, and knows management
 * events alone. What the sessions called it tells by the key of a session, so that only the newest so many are looked into.
 */
export const activity: Collector<'activity'> = {
  fact: 'activity',
  requires: ['authorization-details'],
  isAskedFor: true,
  actions: () => ['cloudtrail:LookupEvents'],
  plan: ({ eventPages }) => [{ service: 'cloudtrail', operation: 'LookupEvents', calls: eventPages }],
  async collect(context) {
    const { account, clock, activity: setting } = context;
    if (setting.source === 'athena') return fromAthena(context, setting);
    const to = clock.now();
    const period = {
      from: new Date(to.getTime() - setting.days * DAY_MS).toISOString(),
      to: to.toISOString(),
    };
    const roles = collected(context.fact('authorization-details')).roles.filter(context.isOutsiderRole);
    const tally = createTally({
      accountId: account.accountId,
      roles: new Set(roles.map(({ arn }) => arn)),
      ...period,
    });
    if (setting.source === 'files') {
      const { files, perResource, reads } = await fileReading(context, setting, tally);
      const { lastAt, records } = files;
      const { held } = setting.files;
      const looked = { ...period, where: 'The log files hold', reads };
      const holes = records === 0 ? [] : holesIn(context, held, looked);
      const isOld = lastAt !== null && lastAt < period.from;
      const old = gap(
        `aws:cloudtrail::${account.accountId}:files`,
        'All records of the account in the log files are older than the time that is looked at.',
      );
      return {
        source: 'files',
        ...period,
        ...counted(
          tally.result(() => true),
          [...perResource, ...(isOld ? [old] : []), ...holes],
          account.accountId,
        ),
        files,
      };
    }
    const entries = await lookUpEntries(context, period, tally);
    demandSome(entries);
    const sessions = tally.newestSessions(setting.sessions);
    const keys = new Set(sessions.map(({ key }) => key));
    const calls = await lookUpCalls(context, sessions, period, tally);
    const counts = tally.result(({ key }) => keys.has(key));
    return {
      source: 'lookup',
      ...period,
      ...counted(counts, [...entries, ...calls, ...unknownRegions(context)], account.accountId),
    };
  },
};

/** Where no Region answers at all, it is the fact that is missing. */
function demandSome(members: Activity['perResource']): void {
  const [first] = members;
  if (first?.fact.status !== 'NOT_COLLECTED' || members.some(({ fact }) => fact.status === 'COLLECTED'))
    return;
  const { reason, action = 'cloudtrail:LookupEvents', message } = first.fact;
  throw new AwsCallError({ reason, action, message });
}

function counted(
  { overfull, overfullRefusals, ...counts }: Counts,
  places: Activity['perResource'],
  accountId: string,
): Pick<Activity, 'entries' | 'refusals' | 'calls' | 'sessions' | 'perResource'> {
  const gaps = [
    ...overfull.map((resource) =>
      gap(
        resource,
        'More ways in, or calls, are on record than are kept apart: what came after is not counted.',
      ),
    ),
    ...overfullRefusals.map((of) =>
      gap(
        `aws:cloudtrail::${accountId}:${REFUSALS}${of}`,
        'More refusals are on record than are kept apart: what came after is not counted.',
      ),
    ),
  ];
  return { ...counts, perResource: [...places, ...gaps] };
}

function unknownRegions({ missingRegions, account }: CollectContext): Activity['perResource'] {
  return missingRegions === undefined
    ? []
    : [{ resource: `aws:cloudtrail:*:${account.accountId}:lookup`, fact: missingRegions }];
}

function gap(resource: string, message: string): { resource: string; fact: NotCollectedFact } {
  return { resource, fact: { status: 'NOT_COLLECTED', reason: 'FAILED', message } };
}
