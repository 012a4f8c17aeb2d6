import { describe, expect, test } from 'vitest';
import { analyzerCoverage } from '../../../src/checks/access-analyzer/analyzer-coverage.ts';
import type { Outcome } from '../../../src/model/check.ts';
import type { Analyzer } from '../../../src/model/facts/analyzers.ts';
import { ACCOUNT, contextFor, expectEvidence, OWN_OTHER, REGION } from '../drift/facts.ts';
import { analyzer } from './facts.ts';

const ADMINISTRATOR = '333344445555';

interface Member {
  accountId: string;
  analyzers: Analyzer[];
  region?: string;
  listedOnly?: boolean;
}

function judge(members: Member[], administrators: string[] | undefined, gaps: string[] = []) {
  const { account, region: _, ...context } = contextFor(analyzerCoverage);
  const digests = members.map(({ accountId, analyzers, region = REGION, listedOnly = false }) => {
    const subject = { ...account, accountId, ...(listedOnly ? {} : { organizationalUnit: 'Workloads' }) };
    const value = analyzerCoverage.digest(
      { analyzers: { analyzers } },
      { ...context, account: subject, region },
    );
    return { account: subject, region, value: JSON.parse(JSON.stringify(value)) };
  });
  return [
    ...analyzerCoverage.evaluate(
      { digests, gaps: gaps.map((accountId) => ({ account: { ...account, accountId }, region: REGION })) },
      { ...context, ...(administrators === undefined ? {} : { analyzerAdministrators: administrators }) },
    ),
  ];
}

function of(outcomes: Outcome[], accountId: string): Outcome | undefined {
  return outcomes.find((outcome) => outcome.accountId === accountId);
}

const ORGANIZATION = analyzer({ type: 'ORGANIZATION', name: 'org' });
const MEMBER = { accountId: ACCOUNT, analyzers: [] };

describe('PASS', () => {
  test('an active analyzer of its own', () => {
    expect(judge([{ accountId: ACCOUNT, analyzers: [analyzer()] }], undefined)).toMatchObject([
      { status: 'PASS', accountId: ACCOUNT, region: REGION },
    ]);
  });

  test('the organization’s analyzer in an administrator’s account covers members and itself', () => {
    const outcomes = judge(
      [{ accountId: ADMINISTRATOR, analyzers: [ORGANIZATION] }, MEMBER],
      [ADMINISTRATOR],
    );
    expect(outcomes).toMatchObject([{ status: 'PASS' }, { status: 'PASS' }]);
    expect(of(outcomes, ACCOUNT)?.detail).toContain(ADMINISTRATOR);
  });
});

describe('FAIL', () => {
  test('no analyzer anywhere, and all administrators read', () => {
    const outcomes = judge([{ accountId: ADMINISTRATOR, analyzers: [] }, MEMBER], [ADMINISTRATOR]);
    expect(of(outcomes, ACCOUNT)).toMatchObject({ status: 'FAIL' });
    expectEvidence(outcomes, { analyzers: { analyzers: [] } });
  });

  test.each<[string, Analyzer]>([
    ['not active', analyzer({ status: 'DISABLED' })],
    ['for unused access', analyzer({ type: 'ACCOUNT_UNUSED_ACCESS' })],
    ['for internal access', analyzer({ type: 'ORGANIZATION_INTERNAL_ACCESS' })],
  ])('the only analyzer is %s', (_name, only) => {
    const outcomes = judge([{ accountId: ADMINISTRATOR, analyzers: [only] }], [ADMINISTRATOR]);
    expect(outcomes).toMatchObject([{ status: 'FAIL' }]);
    expectEvidence(outcomes, { analyzers: { analyzers: [only] } });
  });

  test('the organization’s analyzer is in another Region', () => {
    const outcomes = judge(
      [
        { accountId: ADMINISTRATOR, analyzers: [ORGANIZATION], region: 'us-east-1' },
        { accountId: ADMINISTRATOR, analyzers: [] },
        MEMBER,
      ],
      [ADMINISTRATOR],
    );
    expect(of(outcomes, ACCOUNT)).toMatchObject({ status: 'FAIL', region: REGION });
  });

  test('an organization analyzer in an account that administers nothing covers nobody else', () => {
    const outcomes = judge(
      [
        { accountId: OWN_OTHER, analyzers: [ORGANIZATION] },
        { accountId: ADMINISTRATOR, analyzers: [] },
        MEMBER,
      ],
      [ADMINISTRATOR],
    );
    expect(of(outcomes, ACCOUNT)).toMatchObject({ status: 'FAIL' });
  });
});

describe('UNKNOWN', () => {
  test('the administrator’s analyzers were not read, or it is not part of the run', () => {
    for (const gaps of [[ADMINISTRATOR], []]) {
      expect(of(judge([MEMBER], [ADMINISTRATOR], gaps), ACCOUNT)).toMatchObject({
        status: 'UNKNOWN',
        detail: expect.stringContaining(ADMINISTRATOR),
      });
    }
  });

  test('one of two administrators was not read', () => {
    const outcomes = judge([{ accountId: OWN_OTHER, analyzers: [] }, MEMBER], [ADMINISTRATOR, OWN_OTHER]);
    expect(of(outcomes, ACCOUNT)).toMatchObject({ status: 'UNKNOWN' });
  });

  test('the organization was not read', () => {
    expect(judge([MEMBER], undefined)).toMatchObject([{ status: 'UNKNOWN' }]);
  });

  test('an account that is merely listed may belong to another organization', () => {
    const outcomes = judge(
      [
        { accountId: ADMINISTRATOR, analyzers: [ORGANIZATION] },
        { ...MEMBER, listedOnly: true },
      ],
      [ADMINISTRATOR],
    );
    expect(of(outcomes, ACCOUNT)).toMatchObject({ status: 'UNKNOWN' });
  });
});
