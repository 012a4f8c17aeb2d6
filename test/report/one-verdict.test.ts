import { describe, expect, it } from 'vitest';
import { exitCodeFor } from '../../src/cli/exit-code-for.ts';
import { summaryText } from '../../src/cli/summary.ts';
import { painter } from '../../src/cli/terminal.ts';
import type { AuditReport } from '../../src/model/report.ts';
import { verdictView } from '../../src/report/html/page/verdict.ts';
import { reportJson } from '../../src/report/json.ts';
import { summaryMarkdown } from '../../src/report/summary-markdown.ts';
import { verdictOf } from '../../src/report/verdict.ts';
import { auditReport } from './fixture.ts';
import { withDecisions } from './review-fixture.ts';

/** A report of a run to which nothing is wanting. */
function whole(): AuditReport {
  const report = structuredClone(auditReport());
  report.coverage = { ...report.coverage, complete: true, collected: report.coverage.planned, gaps: [] };
  report.scope.accounts = report.scope.accounts.map((account) => ({ ...account, status: 'COMPLETE' }));
  report.summary.accounts = {
    ...report.summary.accounts,
    COMPLETE: report.scope.accounts.length,
    PARTIAL: 0,
    FAILED: 0,
  };
  report.summary.checks = report.summary.checks.map((counts) => ({ ...counts, unknown: 0, error: 0 }));
  report.unanswered = [];
  report.configurationEntries = [];
  return report;
}

const WAYS: Array<[string, (report: AuditReport) => void, RegExp, accepted: boolean]> = [
  [
    'no account in scope',
    (report) => Object.assign(report.scope, { accounts: [] }),
    /no account was in scope/,
    false,
  ],
  [
    'no account that could be read',
    (report) => {
      report.scope.accounts = report.scope.accounts.map((account) => ({ ...account, status: 'FAILED' }));
      Object.assign(report.summary.accounts, { COMPLETE: 0, FAILED: report.scope.accounts.length });
    },
    /no account could be read/,
    false,
  ],
  [
    'a fact that was not read',
    (report) => Object.assign(report.coverage, { complete: false, collected: report.coverage.planned - 1 }),
    /1 of [\d,]+ facts could not be read/,
    true,
  ],
  [
    'results without an answer',
    (report) => Object.assign(report.summary.checks[0] ?? {}, { unknown: 27 }),
    /27 results have no answer/,
    true,
  ],
  [
    'a check that failed',
    (report) => Object.assign(report.summary.checks[0] ?? {}, { error: 1 }),
    /1 result is missing because a check failed/,
    false,
  ],
  ['no check', (report) => Object.assign(report, { checks: [] }), /no check was applied/, false],
  [
    'a damaged run before',
    (report) => {
      const runId = '20260101T000000Z-0a0b0c0d';
      report.history = { damaged: [{ runId, file: 'report.json', problem: 'It is not as it was sealed.' }] };
    },
    /1 earlier run is not as sealed/,
    true,
  ],
  [
    'a damaged review of a run before',
    (report) => {
      const { reviews } = withDecisions(report);
      const problem = 'Its signature is not one of its key over it.';
      if (reviews !== undefined)
        report.reviews = { ...reviews, problems: [{ file: 'reviews/r/1.dsse.json', problem }] };
    },
    /1 review or countersignature of earlier runs is not as sealed/,
    true,
  ],
  [
    'an entry that a strict configuration fails for',
    (report) => {
      const entry = {
        path: 'exceptions[0]',
        kind: 'exception',
        entry: 'e',
        state: 'EXPIRED',
        detail: 'd',
      } as const;
      report.configurationEntries = [{ ...entry, fails: true }];
    },
    /1 entry of the strict configuration is not in order/,
    false,
  ],
  [
    'a form that could not be written',
    (report) => Object.assign(report, { failedOutputs: [{ output: 'csv', problem: 'p' }] }),
    /1 form of the report could not be written \(csv\)/,
    false,
  ],
];

function codeOf(report: AuditReport, share?: number): number {
  return exitCodeFor(report, { failOn: 'none', allowIncomplete: share === undefined ? false : { share } });
}

it('a run to which nothing is wanting is complete everywhere', () => {
  const report = whole();
  expect(verdictOf(report)).toEqual({ complete: true, reasons: [] });
  expect(codeOf(report)).toBe(0);
  expect(summaryText(report, '/out', painter(false))).toContain('Complete: every fact in scope was read');
  expect(verdictView(report).state).not.toBe('incomplete');
});

