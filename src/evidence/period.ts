import { isRunId } from './run-id.ts';

/** The runs of a period, and when there should have been one and was none. Times are ISO 8601 UTC. */
export interface Period {
  since: string;
  until: string;
  /** How many runs started in it. */
  runs: number;
  /** Seconds from one run to the next; null where it was not said, and too few runs show it. */
  every: number | null;
  /** `given`: it was said. `runs`: it is the middle of what lies between the runs. */
  basis: 'given' | 'runs';
  /** About when a run should have started and none did. */
  missing: string[];
}

/** So few runs show no schedule. */
const FEWEST = 4;

/** When a run started, by its id, in milliseconds; undefined for what is no id of a run. */
export function startOf(runId: string): number | undefined {
  if (!isRunId(runId)) return undefined;
  const [, date = '', time = ''] = /^(\d{8})T(\d{6})Z/.exec(runId) ?? [];
  const pairs = (digits: string, mark: string) =>
    digits.replace(/(\d\d)(\d\d)(\d\d)$/, `$1${mark}$2${mark}$3`);
  const start = Date.parse(`${date.slice(0, 2)}${pairs(date.slice(2), '-')}T${pairs(time, ':')}Z`);
  return Number.isNaN(start) ? undefined : start;
}

/** What comes before the ids of all runs that started since a moment. */
export function firstIdOf(since: Date): string {
  return `${since
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:]/g, '')}-`;
}

/**
 * When runs are missing in a period, by an interval or by that which the runs themselves keep: from one run to the next lie
 * about so many intervals, and so from the beginning of the period to the first, and from the last to its end.
 *
 * @param every seconds
 */
export function periodOf(
  runIds: readonly string[],
  { since, until, every }: { since: Date; until: Date; every?: number },
): Period {
  const [from, to] = [since.getTime(), until.getTime()];
  const starts = [...new Set(runIds.flatMap((id) => startOf(id) ?? []))]
    .filter((start) => start >= from && start <= to)
    .sort((a, b) => a - b);
  const interval = every === undefined ? shownBy(starts) : every * 1000;
  const period = {
    ...{ since: since.toISOString(), until: until.toISOString(), runs: starts.length },
    every: interval === undefined ? null : interval / 1000,
    basis: every === undefined ? ('runs' as const) : ('given' as const),
  };
  if (interval === undefined) return { ...period, missing: [] };
  const missing: string[] = [];
  // Before the first and after the last one may still be to come, or have been before the period.
  const bounds = [from - interval / 2, ...starts, to + interval / 2];
  for (const [index, before] of bounds.slice(0, -1).entries()) {
    const after = bounds[index + 1] ?? to;
    const between = Math.round((after - before) / interval) - 1;
    const isEdge = index === 0;
    for (let one = 1; one <= between; one += 1) {
      // Towards the first run the schedule is known from there.
      const at =
        isEdge && starts.length > 0 ? after - (between - one + 1) * interval : before + one * interval;
      // The last one may be under way.
      const latest = index === bounds.length - 2 ? to - interval / 4 : to;
      if (at >= from && at <= latest) missing.push(new Date(at).toISOString());
    }
  }
  return { ...period, missing };
}

/** The middle of what lies between runs. */
function shownBy(starts: readonly number[]): number | undefined {
  if (starts.length < FEWEST) return undefined;
  const between = starts.slice(1).map((start, index) => start - (starts[index] ?? start));
  return between.sort((a, b) => a - b)[Math.floor(between.length / 2)];
}
