import { describe, expect, test } from 'vitest';
import type { Aws } from '../../../src/aws/connection.ts';
import type { CollectedAccount } from '../../../src/collect/collect-account.ts';
import type { StackDrift } from '../../../src/model/facts/drift.ts';
import type { Fault } from '../../../src/simulator/faults.ts';
import type { WorldStack } from '../../../src/simulator/world.ts';
import {
  AUDITOR,
  callCounts,
  collect,
  MEMBER,
  member,
  stage,
  trust,
  VENDOR,
  value,
  vendorRole,
  world,
} from '../support.ts';
import { bucketResource, roleResource, stackOf } from './stacks.ts';

const DECLARED = {
  RoleName: 'partner',
  AssumeRolePolicyDocument: trust(`arn:aws:iam::${VENDOR}:role/named`),
};

/** A stack with a drifted access role, a policy of a kind that is never compared, and a bucket. */
function accessStack(more: Partial<WorldStack> = {}): WorldStack {
  return stackOf(
    'access',
    [
      roleResource('partner', DECLARED),
      { logicalId: 'Inline', physicalId: 'inline', type: 'AWS::IAM::Policy' },
      bucketResource('logs'),
    ],
    more,
  );
}

function accounts(stacks: WorldStack[]) {
  return world(member({ roles: [vendorRole('partner')], stacks }));
}

function driftOf(account: CollectedAccount, stackName: string): StackDrift {
  const found = value(account, 'drift', 'us-east-1').perResource.find(({ resource }) =>
    resource.includes(`stack/${stackName}/`),
  )?.fact;
  if (found?.status !== 'COLLECTED') throw new Error(`${stackName}: ${JSON.stringify(found)}`);
  return found.value;
}

function statuses(drift: StackDrift): Record<string, string> {
  return Object.fromEntries(drift.resources.map(({ logicalId, status }) => [logicalId, status]));
}

