import { describe, expect, test } from 'vitest';
import type { SimulatorOptions } from '../../../src/simulator/simulator.ts';
import type { WorldRecorder, WorldTrail } from '../../../src/simulator/world.ts';
import { callCounts, collect, MEMBER, member, record, stage, value, world } from '../support.ts';

const NOW = { clock: { now: () => new Date(), sleep: async () => {}, alarm: () => () => {} } };

async function collected(
  contents: { trails?: WorldTrail[]; recorders?: WorldRecorder[] },
  options: Partial<SimulatorOptions> = {},
) {
  return collect(await stage({ world: world(member(contents)), ...options }, NOW));
}

const select = (...fields: Array<[field: string, how: 'Equals' | 'NotEquals', ...values: string[]]>) => ({
  FieldSelectors: fields.map(([Field, how, ...values]) => ({ Field, [how]: values })),
});
const MANAGEMENT = ['eventCategory', 'Equals', 'Management'] as const;

describe('the fact trails', () => {
  test('has each trail in every Region in which it records, asked once whether it does', async () => {
    const account = await collected({
      trails: [
        {
          name: 'all',
          region: 'us-east-1',
          ownerAccountId: '900000000001',
          multiRegion: true,
          validated: true,
        },
        { name: 'old', region: 'eu-west-1', stopped: true, deliveryError: 'AccessDenied' },
      ],
    });
    const all = {
      arn: 'arn:aws:cloudtrail:us-east-1:900000000001:trail/all',
      ...{
        name: 'all',
        homeRegion: 'us-east-1',
        isMultiRegion: true,
        isOrganization: true,
        isValidated: true,
      },
      ...{ bucket: 'trail-logs', isLogging: true, deliveryError: null },
      ...{ managementEvents: 'all', excluded: [], dataEvents: false },
    };
    expect(value(account, 'trails').perResource).toMatchObject([
      {
        resource: `aws:cloudtrail:us-east-1:${MEMBER}:trails`,
        fact: { value: { region: 'us-east-1', trails: [all] } },
      },
      {
        fact: { value: { trails: [{ name: 'old', isLogging: false, deliveryError: 'AccessDenied' }, all] } },
      },
    ]);
    const { 'cloudtrail:GetTrailStatus': states, 'cloudtrail:DescribeTrails': listings } =
      callCounts(account);
    expect([listings, states]).toEqual([2, 2]);
  });

  test.each<[string, NonNullable<WorldTrail['advancedEventSelectors']>, object]>([
    ['all', [select([...MANAGEMENT])], { managementEvents: 'all' }],
    [
      'writes alone',
      [select([...MANAGEMENT], ['readOnly', 'Equals', 'false'])],
      { managementEvents: 'write' },
    ],
    ['reads alone', [select([...MANAGEMENT], ['readOnly', 'Equals', 'true'])], { managementEvents: 'read' }],
    [
      'reads and writes apart',
      [
        select([...MANAGEMENT], ['readOnly', 'Equals', 'true']),
        select([...MANAGEMENT], ['readOnly', 'Equals', 'false']),
      ],
      { managementEvents: 'all' },
    ],
    [
      'all but those of a service',
      [select([...MANAGEMENT], ['eventSource', 'NotEquals', 'kms.amazonaws.com'])],
      { managementEvents: 'all', excluded: ['kms.amazonaws.com'] },
    ],
    [
      'both by one selector',
      [select([...MANAGEMENT], ['readOnly', 'Equals', 'true', 'false'])],
      { managementEvents: 'all' },
    ],
    [
      'all but those of a service, and of others by the beginning of their names',
      [
        {
          FieldSelectors: [
            ...select([...MANAGEMENT]).FieldSelectors,
            { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'], NotStartsWith: ['s'] },
          ],
        },
      ],
      { managementEvents: 'some', excluded: ['kms.amazonaws.com'] },
    ],
    [
      'those of one name',
      [select([...MANAGEMENT], ['eventName', 'Equals', 'RunInstances'])],
      { managementEvents: 'some' },
    ],
    [
      'data alone',
      [select(['eventCategory', 'Equals', 'Data'])],
      { managementEvents: 'none', dataEvents: true },
    ],
  ])('tells what is selected: %s', async (_what, advancedEventSelectors, expected) => {
    const trails = [{ name: 'all', region: 'us-east-1', advancedEventSelectors }];
    const [first] = value(await collected({ trails }), 'trails').perResource;
    expect(first?.fact).toMatchObject({
      value: { trails: [{ dataEvents: false, excluded: [], ...expected }] },
    });
  });

  test('names a Region that is refused as a gap of its own', async () => {
    const faults = [
      {
        service: 'cloudtrail',
        operation: 'cloudtrail:DescribeTrails',
        region: 'eu-west-1',
        kind: 'access-denied' as const,
      },
    ];
    const { perResource } = value(await collected({}, { faults }), 'trails');
    expect(perResource.map(({ fact }) => fact.status)).toEqual(['COLLECTED', 'NOT_COLLECTED']);
    expect(perResource[1]?.fact).toMatchObject({
      reason: 'ACCESS_DENIED',
      action: 'cloudtrail:DescribeTrails',
    });
  });
});

describe('the fact config-recorders', () => {
  test('has whether there is one, whether it records, and for how long that is kept', async () => {
    const account = await collected({
      recorders: [{ region: 'us-east-1', stopped: true, someTypes: true, retentionDays: 90 }],
    });
    expect(record(account, 'config-recorders')).toMatchObject({
      value: {
        perResource: [
          {
            fact: {
              value: {
                region: 'us-east-1',
                recorders: [
                  { name: 'default', isRecording: false, lastStatus: 'SUCCESS', isForAllTypes: false },
                ],
                retentionDays: 90,
              },
            },
          },
          { fact: { value: { region: 'eu-west-1', recorders: [], retentionDays: 2557 } } },
        ],
      },
    });
  });
});
