import type { EvidenceFile } from '../../../model/evidence-file.ts';
import type { AuditReport } from '../../../model/report.ts';
import { verdictFrom } from '../../verdict.ts';
import { type Walks, walksOf } from '../../walk.ts';
import { type AccountsView, accountsView } from '../accounts/accounts.ts';
import { type RolesView, rolesView } from '../accounts/roles.ts';
import { type CoverageView, coverageView } from '../coverage/coverage.ts';
import { type ScopeView, scopeView } from '../coverage/scope.ts';
import { type AccessAnalyzerView, accessAnalyzerView } from '../findings/access-analyzer.ts';
import { type DriftView, driftView } from '../findings/drift.ts';
import { selectFindings } from '../findings/finding.ts';
import { type StaleRolesView, staleRolesView } from '../findings/stale-roles.ts';
import { type InsideView, insideView } from '../inside/inside.ts';
import { type AccessMapView, accessMapView } from '../map/access-map.ts';
import { type ExternalIdsView, externalIdsView } from '../parties/external-ids.ts';
import { type SharesView, sharesView } from '../parties/shares.ts';
import { type ThirdPartiesView, thirdPartiesView } from '../parties/third-parties.ts';
import { label, number, quantity } from '../support/format.ts';
import {
  type ExceptionsView,
  exceptionsView,
  type UnansweredView,
  unansweredView,
} from '../support/lists.ts';
import { type ActionsView, actionsView } from './actions.ts';
import { type AppendixView, appendixView } from './appendix.ts';
import { type BriefView, briefView } from './brief.ts';
import { type ChangesView, changesView } from './changes.ts';
import { type CheckView, checkViews } from './checks.ts';
import { type ControlsView, controlsView } from './controls.ts';
import { type DecisionsView, decisionsView } from './decisions.ts';
import { type EntriesView, entriesView } from './entries.ts';
import { type FigureView, figureViews } from './figures.ts';
import { freshnessView, olderView } from './freshness.ts';
import { type OwnersView, ownersView } from './owners.ts';
import { type RunView, runView } from './run.ts';
import { type TrendView, trendView } from './trend.ts';
import { type VerdictView, verdictView } from './verdict.ts';

/** Everything the templates read. Every field is there, null where there is nothing, since templates are strict. */
export interface PageView {
  title: string;
  organization: string | null;
  run: RunView;
  sections: Array<{ id: string; name: string; count: string | null }>;
  verdict: VerdictView;
  brief: BriefView;
  actions: ActionsView;
  owners: OwnersView;
  print: 'short' | 'full';
  notPrinted: string;
  figures: FigureView[];
  controls: ControlsView;
  coverage: CoverageView;
  scope: ScopeView;
  changes: ChangesView;
  accessMap: AccessMapView;
  thirdParties: ThirdPartiesView;
  shares: SharesView;
  inside: InsideView;
  staleRoles: StaleRolesView;
  externalIds: ExternalIdsView;
  drift: DriftView;
  accessAnalyzer: AccessAnalyzerView;
  decisions: DecisionsView | null;
  exceptions: ExceptionsView;
  entries: EntriesView;
  trend: TrendView;
  accounts: AccountsView & { explorerHref: string | null };
  roles: RolesView;
  checks: CheckView[];
  unanswered: UnansweredView;
  freshness: ReturnType<typeof freshnessView>;
  older: string[];
  appendix: AppendixView;
}

/** What stands beside the report in its run. */
export interface BesidePage {
  /** The files that the report rests on, for its appendix. */
  evidence?: readonly EvidenceFile[];
  /** Where the page of an account stands, seen from `report.html`; left out when there are none. */
  accountPage?: (accountId: string) => string;
  /** Where the explorer stands, seen from `report.html`; left out when there is none. */
  explorerHref?: string;
}

