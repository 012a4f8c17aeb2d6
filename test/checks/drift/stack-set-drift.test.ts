import { describe, expect, it } from 'vitest';
import { stackSetDrift } from '../../../src/checks/drift/stack-set-drift.ts';
import type { Failed, Outcome } from '../../../src/model/check.ts';
import type { StackSet } from '../../../src/model/facts/stack-sets.ts';
import { fixOf, HERE, judge } from '../support/trust-fixtures.ts';

const ARN = `arn:aws:cloudformation:us-east-1:${HERE}:stackset/readers:1`;

/** Drift as of an hour before the moment of judgement, in sync unless said otherwise. */
function stackSet(more: Partial<StackSet> = {}): StackSet {
  return {
    name: 'readers',
    arn: ARN,
    permissionModel: 'SELF_MANAGED',
    iamTypes: ['AWS::IAM::Role'],
    capabilities: ['CAPABILITY_NAMED_IAM'],
    driftStatus: 'IN_SYNC',
    detection: 'COMPLETED',
    lastDriftCheckAt: '2026-06-01T11:00:00.000Z',
    instances: [{ accountId: HERE, region: 'us-east-1', stackId: 'arn', driftStatus: 'IN_SYNC' }],
    ...more,
  };
}

function judged(...stackSets: StackSet[]): Outcome[] {
  return judge(stackSetDrift, [], {}, { 'stack-sets': { askedAs: ['SELF'], stackSets } });
}

describe('stack-set-drift', () => {
  it.each<[string, Partial<StackSet>, Outcome['status'], RegExp]>([
    ['in sync', {}, 'PASS', /in sync with their template at 2026-06-01T11/],
    ['drifted', { driftStatus: 'DRIFTED' }, 'FAIL', /has drifted, by CloudFormation's detection of 2026/],
    [
      'drifted, as far as the detection came',
      { driftStatus: 'DRIFTED', detection: 'PARTIAL_SUCCESS' },
      'FAIL',
      /drifted/,
    ],
    [
      'never compared',
      { driftStatus: 'NOT_CHECKED', detection: null, lastDriftCheckAt: null },
      'UNKNOWN',
      /no drift detection/,
    ],
    ['in sync by no date', { lastDriftCheckAt: null }, 'UNKNOWN', /no drift detection/],
    [
      'in sync two days ago',
      { lastDriftCheckAt: '2026-05-30T11:00:00.000Z' },
      'UNKNOWN',
      /more than 24 hours before/,
    ],
    [
      'drifted two days ago',
      { driftStatus: 'DRIFTED', lastDriftCheckAt: '2026-05-30T11:00:00.000Z' },
      'UNKNOWN',
      /more than 24/,
    ],
    [
      'in sync as far as the detection came',
      { detection: 'PARTIAL_SUCCESS' },
      'UNKNOWN',
      /ended PARTIAL_SUCCESS, with IN_SYNC/,
    ],
    ['in sync while it is compared', { detection: 'IN_PROGRESS' }, 'UNKNOWN', /IN_PROGRESS/],
    ['in a state yet to come', { driftStatus: 'NEW' }, 'UNKNOWN', /with NEW/],
    ['without stacks', { instances: [] }, 'NOT_APPLICABLE', /has no stacks/],
    [
      'of which nobody can tell what it makes',
      { iamTypes: [], capabilities: ['CAPABILITY_AUTO_EXPAND'] },
      'UNKNOWN',
      /cannot be told/,
    ],
    [
      'of which nested stacks may make roles',
      { iamTypes: ['AWS::IAM::Policy'], makers: ['AWS::CloudFormation::Stack'] },
      'UNKNOWN',
      /cannot be told/,
    ],
    [
      'of which a macro may make roles',
      { iamTypes: ['AWS::IAM::Policy'], capabilities: ['CAPABILITY_AUTO_EXPAND', 'CAPABILITY_IAM'] },
      'UNKNOWN',
      /cannot be told/,
    ],
    [
      'in sync, but for a stack that was made since',
      {
        instances: ['IN_SYNC', 'NOT_CHECKED'].map((driftStatus, index) => ({
          ...{ accountId: HERE, region: `us-east-${index + 1}`, stackId: 'arn', driftStatus },
        })),
      },
      'UNKNOWN',
      /of 1 it is not said, in account \d+ \(us-east-2\)/,
    ],
  ])('of one that is %s', (_what, more, status, detail) => {
    const [outcome] = judged(stackSet(more));
    expect(outcome).toMatchObject({ status, resource: { arn: ARN } });
    expect(outcome?.detail).toMatch(detail);
  });

  it('does not judge what deploys no roles', () => {
    const bucket = stackSet({ iamTypes: [], capabilities: [], instances: null });
    const policy = stackSet({
      iamTypes: ['AWS::IAM::ManagedPolicy'],
      driftStatus: 'DRIFTED',
      instances: null,
    });
    expect(judged(bucket, policy)).toMatchObject([
      { status: 'NOT_APPLICABLE', detail: 'No stack set that deploys roles is administered from here.' },
    ]);
  });

  it('says where it drifted, and how to see the rest', () => {
    const instances = Array.from({ length: 7 }, (_, index) => ({
      accountId: `90000000000${index}`,
      region: 'eu-west-1',
      stackId: null,
      driftStatus: index === 0 ? 'IN_SYNC' : 'DRIFTED',
    }));
    const [failed] = judged(stackSet({ driftStatus: 'DRIFTED', instances })) as Failed[];
    expect(failed?.detail).toContain(
      'in account 900000000001 (eu-west-1), account 900000000002 (eu-west-1), account 900000000003 (eu-west-1), account 900000000004 (eu-west-1), account 900000000005 (eu-west-1) and 1 more.',
    );
    expect(fixOf(failed as Failed, 'cli')).toContain("--stack-set-name 'readers'");
  });

  it('gives one of the organization to the account whose it is', () => {
    const arn = ARN.replace(HERE, '999900000000');
    const [own] = judged(stackSet({ driftStatus: 'DRIFTED' }));
    const [other] = judged(stackSet({ arn, driftStatus: 'DRIFTED' }));
    expect(own).not.toHaveProperty('accountId');
    expect(other).toMatchObject({ accountId: '999900000000' });
  });
});
