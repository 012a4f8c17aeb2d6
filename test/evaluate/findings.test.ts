import { describe, expect, it } from 'vitest';
import { buildFindings, compareFindings } from '../../src/evaluate/findings.ts';
import type { Failure } from '../../src/evaluate/results.ts';
import type { Rules } from '../../src/evaluate/rules.ts';
import type { Failed } from '../../src/model/check.ts';
import type { Finding } from '../../src/model/finding.ts';
import { SEVERITIES, type Severity } from '../../src/model/severity.ts';
import { SAMPLE_CHECK as check } from './sample-check.ts';

function rules(severity?: Severity): Rules {
  return {
    asOf: '2026-06-01T00:00:00.000Z',
    checks: [check],
    config: {
      checks: severity === undefined ? {} : { door: { severity } },
      exceptions: [],
      report: { externalIds: 'full' },
    },
  } as unknown as Rules;
}

function failure(outcome: Partial<Failed> = {}, evidenceAccountId = '111122223333'): Failure {
  return {
    check,
    accountId: '111122223333',
    region: 'global',
    evidenceAccountId,
    outcome: {
      status: 'FAIL',
      resource: { arn: 'arn:aws:iam::111122223333:role/r', type: 'AWS::IAM::Role' },
      detail: 'It is open.',
      evidence: [{ fact: 'authorization-details', region: 'global', pointer: '/roles/0', value: 'r' }],
      ...outcome,
    },
  };
}

function findings(failures: Failure[], severity?: Severity): Finding[] {
  return buildFindings(failures, {
    rules: rules(severity),
    accountName: () => 'payments',
    partiesOn: () => [],
    firstSeen: () => '2026-06-01T00:00:00.000Z',
  });
}

describe('the severity of a finding is', () => {
  it("the check's own where nothing else is said", () => {
    expect(findings([failure()])[0]?.severity).toBe('medium');
  });

  it('that of the case where the check says so', () => {
    expect(findings([failure({ severity: 'critical' })])[0]?.severity).toBe('critical');
  });

  it('that of the configuration before both', () => {
    expect(findings([failure({ severity: 'critical' })], 'low')[0]?.severity).toBe('low');
  });

  it('the worse one of two that are the same finding, whichever comes first', () => {
    const [milder, worse] = [failure({ severity: 'low' }), failure({ severity: 'high' }, '999988887777')];
    for (const both of [
      [milder, worse],
      [worse, milder],
    ]) {
      const [one, ...others] = findings(both);
      expect(others).toEqual([]);
      expect(one?.severity).toBe('high');
      expect(one?.evidence.map(({ file }) => file).sort()).toEqual([
        'accounts/111122223333/facts.jsonl.gz',
        'accounts/999988887777/facts.jsonl.gz',
      ]);
    }
  });
});

it('evidence that two reports of the same finding share stands there once', () => {
  expect(findings([failure(), failure()])[0]?.evidence).toHaveLength(1);
});

it('failures that differ by discriminator, resource or Region are findings of their own', () => {
  const other = { arn: 'arn:aws:iam::111122223333:role/s', type: 'AWS::IAM::Role' };
  const several = findings([
    failure(),
    failure({ discriminator: 'x' }),
    failure({ resource: other }),
    { ...failure(), region: 'eu-west-1' },
  ]);
  expect(new Set(several.map(({ fingerprint }) => fingerprint)).size).toBe(4);
});

it('findings stand worst first, then by account, Region and resource', () => {
  const [finding] = findings([failure()]);
  if (finding === undefined) throw new Error('There is no finding.');
  const sorted = [
    ...SEVERITIES.map((severity) => ({ ...finding, severity })),
    { ...finding, severity: 'info' as const, accountId: '222233334444' },
    { ...finding, severity: 'info' as const, accountId: '222233334444', region: 'us-east-1' },
    {
      ...finding,
      severity: 'info' as const,
      accountId: '222233334444',
      region: 'us-east-1',
      resourceArn: 'b',
    },
  ];
  expect([...sorted].reverse().sort(compareFindings)).toEqual(sorted);
});
