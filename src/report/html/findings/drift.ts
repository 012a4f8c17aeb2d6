import type { CheckCounts } from '../../../model/finding.ts';
import type { AuditReport } from '../../../model/report.ts';
import { shorten } from '../../visible.ts';
import { Foremost, type Walks } from '../../walk.ts';
import { capped, label, number, quantity, shortArn } from '../support/format.ts';
import { LIMITS } from '../support/limits.ts';
import { notKnown } from '../support/not-known.ts';
import {
  type FindingLineView,
  type FindingSelection,
  findingLineView,
  type ToldFinding,
  told,
} from './finding.ts';

export interface DriftView {
  sentence: string;
  notKnown: string | null;
  /** What differs from its template, the worst account first. */
  rows: Array<{ finding: FindingLineView; thing: string; what: string; region: string }>;
  leftOut: string | null;
  /** Roles that no template declares. */
  unmanaged: FindingLineView[];
  unmanagedCount: string;
  unmanagedLeftOut: string | null;
}

const UNMANAGED = 'unmanaged-role';
const DIFFERING: readonly string[] = ['role-drift', 'undeclared-policy', 'stack-drift', 'stack-set-drift'];

/** Roles and stacks that are not as their templates declare them. The comparison itself stands in each finding. */
export function driftView(
  report: AuditReport,
  selection: () => FindingSelection,
  walks: Pick<Walks, 'findings'>,
): () => DriftView {
  // Accounts in the order in which the report first names them, which is worst first; so are the findings of each.
  const ranks = new Map<string, number>();
  const rank = ({ finding: { accountId } }: Differing) => ranks.get(accountId) ?? 0;
  const differing = new Foremost<Differing>(LIMITS.driftFindings, (a, b) => rank(a) - rank(b));
  const byHand = new Foremost<ToldFinding>(LIMITS.driftFindings);
  return walks.findings.gather(
    (finding) => {
      const { area, checkId, accountId, detail, region } = finding;
      if (area !== 'drift') return;
      if (checkId === UNMANAGED) {
        byHand.add(() => told(finding));
        return;
      }
      if (!ranks.has(accountId)) ranks.set(accountId, ranks.size);
      differing.add(() => ({ finding: told(finding), what: shorten(detail, 240), region }));
    },
    () => viewOf(report, selection(), differing, byHand),
  );
}

/** Something that is not as its template declares it. */
interface Differing {
  finding: ToldFinding;
  what: string;
  region: string;
}

function viewOf(
  report: AuditReport,
  selection: FindingSelection,
  differing: Foremost<Differing>,
  byHand: Foremost<ToldFinding>,
): DriftView {
  const rows = capped(
    differing,
    LIMITS.driftFindings,
    (left) =>
      `${quantity(left, 'more difference is', 'more differences are')} not listed here but in findings.csv and report.json.`,
  );
  const unmanaged = capped(
    byHand,
    LIMITS.driftFindings,
    (left) => `${quantity(left, 'more is', 'more are')} in findings.csv and report.json.`,
  );
  return {
    sentence: sentence(report, differing.length),
    notKnown: notKnown(report, [...DIFFERING, UNMANAGED]),
    rows: rows.shown.map(({ finding, what, region }) => ({
      finding: findingLineView(finding, selection),
      thing: thingOf(finding),
      what,
      region,
    })),
    leftOut: rows.leftOut,
    unmanaged: unmanaged.shown.map((finding) => findingLineView(finding, selection)),
    unmanagedCount: number(byHand.length),
    unmanagedLeftOut: unmanaged.leftOut,
  };
}

/** `role/Name`, `stack/name`, or `stack/name, LogicalId` of a resource that goes by its stack. */
function thingOf({ resourceArn }: ToldFinding): string {
  const [, stack, member] = /:stack\/([^/]+)\/[0-9a-f-]{36}(?:\/(.+))?$/.exec(resourceArn) ?? [];
  if (stack === undefined) return label(shortArn(resourceArn));
  return label(member === undefined ? `stack/${stack}` : `stack/${stack}, ${member}`);
}

function sentence({ summary, coverage }: AuditReport, differing: number): string {
  const results = summary.checks.filter(({ checkId }) => DIFFERING.includes(checkId));
  const count = (of: keyof Omit<CheckCounts, 'checkId'>) =>
    results.reduce((sum, counts) => sum + counts[of], 0);
  const compared = count('pass') + count('fail');
  if (compared === 0) return 'Nothing was compared with a template.';
  const of = `Of ${quantity(compared, 'comparison')} of roles and stacks with their templates,`;
  if (differing > 0) return `${of} ${quantity(differing, 'shows', 'show')} a difference.`;
  return `${of} none shows a difference${coverage.complete ? '' : '; some could not be made'}.`;
}