describe.each(WAYS)('%s', (_name, change, words, accepted) => {
  const report = whole();
  change(report);

  it('is said by exit code, terminal, JSON, Markdown and page alike', () => {
    expect(verdictOf(report).complete).toBe(false);
    expect(codeOf(report)).toBe(3);
    expect(summaryText(report, '/out', painter(false))).toMatch(words);
    expect(summaryText(report, '/out', painter(false))).not.toContain('Complete:');
    expect(JSON.parse([...reportJson(report)].join('')).verdict).toEqual(verdictOf(report));
    const { state, label } = verdictView(report);
    expect(state).toBe('incomplete');
    expect(summaryMarkdown(report)).toContain(`## ${label}`);
    if (label !== 'Nothing was audited') expect(summaryMarkdown(report)).toMatch(words);
  });

  it(`is ${accepted ? '' : 'not '}accepted by --allow-incomplete`, () => {
    expect(codeOf(report, 0)).toBe(accepted ? 0 : 3);
  });
});

it('--allow-incomplete takes a floor of accounts that were read', () => {
  const report = whole();
  Object.assign(report.coverage, { complete: false, collected: report.coverage.planned - 1 });
  const inScope = report.scope.accounts.length;
  Object.assign(report.summary.accounts, { COMPLETE: inScope - 1, FAILED: 1 });
  expect(codeOf(report, (inScope - 1) / inScope)).toBe(0);
  expect(codeOf(report, 1)).toBe(3);
});

it('says that nothing is known where something was not read or has no answer, and of no other reason', () => {
  const known = WAYS.map(([name, change]) => {
    const report = whole();
    change(report);
    return [name, summaryText(report, '/out', painter(false)).includes('Nothing is known of what')];
  });
  expect(known.filter(([, isSaid]) => isSaid).map(([name]) => name)).toEqual([
    'no account that could be read',
    'a fact that was not read',
    'results without an answer',
    'a check that failed',
  ]);
});

it('counts what people have said of earlier runs in words that fit one and many', () => {
  const { reviews } = withDecisions(whole());
  if (reviews === undefined) throw new Error('The fixture has no reviews.');
  const said = (count: number) => {
    const [review] = reviews.reviews;
    const [problem] = reviews.problems;
    if (review === undefined || problem === undefined) throw new Error('The fixture has too little.');
    const uncounted = Array(count).fill({ ...review, counts: false });
    const report = {
      ...whole(),
      reviews: { ...reviews, reviews: uncounted, problems: Array(count).fill(problem) },
    };
    return summaryText(report, '/out', painter(false));
  };
  expect(said(1)).toContain('; 1 review does not count; 1 damaged file, nothing');
  expect(said(1200)).toContain('; 1,200 reviews do not count; 1,200 damaged files, nothing');
});

it('writes large numbers on the terminal as the page does', () => {
  const report = whole();
  Object.assign(report.summary.openFindings, { high: 1234 });
  Object.assign(report.scope.roles, { listed: 12_345 });
  const text = summaryText(report, '/out', painter(false));
  expect(text).toMatch(/Open findings .* 1,234 high/);
  expect(text).toContain('12,345 listed');
});

it('a check that failed never ends with 0, and both kinds of silence are counted on the terminal', () => {
  const report = whole();
  Object.assign(report.summary.checks[0] ?? {}, { unknown: 2, error: 1 });
  const [first, ...others] = report.summary.checks;
  expect(summaryText(report, '/out', painter(false))).toContain(
    `No answer      2 UNKNOWN · 1 ERROR: ${first?.checkId} 3\n`,
  );
  for (const counts of others.slice(0, 4)) counts.unknown = 1;
  expect(summaryText(report, '/out', painter(false))).toMatch(
    /ERROR: \S+ 3, \S+ 1, \S+ 1 and 2 more checks$/m,
  );
  expect(codeOf(report, 0)).toBe(3);
});

it('says on the terminal how many accounts were read in part alone', () => {
  const report = whole();
  const said = () => summaryText(report, '/out', painter(false)).split('\n')[0];
  report.summary.accounts = { ...report.summary.accounts, COMPLETE: 2, PARTIAL: 0, FAILED: 0 };
  expect(said()).toMatch(/: 2 of \d+ accounts read$/);
  Object.assign(report.summary.accounts, { COMPLETE: 1, PARTIAL: 1 });
  expect(said()).toMatch(/: 2 of \d+ accounts read, 1 of them in part$/);
});
