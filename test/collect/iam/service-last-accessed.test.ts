import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/aws/clock.ts';
import { coverageOf } from '../../../src/evaluate/coverage.ts';
import type { SimulatorOptions } from '../../../src/simulator/simulator.ts';
import type { Document, WorldRole } from '../../../src/simulator/world.ts';
import { ANSWERS, collectFrom } from '../../facts/answers.ts';
import { callCounts, collect, MEMBER, member, stage, value, vendorRole, world } from '../support.ts';

const START = 'iam:GenerateServiceLastAccessedDetails';
const READ = 'iam:GetServiceLastAccessedDetails';

function permit(...actions: string[]): Record<string, Document> {
  return {
    own: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] },
  };
}

/** With a clock that does not wait, and says how long it would have. */
async function collectRoles(roles: WorldRole[], options: Partial<SimulatorOptions> = {}) {
  const waits: number[] = [];
  const clock = {
    ...systemClock,
    sleep: async (milliseconds: number) => {
      // Shorter ones are those of the pace.
      if (milliseconds >= 1000) waits.push(milliseconds);
    },
  };
  const at = await stage({ world: world(member({ roles })), ...options }, { clock });
  const account = await collect(at);
  return { account, waits, calls: callCounts(account), ...value(account, 'service-last-accessed') };
}

const arnOf = (name: string) => `arn:aws:iam::${MEMBER}:role/${name}`;

test('a report holds the services that a role may use, with last uses, Regions and actions, from every page', async () => {
  const { perResource, calls, waits } = await collectRoles(
    [
      vendorRole('vendor', {
        inlinePolicies: permit('sqs:*', 's3:Get*', 'kms:Decrypt'),
        lastAccessed: {
          services: {
            s3: {
              at: '2025-12-30T10:00:00Z',
              region: 'eu-west-1',
              actions: { GetBucketAcl: null, CreateBucket: '2025-12-30T10:00:00Z' },
            },
            kms: { at: '2025-11-01T00:00:00Z', refused: true },
          },
        },
      }),
      { name: 'own', trustPolicy: { Version: '2012-10-17', Statement: [] } },
    ],
    { pageSize: 2 },
  );
  expect(perResource).toEqual([
    {
      resource: arnOf('vendor'),
      fact: expect.objectContaining({
        status: 'COLLECTED',
        source: `${START}, ${READ}`,
        value: {
          completedAt: expect.stringMatching(/^20.*Z$/),
          services: [
            {
              namespace: 'kms',
              name: 'AWS Key Management Service',
              lastAccessedAt: '2025-11-01T00:00:00.000Z',
              region: 'us-east-1',
              actions: [],
            },
            {
              namespace: 's3',
              name: 'Amazon S3',
              lastAccessedAt: '2025-12-30T10:00:00.000Z',
              region: 'eu-west-1',
              actions: [
                { name: 'CreateBucket', lastAccessedAt: '2025-12-30T10:00:00.000Z' },
                { name: 'GetBucketAcl', lastAccessedAt: null },
              ],
            },
            { namespace: 'sqs', name: 'Amazon SQS', lastAccessedAt: null, region: null, actions: [] },
          ],
        },
      }),
    },
  ]);
  expect(calls).toMatchObject({ [START]: 1, [READ]: 2 });
  expect(waits).toEqual([]);
});

test('all reports are begun before the first is read, and none is asked for twice that is done', async () => {
  const roles = ['a', 'b', 'c'].map((name) => vendorRole(name, { inlinePolicies: permit('s3:*') }));
  const { account, calls } = await collectRoles(roles);
  expect(calls).toMatchObject({ [START]: 3, [READ]: 3 });
  const started = account.calls.filter(({ operation }) => START.endsWith(operation));
  const read = account.calls.filter(({ operation }) => READ.endsWith(operation));
  const lastStart =
    started
      .map(({ startedAt }) => startedAt)
      .sort()
      .at(-1) ?? '';
  expect(read.every(({ startedAt }) => startedAt >= lastStart)).toBe(true);
});

test('a report that takes its time is asked for after longer and longer waits', async () => {
  const { perResource, waits, calls } = await collectRoles([
    vendorRole('slow', { inlinePolicies: permit('s3:*'), lastAccessed: { pollsInProgress: 6 } }),
  ]);
  expect(perResource[0]?.fact.status).toBe('COLLECTED');
  expect(waits).toEqual([1000, 2000, 4000, 8000, 15_000, 15_000]);
  expect(calls[READ]).toBe(7);
});

