import { listOf, requiredText, UnusableAnswer } from '../../aws/answer.ts';
import { homeRegionOf } from '../../aws/regions.ts';
import type { Activity } from '../../model/facts/activity.ts';
import { parseJson } from '../../model/json-text.ts';
import type { CollectContext } from '../collector.ts';
import { member } from '../values.ts';
import type { BegunSession, Tally } from './tally.ts';
import { ENTRIES, readTrailEvent, type TrailEvent } from './trail-event.ts';

const LOOKUP = 'cloudtrail:LookupEvents';
const EVENTS_A_PAGE = 50;

type Members = Activity['perResource'];

/** What CloudTrail is asked for: events of this name, or all that was called with this key. */
interface Question {
  key: 'EventName' | 'AccessKeyId';
  value: string;
}

interface Period {
  from: string;
  to: string;
}

/**
 * The Regions in which entries may be on record: STS writes them where it was called, and for its global endpoint in the
 * home Region of the partition.
 */
export function entryRegions({ regions, account }: Pick<CollectContext, 'regions' | 'account'>): string[] {
  const home = homeRegionOf(account.partition);
  const known = regions.filter((region) => region !== 'enabled');
  return [...new Set([...known, ...(home === undefined ? [] : [home])])];
}

/** The entries of each Region, by the names of their events. One lookup that fails, or has no end, is a gap of its own. */
export async function lookUpEntries(context: CollectContext, period: Period, tally: Tally): Promise<Members> {
  const found = await Promise.all(
    entryRegions(context).map(async (region) => {
      const read = [];
      for (const value of ENTRIES) {
        const place = `aws:cloudtrail:${region}:${context.account.accountId}:lookup/${value}`;
        read.push(
          await member(context, place, LOOKUP, () =>
            lookUp(context, region, [{ key: 'EventName', value }], period, (event) => tally.add(event)),
          ),
        );
      }
      return read;
    }),
  );
  return found.flat();
}

/** What these sessions called in each Region. CloudTrail takes one key at a time. */
export async function lookUpCalls(
  context: CollectContext,
  sessions: readonly BegunSession[],
  period: Period,
  tally: Tally,
): Promise<Members> {
  if (sessions.length === 0) return [];
  const questions = sessions.map(({ key: value }): Question => ({ key: 'AccessKeyId', value }));
  return Promise.all(
    entryRegions(context).map((region) =>
      member(context, `aws:cloudtrail:${region}:${context.account.accountId}:lookup/sessions`, LOOKUP, () =>
        lookUp(context, region, questions, period, (event) => tally.add(event)),
      ),
    ),
  );
}

async function lookUp(
  { caller }: CollectContext,
  region: string,
  questions: readonly Question[],
  { from, to }: Period,
  take: (event: TrailEvent) => void,
): Promise<{ events: number; pages: number }> {
  const done = { events: 0, pages: 0 };
  let unread = 0;
  for (const { key, value } of questions) {
    const input = {
      LookupAttributes: [{ AttributeKey: key, AttributeValue: value }],
      StartTime: new Date(from),
      EndTime: new Date(to),
      MaxResults: EVENTS_A_PAGE,
    };
    // What is counted need not be kept: a busy account has more events than there is room for.
    await caller.list('cloudtrail', 'LookupEvents', region, input, ({ Events }) => {
      const events = listOf(Events, 'the events');
      done.pages += 1;
      done.events += events.length;
      for (const { CloudTrailEvent } of events) {
        const event = eventIn(requiredText(CloudTrailEvent, 'what an event says'));
        if (event === undefined) unread += 1;
        else take(event);
      }
      return events.map(() => 0);
    });
  }
  if (unread > 0)
    throw new UnusableAnswer(`${unread} of ${done.events} events are not what CloudTrail documents`);
  return done;
}

function eventIn(text: string): TrailEvent | undefined {
  try {
    return readTrailEvent(parseJson(text));
  } catch {
    return undefined;
  }
}
