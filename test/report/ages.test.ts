import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import type { AuditReport } from '../../src/model/report.ts';
import { type AgesView, agesView } from '../../src/report/html/map/ages.ts';
import { severityTrends } from '../../src/report/html/map/severity-trend.ts';
import { walksOf } from '../../src/report/walk.ts';
import { auditReport } from './fixture.ts';
import { changedReport } from './fixture-variants.ts';

const [anyFinding] = auditReport().findings;
if (anyFinding === undefined) throw new Error('The fixture holds no finding.');
const finding: Finding = { ...anyFinding, status: 'OPEN', severity: 'high' };
const report = changedReport();

function agesOf(one: AuditReport): AgesView {
  return agesView(one, walksOf(one))();
}

/** Seen first so many days before the moment of judgement. */
function seen(days: number, from: string): Finding {
  return { ...finding, firstSeen: new Date(Date.parse(from) - days * 86_400_000).toISOString() };
}

describe('the age of open findings', () => {
  it('puts each into one span, whose bounds belong to the younger', () => {
    const { asOf } = report.run;
    const findings = [0, 7, 8, 30, 31, 90, 91, 180, 181, 4_000].map((days) => seen(days, asOf));
    const { spans } = agesOf({ ...report, findings });
    expect(spans.map(({ total }) => total)).toEqual(['2', '2', '2', '2', '2']);
    for (const { counts } of spans)
      expect(counts.map(({ count }) => count)).toEqual(['0', '2', '0', '0', '0']);
  });

  it('leaves out accepted ones, and says of how many the age cannot be told', () => {
    const { asOf } = report.run;
    const accepted: Finding = { ...seen(3, asOf), status: 'EXCEPTED' };
    const { spans, note } = agesOf({ ...report, findings: [accepted, seen(-3, asOf), seen(3, asOf)] });
    expect(spans.map(({ total }) => total)).toEqual(['1', '0', '0', '0', '0']);
    expect(note).toContain('Of 1 the age cannot be told.');
  });

  it('says that those which the first known run saw may be older', () => {
    const first = report.trend?.[0]?.startedAt ?? '';
    const { note } = agesOf({ ...report, findings: [{ ...finding, firstSeen: first }] });
    expect(note).toContain(`1 was there on ${first.slice(0, 10)} already`);
  });

  it('guesses nothing on a first run', () => {
    const { changes: _, ...alone } = report;
    expect(agesOf(alone)).toMatchObject({ spans: [], fixNote: null, fixes: [] });
    expect(agesOf(alone).note).toContain('No earlier run is known');
  });
});

describe('the time to fix', () => {
  it('is told of what is gone since the run before: shortest, median and longest by severity', () => {
    const { startedAt } = report.run;
    const resolved = [2, 40, 9, 10].map((days) => seen(days, startedAt));
    const { fixes, fixNote } = agesOf({ ...report, resolved });
    expect(fixes).toEqual([
      { severity: 'high', count: '4', shortest: '2 days', median: '9 days', longest: '40 days' },
    ]);
    expect(fixNote).toContain('4 findings gone since the run of 2026-11-15');
  });

  it('is not told where nothing is gone', () => {
    expect(agesOf({ ...report, resolved: [] })).toMatchObject({
      fixes: [],
      fixNote: 'Nothing is gone since the run of 2026-11-15, so there is no time to fix to tell.',
    });
  });
});

describe('the trend of a severity', () => {
  it('draws a bar for each run with findings, those of incomplete runs apart', () => {
    const trend = report.trend ?? [];
    const views = severityTrends(report);
    expect(views.map(({ severity }) => severity)).toEqual(['critical', 'high', 'medium', 'low', 'info']);
    for (const { severity, whole, incomplete, first, last } of views) {
      const bars = (complete: boolean) =>
        trend.filter((point) => point.complete === complete && point.openFindings[severity] > 0).length;
      expect(whole.match(/M/g)?.length ?? 0).toBe(bars(true));
      expect(incomplete.match(/M/g)?.length ?? 0).toBe(bars(false));
      expect([first, last]).toEqual([
        String(trend[0]?.openFindings[severity]),
        String(trend.at(-1)?.openFindings[severity]),
      ]);
    }
  });

  it('is not drawn from one run', () => {
    expect(severityTrends({ trend: (report.trend ?? []).slice(0, 1) })).toEqual([]);
  });
});
