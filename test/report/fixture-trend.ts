import type { TrendPoint } from '../../src/model/report.ts';
import type { Severity } from '../../src/model/severity.ts';

const RUNS = 11;

/** Weekly runs before the fixture's own, ever fewer findings; one in three was incomplete, one of them by far. */
export function earlierRuns(): TrendPoint[] {
  return Array.from({ length: RUNS }, (_, index): TrendPoint => {
    const left = RUNS - index;
    const incomplete = index % 3 === 1;
    const share = index === 7 ? 0.3 : 1;
    const day = new Date(Date.UTC(2026, 10, 22 - 7 * left)).toISOString().slice(0, 10);
    return {
      runId: `${day.replaceAll('-', '')}T060009Z-0000000${index.toString(16)}`,
      startedAt: `${day}T06:00:09Z`,
      openFindings: counts(share, [left % 4, 20 + left, 22 + 2 * left, 14 + left, 30]),
      exceptedFindings: 2,
      complete: !incomplete,
      facts: { planned: 459, collected: incomplete ? (index === 7 ? 140 : 452) : 459 },
      openRoles: 36 + (left % 3),
      thirdParties: 12 - (index === 7 ? 5 : 0),
    };
  });
}

function counts(
  share: number,
  [critical = 0, high = 0, medium = 0, low = 0, info = 0]: number[],
): Record<Severity, number> {
  const part = (value: number) => Math.round(value * share);
  return {
    critical: part(critical),
    high: part(high),
    medium: part(medium),
    low: part(low),
    info: part(info),
  };
}