describe('drift of access roles', () => {
  test('is asked for resource by resource, in owning stacks only', async () => {
    const at = await stage({ world: accounts([accessStack(), stackOf('other', [bucketResource('b')])]) });
    const account = await collect(at);
    const drift = driftOf(account, 'access');
    expect(drift).toMatchObject({
      mode: 'access-roles',
      detection: 'DETECTION_COMPLETE',
      detectionReason: null,
      stackDriftStatus: 'DRIFTED',
    });
    expect(statuses(drift)).toEqual({
      Bucketlogs: 'NOT_CHECKED',
      Inline: 'UNSUPPORTED',
      Rolepartner: 'MODIFIED',
    });
    const role = drift.resources.find(({ logicalId }) => logicalId === 'Rolepartner');
    expect(role?.differences.length).toBeGreaterThan(0);
    expect(JSON.parse(role?.expectedProperties ?? '')).toMatchObject({ RoleName: 'partner' });
    expect(callCounts(account)).toMatchObject({
      'cloudformation:DetectStackResourceDrift': 1,
      'cloudformation:DescribeStackResourceDrifts': 1,
    });
    expect(callCounts(account)).not.toHaveProperty('cloudformation:DetectStackDrift');
  });

  test('is not started on a stack in a state that forbids it, and says so of each resource', async () => {
    const at = await stage({ world: accounts([accessStack({ status: 'UPDATE_IN_PROGRESS' })]) });
    const drift = driftOf(await collect(at), 'access');
    expect(drift).toMatchObject({
      detection: 'NOT_STARTED',
      detectionReason: 'Drift cannot be detected in the state UPDATE_IN_PROGRESS.',
      stackDriftStatus: 'UNKNOWN',
    });
    expect(statuses(drift)).toEqual({
      Bucketlogs: 'NOT_CHECKED',
      Inline: 'UNSUPPORTED',
      Rolepartner: 'NOT_CHECKED',
    });
    expect(drift.resources[0]?.statusReason).toContain('UPDATE_IN_PROGRESS');
  });

  test('that is refused for one resource is missing for that one alone, with the action', async () => {
    const policy = `arn:aws:iam::${MEMBER}:policy/edge`;
    const edge = { logicalId: 'Edge', physicalId: policy, type: 'AWS::IAM::ManagedPolicy', declared: {} };
    const stack = stackOf('access', [roleResource('partner', DECLARED), edge, bucketResource('logs')], {
      lastDriftCheckAt: '2025-12-01T00:00:00Z',
    });
    const operation = 'cloudformation:DetectStackResourceDrift';
    for (const [refused, kept] of [
      ['Rolepartner', 'Edge'],
      ['Edge', 'Rolepartner'],
    ] as const) {
      const at = await stage({
        world: accounts([stack]),
        faults: [{ kind: 'access-denied', operation, parameters: { LogicalResourceId: refused } }],
      });
      const drift = driftOf(await collect(at), 'access');
      expect(drift.missing).toMatchObject([
        {
          part: 'drift',
          resource: expect.stringMatching(`^aws:cloudformation:arn:.*/${refused}$`),
          status: 'NOT_COLLECTED',
          reason: 'ACCESS_DENIED',
          action: operation,
        },
      ]);
      const answers = Object.fromEntries(drift.resources.map((resource) => [resource.logicalId, resource]));
      expect(answers[refused]).toMatchObject({
        status: 'NOT_CHECKED',
        statusReason: expect.stringContaining('was refused'),
      });
      expect(answers[kept]?.checkedAt).not.toBe('2025-12-01T00:00:00.000Z');
      expect(answers.Bucketlogs?.status).toBe('IN_SYNC');
    }
  });

  test('is kept when what was last known is refused', async () => {
    const operation = 'cloudformation:DescribeStackResourceDrifts';
    const at = await stage({
      world: accounts([accessStack()]),
      faults: [{ kind: 'access-denied', operation }],
    });
    const drift = driftOf(await collect(at), 'access');
    expect(statuses(drift)).toMatchObject({ Rolepartner: 'MODIFIED', Bucketlogs: 'NOT_CHECKED' });
    expect(drift.missing).toMatchObject([{ part: 'last known drift', action: operation }]);
  });

  test('is missing as a whole only where nothing at all was answered', async () => {
    const at = await stage({
      world: accounts([accessStack()]),
      faults: ['DetectStackResourceDrift', 'DescribeStackResourceDrifts'].map((operation) => ({
        kind: 'access-denied' as const,
        operation,
      })),
    });
    expect(value(await collect(at), 'drift', 'us-east-1').perResource).toMatchObject([
      { fact: { status: 'NOT_COLLECTED', action: 'cloudformation:DetectStackResourceDrift' } },
    ]);
  });

  test.each(['GetTemplate', 'DescribeStacks', 'ListStackResources'])(
    'needs no %s: the role is compared all the same',
    async (operation) => {
      const at = await stage({
        world: accounts([accessStack()]),
        faults: [{ kind: 'access-denied', operation }],
      });
      const account = await collect(at);
      expect(statuses(driftOf(account, 'access'))).toMatchObject({ Rolepartner: 'MODIFIED' });
      const template = value(account, 'stack-templates', 'us-east-1').perResource[0]?.fact;
      expect(template).toMatchObject({
        status: 'COLLECTED',
        value: { missing: [{ action: `cloudformation:${operation}`, reason: 'ACCESS_DENIED' }] },
      });
    },
  );
});

describe('a role that was deleted by hand, the only access role', () => {
  const stack = accessStack();
  const gone = (stacks: WorldStack[], faults: Fault[] = []) =>
    stage({ world: world(member({ roles: [], stacks })), faults });

  test('is found in its stack, at one listing and a listing for each stack that may hold roles', async () => {
    const workers = stackOf('workers', [roleResource(AUDITOR)]);
    const account = await collect(await gone([stack, workers, stackOf('other', [bucketResource('b')])]));
    const drift = value(account, 'drift', 'us-east-1');
    expect(drift.perResource).toHaveLength(1);
    expect(statuses(driftOf(account, 'access'))).toMatchObject({ Rolepartner: 'DELETED' });
    expect(drift.searched?.map((id) => id.split('/')[1])).toEqual(['access', 'workers']);
    expect(callCounts(account)).toMatchObject({
      'cloudformation:DescribeStacks': 1,
      'cloudformation:ListStackResources': 2,
      'cloudformation:DetectStackResourceDrift': 1,
    });
  });

  test.each(['DescribeStacks', 'ListStackResources', 'DetectStackResourceDrift'])(
    'is a gap when %s is refused',
    async (operation) => {
      const account = await collect(await gone([stack], [{ kind: 'access-denied', operation }]));
      expect(value(account, 'drift', 'us-east-1').perResource).toMatchObject([
        { fact: { status: 'NOT_COLLECTED', action: `cloudformation:${operation}` } },
      ]);
    },
  );
});