describe('a gap of its role alone', () => {
  test.each<[string, WorldRole['lastAccessed'], Partial<SimulatorOptions>, RegExp]>([
    [
      'a report that failed',
      { error: { code: 'ServiceFailure', message: 'Try later' } },
      {},
      /^IAM could not put the report together on what the role used: ServiceFailure: Try later/,
    ],
    ['a report that never comes', { pollsInProgress: 1000 }, {}, /was not there after 5 minutes/],
  ])('%s', async (_what, lastAccessed, options, says) => {
    const roles = [
      vendorRole('bad', { inlinePolicies: permit('s3:*'), lastAccessed: lastAccessed ?? {} }),
      vendorRole('good', { inlinePolicies: permit('s3:*') }),
    ];
    const { account, perResource } = await collectRoles(roles, options);
    expect(perResource.map(({ fact }) => fact.status)).toEqual(['NOT_COLLECTED', 'COLLECTED']);
    const { gaps } = coverageOf(MEMBER, account.facts);
    expect(gaps).toEqual([
      expect.objectContaining({
        resource: arnOf('bad'),
        action: READ,
        message: expect.stringMatching(says),
      }),
    ]);
  });

  test('reports that never come are waited for together, and each is asked for', async () => {
    const never = { inlinePolicies: permit('s3:*'), lastAccessed: { pollsInProgress: 1000 } };
    const { waits, perResource, calls } = await collectRoles(
      ['a', 'b', 'c'].map((name) => vendorRole(name, never)),
    );
    expect(perResource.map(({ fact }) => fact.status === 'NOT_COLLECTED' && fact.reason)).toEqual([
      'TIMED_OUT',
      'TIMED_OUT',
      'TIMED_OUT',
    ]);
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThanOrEqual(315_000);
    expect(calls[READ]).toBe(waits.length + 3);
  });

  test.each([START, READ])('refused: %s', async (action) => {
    const [service = '', operation = ''] = action.split(':');
    const { account } = await collectRoles([vendorRole('a'), vendorRole('b')], {
      faults: [{ kind: 'access-denied', service, operation: `${service}:${operation}` }],
    });
    const { gaps } = coverageOf(MEMBER, account.facts);
    expect(gaps.map(({ resource, reason, action: refused }) => [resource, reason, refused])).toEqual([
      [arnOf('a'), 'ACCESS_DENIED', action],
      [arnOf('b'), 'ACCESS_DENIED', action],
    ]);
  });

  test('a report without a state, or without an id, is none', async () => {
    for (const answers of [
      { GenerateServiceLastAccessedDetails: {} },
      { GetServiceLastAccessedDetails: { IsTruncated: false, ServicesLastAccessed: [] } },
      {
        GetServiceLastAccessedDetails: {
          JobStatus: 'COMPLETED',
          IsTruncated: false,
          ServicesLastAccessed: [],
        },
      },
      { GetServiceLastAccessedDetails: { JobStatus: 'FAILED', Error: null, IsTruncated: false } },
    ]) {
      const { facts, faults } = await collectFrom({ ...ANSWERS, ...answers });
      expect(faults).toEqual([]);
      const fact = facts.find((one) => one.fact === 'service-last-accessed');
      expect(JSON.stringify(fact)).not.toContain('"status":"COLLECTED","value":{"completedAt"');
      expect(coverageOf('900000000002', facts).gaps.length).toBeGreaterThan(0);
    }
  });
});

test('services of one namespace are several; the same one twice is a listing that went wrong', async () => {
  const twice = (second: string) => ({
    ...ANSWERS,
    GetServiceLastAccessedDetails: {
      ...ANSWERS.GetServiceLastAccessedDetails,
      ServicesLastAccessed: ['Amazon SES', second].map((ServiceName) => ({
        ServiceName,
        ServiceNamespace: 'ses',
      })),
    },
  });
  const statuses = async (second: string) => {
    const { facts } = await collectFrom(twice(second));
    return coverageOf('900000000002', facts).gaps.map(({ message }) => message);
  };
  expect(await statuses('Amazon SES v2')).toEqual([]);
  expect((await statuses('Amazon SES'))[0]).toMatch(/services\[1\]\.namespace is the same as in \[0\]/);
});
