import type { AuditReport } from '../model/report.ts';
import { SEVERITIES } from '../model/severity.ts';
import { findingDetail, findingsTable } from './explorer/findings.ts';
import { roleDetail, rolesInOrder, rolesTable } from './explorer/roles.ts';
import { selectFindings } from './html/findings/finding.ts';
import { compilePage, type TemplateSources } from './html/page/environment.ts';
import { verdictView } from './html/page/verdict.ts';
import { displayable, label, moment, number } from './html/support/format.ts';
import { reasonsInWords, verdictOf } from './verdict.ts';
import { composed, type ShownData, type ShownText, visible } from './visible.ts';

/** What the page needs from outside. */
export interface ExplorerSetup {
  /** The text compressed by deflate in a zlib stream (RFC 1950), as base64 without padding. */
  pack(text: string): string;
  /** Which of the pages and files to link to the run has. */
  beside: { report: boolean; csv: boolean; accountPages: boolean };
}

/** Data that the page unpacks when it needs it. */
type Block = { id: ShownText; text: ShownText };

/** Rows whose details are unpacked together, when the first of them is opened. */
const DETAILS_PER_BLOCK = 1000;

/**
 * The text of `explorer.html`: every finding and every role open to outsiders in tables to search, filter and sort. One
 * file that loads nothing. The same report, templates and compressor give the same bytes.
 *
 * @param templates the files of `report-templates/`; throws when one is missing or asks for raw output
 */
export function renderExplorer(
  report: AuditReport,
  templates: TemplateSources,
  setup: ExplorerSetup,
): ShownText {
  return compilePage(templates, 'explorer')(explorerView(report, setup));
}

/** Everything that `explorer.hbs` reads. */
export function explorerView(report: AuditReport, { pack, beside }: ExplorerSetup) {
  const { run, findings, roles } = report;
  const view = {
    title: label(run.title),
    organization: run.organizationName === null ? null : label(run.organizationName),
    run: {
      runId: run.runId,
      asOf: moment(run.asOf),
      tool: `${run.tool.name} ${run.tool.version}`,
    },
    verdict: verdictView(report),
    gaps: gapsInWords(report),
    findingCount: number(findings.length),
    roleCount: number(roles.length),
    severities: SEVERITIES.map((severity) => ({ severity })),
    beside,
  };
  // Base64 needs no escaping and may be longer than any text for people.
  return { page: displayable(view), blocks: blocks(report, pack) };
}

/** What stands beside an empty list, so that nothing found never looks like not looked at; empty for a whole run. */
function gapsInWords(report: AuditReport): string {
  const verdict = verdictOf(report);
  if (report.scope.accounts.length > 0 && !verdict.complete)
    return `That says nothing about what was not looked at: ${reasonsInWords(verdict)}.`;
  if (report.scope.accounts.length > 0 && verdict.declared !== undefined)
    return `That says nothing about what was not looked at: ${verdict.declared.sentence}.`;
  const { state, sentence } = verdictView(report);
  return state === 'incomplete' ? sentence : '';
}

function blocks(report: AuditReport, pack: ExplorerSetup['pack']): Block[] {
  const { asOf } = report.run;
  const selection = selectFindings(report);
  const roles = rolesInOrder(report);
  const block = (id: string, content: ShownData): Block => ({
    id: visible(id),
    text: composed(content, (data) => pack(JSON.stringify(data))),
  });
  const details = <T>(name: string, rows: readonly T[], detail: (row: T) => ShownData): Block[] =>
    inBlocks(rows).map((part, index) => block(`${name}-${index}`, part.map(detail)));
  return [
    block('findings-table', { ...findingsTable(report), detailsPerBlock: DETAILS_PER_BLOCK }),
    block('roles-table', { ...rolesTable(roles, asOf), detailsPerBlock: DETAILS_PER_BLOCK }),
    ...details('findings', [...report.findings], (finding) =>
      displayable(findingDetail(finding, selection, asOf)),
    ),
    ...details('roles', roles, (role) => displayable(roleDetail(role, asOf))),
  ];
}

function inBlocks<T>(rows: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(rows.length / DETAILS_PER_BLOCK) }, (_, index) =>
    rows.slice(index * DETAILS_PER_BLOCK, (index + 1) * DETAILS_PER_BLOCK),
  );
}