describe('last known drift', () => {
  test('starts nothing', async () => {
    const at = await stage({ world: accounts([accessStack({ lastDriftCheckAt: '2025-12-01T00:00:00Z' })]) });
    const account = await collect(at, undefined, 'last-known');
    const drift = driftOf(account, 'access');
    expect(drift).toMatchObject({
      mode: 'last-known',
      detection: 'NOT_STARTED',
      stackDriftStatus: 'DRIFTED',
    });
    expect(statuses(drift)).toMatchObject({ Rolepartner: 'MODIFIED', Bucketlogs: 'IN_SYNC' });
    expect(drift.resources.find(({ logicalId }) => logicalId === 'Rolepartner')?.checkedAt).toBe(
      '2025-12-01T00:00:00.000Z',
    );
    expect(Object.keys(callCounts(account)).filter((name) => name.includes(':Detect'))).toEqual([]);
  });

  test('of a stack that was never checked is not a clean one', async () => {
    const at = await stage({ world: accounts([accessStack()]) });
    const drift = driftOf(await collect(at, undefined, 'last-known'), 'access');
    expect(drift.stackDriftStatus).toBe('NOT_CHECKED');
    expect(statuses(drift)).toMatchObject({ Rolepartner: 'NOT_CHECKED', Bucketlogs: 'NOT_CHECKED' });
  });
});

/** Waits that are told and not spent. */
function impatientClock() {
  const waits: number[] = [];
  const clock = {
    now: () => new Date(),
    sleep: async (milliseconds: number) => {
      waits.push(milliseconds);
    },
    alarm: () => () => {},
  };
  return { waits, clock };
}

describe('drift of all stacks', () => {
  test('is detected on every stack of the Region and waited for', async () => {
    const { clock } = impatientClock();
    const at = await stage(
      { world: accounts([accessStack(), stackOf('other', [bucketResource('b')])]) },
      { clock },
    );
    const account = await collect(at, undefined, 'all-stacks');
    expect(driftOf(account, 'access')).toMatchObject({
      mode: 'all-stacks',
      detection: 'DETECTION_COMPLETE',
      stackDriftStatus: 'DRIFTED',
    });
    expect(statuses(driftOf(account, 'access'))).toMatchObject({
      Rolepartner: 'MODIFIED',
      Bucketlogs: 'IN_SYNC',
    });
    expect(driftOf(account, 'other')).toMatchObject({ stackDriftStatus: 'IN_SYNC' });
    expect(callCounts(account)['cloudformation:DetectStackDrift']).toBe(2);
  });

  test('that fails part of the way keeps what was found, and why', async () => {
    const { clock } = impatientClock();
    const failing = accessStack({ detectionFailures: { Bucketlogs: 'Rate exceeded' } });
    const at = await stage({ world: accounts([failing]) }, { clock });
    const drift = driftOf(await collect(at, undefined, 'all-stacks'), 'access');
    expect(drift.detection).toBe('DETECTION_FAILED');
    expect(drift.detectionReason).toContain('Rate exceeded');
    expect(statuses(drift)).toMatchObject({ Rolepartner: 'MODIFIED' });
    expect(statuses(drift).Bucketlogs).not.toBe('IN_SYNC');
  });

  test('that does not end in time is missing for its stack', async () => {
    const { clock, waits } = impatientClock();
    const at = await stage({ world: accounts([accessStack()]) }, { clock });
    const answers = neverEnding(at.aws);
    const account = await collect({ ...at, aws: answers }, undefined, 'all-stacks', 10);
    expect(value(account, 'drift', 'us-east-1').perResource).toMatchObject([
      {
        fact: {
          status: 'NOT_COLLECTED',
          reason: 'TIMED_OUT',
          action: 'cloudformation:DescribeStackDriftDetectionStatus',
          message: 'Drift detection did not end within 10 seconds.',
        },
      },
    ]);
    // The pace of the calls waits for less, and so does whoever has a credential report made.
    const long = waits.filter((milliseconds) => milliseconds >= 1000);
    expect(long.toSorted((a, b) => a - b)).toEqual([1000, 2000, 4000, 8000]);
  });
});

