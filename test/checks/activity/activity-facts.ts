import type { Outcome } from '../../../src/model/check.ts';
import type { Activity, ActivityCall, ActivityEntry } from '../../../src/model/facts/activity.ts';
import { type Given, HERE, judge, REGISTERED, role, withExternalId } from '../support/trust-fixtures.ts';

export const ROLE = `arn:aws:iam::${HERE}:role/access`;
export const GITHUB = `arn:aws:iam::${HERE}:oidc-provider/token.actions.githubusercontent.com`;

/** Entries at these times of one who came in one way. */
export function entry(times: string[], more: Partial<ActivityEntry> = {}): ActivityEntry {
  const sorted = times.map((time) => new Date(time).toISOString()).sort();
  const days = [...new Set(sorted.map((time) => time.slice(0, 10)))].map((day) => {
    const then = sorted.filter((time) => time.startsWith(day)).map((time) => new Date(time));
    const quarters = then.map((time) => time.getUTCHours() * 4 + Math.floor(time.getUTCMinutes() / 15));
    return { day, count: then.length, quarters: [...new Set(quarters)] };
  });
  return {
    role: ROLE,
    event: 'AssumeRole',
    accountId: REGISTERED,
    principal: 'AROAVENDOR',
    provider: null,
    address: '198.51.100.7',
    agent: 'Boto3',
    'sts:ExternalId': null,
    count: times.length,
    firstAt: sorted[0] ?? '',
    lastAt: sorted.at(-1) ?? '',
    days,
    ...more,
  };
}

export function called(name: string, more: Partial<ActivityCall> = {}): ActivityCall {
  const [firstAt, lastAt] = ['2026-05-01T10:00:00.000Z', '2026-05-02T10:00:00.000Z'];
  return {
    ...{ role: ROLE, accountId: REGISTERED, provider: null, service: 'iam', name, errorCode: null },
    ...{ count: 2, firstAt, lastAt },
    ...more,
  };
}

export function activityOf(more: Partial<Activity> = {}): Activity {
  return {
    source: 'lookup',
    from: '2026-03-03T12:00:00.000Z',
    to: '2026-06-01T12:00:00.000Z',
    entries: [],
    refusals: [],
    calls: [],
    sessions: [],
    perResource: [],
    ...more,
  };
}

/** A lookup that was refused. */
export const GAP: Activity['perResource'] = [
  {
    resource: `aws:cloudtrail:eu-west-1:${HERE}:lookup/AssumeRole`,
    fact: { status: 'NOT_COLLECTED', reason: 'ACCESS_DENIED', message: 'Denied.' },
  },
];

/** Judges a role that a registered third party may assume, with this on record. */
export function judgeActivity(
  check: Parameters<typeof judge>[0],
  activity: Partial<Activity>,
  given: Given = {},
  trust: object = withExternalId(REGISTERED),
): Outcome[] {
  return judge(check, role(trust), given, { activity: activityOf(activity) });
}
