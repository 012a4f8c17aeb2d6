import type { AuditReport } from '../model/report.ts';
import { compilePage, type TemplateSources } from './html/environment.ts';
import { displayable } from './html/format.ts';
import { pageView } from './html/page.ts';

export type { TemplateSources } from './html/environment.ts';

/**
 * The text of `report.html`: one file that loads nothing, works without JavaScript and prints. The same report and
 * templates give the same bytes.
 *
 * @param templates the files of `report-templates/`; throws when one is missing or asks for raw output
 * @param accountPage where the page of an account stands, seen from `report.html`; left out when there are none
 */
export function renderHtml(
  report: AuditReport,
  templates: TemplateSources,
  accountPage?: (accountId: string) => string,
): string {
  return compilePage(templates, 'report')(displayable(pageView(report, accountPage)));
}
