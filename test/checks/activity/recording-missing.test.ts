import { expect, it } from 'vitest';
import { recordingMissing } from '../../../src/checks/activity/recording-missing.ts';
import type { ConfigRecorders } from '../../../src/model/facts/config-recorders.ts';
import type { Trail, Trails } from '../../../src/model/facts/trails.ts';
import { judge, REGISTERED, role, withExternalId } from '../support/trust-fixtures.ts';

const READ = { status: 'COLLECTED', collectedAt: '2026-06-01T00:00:00.000Z', source: 'x' } as const;
const DENIED = { status: 'NOT_COLLECTED', reason: 'ACCESS_DENIED', message: 'Denied.' } as const;

function trail(more: Partial<Trail> = {}): Trail {
  return {
    ...{ arn: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/all', name: 'all', homeRegion: 'us-east-1' },
    ...{ isMultiRegion: true, isOrganization: false, isValidated: true, bucket: 'logs', isLogging: true },
    ...{ deliveryError: null, managementEvents: 'all', excluded: [], dataEvents: false },
    ...more,
  };
}

function trailsOf(...regions: Trail[][]): Trails {
  return {
    perResource: regions.map((trails, index) => ({
      resource: `r${index}`,
      fact: { ...READ, value: { region: `region-${index}`, trails } },
    })),
  };
}

function recordersOf(isRecording: boolean, retentionDays = 2557, more: object = {}): ConfigRecorders {
  const recorders = [{ name: 'default', isRecording, lastStatus: null, isForAllTypes: true, ...more }];
  return {
    perResource: [
      { resource: 'r', fact: { ...READ, value: { region: 'region-0', recorders, retentionDays } } },
    ],
  };
}

const DATA = JSON.stringify({ Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' } });

function judged(trails: Trails, recorders = recordersOf(true), document?: string) {
  const inlinePolicies = document === undefined ? [] : [{ name: 'data', document }];
  const vendor = role(withExternalId(REGISTERED), { inlinePolicies });
  return judge(recordingMissing, vendor, {}, { trails, 'config-recorders': recorders });
}

it.each<[string, Trails, Array<[string, RegExp, string?]>]>([
  [
    'all of it',
    trailsOf([trail()], [trail()]),
    [['PASS', /recorded in every Region that was read, by all\./]],
  ],
  [
    'nothing in a Region',
    trailsOf([trail()], []),
    [['FAIL', /^No trail that works records all management events in region-1\.$/]],
  ],
  [
    'a trail that is stopped',
    trailsOf([trail({ isLogging: false })]),
    [['FAIL', /in region-0\. all is stopped\./]],
  ],
  [
    'writes alone',
    trailsOf([trail({ managementEvents: 'write' })]),
    [['FAIL', /all records not all of them/]],
  ],
  [
    'what cannot be delivered',
    trailsOf([trail({ deliveryError: 'NoSuchBucket' })]),
    [['FAIL', /all cannot deliver \(NoSuchBucket\)/]],
  ],
  [
    'one that works beside one that does not',
    trailsOf([trail({ isLogging: false }), trail()]),
    [['PASS', /every Region/]],
  ],
  [
    'by a trail of one Region, unvalidated',
    trailsOf([trail({ isMultiRegion: false, isValidated: false })]),
    [['FAIL', /none is of all Regions.* and none has log file validation/, 'medium']],
  ],
  [
    'by one trail for reading and one for writing',
    trailsOf([trail({ managementEvents: 'read', arn: 'a' }), trail({ managementEvents: 'write', arn: 'b' })]),
    [['PASS', /every Region/]],
  ],
  [
    'all but the services that a third party comes by',
    trailsOf([trail({ excluded: ['iam.amazonaws.com', 'kms.amazonaws.com'] })]),
    [['FAIL', /in region-0\. all leaves out those of iam\.amazonaws\.com\.$/]],
  ],
  [
    'all but a busy service',
    trailsOf([trail({ excluded: ['kms.amazonaws.com'] })]),
    [['PASS', /by all\. Events of kms\.amazonaws\.com are left out\.$/]],
  ],
  [
    'unvalidated in one of two Regions',
    trailsOf([trail()], [trail({ isValidated: false, name: 'other' })]),
    [['FAIL', /none of a Region has log file validation/, 'medium']],
  ],
])('CloudTrail records %s', (_what, trails, expected) => {
  expect(judged(trails)).toMatchObject([
    ...expected.map(([status, says, severity]) => ({
      status,
      detail: expect.stringMatching(says),
      ...(severity === undefined ? {} : { severity }),
    })),
    { status: 'PASS', detail: 'AWS Config records in every Region that was read.' },
  ]);
});

it('data that third parties reach leaves a trace only by data events', () => {
  expect(judged(trailsOf([trail()]), recordersOf(true), DATA)).toMatchObject([
    {
      status: 'FAIL',
      severity: 'low',
      discriminator: 'data-events',
      detail: expect.stringContaining('by access'),
    },
    { status: 'PASS' },
  ]);
  const [first] = judged(trailsOf([trail({ dataEvents: true })]), recordersOf(true), DATA);
  expect(first).toMatchObject({ status: 'PASS' });
  const apart = trail({ arn: 'data', managementEvents: 'none', dataEvents: true });
  expect(judged(trailsOf([trail(), apart]), recordersOf(true), DATA)[0]).toMatchObject({ status: 'PASS' });
  const stopped = trail({ arn: 'data', isLogging: false, dataEvents: true });
  expect(judged(trailsOf([trail(), stopped]), recordersOf(true), DATA)[0]).toMatchObject({ status: 'FAIL' });
});

it.each<[string, ConfigRecorders, string, RegExp]>([
  ['does not record', recordersOf(false), 'FAIL', /^AWS Config does not record in region-0\.$/],
  [
    'records some types alone',
    recordersOf(true, 2557, { isForAllTypes: false }),
    'FAIL',
    /^AWS Config records only some types of resources in region-0\.$/,
  ],
  [
    'cannot deliver',
    recordersOf(true, 2557, { lastStatus: 'FAILURE' }),
    'FAIL',
    /^AWS Config failed to deliver at last in region-0\.$/,
  ],
  [
    'has no recorder',
    {
      perResource: [
        {
          resource: 'r',
          fact: { ...READ, value: { region: 'region-0', recorders: [], retentionDays: 2557 } },
        },
      ],
    },
    'FAIL',
    /does not record/,
  ],
  [
    'forgets too soon',
    recordersOf(true, 90),
    'FAIL',
    /^AWS Config keeps what it records for less than 365 days in region-0\.$/,
  ],
  [
    'was not read',
    { perResource: [{ resource: 'r', fact: DENIED }] },
    'UNKNOWN',
    /Not every Region was read: Denied\./,
  ],
])('AWS Config %s', (_what, recorders, status, says) => {
  expect(judged(trailsOf([trail()]), recorders)).toMatchObject([
    { status: 'PASS' },
    { status, detail: expect.stringMatching(says), ...(status === 'FAIL' ? { severity: 'medium' } : {}) },
  ]);
});

it('is not known where a Region was not read, and fails where another shows it', () => {
  const gap = { resource: 'x', fact: DENIED };
  expect(judged({ perResource: [...trailsOf([trail()]).perResource, gap] })).toMatchObject([
    { status: 'UNKNOWN' },
    {},
  ]);
  expect(judged({ perResource: [...trailsOf([]).perResource, gap] })).toMatchObject([{ status: 'FAIL' }, {}]);
});
