import { describe, expect, it } from 'vitest';
import type { AuditReport } from '../../src/model/report.ts';
import { verdictView } from '../../src/report/html/page/verdict.ts';
import { auditReport } from './fixture.ts';
import { cleanReport } from './fixture-variants.ts';

describe('the verdict', () => {
  it('of an incomplete run says so before anything else, then what was found', () => {
    expect(verdictView(auditReport())).toMatchObject({
      state: 'incomplete',
      sentence:
        'This audit is incomplete: 8 of 459 facts could not be read (in 4 of 25 accounts), 3 results have no answer and 1 result is missing because a check failed; in what was read, 75 findings are open, 1 critical and 25 high.',
    });
  });

  it('of a complete run without findings says that everything was read', () => {
    expect(verdictView(cleanReport())).toMatchObject({
      state: 'clear',
      sentence:
        'All 25 accounts in scope were read in full, every check was answered, and no finding is open.',
      notes: ['2 known accounts were left out of scope.', '1 check was not applied.'],
    });
  });

  it('of a complete run with findings counts them', () => {
    const report = structuredClone(cleanReport());
    report.summary.openFindings.low = 1;
    expect(verdictView(report)).toMatchObject({
      state: 'open',
      sentence: expect.stringContaining('1 finding is open, none critical or high.'),
    });
  });

  const incomplete: Array<[string, (report: AuditReport) => void]> = [
    [
      'coverage says so',
      (report) => {
        report.coverage.complete = false;
      },
    ],
    [
      'a gap is listed',
      (report) => {
        report.coverage.gaps = [...report.coverage.gaps, ...auditReport().coverage.gaps.slice(0, 1)];
      },
    ],
    [
      'fewer facts were collected than planned',
      (report) => {
        report.coverage.collected -= 1;
      },
    ],
    [
      'an account was read in part',
      ({ scope }) => {
        const [account] = scope.accounts;
        if (account !== undefined) account.status = 'PARTIAL';
      },
    ],
    [
      'an entry of a strict configuration is not in order',
      (report) => {
        report.configurationEntries = (auditReport().configurationEntries ?? [])
          .slice(0, 1)
          .map((entry) => ({ ...entry, fails: true }));
      },
    ],
    [
      'a result is unanswered',
      (report) => {
        report.unanswered = [...report.unanswered, ...auditReport().unanswered.slice(0, 1)];
      },
    ],
    [
      'a check counts an error',
      ({ summary }) => {
        const [counts] = summary.checks;
        if (counts !== undefined) counts.error = 1;
      },
    ],
    ['no check was applied', (report) => void report.checks.splice(0)],
    [
      'no account was in scope',
      (report) => {
        report.scope.accounts = [];
      },
    ],
    [
      'roles do not add up',
      (report) => {
        report.scope.roles.listed += 1;
      },
    ],
  ];

  it.each(incomplete)('never reads as clean when %s', (_when, change) => {
    const report = structuredClone(cleanReport());
    change(report);
    const { state, label, sentence } = verdictView(report);
    expect(state).toBe('incomplete');
    expect(label).toMatch(/Incomplete|Nothing was audited/);
    expect(sentence).toMatch(/^(This audit is incomplete|No account was in scope)/);
    expect(sentence).not.toMatch(/no finding is open\./);
  });
});
