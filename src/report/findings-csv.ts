import { stringify } from 'csv-stringify/sync';
import type { Finding } from '../model/finding.ts';
import type { AuditReport } from '../model/report.ts';
import { partyKeysOf } from './html/parties/party.ts';
import { remediationText } from './remediation-text.ts';
import { composed, type ShownText, shorten, visible, visibleLines, withoutFormulas } from './visible.ts';

/** Spreadsheets cut a cell at 32,767 characters. */
const CELL_LIMIT = 30_000;

/** What anyone reads in a cell. */
const REMEDIATION_LIMIT = 4_000;

/** What a row says that is not of its finding. */
interface RowContext extends Pick<AuditReport, 'run'> {
  /** The action that clears each finding, by fingerprint: `actions` in `report.json`. */
  actionIds: ReadonlyMap<string, string>;
}

const COLUMNS: Array<[header: string, cell: (finding: Finding, context: RowContext) => string]> = [
  ['severity', (finding) => finding.severity],
  ['status', (finding) => finding.status],
  ['checkId', (finding) => finding.checkId],
  ['title', (finding) => finding.title],
  ['accountId', (finding) => finding.accountId],
  ['accountName', (finding) => finding.accountName],
  ['region', (finding) => finding.region],
  ['resourceArn', (finding) => finding.resourceArn],
  ['resourceType', (finding) => finding.resourceType],
  ['thirdParty', (finding) => finding.thirdParty?.name ?? ''],
  ['thirdPartyKind', (finding) => finding.thirdParty?.kind ?? ''],
  ['thirdPartyAccountId', (finding) => finding.thirdParty?.accountId ?? ''],
  ['thirdPartyKeys', (finding) => partyKeysOf(finding).join('; ')],
  ['detail', (finding) => finding.detail],
  ['remediation', (finding) => remediationText(finding, REMEDIATION_LIMIT)],
  ['controls', (finding) => finding.controls.join('; ')],
  ['firstSeen', (finding) => finding.firstSeen],
  ['exceptionReason', (finding) => finding.exception?.reason ?? ''],
  ['exceptionApprovedBy', (finding) => finding.exception?.approvedBy ?? ''],
  ['exceptionTicket', (finding) => finding.exception?.ticket ?? ''],
  ['exceptionExpires', (finding) => finding.exception?.expires ?? ''],
  ['exceptionExpired', (finding) => (finding.exception ? String(finding.exception.expired) : '')],
  ['evidence', (finding) => finding.evidence.map(evidenceReference).join('; ')],
  ['fingerprint', (finding) => finding.fingerprint],
  ['runId', (_finding, { run }) => run.runId],
  ['owner', (finding) => finding.owner?.name ?? ''],
  ['ownerFrom', (finding) => finding.owner?.from ?? ''],
  ['actionId', ({ fingerprint }, { actionIds }) => actionIds.get(fingerprint) ?? ''],
];

function actionIdsOf(actions: NonNullable<AuditReport['actions']>): Map<string, string> {
  return new Map(
    actions.flatMap(({ id, causes }) =>
      causes.flatMap(({ findings }) => findings.map((fingerprint) => [fingerprint, id] as const)),
    ),
  );
}

/** Rows that are turned into text at once. */
const ROWS_AT_ONCE = 1_000;

/**
 * The text of `findings.csv` in parts: RFC 4180 with CRLF and a header line, a row a finding in the report's order.
 * Every cell is quoted and keeps its lines; invisible characters are shown, and what a spreadsheet would run as a formula
 * starts with an apostrophe.
 */
export function* findingsCsv(report: AuditReport): Iterable<ShownText> {
  const { findings, run, actions = [] } = report;
  const context = { run, actionIds: actionIdsOf(actions) };
  yield csvText([COLUMNS.map(([header]) => visible(header))]);
  let rows: ShownText[][] = [];
  for (const finding of findings) {
    rows.push(COLUMNS.map(([, cell]) => cellText(cell(finding, context))));
    if (rows.length < ROWS_AT_ONCE) continue;
    yield csvText(rows);
    rows = [];
  }
  if (rows.length > 0) yield csvText(rows);
}

function cellText(text: string): ShownText {
  return shorten(withoutFormulas(visibleLines(text)), CELL_LIMIT);
}

function csvText(rows: ShownText[][]): ShownText {
  return composed(rows, (cells) =>
    stringify(cells, { record_delimiter: '\r\n', quoted: true, quoted_empty: true }),
  );
}

function evidenceReference(evidence: Finding['evidence'][number]): string {
  return `${evidence.file} ${evidence.fact} ${evidence.region} ${evidence.pointer}`;
}
