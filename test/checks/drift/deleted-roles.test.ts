import { describe, expect, test } from 'vitest';
import { roleDrift } from '../../../src/checks/drift/role-drift.ts';
import type { ResourceDrift } from '../../../src/model/facts/drift.ts';
import type { StackTemplate } from '../../../src/model/facts/stack-templates.ts';
import {
  contextFor,
  driftOf,
  expectEvidence,
  owning,
  perResource,
  resourceDrift,
  role,
  stacksIn,
  statuses,
} from './facts.ts';

/** A stack that owns the live role `vendor`, in sync, and one more role resource. */
function judge(gone: Partial<ResourceDrift>) {
  const facts = {
    'authorization-details': { roles: [role()], policies: [] },
    stacks: stacksIn(),
    'role-stacks': owning('vendor'),
    'stack-templates': perResource<StackTemplate>(),
    drift: driftOf([
      resourceDrift(),
      resourceDrift({ logicalId: 'Gone', physicalId: 'gone', status: 'DELETED', ...gone }),
    ]),
  };
  return { facts, outcomes: roleDrift.evaluate(facts, contextFor(roleDrift)) };
}

function expected(principal: object): string {
  const Statement = [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }];
  return JSON.stringify({ AssumeRolePolicyDocument: { Version: '2012-10-17', Statement } });
}

describe('a role of the stack that is gone from IAM', () => {
  test('fails when outsiders could assume it by the template', () => {
    const { outcomes, facts } = judge({ expectedProperties: expected({ AWS: '999988887777' }) });
    expect(statuses(outcomes).sort()).toEqual(['FAIL', 'PASS']);
    const failed = outcomes.find(({ status }) => status === 'FAIL');
    expect(failed).toMatchObject({ severity: 'medium', discriminator: 'Gone' });
    expectEvidence(outcomes, facts);
  });

  test('fails when its trust policy is not known', () => {
    expect(statuses(judge({ expectedProperties: null }).outcomes)).toContain('FAIL');
    expect(statuses(judge({ expectedProperties: '{"AssumeRolePolicyDocument": "{"}' }).outcomes)).toContain(
      'FAIL',
    );
  });

  test('is an open question when CloudFormation gave no answer', () => {
    const { outcomes } = judge({ status: 'NOT_CHECKED', statusReason: 'Detection was refused.' });
    expect(outcomes).toContainEqual(
      expect.objectContaining({
        status: 'UNKNOWN',
        detail: expect.stringContaining('Detection was refused'),
      }),
    );
  });

  test('is left out when only a service could assume it', () => {
    const { outcomes } = judge({ expectedProperties: expected({ Service: 'ec2.amazonaws.com' }) });
    expect(statuses(outcomes)).toEqual(['PASS']);
  });

  test('is left out when CloudFormation has it in sync or IAM still lists it', () => {
    expect(statuses(judge({ status: 'IN_SYNC' }).outcomes)).toEqual(['PASS']);
    expect(statuses(judge({ physicalId: 'vendor' }).outcomes)).toEqual(['PASS']);
  });
});
