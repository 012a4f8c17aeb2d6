import type { AuditReport } from '../model/report.ts';
import { SEVERITIES } from '../model/severity.ts';
import type { Verdict } from '../model/verdict.ts';
import { findingDetail, findingsTable } from './explorer/findings.ts';
import { rolesInOrder } from './explorer/roles.ts';
import { type FindingSelection, selectFindings } from './html/findings/finding.ts';
import { compilePage, type TemplateSources } from './html/page/environment.ts';
import { verdictView } from './html/page/verdict.ts';
import { displayable, label, moment, number } from './html/support/format.ts';
import { reasonsInWords, verdictFrom } from './verdict.ts';
import { composed, type ShownData, type ShownText, visible } from './visible.ts';
import { type Walks, walksOf } from './walk.ts';

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
  const walks = walksOf(report);
  const judged = verdictFrom(report, walks);
  const packed = blocks(report, walks, pack);
  const verdict = judged();
  const view = {
    title: label(run.title),
    organization: run.organizationName === null ? null : label(run.organizationName),
    run: {
      runId: run.runId,
      asOf: moment(run.asOf),
      tool: `${run.tool.name} ${run.tool.version}`,
    },
    verdict: verdictView(report, verdict),
    gaps: gapsInWords(report, verdict),
    findingCount: number(findings.length),
    roleCount: number(roles.length),
    severities: SEVERITIES.map((severity) => ({ severity })),
    beside,
  };
  // Base64 needs no escaping and may be longer than any text for people.
  return { page: displayable(view), blocks: packed() };
}

/** What stands beside an empty list, so that nothing found never looks like not looked at; empty for a whole run. */
function gapsInWords(report: AuditReport, verdict: Verdict): string {
  if (report.scope.accounts.length > 0 && !verdict.complete)
    return `That says nothing about what was not looked at: ${reasonsInWords(verdict)}.`;
  if (report.scope.accounts.length > 0 && verdict.declared !== undefined)
    return `That says nothing about what was not looked at: ${verdict.declared.sentence}.`;
  const { state, sentence } = verdictView(report, verdict);
  return state === 'incomplete' ? sentence : '';
}

/** Tables need all rows together; what they open to is packed as it comes, once the tables are made. */
function blocks(report: AuditReport, walks: Walks, pack: ExplorerSetup['pack']): () => Block[] {
  const { asOf } = report.run;
  const selecting = selectFindings(report, walks);
  const findings = findingsTable(report, walks);
  const roles = rolesInOrder(report, walks);
  const table = (id: string, made: { [part: string]: ShownData }): Block => ({
    id: visible(id),
    text: composed({ ...made, detailsPerBlock: DETAILS_PER_BLOCK }, (data) => pack(JSON.stringify(data))),
  });
  const details = (name: string, rows: Iterable<ShownText>): Block[] =>
    Array.from(inBlocks(rows), (part, index) => ({
      id: visible(`${name}-${index}`),
      text: composed(part, (all) => pack(`[${all.join(',')}]`)),
    }));
  return () => {
    const selection = selecting();
    const tables = [table('findings-table', { ...findings() }), table('roles-table', { ...roles().table })];
    return [
      ...tables,
      ...details('findings', findingDetails(report, selection)),
      ...details('roles', roles().details),
    ];
  };

  function* findingDetails(of: AuditReport, selection: FindingSelection): Iterable<ShownText> {
    for (const finding of of.findings)
      yield composed(displayable(findingDetail(finding, selection, asOf)), JSON.stringify);
  }
}

function* inBlocks(rows: Iterable<ShownText>): Iterable<ShownText[]> {
  let block: ShownText[] = [];
  for (const row of rows) {
    block.push(row);
    if (block.length < DETAILS_PER_BLOCK) continue;
    yield block;
    block = [];
  }
  if (block.length > 0) yield block;
}
