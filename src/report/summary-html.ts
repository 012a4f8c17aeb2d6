import type { EvidenceFile } from '../model/evidence-file.ts';
import type { AuditReport } from '../model/report.ts';
import { briefView } from './html/page/brief.ts';
import { compilePage, type TemplateSources } from './html/page/environment.ts';
import { figureViews } from './html/page/figures.ts';
import { runView } from './html/page/run.ts';
import { verdictView } from './html/page/verdict.ts';
import { displayable, label } from './html/support/format.ts';
import { verdictFrom } from './verdict.ts';
import type { ShownText } from './visible.ts';
import { walksOf } from './walk.ts';

/** What stands beside the summary in its run. */
export interface BesideSummary {
  evidence?: readonly EvidenceFile[];
  reportHref?: string;
  explorerHref?: string;
}

/**
 * The text of `summary.html`: the first two pages of `report.html` alone, for those who decide and sign. One file that
 * loads nothing and prints on two sheets of A4.
 */
export function renderSummary(
  report: AuditReport,
  templates: TemplateSources,
  beside: BesideSummary = {},
): ShownText {
  return compilePage(templates, 'summary')(displayable(summaryView(report, beside)));
}

/** Everything that `summary.hbs` reads. */
export function summaryView(
  report: AuditReport,
  { evidence = [], reportHref, explorerHref }: BesideSummary = {},
) {
  const walks = walksOf(report);
  const verdict = verdictFrom(report, walks);
  const figures = figureViews(report, walks);
  const brief = briefView(
    report,
    { evidence, ...(explorerHref === undefined ? {} : { explorerHref }) },
    walks,
  );
  const { run } = report;
  return {
    title: label(run.title),
    organization: run.organizationName === null ? null : label(run.organizationName),
    run: runView(report),
    reportHref: reportHref ?? null,
    verdict: verdictView(report, verdict()),
    figures: figures(),
    brief: brief(),
  };
}
