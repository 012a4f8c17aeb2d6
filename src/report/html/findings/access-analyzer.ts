import type { Evidence, Finding } from '../../../model/finding.ts';
import { groupedBy } from '../../../model/grouped-by.ts';
import type { AuditReport } from '../../../model/report.ts';
import type { Rows } from '../../../model/rows.ts';
import { PARTY_KINDS } from '../parties/party.ts';
import { age, capped, date, label, number } from '../support/format.ts';
import { LIMITS } from '../support/limits.ts';
import { notKnown } from '../support/not-known.ts';
import { type AnalyzerCoverageView, analyzerCoverage } from './analyzer-coverage.ts';
import { type FindingLineView, type FindingSelection, findingLineView } from './finding.ts';

export interface AccessAnalyzerView {
  notKnown: string | null;
  coverage: AnalyzerCoverageView;
  /** How many findings of Access Analyzer give access to each kind of outsider. */
  exposures: Array<{ name: string; active: string; archived: string; oldest: string }>;
  rows: Array<{ finding: FindingLineView; openTo: string; since: string; archived: boolean }>;
  leftOut: string | null;
  /** Findings of access that nobody uses, and resources that could not be analysed. */
  others: Array<{ name: string; findings: FindingLineView[]; leftOut: string | null }>;
}

const CHECKS: readonly string[] = [
  'analyzer-coverage',
  'external-access-finding',
  'archived-external-access',
  'unused-access-finding',
  'analyzer-error',
];
const OTHERS = {
  'unused-access-finding': 'Access that is not used',
  'analyzer-error': 'Resources that could not be analysed',
} as const;

/** One finding of Access Analyzer, as the evidence of a finding of ours quotes it. */
interface Exposed {
  id: string;
  finding: Finding;
  kind: keyof typeof PARTY_KINDS;
  createdAt: string;
  archived: boolean;
}

/** What IAM Access Analyzer reports, to whom it says things are open and since when, and where it does not look. */
export function accessAnalyzerView(report: AuditReport, selection: FindingSelection): AccessAnalyzerView {
  const { asOf } = report.run;
  const exposed = exposedOf(report.findings);
  const rows = capped(
    exposed,
    LIMITS.analyzerFindings,
    (left) => `${left} more are not listed here; they are in report.json, as evidence of its findings.`,
  );
  return {
    notKnown: notKnown(report, CHECKS),
    coverage: analyzerCoverage(report),
    exposures: [...groupedBy(exposed, ({ kind }) => kind)].map(([, same]) => {
      const archived = same.filter((one) => one.archived).length;
      const [first] = same;
      return {
        name: first === undefined ? '' : PARTY_KINDS[first.kind].label,
        active: number(same.length - archived),
        archived: number(archived),
        oldest: since(same.map(({ createdAt }) => createdAt).sort()[0] ?? '', asOf),
      };
    }),
    rows: rows.shown.map(({ finding, kind, createdAt, archived }) => ({
      finding: findingLineView(finding, selection),
      openTo: finding.thirdParty === undefined ? PARTY_KINDS[kind].label : label(finding.thirdParty.name),
      since: since(createdAt, asOf),
      archived,
    })),
    leftOut: rows.leftOut,
    others: Object.entries(OTHERS).flatMap(([checkId, name]) => {
      const members = report.findings.filter((finding) => finding.checkId === checkId);
      if (members.length === 0) return [];
      const shown = capped(
        members,
        LIMITS.analyzerFindings,
        (left) => `${left} more are in findings.csv and report.json.`,
      );
      return [
        {
          name: `${name} (${number(members.length)})`,
          findings: shown.shown.map((finding) => findingLineView(finding, selection)),
          leftOut: shown.leftOut,
        },
      ];
    }),
  };
}

/** Each finding of Access Analyzer once: the widest exposure first, then the oldest. */
function exposedOf(findings: Rows<Finding>): Exposed[] {
  const byId = new Map<string, Exposed>();
  for (const finding of findings) {
    if (finding.checkId === 'analyzer-error') continue;
    for (const evidence of finding.evidence) {
      const exposed = exposedBy(finding, evidence);
      if (exposed !== null && !byId.has(exposed.id)) byId.set(exposed.id, exposed);
    }
  }
  const order = Object.keys(PARTY_KINDS);
  return [...byId.values()].sort(
    (a, b) =>
      order.indexOf(a.kind) - order.indexOf(b.kind) ||
      compare(a.createdAt, b.createdAt) ||
      compare(a.id, b.id),
  );
}

function exposedBy(finding: Finding, { file, region, fact, pointer, value }: Evidence): Exposed | null {
  if (fact !== 'external-access-findings' || typeof value !== 'object' || value === null) return null;
  const text = (name: string) => {
    const member: unknown = Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
    return typeof member === 'string' ? member : '';
  };
  const isPublic = Reflect.get(value, 'isPublic') === true;
  return {
    id: `${file} ${region} ${pointer}`,
    finding,
    kind: isPublic ? 'public' : (finding.thirdParty?.kind ?? 'unknown'),
    createdAt: text('createdAt'),
    archived: text('status') === 'ARCHIVED',
  };
}

function since(instant: string, asOf: string): string {
  if (Number.isNaN(Date.parse(instant))) return 'Not stated';
  return `${date(instant)}, ${age(instant, asOf)}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
