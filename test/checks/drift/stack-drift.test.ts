import { describe, expect, test } from 'vitest';
import { stackDrift } from '../../../src/checks/drift/stack-drift.ts';
import type { ResourceDrift, StackDrift } from '../../../src/model/facts/drift.ts';
import {
  collected,
  contextFor,
  denied,
  driftOf,
  expectEvidence,
  owning,
  perResource,
  resourceDrift,
  role,
  STACK_ID,
  statuses,
} from './facts.ts';

function judge(resources: ResourceDrift[], stack: Partial<StackDrift> = {}) {
  const facts = {
    'authorization-details': { roles: [role()], policies: [] },
    'role-stacks': owning('vendor'),
    drift: driftOf(resources, stack),
  };
  return { facts, outcomes: stackDrift.evaluate(facts, contextFor(stackDrift)) };
}

function bucket(changes: Partial<ResourceDrift> = {}): ResourceDrift {
  return resourceDrift({ logicalId: 'Bucket', physicalId: 'b', type: 'AWS::S3::Bucket', ...changes });
}

test('PASS: the other resources are in sync, whatever the role is', () => {
  const { outcomes } = judge([resourceDrift({ status: 'MODIFIED' }), bucket()]);
  expect(outcomes).toMatchObject([{ status: 'PASS', resource: { arn: STACK_ID } }]);
});

test('FAIL: names what differs, and still says what is not known', () => {
  const { outcomes, facts } = judge([
    resourceDrift(),
    bucket({ status: 'MODIFIED' }),
    bucket({ logicalId: 'Queue', type: 'AWS::SQS::Queue', status: 'DELETED' }),
    bucket({ logicalId: 'Topic', type: 'AWS::SNS::Topic', status: 'NOT_CHECKED', checkedAt: null }),
  ]);
  expect(outcomes).toMatchObject([
    {
      status: 'FAIL',
      detail: expect.stringContaining(
        'Bucket (AWS::S3::Bucket, MODIFIED) and Queue (AWS::SQS::Queue, DELETED)',
      ),
    },
    { status: 'UNKNOWN', detail: expect.stringContaining('drift.mode: all-stacks') },
  ]);
  expectEvidence(outcomes, facts);
});

describe('UNKNOWN', () => {
  test('not checked in a mode that does not ask', () => {
    const { outcomes } = judge([resourceDrift(), bucket({ status: 'NOT_CHECKED', checkedAt: null })]);
    expect(outcomes).toMatchObject([
      {
        status: 'UNKNOWN',
        detail: expect.stringContaining('`drift.mode: all-stacks` in the config checks them'),
      },
    ]);
  });

  test('not checked although asked', () => {
    const { outcomes } = judge([bucket({ status: 'UNKNOWN' })], { mode: 'all-stacks' });
    expect(outcomes).toMatchObject([
      { status: 'UNKNOWN', detail: expect.not.stringContaining('all-stacks') },
    ]);
  });

  test('checked too long ago', () => {
    const { outcomes } = judge([bucket({ checkedAt: '2025-01-01T00:00:00.000Z' })]);
    expect(outcomes).toMatchObject([{ status: 'UNKNOWN', detail: expect.stringContaining('too long ago') }]);
  });

  test('not read', () => {
    const { facts } = judge([]);
    const context = contextFor(stackDrift);
    const refused = perResource<StackDrift>([STACK_ID, denied()]);
    expect(statuses(stackDrift.evaluate({ ...facts, drift: refused }, context))).toEqual(['UNKNOWN']);
    expect(statuses(stackDrift.evaluate({ ...facts, drift: perResource() }, context))).toEqual(['UNKNOWN']);
    expect(statuses(stackDrift.evaluate({ ...facts, 'role-stacks': perResource() }, context))).toEqual([
      'UNKNOWN',
    ]);
  });
});

describe('NOT_APPLICABLE', () => {
  test('the stack holds nothing else', () => {
    expect(statuses(judge([resourceDrift()]).outcomes)).toEqual(['NOT_APPLICABLE']);
  });

  test('what CloudFormation never compares is not passed', () => {
    const unsupported = bucket({ logicalId: 'Custom', type: 'Custom::Thing', status: 'UNSUPPORTED' });
    expect(statuses(judge([unsupported]).outcomes)).toEqual(['NOT_APPLICABLE']);
    expect(judge([unsupported, bucket()]).outcomes).toMatchObject([
      { status: 'NOT_APPLICABLE', detail: expect.stringContaining('Custom (Custom::Thing, UNSUPPORTED)') },
      { status: 'PASS', detail: expect.stringContaining('1 of 2') },
    ]);
  });
});

test('stacks without an access role are not judged, although drift was read', () => {
  const { facts } = judge([bucket({ status: 'DELETED' })]);
  const unowned = perResource<null>([role().arn, collected(null)]);
  expect(stackDrift.evaluate({ ...facts, 'role-stacks': unowned }, contextFor(stackDrift))).toEqual([]);
});
