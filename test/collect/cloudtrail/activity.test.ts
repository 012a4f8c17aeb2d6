import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/aws/clock.ts';
import type { SimulatorOptions } from '../../../src/simulator/simulator.ts';
import type { WorldEvent } from '../../../src/simulator/world.ts';
import { callRecord, entryRecord, HERE, inRegion, VENDOR } from '../../support/trail-events.ts';
import { virtualClock } from '../../support/virtual-clock.ts';
import { callCounts, collect, member, record, stage, trust, value, vendorRole, world } from '../support.ts';

const NOW = new Date('2026-01-01T00:00:00Z');
const LOOKUP = 'cloudtrail:LookupEvents';
const PARTNER = `arn:aws:iam::${HERE}:role/partner`;

async function collected(events: WorldEvent[], options: Partial<SimulatorOptions> = {}, setup = {}) {
  const roles = [vendorRole('partner'), { name: 'own', trustPolicy: trust(`arn:aws:iam::${HERE}:root`) }];
  const clock = { ...systemClock, now: () => NOW, sleep: async () => {} };
  const at = await stage(
    { world: world(member({ roles, events })), clock: () => NOW, ...options },
    { clock, ...setup },
  );
  return collect(at);
}

describe('the fact activity, looked up', () => {
  test('counts entries by who came how, from every page and Region, and keeps neither sessions nor parameters', async () => {
    const account = await collected(
      [
        ...inRegion(
          'us-east-1',
          ...Array.from({ length: 7 }, (_, day) => entryRecord(`2025-12-1${day}T09:20:00Z`)),
          entryRecord('2025-12-10T09:31:00Z'),
        ),
        ...inRegion(
          'eu-west-1',
          entryRecord('2025-12-20T23:59:00Z', { sourceIPAddress: '203.0.113.9', userAgent: null }),
        ),
      ],
      { pageSize: 3 },
    );
    const activity = value(account, 'activity');
    expect(activity.entries).toEqual([
      {
        role: PARTNER,
        event: 'AssumeRole',
        accountId: VENDOR,
        principal: 'AROAVENDOR',
        provider: null,
        address: '198.51.100.7',
        agent: 'Boto3',
        'sts:ExternalId': 'tenant-7f3a9c-0042',
        count: 8,
        firstAt: '2025-12-10T09:20:00.000Z',
        lastAt: '2025-12-16T09:20:00.000Z',
        days: expect.arrayContaining([
          { day: '2025-12-10', count: 2, quarters: [37, 38] },
          { day: '2025-12-16', count: 1, quarters: [37] },
        ]),
      },
      expect.objectContaining({
        address: '203.0.113.9',
        agent: 'not recorded',
        days: [{ day: '2025-12-20', count: 1, quarters: [95] }],
      }),
    ]);
    expect(activity).toMatchObject({
      source: 'lookup',
      from: '2025-10-03T00:00:00.000Z',
      to: NOW.toISOString(),
    });
    expect(JSON.stringify(account.facts)).not.toMatch(/jane\.doe|ASIA2025/);
    // Four names in two Regions, one of them on three pages; nine sessions in each Region.
    expect(callCounts(account)[LOOKUP]).toBe(8 + 2 + 18);
    expect(activity.perResource.map(({ resource, fact }) => [resource, fact.status])).toContainEqual([
      `aws:cloudtrail:us-east-1:${HERE}:lookup/AssumeRole`,
      'COLLECTED',
    ]);
  });

  test('leaves out who is no outsider, what is too old, and roles that no outsider may assume', async () => {
    const own = { userIdentity: { type: 'AssumedRole', accountId: HERE, principalId: 'AROAOWN:x' } };
    const service = { userIdentity: { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' } };
    const account = await collected(
      inRegion(
        'us-east-1',
        entryRecord('2025-12-10T09:00:00Z', own),
        entryRecord('2025-12-10T09:01:00Z', service),
        entryRecord('2025-12-10T09:02:00Z', {}, 'own'),
        entryRecord('2025-09-10T09:00:00Z'),
        entryRecord('2025-12-10T09:03:00Z', { recipientAccountId: VENDOR }),
      ),
    );
    expect(value(account, 'activity')).toMatchObject({ entries: [], refusals: [], calls: [], sessions: [] });
  });

  test('has what the newest sessions called, and how many there were', async () => {
    const times = Array.from(
      { length: 22 },
      (_, day) => `2025-12-${String(day + 1).padStart(2, '0')}T10:00:00Z`,
    );
    const account = await collected([
      ...inRegion('us-east-1', ...times.map((at) => entryRecord(at))),
      ...inRegion('eu-west-1', ...times.map((at) => callRecord(at, 'CreateUser'))),
      ...inRegion(
        'us-east-1',
        callRecord('2025-12-22T10:00:00Z', 'DeleteUser', { errorCode: 'AccessDenied' }),
      ),
    ]);
    const { calls, sessions } = value(account, 'activity');
    expect(sessions).toEqual([{ role: PARTNER, begun: 22, lookedInto: 20 }]);
    const common = { role: PARTNER, accountId: VENDOR, provider: null, service: 'iam' };
    expect(calls).toMatchObject([
      { ...common, name: 'CreateUser', errorCode: null, count: 20, firstAt: '2025-12-03T10:00:00.000Z' },
      { ...common, name: 'DeleteUser', errorCode: 'AccessDenied', count: 1 },
    ]);
    expect(JSON.stringify(calls)).not.toContain('secret-user');
  });

  test('has who was refused, with the role that the message names where nothing else does', async () => {
    const refused = {
      errorCode: 'AccessDenied',
      errorMessage: `User: arn:aws:iam::${VENDOR}:user/eve is not authorized to perform: sts:AssumeRole on resource: ${PARTNER}`,
      requestParameters: null,
      responseElements: null,
    };
    const account = await collected(
      inRegion(
        'us-east-1',
        entryRecord('2025-12-10T09:00:00Z', refused),
        entryRecord('2025-12-11T09:00:00Z', refused),
        entryRecord('2025-12-12T09:00:00Z', { errorCode: 'AccessDenied', responseElements: null }),
      ),
    );
    expect(value(account, 'activity').refusals).toMatchObject([
      { role: PARTNER, tellsRequest: true, 'sts:ExternalId': 'tenant-7f3a9c-0042', count: 1 },
      { role: PARTNER, tellsRequest: false, 'sts:ExternalId': null, errorCode: 'AccessDenied', count: 2 },
    ]);
  });

  test('has who switched into a role in the console, by what they were before, and no name of a person', async () => {
    const before = `arn:aws:sts::${VENDOR}:assumed-role/Support/jane.doe`;
    const switched = {
      userIdentity: {
        type: 'AssumedRole',
        principalId: 'AROAPARTNER:jane.doe',
        arn: `arn:aws:sts::${HERE}:assumed-role/partner/jane.doe`,
        accountId: HERE,
      },
      eventSource: 'signin.amazonaws.com',
      eventName: 'SwitchRole',
      eventType: 'AwsConsoleSignIn',
      userAgent: 'Mozilla/5.0 (X11)',
      requestParameters: null,
      responseElements: { SwitchRole: 'Success' },
      additionalEventData: { SwitchFrom: before, RedirectTo: 'https://console.aws.amazon.com/' },
    };
    const account = await collected(
      inRegion(
        'us-east-1',
        entryRecord('2025-12-10T09:00:00Z', switched),
        entryRecord('2025-12-11T09:00:00Z', { ...switched, responseElements: { SwitchRole: 'Failure' } }),
        entryRecord('2025-12-12T09:00:00Z', {
          ...switched,
          additionalEventData: { SwitchFrom: `arn:aws:iam::${HERE}:user/jane.doe` },
        }),
      ),
    );
    const { entries, refusals } = value(account, 'activity');
    expect(entries).toMatchObject([
      {
        role: PARTNER,
        event: 'SwitchRole',
        accountId: VENDOR,
        principal: `arn:aws:sts::${VENDOR}:assumed-role/Support`,
        address: '198.51.100.7',
        agent: 'Mozilla',
        count: 1,
      },
    ]);
    expect(refusals).toMatchObject([{ event: 'SwitchRole', errorCode: 'SwitchRoleFailure' }]);
    expect(JSON.stringify(account.facts)).not.toContain('jane.doe');
  });

  test('names one Region that is refused as a gap, and is one where all are', async () => {
    const refusal = { service: 'cloudtrail', operation: LOOKUP, kind: 'access-denied' } as const;
    const events = inRegion('us-east-1', entryRecord('2025-12-10T09:00:00Z'));
    const partly = await collected(events, { faults: [{ ...refusal, region: 'eu-west-1' }] });
    const { entries, perResource } = value(partly, 'activity');
    expect(entries).toHaveLength(1);
    const gaps = perResource.filter(({ fact }) => fact.status === 'NOT_COLLECTED');
    expect(gaps).toHaveLength(5);
    expect(gaps[0]?.fact).toMatchObject({ reason: 'ACCESS_DENIED', action: LOOKUP });
    expect(record(await collected(events, { faults: [refusal] }), 'activity')).toMatchObject({
      status: 'NOT_COLLECTED',
      reason: 'ACCESS_DENIED',
      action: LOOKUP,
    });
  });

  test('keeps what was read of a listing that is too long, and names the rest', async () => {
    const events = inRegion(
      'us-east-1',
      ...Array.from({ length: 9 }, (_, day) => entryRecord(`2025-12-1${day}T09:00:00Z`)),
    );
    const account = await collected(events, { pageSize: 2 }, { allowance: { pagesPerCall: 3 } });
    const { entries, perResource } = value(account, 'activity');
    expect(entries).toMatchObject([{ count: 6, firstAt: '2025-12-13T09:00:00.000Z' }]);
    expect(perResource.filter(({ fact }) => fact.status === 'NOT_COLLECTED')).toMatchObject([
      { fact: { reason: 'TIMED_OUT', message: expect.stringContaining('goes on after 3 pages') } },
    ]);
  });

  test('an event that is none is a gap of its lookup, beside those that are', async () => {
    const broken = { ...entryRecord('2025-12-11T09:00:00Z'), eventTime: '2025-12-11T09:00:00Z', eventID: '' };
    const account = await collected(inRegion('us-east-1', entryRecord('2025-12-10T09:00:00Z'), broken));
    const { entries, perResource } = value(account, 'activity');
    expect(entries).toHaveLength(1);
    expect(perResource.filter(({ fact }) => fact.status === 'NOT_COLLECTED')).toMatchObject([
      { fact: { reason: 'FAILED', message: expect.stringContaining('1 of 2 events') } },
    ]);
  });

  test('is looked up at two calls a second, so that CloudTrail refuses none', async () => {
    const clock = virtualClock(NOW.toISOString());
    const throttle = [{ service: 'cloudtrail', ratePerSecond: 2, burst: 2 }];
    const events = inRegion(
      'us-east-1',
      ...Array.from({ length: 20 }, (_, day) => entryRecord(`2025-12-${day + 10}T09:00:00Z`)),
    );
    const at = await stage(
      {
        world: world(member({ roles: [vendorRole('partner')], events })),
        clock: () => NOW,
        throttle,
        throttleClock: clock.milliseconds,
        pageSize: 2,
      },
      { clock },
    );
    const account = await collect(at);
    expect(value(account, 'activity').entries).toMatchObject([{ count: 20 }]);
    const lookups = account.calls.filter(({ operation }) => operation === 'LookupEvents');
    expect(lookups.length).toBeGreaterThan(40);
    expect(lookups.filter(({ attempts }) => attempts > 1)).toEqual([]);
  });
});
