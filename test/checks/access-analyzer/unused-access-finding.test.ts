import { describe, expect, test } from 'vitest';
import { unusedAccessFinding } from '../../../src/checks/access-analyzer/unused-access-finding.ts';
import type { UnusedAccessFinding } from '../../../src/model/facts/unused-access-findings.ts';
import { contextFor, expectEvidence, OWN_OTHER, REGION, statuses } from '../drift/facts.ts';
import { ANALYZER_ARN, unused } from './facts.ts';

const ANALYZER = { arn: `${ANALYZER_ARN}-unused`, region: REGION, type: 'ACCOUNT_UNUSED_ACCESS' };

function judge(findings: UnusedAccessFinding[], analyzers = [ANALYZER]) {
  const facts = { 'unused-access-findings': { analyzers, findings } };
  return { facts, outcomes: unusedAccessFinding.evaluate(facts, contextFor(unusedAccessFinding)) };
}

describe('FAIL', () => {
  test.each([
    ['UnusedIAMRole', 'medium'],
    ['UnusedIAMUserAccessKey', 'medium'],
    ['UnusedIAMUserPassword', 'medium'],
    ['UnusedPermission', 'low'],
    ['SomethingNew', 'low'],
  ])('%s is %s', (findingType, severity) => {
    const { outcomes, facts } = judge([unused({ findingType })]);
    expect(outcomes).toMatchObject([
      { status: 'FAIL', severity, discriminator: findingType, region: 'global' },
    ]);
    expectEvidence(outcomes, facts);
  });

  test('several keys of one user, which the summary cannot tell apart, are one finding', () => {
    const key = { findingType: 'UnusedIAMUserAccessKey', resourceType: 'AWS::IAM::User' };
    const { outcomes, facts } = judge([unused({ ...key, id: 'a' }), unused({ ...key, id: 'b' })]);
    expect(outcomes).toMatchObject([{ status: 'FAIL', detail: expect.stringContaining('(2 findings)') }]);
    expectEvidence(outcomes, facts);
  });

  test('a member’s role in an organization analyzer belongs to the member', () => {
    expect(judge([unused({ resourceOwnerAccount: OWN_OTHER })]).outcomes).toMatchObject([
      { accountId: OWN_OTHER },
    ]);
  });
});

test('UNKNOWN: the role could not be analysed', () => {
  expect(judge([unused({ error: 'ACCESS_DENIED' })]).outcomes).toMatchObject([
    { status: 'UNKNOWN', detail: expect.stringContaining('ACCESS_DENIED') },
  ]);
});

test('UNKNOWN: an analyzer, or a Region that may hold one, did not answer: about no resource in particular', () => {
  const fact = { status: 'NOT_COLLECTED', reason: 'ACCESS_DENIED', message: 'It was refused.' } as const;
  const resource = 'arn:aws:access-analyzer:us-east-1:111111111111:analyzer/*';
  const facts = {
    'unused-access-findings': { analyzers: [ANALYZER], findings: [], perResource: [{ resource, fact }] },
  };
  expect(unusedAccessFinding.evaluate(facts, contextFor(unusedAccessFinding))).toMatchObject([
    { status: 'PASS' },
    {
      status: 'UNKNOWN',
      resource: { arn: '' },
      detail: `What ${resource} reports was not read: It was refused.`,
    },
  ]);
});

test('PASS: an analyzer without active findings', () => {
  expect(judge([unused({ status: 'ARCHIVED' })]).outcomes).toMatchObject([
    { status: 'PASS', resource: { arn: ANALYZER.arn } },
  ]);
});

test('NOT_APPLICABLE: no analyzer, and says so', () => {
  expect(judge([], []).outcomes).toMatchObject([
    {
      status: 'NOT_APPLICABLE',
      detail: expect.stringMatching(
        /no active unused-access analyzer of its own in the Regions that were asked/,
      ),
    },
  ]);
  expect(statuses(judge([], []).outcomes)).toEqual(['NOT_APPLICABLE']);
});
