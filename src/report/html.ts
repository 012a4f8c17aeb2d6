import type { EvidenceFile } from '../model/evidence-file.ts';
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
 * @param evidence the files that the report rests on, for its appendix
 */
export function renderHtml(
  report: AuditReport,
  templates: TemplateSources,
  evidence: readonly EvidenceFile[] = [],
): string {
  return compilePage(templates, 'report')(displayable(pageView(report, evidence)));
}
