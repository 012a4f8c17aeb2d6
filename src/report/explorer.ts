import type { AuditReport } from '../model/report.ts';
import { SEVERITIES } from '../model/severity.ts';
import type { Verdict } from '../model/verdict.ts';
import { type FindingsTable, findingDetail, findingsTable } from './explorer/findings.ts';
import { type RolesTable, rolesInOrder } from './explorer/roles.ts';
import { type FindingSelection, selectFindings } from './html/findings/finding.ts';
import { compilePage, type TemplateSources } from './html/page/environment.ts';
import { verdictView } from './html/page/verdict.ts';
import { displayable, label, moment, number } from './html/support/format.ts';
import { reasonsInWords, verdictFrom } from './verdict.ts';
import { composed, parted, type ShownData, type ShownText, visible } from './visible.ts';
import { type Walks, walksOf } from './walk.ts';

/** What the page needs from outside. */
export interface ExplorerSetup {
  /** The text compressed by deflate in a zlib stream (RFC 1950), as base64 without padding. */
  pack(text: string): string;
  /** Which of the pages and files to link to the run has. */
  beside: { report: boolean; csv: boolean; accountPages: boolean };
}

/** Data that the page unpacks when it needs it. */
type Block = { id: ShownText; packed: ShownText };

/** Columns that are made when they are asked for, and what is told of the whole table. */
type Table = FindingsTable | RolesTable;

/** Rows whose details are unpacked together, when the first of them is opened. */
const DETAILS_PER_BLOCK = 1000;

/**
 * The text of `explorer.html` in parts: every finding and every role open to outsiders in tables to search, filter and
 * sort. One file that loads nothing. The same report, templates and compressor give the same bytes.
 *
 * @param templates the files of `report-templates/`; throws when one is missing or asks for raw output
 */
export function* renderExplorer(
  report: AuditReport,
  templates: TemplateSources,
  setup: ExplorerSetup,
): Iterable<ShownText> {
  const { page, blocks } = explorerView(report, setup);
  const text = compilePage(templates, 'explorer')({ page });
  const [before, after] = parted(text, text.lastIndexOf('</body>'));
  yield before;
  for (const block of blocks) yield composed(block, element);
  yield after;
}

/** Inert for the browser. Neither part needs escaping, and the data may be longer than any text for people. */
function element({ id, packed }: Block): string {
  return `<script type="text/plain" id="${id}">${packed}</script>\n`;
}

/** Everything that `explorer.hbs` reads, and the data that lies behind it in the page. */
export function explorerView(report: AuditReport, { pack, beside }: ExplorerSetup) {
  const { run, findings, roles } = report;
  const walks = walksOf(report);
  const judged = verdictFrom(report, walks);
  const blocks = blocksOf(report, walks, pack);
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
  return { page: displayable(view), blocks: blocks() };
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

/**
 * Tables need all rows together; a column of them is made when its turn comes, and what rows open to is packed as it
 * comes, once the tables are made.
 */
function blocksOf(report: AuditReport, walks: Walks, pack: ExplorerSetup['pack']): () => Iterable<Block> {
  const { asOf } = report.run;
  const selecting = selectFindings(report, walks);
  const findings = findingsTable(report, walks);
  const roles = rolesInOrder(report, walks);
  return function* () {
    yield* table('findings', findings());
    yield* table('roles', roles().table);
    yield* details('findings', findingDetails(report, selecting()));
    yield* details('roles', roles().details);
  };

  function* table(name: string, { columns, ...rest }: Table): Iterable<Block> {
    const about = { ...rest, columns: Object.keys(columns).map(visible), detailsPerBlock: DETAILS_PER_BLOCK };
    yield block(`${name}-table`, about);
    for (const [id, column] of Object.entries(columns)) yield block(`${name}-column-${id}`, column());
  }

  function* details(name: string, rows: Iterable<ShownText>): Iterable<Block> {
    let index = 0;
    for (const part of inBlocks(rows)) {
      const packed = composed(part, (all) => pack(`[${all.join(',')}]`));
      yield { id: visible(`${name}-${index}`), packed };
      index += 1;
    }
  }

  function block(id: string, data: ShownData): Block {
    return { id: visible(id), packed: composed(data, (all) => pack(JSON.stringify(all))) };
  }

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
