import { CONTROL_STATUSES, type ControlResult, type ControlStatus } from '../../../model/control.ts';
import type { CheckCounts } from '../../../model/finding.ts';
import type { AuditReport } from '../../../model/report.ts';
import type { Severity } from '../../../model/severity.ts';
import type { Walks } from '../../walk.ts';
import { anchor, listed, number, quantity } from '../support/format.ts';
import { checkAnchor } from './checks.ts';

/** How a result is shown; the kind decides the looks, the word carries the meaning. */
interface StatusView {
  kind: 'met' | 'met-with-exceptions' | 'supported' | 'not-met' | 'not-shown' | 'not-applicable';
  word: string;
}

const STATUSES: Record<ControlStatus, StatusView> = {
  MET: { kind: 'met', word: 'Met' },
  MET_WITH_EXCEPTIONS: { kind: 'met-with-exceptions', word: 'Met with exceptions' },
  SUPPORTED: { kind: 'supported', word: 'Supported' },
  NOT_MET: { kind: 'not-met', word: 'Not met' },
  NOT_SHOWN: { kind: 'not-shown', word: 'Not shown' },
  NOT_APPLICABLE: { kind: 'not-applicable', word: 'Not applicable' },
};

export interface ControlView {
  /** Without the framework. */
  id: string;
  title: string;
  status: StatusView;
  /** Null where the result needs none. */
  note: string | null;
  /** Behind a control that is not met; null for others, and where the report does not say. */
  worst: { severity: Severity; words: string } | null;
  /** Null where the run before found the same, or is not known. */
  change: string | null;
  /** Why it is not shown, when that is the result. */
  reasons: string[];
  moreReasons: string | null;
  /** In the words of the counts; no link where the check was not applied. */
  checks: Array<{ id: string; href: string | null; results: string }>;
  unproven: string;
}

export interface EditionView {
  anchor: string;
  version: string;
  tally: Array<StatusView & { count: string; some: boolean }>;
  controls: ControlView[];
}

/** One framework with all its versions. */
export interface FrameworkView {
  anchor: string;
  name: string;
  source: string;
  extent: string;
  editions: EditionView[];
  /** Whether versions stand beside each other. */
  several: boolean;
}

export interface ControlsView {
  scope: string;
  statuses: StatusView[];
  /** None where the report was made by a version that did not judge controls. */
  frameworks: FrameworkView[];
}

const REASONS_SHOWN = 3;

/** What the run shows of each framework's controls. */
export function controlsView(report: AuditReport, walks: Pick<Walks, 'findings'>): () => ControlsView {
  const excepted = walks.findings.into(new Map<string, number>(), (counts, { checkId, status }) => {
    if (status === 'EXCEPTED') counts.set(checkId, (counts.get(checkId) ?? 0) + 1);
  });
  return () => viewOf(report, describer(report, excepted()));
}

function viewOf(report: AuditReport, describe: ReturnType<typeof describer>): ControlsView {
  const results = report.controls ?? [];
  return {
    scope: scopeInWords(report),
    statuses: CONTROL_STATUSES.map((status) => STATUSES[status]),
    frameworks: [...new Set(results.map(({ framework }) => framework.name))].flatMap((name) => {
      const editions = results.filter(({ framework }) => framework.name === name);
      const first = editions[0]?.framework;
      if (first === undefined) return [];
      return {
        anchor: anchor('framework', first.id),
        name,
        source: first.source,
        extent: first.extent,
        several: editions.length > 1,
        editions: editions.map(({ framework, controls }) => ({
          anchor: anchor('edition', framework.id),
          version: framework.version,
          tally: tally(controls),
          controls: controls.map((control) => controlView(control, framework.id, describe)),
        })),
      };
    }),
  };
}

function tally(controls: readonly ControlResult[]): EditionView['tally'] {
  return CONTROL_STATUSES.map((status) => {
    const count = controls.filter((control) => control.status === status).length;
    return { ...STATUSES[status], count: number(count), some: count > 0 };
  });
}

function controlView(
  { id, title, status, checks, counts, notShown, unproven, worstOpen, before }: ControlResult,
  frameworkId: string,
  describe: (checkId: string) => ControlView['checks'][number],
): ControlView {
  const failures = [
    ...(counts.fail > 0 ? [`${number(counts.fail)} open`] : []),
    ...(counts.excepted > 0 ? [`${number(counts.excepted)} accepted`] : []),
    ...(counts.joined > 0 ? [`${number(counts.joined)} reported with trust findings`] : []),
  ];
  const unanswered = counts.unknown + counts.error;
  const beside = unanswered > 0 ? `; ${quantity(unanswered, 'result')} without an answer` : '';
  const reasons = status === 'NOT_SHOWN' ? notShown : [];
  const more = reasons.length - REASONS_SHOWN;
  return {
    id: id.slice(frameworkId.length + 1),
    title,
    status: STATUSES[status],
    note: failures.length > 0 ? `Failures: ${listed(failures)}${beside}` : null,
    worst: worstOpen === undefined ? null : { severity: worstOpen, words: `Worst open: ${worstOpen}` },
    change: changeInWords(before),
    reasons: reasons.slice(0, REASONS_SHOWN),
    moreReasons: more > 0 ? `And ${quantity(more, 'more reason')}.` : null,
    checks: checks.map(describe),
    unproven,
  };
}

/** Nothing for a result that this version does not know. */
function changeInWords(before: ControlStatus | undefined): string | null {
  const known = CONTROL_STATUSES.find((status) => status === before);
  return known === undefined ? null : `In the run before: ${STATUSES[known].word.toLowerCase()}`;
}

/** Names a check and counts its results, an accepted failure apart from an open one. */
function describer(
  { summary }: AuditReport,
  excepted: ReadonlyMap<string, number>,
): (checkId: string) => ControlView['checks'][number] {
  const counted = new Map(summary.checks.map((counts) => [counts.checkId, counts]));
  return (id) => {
    const counts = counted.get(id);
    return counts === undefined
      ? { id, href: null, results: 'not applied' }
      : { id, href: `#${checkAnchor(id)}`, results: inWords(counts, excepted.get(id) ?? 0) };
  };
}

function inWords({ pass, fail, unknown, error, notApplicable }: CheckCounts, excepted: number): string {
  const parts = [
    { count: fail - excepted, word: 'fail' },
    { count: excepted, word: 'accepted' },
    { count: unknown, word: 'unknown' },
    { count: error, word: 'error' },
    { count: pass, word: 'pass' },
  ].filter(({ count }) => count > 0);
  if (parts.length > 0) return parts.map(({ count, word }) => `${number(count)} ${word}`).join(', ');
  return notApplicable > 0 ? 'not applicable' : 'nothing to judge';
}

function scopeInWords({ scope }: AuditReport): string {
  const { accounts, excluded } = scope;
  const inScope = `They speak of the ${quantity(accounts.length, 'account')} in scope and of the Regions read there`;
  return excluded.length === 0
    ? `${inScope}.`
    : `${inScope}; of ${quantity(excluded.length, 'known account that was', 'known accounts that were')} left out, nothing is shown.`;
}
