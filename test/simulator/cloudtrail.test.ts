import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetTrailStatusCommand,
  LookupEventsCommand,
  paginateLookupEvents,
} from '@aws-sdk/client-cloudtrail';
import { describe, expect, test } from 'vitest';
import { callRecord, entryRecord, inRegion } from '../support/trail-events.ts';
import { failure, settings, simulate, smallWorld } from './support.ts';

const NOW = () => new Date('2026-01-01T00:00:00Z');
const events = [
  ...inRegion(
    'us-east-1',
    entryRecord('2025-12-10T09:00:00Z'),
    entryRecord('2025-12-12T09:00:00Z'),
    callRecord('2025-12-12T09:00:00Z', 'CreateUser'),
    entryRecord('2025-09-10T09:00:00Z'),
  ),
  ...inRegion('eu-west-1', entryRecord('2025-12-13T09:00:00Z')),
];

async function client(pageSize = 5) {
  const world = smallWorld({}, { contents: { roles: [], events } });
  const simulator = await simulate({ world, clock: NOW, pageSize });
  return new CloudTrailClient({ ...settings(simulator), region: 'us-east-1' });
}

const by = (AttributeKey: 'EventName' | 'AccessKeyId', AttributeValue: string) => ({
  LookupAttributes: [{ AttributeKey, AttributeValue }],
});

describe('CloudTrail', () => {
  test('gives the events of the Region within ninety days, the newest first, page by page', async () => {
    const found = [];
    let pages = 0;
    for await (const page of paginateLookupEvents(
      { client: await client(1) },
      by('EventName', 'AssumeRole'),
    )) {
      pages += 1;
      found.push(...(page.Events ?? []));
    }
    expect(pages).toBe(2);
    expect(found.map(({ EventTime }) => EventTime?.toISOString())).toEqual([
      '2025-12-12T09:00:00.000Z',
      '2025-12-10T09:00:00.000Z',
    ]);
    expect(JSON.parse(found[0]?.CloudTrailEvent ?? '')).toMatchObject({ eventName: 'AssumeRole' });
  });

  test('finds what a key has called, and what is within a time', async () => {
    const at = await client();
    const { Events } = await at.send(new LookupEventsCommand(by('AccessKeyId', 'ASIA20251212090000')));
    expect(Events).toMatchObject([
      { EventName: 'CreateUser', EventSource: 'iam.amazonaws.com', ReadOnly: 'false' },
    ]);
    const times = { StartTime: new Date('2025-12-11T00:00:00Z'), EndTime: new Date('2025-12-12T10:00:00Z') };
    expect((await at.send(new LookupEventsCommand(times))).Events).toHaveLength(2);
  });

  test.each([
    ['InvalidMaxResultsException', { MaxResults: 51 }],
    ['InvalidNextTokenException', { NextToken: 'made up' }],
    ['InvalidTimeRangeException', { StartTime: new Date(2000), EndTime: new Date(1000) }],
    [
      'InvalidLookupAttributesException',
      {
        LookupAttributes: [
          ...by('EventName', 'a').LookupAttributes,
          ...by('AccessKeyId', 'b').LookupAttributes,
        ],
      },
    ],
    ['InvalidLookupAttributesException', by('EventName', '')],
  ])('refuses by %s', async (name, input) => {
    expect((await failure((await client()).send(new LookupEventsCommand(input)))).name).toBe(name);
  });
});

describe('trails', () => {
  test('stand in their Region, and in every other one as copies where they are of all', async () => {
    const trails = [
      { name: 'all', region: 'eu-west-1', multiRegion: true },
      { name: 'one', region: 'eu-west-1' },
    ];
    const world = smallWorld({}, { contents: { roles: [], trails } });
    const simulator = await simulate({ world, clock: NOW });
    const at = new CloudTrailClient({ ...settings(simulator), region: 'us-east-1' });
    const { trailList } = await at.send(new DescribeTrailsCommand({}));
    expect(trailList).toMatchObject([{ Name: 'all', HomeRegion: 'eu-west-1', IsMultiRegionTrail: true }]);
    const own = await at.send(new DescribeTrailsCommand({ includeShadowTrails: false }));
    expect(own.trailList).toEqual([]);
    const Name = trailList?.[0]?.TrailARN;
    expect(await at.send(new GetTrailStatusCommand({ Name }))).toMatchObject({ IsLogging: true });
    expect((await failure(at.send(new GetTrailStatusCommand({ Name: 'one' })))).name).toBe(
      'TrailNotFoundException',
    );
  });
});
