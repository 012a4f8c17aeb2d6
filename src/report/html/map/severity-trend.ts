import type { AuditReport } from '../../../model/report.ts';
import { SEVERITIES, type Severity } from '../../../model/severity.ts';
import { number } from '../support/format.ts';
import { runsShown } from '../support/runs-shown.ts';
import { box } from './drawn.ts';

/** One severity over the runs, on a scale of its own. */
export interface SeverityTrend {
  severity: Severity;
  first: string;
  last: string;
  most: string;
  description: string;
  width: string;
  /** Bars of runs that read everything, and of those that did not. */
  whole: string;
  incomplete: string;
}

const WIDTH = 168;
const HEIGHT = 44;

/** The open findings of each severity, run by run; nothing with fewer than two runs. */
export function severityTrends({ trend: runs = [] }: Pick<AuditReport, 'trend'>): SeverityTrend[] {
  const trend = runsShown(runs);
  if (trend.length < 2) return [];
  const slot = WIDTH / trend.length;
  return SEVERITIES.map((severity) => {
    const counts = trend.map(({ openFindings }) => openFindings[severity]);
    const most = Math.max(1, ...counts);
    const bars = trend.map(({ complete }, index) => {
      const height = ((counts[index] ?? 0) / most) * (HEIGHT - 2);
      const gap = Math.min(3, slot * 0.2);
      return { complete, d: height === 0 ? '' : box(index * slot, HEIGHT - height, slot - gap, height) };
    });
    const path = (whole: boolean) =>
      bars
        .filter(({ complete }) => complete === whole)
        .map(({ d }) => d)
        .join('');
    return {
      severity,
      first: number(counts[0] ?? 0),
      last: number(counts.at(-1) ?? 0),
      most: number(Math.max(0, ...counts)),
      description: `${severity}, run by run: ${counts.map(number).join(', ')}`,
      width: String(WIDTH),
      whole: path(true),
      incomplete: path(false),
    };
  });
}
