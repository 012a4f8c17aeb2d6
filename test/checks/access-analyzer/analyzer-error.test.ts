import { describe, expect, test } from 'vitest';
import { analyzerError } from '../../../src/checks/access-analyzer/analyzer-error.ts';
import type { Analyzer } from '../../../src/model/facts/analyzers.ts';
import type { ExternalAccessFinding } from '../../../src/model/facts/external-access-findings.ts';
import type { UnusedAccessFinding } from '../../../src/model/facts/unused-access-findings.ts';
import { contextFor, expectEvidence, REGION, statuses } from '../drift/facts.ts';
import { ANALYZER_ARN, analyzer, BUCKET, external, unused } from './facts.ts';

const UNUSED_ARN = `${ANALYZER_ARN}-unused`;

function judge(
  findings: ExternalAccessFinding[],
  analyzers: Analyzer[] = [analyzer()],
  unusedFindings: UnusedAccessFinding[] = [],
  unusedRegion = REGION,
) {
  const facts = {
    analyzers: { analyzers },
    'external-access-findings': { findings },
    'unused-access-findings': {
      analyzers:
        unusedFindings.length === 0
          ? []
          : [{ arn: UNUSED_ARN, region: unusedRegion, type: 'ACCOUNT_UNUSED_ACCESS' }],
      findings: unusedFindings,
    },
  };
  return { facts, outcomes: analyzerError.evaluate(facts, contextFor(analyzerError)) };
}

describe('FAIL', () => {
  test.each(['ACCESS_DENIED', 'INTERNAL_ERROR'])('%s', (error) => {
    const { outcomes, facts } = judge([external({ error })]);
    expect(outcomes).toMatchObject([
      {
        status: 'FAIL',
        discriminator: error,
        resource: { arn: BUCKET },
        detail: expect.stringContaining(error),
      },
    ]);
    expectEvidence(outcomes, facts);
  });

  test('a finding that names no resource, and archived ones too', () => {
    const { outcomes } = judge([external({ error: 'ACCESS_DENIED', resource: null, status: 'ARCHIVED' })]);
    expect(outcomes).toMatchObject([
      { status: 'FAIL', resource: { arn: 'aws:access-analyzer:resource:AWS::S3::Bucket' } },
    ]);
  });

  test('an error of unused access, in the Region of its analyzer alone', () => {
    const finding = unused({ error: 'INTERNAL_ERROR' });
    const { outcomes, facts } = judge([], [], [finding]);
    expect(statuses(outcomes)).toEqual(['FAIL']);
    expectEvidence(outcomes, facts);
  });

  test('an error of an analyzer in a Region that is not scanned, with the first that is', () => {
    const { outcomes } = judge([], [], [unused({ error: 'INTERNAL_ERROR' })], 'us-east-1');
    expect(statuses(outcomes)).toEqual(['FAIL']);
  });

  test('an error of unused access in another scanned Region is left to that Region', () => {
    const finding = unused({ error: 'INTERNAL_ERROR' });
    const context = contextFor(analyzerError);
    const two = { ...context, account: { ...context.account, regions: [REGION, 'us-east-1'] } };
    expect(statuses(analyzerError.evaluate(judge([], [], [finding], 'us-east-1').facts, two))).toEqual([
      'NOT_APPLICABLE',
    ]);
  });
});

test('PASS: no finding of the analyzer carries an error', () => {
  expect(judge([external()]).outcomes).toMatchObject([{ status: 'PASS', resource: { arn: ANALYZER_ARN } }]);
});

test('NOT_APPLICABLE: no analyzer in the Region', () => {
  expect(statuses(judge([], []).outcomes)).toEqual(['NOT_APPLICABLE']);
});
