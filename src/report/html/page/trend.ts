import type { AuditReport, TrendPoint } from '../../../model/report.ts';
import { SEVERITIES, type Severity } from '../../../model/severity.ts';
import { date, moment, number } from '../support/format.ts';
import { runsShown } from '../support/runs-shown.ts';

export interface TrendView {
  /** Null with fewer than two runs: then there is nothing to draw. */
  chart: TrendChart | null;
  /** Of how many runs those that are shown are; null where they are all. */
  of: string | null;
  /** The newest first. */
  rows: Array<{
    runId: string;
    started: string;
    complete: boolean;
    counts: Array<{ severity: Severity; count: string }>;
    open: string;
    excepted: string;
    facts: string;
    roles: string;
    thirdParties: string;
  }>;
}

/** Drawn in percent of its box, so that nothing is stretched with it: names and numbers stand beside it as text. */
export interface TrendChart {
  description: string;
  /** The scale, from the top. */
  scale: string[];
  first: string;
  last: string;
  bars: Array<{
    x: string;
    width: string;
    parts: Array<{ severity: Severity; y: string; height: string }>;
    /** From the top of the bar of an incomplete run to the top of the chart; null where everything was read. */
    unknown: string | null;
  }>;
  /** Positions of the lines of the scale. */
  lines: string[];
  severities: readonly Severity[];
  someIncomplete: boolean;
}

/** The open findings of past runs and this one, by severity. */
export function trendView({ trend = [] }: AuditReport): TrendView {
  const runs = runsShown(trend);
  return {
    chart: runs.length < 2 ? null : chart(runs),
    of: runs.length === trend.length ? null : number(trend.length),
    rows: runs.toReversed().map((point) => ({
      runId: point.runId,
      started: moment(point.startedAt),
      complete: point.complete,
      counts: SEVERITIES.map((severity) => ({ severity, count: number(point.openFindings[severity]) })),
      open: number(openOf(point)),
      excepted: number(point.exceptedFindings),
      facts: `${number(point.facts.collected)} of ${number(point.facts.planned)}`,
      roles: number(point.openRoles),
      thirdParties: number(point.thirdParties),
    })),
  };
}

function chart(trend: readonly TrendPoint[]): TrendChart {
  // Above the bar of an incomplete run there is always room for what is not known.
  const room = trend.every(({ complete }) => complete) ? 1 : 1.15;
  const top = niceCeiling(Math.max(1, ...trend.map(openOf)) * room);
  const slot = 100 / trend.length;
  const width = Math.min(slot * 0.72, 9);
  const [first, last] = [trend[0], trend.at(-1)];
  const incomplete = trend.filter(({ complete }) => !complete).length;
  return {
    description: `Open findings of ${number(trend.length)} runs, from ${number(first === undefined ? 0 : openOf(first))} to ${number(
      last === undefined ? 0 : openOf(last),
    )}; ${incomplete === 0 ? 'all runs were complete' : `${number(incomplete)} of the runs incomplete`}. The table below holds every number.`,
    scale: [number(top), number(top / 2), '0'],
    first: first === undefined ? '' : date(first.startedAt),
    last: last === undefined ? '' : date(last.startedAt),
    bars: trend.map((point, index) => {
      const height = (openOf(point) / top) * 100;
      return {
        x: fixed(index * slot + (slot - width) / 2),
        width: fixed(width),
        parts: stack(point, top),
        unknown: point.complete ? null : fixed(100 - height),
      };
    }),
    lines: ['0', '50', '100'],
    severities: SEVERITIES,
    someIncomplete: incomplete > 0,
  };
}

/** The worst at the bottom, where heights compare best. */
function stack({ openFindings }: TrendPoint, top: number): TrendChart['bars'][number]['parts'] {
  let y = 100;
  return SEVERITIES.flatMap((severity) => {
    const height = (openFindings[severity] / top) * 100;
    if (height === 0) return [];
    y -= height;
    return [{ severity, y: fixed(y), height: fixed(height) }];
  });
}

function openOf({ openFindings }: Pick<TrendPoint, 'openFindings'>): number {
  return SEVERITIES.reduce((sum, severity) => sum + openFindings[severity], 0);
}

/** The next even number with one or two leading digits, so that half of it can be written too. */
function niceCeiling(value: number): number {
  const step = Math.max(2, 2 * 10 ** (Math.floor(Math.log10(value)) - 1));
  return Math.ceil(value / step) * step;
}

function fixed(value: number): string {
  return value.toFixed(2);
}
