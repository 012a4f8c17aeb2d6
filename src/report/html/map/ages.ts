import type { Finding } from '../../../model/finding.ts';
import type { AuditReport } from '../../../model/report.ts';
import { SEVERITIES, type Severity } from '../../../model/severity.ts';
import type { Walks } from '../../walk.ts';
import { openCounts } from '../accounts/accounts.ts';
import { date, number, quantity } from '../support/format.ts';
import { fixed } from './drawn.ts';

const DAY = 86_400_000;

/** Upper ends in days; an age beyond the last is in the last. */
const SPANS = [
  { name: 'Up to 7 days', days: 7 },
  { name: '8 to 30 days', days: 30 },
  { name: '31 to 90 days', days: 90 },
  { name: '91 to 180 days', days: 180 },
  { name: 'More than 180 days', days: Number.POSITIVE_INFINITY },
] as const;

export interface AgesView {
  /** What the ages rest on, or why there are none. */
  note: string;
  /** Empty where no earlier run is known. */
  spans: Array<{
    name: string;
    total: string;
    bars: Array<{ severity: Severity; x: string; width: string }>;
    counts: Array<{ severity: Severity; count: string }>;
  }>;
  severities: readonly Severity[];
  /** Null on a first run, of which the note above says it all. */
  fixNote: string | null;
  fixes: Array<{ severity: Severity; count: string; shortest: string; median: string; longest: string }>;
}

/** How long findings have been open, and how long those took that are gone since the run before. */
export function agesView(report: AuditReport, walks: Pick<Walks, 'findings' | 'resolved'>): () => AgesView {
  const first = report.trend?.[0]?.startedAt;
  const open = walks.findings.into(
    { unknown: 0, atLeast: 0, spans: SPANS.map(() => openCounts([])) },
    (ages, finding) => {
      if (finding.status !== 'OPEN') return;
      const days = daysOpen(finding, report.run.asOf);
      const span = days === null ? -1 : SPANS.findIndex(({ days: end }) => days <= end);
      const counts = ages.spans[span];
      if (counts === undefined) ages.unknown += 1;
      else counts[finding.severity] += 1;
      if (first !== undefined && finding.firstSeen <= first) ages.atLeast += 1;
    },
  );
  const gone = walks.resolved.into(new Map<Severity, Gone>(), (all, finding) => {
    const same = all.get(finding.severity) ?? { count: 0, days: [] };
    all.set(finding.severity, same);
    same.count += 1;
    const days = daysOpen(finding, report.run.startedAt);
    if (days !== null) same.days.push(days);
  });
  return () => viewOf(report, open(), gone());
}

/** Findings of a severity that are gone, and how long those took of which it is known. */
interface Gone {
  count: number;
  days: number[];
}

interface Open {
  unknown: number;
  atLeast: number;
  /** By severity, as the spans above. */
  spans: Array<Record<Severity, number>>;
}

function viewOf(report: AuditReport, open: Open, gone: ReadonlyMap<Severity, Gone>): AgesView {
  const groups = SPANS.map(({ name }, index) => {
    const of = open.spans[index] ?? openCounts([]);
    const counts = SEVERITIES.map((severity) => ({ severity, count: of[severity] }));
    return { name, counts, total: counts.reduce((sum, { count }) => sum + count, 0) };
  });
  const most = Math.max(1, ...groups.map(({ total }) => total));
  return {
    note: report.changes === undefined ? FIRST_RUN : ageNote(report, open),
    spans:
      report.changes === undefined
        ? []
        : groups.map(({ name, counts, total }) => {
            let x = 0;
            return {
              name,
              total: number(total),
              bars: counts.flatMap(({ severity, count }) => {
                if (count === 0) return [];
                const bar = { severity, x: fixed(x), width: fixed((count / most) * 100) };
                x += (count / most) * 100;
                return [bar];
              }),
              counts: counts.map(({ severity, count }) => ({ severity, count: number(count) })),
            };
          }),
    severities: SEVERITIES,
    ...timeToFix(report, gone),
  };
}

const FIRST_RUN =
  'No earlier run is known, so nobody can tell how long findings have been open or took to fix: ages begin with the next run in the same directory.';

function ageNote({ run, trend = [] }: AuditReport, { unknown, atLeast }: Open): string {
  const first = trend[0]?.startedAt;
  return [
    `An age counts from the start of the first run that saw the finding to ${date(run.asOf)}; what it tells of may be older.`,
    ...(atLeast === 0 || first === undefined
      ? []
      : [
          `${quantity(atLeast, 'was', 'were')} there on ${date(first)} already, the first run that is drawn in the trend.`,
        ]),
    ...(unknown === 0 ? [] : [`Of ${number(unknown)} the age cannot be told.`]),
  ].join(' ');
}

/** Whole days; null where a time cannot be read or lies ahead. */
function daysOpen({ firstSeen }: Finding, until: string): number | null {
  const days = Math.floor((Date.parse(until) - Date.parse(firstSeen)) / DAY);
  return days >= 0 ? days : null;
}

/** A finding went at some time between two runs; what it took is counted to the later one. */
function timeToFix(
  { changes, resolved }: AuditReport,
  gone: ReadonlyMap<Severity, Gone>,
): Pick<AgesView, 'fixNote' | 'fixes'> {
  if (changes === undefined) return { fixNote: null, fixes: [] };
  const since = `the run of ${date(changes.since.startedAt)}`;
  if (resolved.length === 0)
    return { fixNote: `Nothing is gone since ${since}, so there is no time to fix to tell.`, fixes: [] };
  return {
    fixNote: `Of the ${quantity(resolved.length, 'finding')} gone since ${since}: days from the first run that saw it to this one, which is the most that it can have taken. Findings that were gone before are in the reports of those runs.`,
    fixes: SEVERITIES.flatMap((severity) => {
      const same = gone.get(severity);
      if (same === undefined) return [];
      const days = same.days.sort((a, b) => a - b);
      const [shortest, longest] = [days[0], days.at(-1)];
      const text = (value: number | undefined) =>
        value === undefined ? 'Not known' : quantity(value, 'day');
      return [
        {
          severity,
          count: number(same.count),
          shortest: text(shortest),
          median: text(days[Math.floor((days.length - 1) / 2)]),
          longest: text(longest),
        },
      ];
    }),
  };
}
