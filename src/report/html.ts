import type { AuditReport } from '../model/report.ts';
import { compilePage, type TemplateSources } from './html/page/environment.ts';
import { type BesidePage, pageView } from './html/page/page.ts';
import { displayable } from './html/support/format.ts';
import type { ShownText } from './visible.ts';

export type { TemplateSources } from './html/page/environment.ts';

/**
 * The text of `report.html`: one file that loads nothing, works without JavaScript and prints. The same report and
 * templates give the same bytes.
 *
 * @param templates the files of `report-templates/`; throws when one is missing or asks for raw output
 * @param beside what else the page speaks of
 */
export function renderHtml(
  report: AuditReport,
  templates: TemplateSources,
  beside: BesidePage = {},
): ShownText {
  return compilePage(templates, 'report')(displayable(pageView(report, beside)));
}