/** The page's contents in the page's words. All of its sections say first what they want to know of the long lists. */
export function pageView(
  report: AuditReport,
  { evidence = [], accountPage, explorerHref }: BesidePage = {},
): PageView {
  const walks = walksOf(report);
  const selection = selectFindings(report, walks);
  const verdict = verdictFrom(report, walks);
  const { run } = report;
  const seen = {
    sections: sections(report, walks),
    brief: briefView(report, { evidence, ...(explorerHref === undefined ? {} : { explorerHref }) }, walks),
    figures: figureViews(report, walks),
    controls: controlsView(report, walks),
    coverage: coverageView(report, walks),
    scope: scopeView(report, walks, accountPage),
    changes: changesView(report, selection, walks),
    accessMap: accessMapView(report, walks),
    thirdParties: thirdPartiesView(report, selection, walks),
    shares: sharesView(report, walks),
    inside: insideView(report, walks),
    staleRoles: staleRolesView(report, selection, walks),
    externalIds: externalIdsView(report, selection, walks),
    drift: driftView(report, selection, walks),
    accessAnalyzer: accessAnalyzerView(report, selection, walks),
    accounts: accountsView(report, selection, walks, accountPage),
    roles: rolesView(report, walks),
    unanswered: unansweredView(walks),
  };
  return {
    title: label(run.title),
    organization: run.organizationName === null ? null : label(run.organizationName),
    run: runView(report),
    print: run.print ?? 'short',
    notPrinted: notPrinted(report),
    sections: seen.sections(),
    verdict: verdictView(report, verdict()),
    brief: seen.brief(),
    actions: actionsView(report, walks.names(), explorerHref),
    owners: ownersView(report, explorerHref),
    figures: seen.figures(),
    controls: seen.controls(),
    coverage: seen.coverage(),
    scope: seen.scope(),
    changes: seen.changes(),
    accessMap: seen.accessMap(),
    thirdParties: seen.thirdParties(),
    shares: seen.shares(),
    inside: seen.inside(),
    staleRoles: seen.staleRoles(),
    externalIds: seen.externalIds(),
    drift: seen.drift(),
    accessAnalyzer: seen.accessAnalyzer(),
    decisions: decisionsView(report),
    exceptions: exceptionsView(report),
    entries: entriesView(report),
    trend: trendView(report),
    accounts: { ...seen.accounts(), explorerHref: explorerHref ?? null },
    roles: seen.roles(),
    checks: checkViews(report),
    unanswered: seen.unanswered(),
    freshness: freshnessView(),
    older: olderView(report),
    appendix: appendixView(evidence),
  };
}

function sections(report: AuditReport, walks: Pick<Walks, 'findings'>): () => PageView['sections'] {
  const counts = {
    stale: walks.findings.count(({ checkId }) => checkId === 'stale-role'),
    drift: walks.findings.count(({ area }) => area === 'drift'),
    analyzer: walks.findings.count(({ area }) => area === 'access-analyzer'),
  };
  return () => [
    { id: 'verdict', name: 'Verdict', count: null },
    { id: 'to-do', name: 'Decide, fix, ask', count: null },
    { id: 'sign', name: 'Review and decision', count: null },
    { id: 'actions', name: 'Actions', count: number(report.actions?.length ?? 0) },
    { id: 'owners', name: 'Owners', count: null },
    { id: 'controls', name: 'Controls', count: null },
    { id: 'scope', name: 'Scope and completeness', count: null },
    { id: 'changes', name: 'Since the last run', count: null },
    { id: 'access-map', name: 'Access map', count: null },
    { id: 'third-parties', name: 'Third parties', count: number(report.thirdParties.length) },
    { id: 'shares', name: 'Shared resources', count: number(report.shares?.length ?? 0) },
    { id: 'inside', name: 'Inside the organization', count: null },
    { id: 'stale-roles', name: 'Stale roles', count: number(counts.stale()) },
    { id: 'external-ids', name: 'External IDs', count: null },
    { id: 'drift', name: 'Drift', count: number(counts.drift()) },
    { id: 'access-analyzer', name: 'Access Analyzer', count: number(counts.analyzer()) },
    ...(decisionsView(report) === null
      ? []
      : [{ id: 'decisions', name: 'Reviews and countersignatures', count: null }]),
    { id: 'exceptions', name: 'Exceptions', count: number(report.exceptions.length) },
    {
      id: 'entries',
      name: 'Configuration',
      count: number(report.configurationEntries?.length ?? 0),
    },
    { id: 'trend', name: 'Trend', count: null },
    { id: 'accounts', name: 'Findings by account', count: number(report.findings.length) },
    { id: 'roles', name: 'Role inventory', count: number(report.roles.length) },
    { id: 'checks', name: 'Results by check', count: number(report.summary.checks.length) },
    { id: 'frameworks', name: 'Controls by framework', count: null },
    { id: 'unanswered', name: 'Unanswered', count: number(report.unanswered.length) },
    { id: 'method', name: 'Method and limits', count: null },
    { id: 'appendix', name: 'Evidence', count: null },
  ];
}

/** What print leaves out by default, in numbers. */
function notPrinted({ findings, roles, thirdParties, unanswered, summary }: AuditReport): string {
  const parts = [
    `${quantity(findings.length, 'finding')} with what each rests on and how to fix it`,
    `${quantity(thirdParties.length, 'third party', 'third parties')} with the ways in`,
    `${quantity(roles.length, 'role')} of the inventory`,
    `results of ${quantity(summary.checks.length, 'check')} one by one`,
    `${quantity(unanswered.length, 'result')} without an answer`,
    'the controls of each framework',
    'lists that are folded together on a screen',
  ];
  return `Not printed: ${parts.join('; ')}. They stand on the page on a screen, and whole in report.json.`;
}
