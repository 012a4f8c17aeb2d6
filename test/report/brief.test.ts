import { describe, expect, it } from 'vitest';
import type { DeclaredBlindSpot } from '../../src/model/blind-spot.ts';
import type { AuditReport } from '../../src/model/report.ts';
import { type BriefView, briefView } from '../../src/report/html/page/brief.ts';
import { auditReport } from './fixture.ts';

const SPOT: DeclaredBlindSpot = {
  regions: ['eu-south-1'],
  reason: 'Denied by a service control policy.',
  approvedBy: 'ciso@example.com',
  expires: '2027-06-30',
  gaps: 2,
  unanswered: 3,
  expired: false,
};

const SENTENCE =
  'Declared a blind spot by ciso@example.com, last day 2027-06-30: eu-south-1 (2 refused facts, 3 results without an answer).';

/** The report of the fixture with blind spots, the first of which declares all that was not read. */
function withSpots(blindSpots: DeclaredBlindSpot[]): AuditReport {
  const report = auditReport();
  const gaps = report.coverage.gaps.map((gap) => ({ ...gap, blindSpot: 0 }));
  return { ...report, blindSpots, coverage: { ...report.coverage, gaps } };
}

function briefOf(report: AuditReport): BriefView {
  return briefView(report)();
}

describe('what may not be relied on', () => {
  it('says who declared a blind spot and until when, once, and not as a gap too', () => {
    const { notRelied } = briefOf(withSpots([SPOT]));
    expect(notRelied).toContain(SENTENCE);
    expect(notRelied.filter((line) => / not read|Nothing was read/.test(line))).toEqual([]);
    expect(briefOf(auditReport()).notRelied.some((line) => / not read|Nothing was read/.test(line))).toBe(
      true,
    );
  });

  it('speaks neither of what has expired nor of what refused nothing', () => {
    const { notRelied } = briefOf(
      withSpots([
        { ...SPOT, expired: true },
        { ...SPOT, gaps: 0 },
      ]),
    );
    expect(notRelied.filter((line) => line.includes('blind spot'))).toEqual([]);
  });

  it('keeps to a few, however many and however long', () => {
    const approvedBy = 'a-name-that-does-not-end'.repeat(40);
    const { notRelied } = briefOf(withSpots(Array(9).fill({ ...SPOT, approvedBy })));
    const lines = notRelied.filter((line) => line.includes('blind spot'));
    expect(lines.at(-1)).toBe('6 more declared blind spots are named under Scope and completeness.');
    expect(lines).toHaveLength(4);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(200);
  });

  it('ends with the limits of every run', () => {
    expect(briefOf(withSpots(Array(9).fill(SPOT))).notRelied.at(-1)).toMatch(/^In every run: /);
  });
});
