import type { Evidence, Finding } from '../../../model/finding.ts';
import type { AuditReport } from '../../../model/report.ts';
import { Foremost, type Walks } from '../../walk.ts';
import { PARTY_KINDS } from '../parties/party.ts';
import { age, capped, date, label, number, quantity } from '../support/format.ts';
import { LIMITS } from '../support/limits.ts';
import { notKnown } from '../support/not-known.ts';
import { type AnalyzerCoverageView, analyzerCoverage } from './analyzer-coverage.ts';
import {
  type FindingLineView,
  type FindingSelection,
  findingLineView,
  type ToldFinding,
  told,
} from './finding.ts';

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
  finding: ToldFinding;
  /** Whom it names; null where it names nobody. */
  party: string | null;
  kind: keyof typeof PARTY_KINDS;
  createdAt: string;
  archived: boolean;
}

/** What IAM Access Analyzer reports, to whom it says things are open and since when, and where it does not look. */
export function accessAnalyzerView(
  report: AuditReport,
  selection: () => FindingSelection,
  walks: Pick<Walks, 'findings' | 'unanswered' | 'accounts'>,
): () => AccessAnalyzerView {
  const exposed = walks.findings.into(new Exposures(), (all, finding) => all.add(finding));
  const others = walks.findings.into(new Map<string, Foremost<ToldFinding>>(), (byCheck, finding) => {
    if (!Object.hasOwn(OTHERS, finding.checkId)) return;
    const same = byCheck.get(finding.checkId) ?? new Foremost<ToldFinding>(LIMITS.analyzerFindings);
    byCheck.set(finding.checkId, same);
    same.add(() => told(finding));
  });
  const coverage = analyzerCoverage(report, walks);
  return () =>
    viewOf(report, {
      selection: selection(),
      exposed: exposed(),
      others: others(),
      coverage: coverage(),
    });
}

function viewOf(
  report: AuditReport,
  {
    selection,
    exposed,
    others,
    coverage,
  }: {
    selection: FindingSelection;
    exposed: Exposures;
    others: ReadonlyMap<string, Foremost<ToldFinding>>;
    coverage: AnalyzerCoverageView;
  },
): AccessAnalyzerView {
  const { asOf } = report.run;
  const rows = capped(
    exposed.foremost,
    LIMITS.analyzerFindings,
    (left) =>
      `${quantity(left, 'more is', 'more are')} not listed here but in report.json, as evidence of its findings.`,
  );
  return {
    notKnown: notKnown(report, CHECKS),
    coverage,
    exposures: KINDS.flatMap((kind) => {
      const same = exposed.byKind.get(kind);
      if (same === undefined) return [];
      return [
        {
          name: PARTY_KINDS[kind].label,
          active: number(same.active),
          archived: number(same.archived),
          oldest: since(same.oldest, asOf),
        },
      ];
    }),
    rows: rows.shown.map(({ finding, party, kind, createdAt, archived }) => ({
      finding: findingLineView(finding, selection),
      openTo: party === null ? PARTY_KINDS[kind].label : label(party),
      since: since(createdAt, asOf),
      archived,
    })),
    leftOut: rows.leftOut,
    others: Object.entries(OTHERS).flatMap(([checkId, name]) => {
      const members = others.get(checkId);
      if (members === undefined) return [];
      const shown = capped(
        members,
        LIMITS.analyzerFindings,
        (left) => `${quantity(left, 'more is', 'more are')} in findings.csv and report.json.`,
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

const KINDS = Object.keys(PARTY_KINDS) as Array<keyof typeof PARTY_KINDS>;

/** Each finding of Access Analyzer once: the widest exposure first, then the oldest. */
class Exposures {
  readonly foremost = new Foremost<Exposed>(
    LIMITS.analyzerFindings,
    (a, b) =>
      KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
      compare(a.createdAt, b.createdAt) ||
      compare(a.id, b.id),
  );
  readonly byKind = new Map<Exposed['kind'], { active: number; archived: number; oldest: string }>();
  readonly #known = new Set<string>();

  add(finding: Finding): void {
    if (finding.checkId === 'analyzer-error') return;
    for (const evidence of finding.evidence) {
      const exposed = exposedBy(finding, evidence);
      if (exposed === null || this.#known.has(exposed.id)) continue;
      this.#known.add(exposed.id);
      this.foremost.add(() => exposed);
      this.#count(exposed);
    }
  }

  #count({ kind, createdAt, archived }: Exposed): void {
    const same = this.byKind.get(kind) ?? { active: 0, archived: 0, oldest: createdAt };
    this.byKind.set(kind, same);
    same[archived ? 'archived' : 'active'] += 1;
    if (createdAt < same.oldest) same.oldest = createdAt;
  }
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
    finding: told(finding),
    party: finding.thirdParty?.name ?? null,
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
