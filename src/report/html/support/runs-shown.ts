import type { TrendPoint } from '../../../model/report.ts';

/** So many runs can be told apart side by side. */
const MOST = 25;

/**
 * The runs of a trend that are drawn, the oldest first: all; or where there are more than can be told apart, the first,
 * and the last of each of equally long stretches of time, so that years keep their shape and the newest is there.
 */
export function runsShown(trend: readonly TrendPoint[]): TrendPoint[] {
  const [first, last] = [trend[0], trend.at(-1)];
  if (first === undefined || last === undefined || trend.length <= MOST) return [...trend];
  const start = Date.parse(first.startedAt);
  const stretch = Math.max(1, Date.parse(last.startedAt) - start) / (MOST - 1);
  const shown = new Map<number, TrendPoint>();
  for (const point of trend) {
    const place = Math.ceil((Date.parse(point.startedAt) - start) / stretch);
    shown.set(Math.min(Math.max(place, 0), MOST - 1), point);
  }
  return [...shown].sort(([a], [b]) => a - b).map(([, point]) => point);
}