/** The same AWS, where every detection is still going on whenever it is asked for. */
function neverEnding(aws: Aws): Aws {
  return {
    ...aws,
    connect(...connection) {
      const { caller, underWay } = aws.connect(...connection);
      return {
        underWay,
        caller: (fact) => {
          const real = caller(fact);
          return {
            list: real.list,
            async call(service, operation, region, input, count) {
              const output = await real.call(service, operation, region, input, count);
              if (operation === 'DescribeStackDriftDetectionStatus') {
                Object.assign(Object(output), { DetectionStatus: 'DETECTION_IN_PROGRESS' });
              }
              return output;
            },
          };
        },
      };
    },
  };
}

describe('drift that is off', () => {
  test('is no fact at all', async () => {
    const at = await stage({ world: accounts([accessStack()]) });
    const account = await collect(at, undefined, 'off');
    expect(account.facts.map(({ fact }) => fact)).not.toContain('drift');
  });
});

describe('a comparison that CloudFormation made before', () => {
  const HOUR = 3_600_000;
  const ago = (hours: number) => new Date(Date.now() - hours * HOUR).toISOString();
  const stack = (more: Partial<WorldStack>) =>
    accounts([accessStack({ createdAt: ago(1000), lastDriftCheckAt: ago(5), ...more })]);

  test.each(['access-roles', 'all-stacks'] as const)('is taken over while it is young (%s)', async (mode) => {
    const at = await stage({ world: stack({}) });
    const account = await collect(at, undefined, mode);
    const drift = driftOf(account, 'access');
    expect(drift).toMatchObject({ detection: 'DETECTION_COMPLETE', stackDriftStatus: 'DRIFTED' });
    expect(statuses(drift)).toEqual({
      Bucketlogs: 'IN_SYNC',
      Inline: 'UNSUPPORTED',
      Rolepartner: 'MODIFIED',
    });
    expect(Date.now() - Date.parse(drift.reusedSince ?? '')).toBeGreaterThanOrEqual(5 * HOUR);
    const made = Object.keys(callCounts(account)).filter((operation) => operation.includes(':Detect'));
    expect(made).toEqual([]);
  });

  test.each<[string, Partial<WorldStack>]>([
    ['is too old', { lastDriftCheckAt: ago(25) }],
    ['is older than the stack’s last update', { updatedAt: ago(4) }],
    ['is older than the stack', { createdAt: ago(4) }],
    ['is to come', { lastDriftCheckAt: ago(-1) }],
    ['failed in part', { detectionFailures: { Rolepartner: 'Rate exceeded' } }],
  ])('is made again where it %s', async (_what, more) => {
    for (const mode of ['access-roles', 'all-stacks'] as const) {
      const { clock } = impatientClock();
      const at = await stage({ world: stack(more) }, { clock });
      const account = await collect(at, undefined, mode);
      const operation = mode === 'all-stacks' ? 'DetectStackDrift' : 'DetectStackResourceDrift';
      expect(callCounts(account)[`cloudformation:${operation}`]).toBe(1);
      expect(driftOf(account, 'access').reusedSince).toBeUndefined();
    }
  });

  test('of a role that IAM does not list any more is made again', async () => {
    const lost = stackOf(
      'access',
      [roleResource('partner', DECLARED), roleResource('gone', { RoleName: 'gone' })],
      {
        createdAt: ago(1000),
        lastDriftCheckAt: ago(5),
      },
    );
    const at = await stage({ world: accounts([lost]) });
    const account = await collect(at);
    expect(callCounts(account)['cloudformation:DetectStackResourceDrift']).toBe(1);
    expect(statuses(driftOf(account, 'access'))).toMatchObject({ Rolegone: 'DELETED' });
  });

  test('of one resource does not stand for the whole stack', async () => {
    const { clock } = impatientClock();
    const at = await stage({ world: accounts([accessStack({ createdAt: ago(1000) })]) }, { clock });
    await collect(at);
    const account = await collect(at, undefined, 'all-stacks');
    expect(callCounts(account)['cloudformation:DetectStackDrift']).toBe(1);
  });
});
