import { describe, expect, it } from 'vitest';
import { decisionsIn, reviewSetting } from '../../src/evaluate/decisions.ts';
import type { RegisteredThirdParty } from '../../src/model/party.ts';
import { type AuditReport, accountScopeShape, reportShape } from '../../src/model/report.ts';
import type { KnownDecisions } from '../../src/model/review.ts';
import { sampleOf } from '../support/sample.ts';

const A = '111111111111';
const B = '222222222222';

function report(gaps: object[] = []): AuditReport {
  const least = sampleOf(reportShape);
  return {
    ...least,
    run: { ...least.run, asOf: '2026-06-01T12:00:00.000Z', startedAt: '2026-06-01T11:00:00.000Z' },
    scope: {
      ...least.scope,
      accounts: [A, B].map((accountId) => sampleOf(accountScopeShape, { accountId })),
    },
    coverage: { ...least.coverage, gaps: gaps as AuditReport['coverage']['gaps'] },
  };
}

const KNOWN = { userArn: 'arn:aws:iam::1:user/known', accountId: '1', activeKeys: 0, password: false };

const REGISTER = [
  { name: 'Nimbus', lastReviewed: '2026-01-31' },
  { name: 'Never' },
] as RegisteredThirdParty[];

describe('what decisions are held against', () => {
  it.each([
    ['the roles of an account', 'authorization-details', false],
    ['something else of it', 'drift', true],
  ])('knows where %s were not read', (_what, fact, wasRead) => {
    const setting = reviewSetting(report([{ accountId: A, fact }]), []);
    expect([A, B, '999999999999'].map((accountId) => setting.wasRead({ accountId, principal: '' }))).toEqual([
      wasRead,
      true,
      false,
    ]);
  });

  it('is the moment of judgement, and the first run that is known of', () => {
    const setting = reviewSetting(report(), []);
    expect([setting.asOf, setting.since]).toEqual(['2026-06-01T12:00:00.000Z', '2026-06-01T11:00:00.000Z']);
    const trend = [{ startedAt: '2025-01-01T00:00:00.000Z' }, { startedAt: '2026-01-01T00:00:00.000Z' }];
    expect(reviewSetting(report(), [], trend as never).since).toBe('2025-01-01T00:00:00.000Z');
  });

  it('tells which users would be there by name or path, and which only a tag would show', () => {
    const register = [
      { name: 'Nimbus', users: [{ path: '/vendors/' }, { tag: 'vendor=nimbus' }] },
      { name: 'Other', users: [{ name: 'other-*' }] },
    ] as unknown as RegisteredThirdParty[];
    const base = report();
    const party = { party: { kind: 'registered', name: 'Nimbus' }, users: [KNOWN] };
    const { wouldList } = reviewSetting({ ...base, thirdParties: [party] } as AuditReport, register);
    const listed = (key: string, path: string) =>
      wouldList({ party: { key, name: '', kind: '' }, roleArn: `arn:aws:iam::1:user/${path}` });
    expect(listed('registered:Nimbus', 'vendors/ada')).toBe(true);
    expect(listed('registered:Nimbus', 'ada')).toBe(false);
    expect(listed('registered:Other', 'vendors/ada')).toBe(false);
    expect(listed('registered:Other', 'vendors/other-1')).toBe(true);
    expect(listed('registered:Gone', 'known')).toBe(true);
    expect(listed('registered:Gone', 'vendors/ada')).toBe(false);
  });

  it('has the day that the register gives, where it gives one', () => {
    expect([...reviewSetting(report(), REGISTER).typed]).toEqual([['registered:Nimbus', '2026-01-31']]);
  });
});

describe('a run says of decisions', () => {
  const NOTHING: KnownDecisions = {
    schemaVersion: 1,
    readAt: '2026-06-01T00:00:00.000Z',
    reviews: [],
    problems: [],
    countersigned: null,
  };
  const said = (decisions: KnownDecisions | undefined) => {
    const run = { judgement: { thirdParties: REGISTER } };
    const known = decisions === undefined ? {} : { decisions };
    return decisionsIn(report(), { run: run as never, rules: known as never }, []);
  };

  it('nothing where nobody had said anything', () => {
    expect(said(undefined)).toEqual({});
    expect(said(NOTHING)).toEqual({});
  });

  it('what could not be read of them', () => {
    const problems = [
      { file: 'x.json', problem: 'It is no review.' },
    ] as unknown as KnownDecisions['problems'];
    expect(Object.keys(said({ ...NOTHING, problems }))).toEqual(['reviews']);
    expect(said({ ...NOTHING, problems }).reviews?.problems).toEqual(problems);
  });

  it('which run was countersigned', () => {
    const countersigned = { runId: 'run-1' } as unknown as KnownDecisions['countersigned'];
    expect(said({ ...NOTHING, countersigned })).toEqual({ countersigned });
  });
});
