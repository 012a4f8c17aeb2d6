import type { AuditReport } from '../../model/report.ts';
import { type AccountsView, accountsView } from './accounts.ts';
import { type ChangesView, changesView } from './changes.ts';
import { type CheckView, checkViews } from './checks.ts';
import { type CoverageView, coverageView } from './coverage.ts';
import { type FigureView, figureViews } from './figures.ts';
import { selectFindings } from './finding.ts';
import { label, moment, number } from './format.ts';
import { type ExceptionsView, exceptionsView, type UnansweredView, unansweredView } from './lists.ts';
import { type RolesView, rolesView } from './roles.ts';
import { type ScopeView, scopeView } from './scope.ts';
import { type ThirdPartiesView, thirdPartiesView } from './third-parties.ts';
import { type VerdictView, verdictView } from './verdict.ts';

export interface RunView {
  runId: string;
  started: string;
  finished: string;
  asOf: string;
  tool: string;
  caller: string;
  configDigest: string;
}

/** Everything the templates read. Every field is there, null where there is nothing, since templates are strict. */
export interface PageView {
  title: string;
  organization: string | null;
  run: RunView;
  sections: Array<{ id: string; name: string; count: string | null }>;
  verdict: VerdictView;
  figures: FigureView[];
  coverage: CoverageView;
  scope: ScopeView;
  changes: ChangesView;
  thirdParties: ThirdPartiesView;
  accounts: AccountsView;
  roles: RolesView;
  checks: CheckView[];
  unanswered: UnansweredView;
  exceptions: ExceptionsView;
}

/** The page's contents in the page's words. */
export function pageView(report: AuditReport, accountPage?: (accountId: string) => string): PageView {
  const selection = selectFindings(report);
  const { run } = report;
  return {
    title: label(run.title),
    organization: run.organizationName === null ? null : label(run.organizationName),
    run: {
      runId: run.runId,
      started: moment(run.startedAt),
      finished: moment(run.finishedAt),
      asOf: moment(run.asOf),
      tool: `${run.tool.name} ${run.tool.version}`,
      caller: run.callerArn ?? 'Not known',
      configDigest: run.configDigest ?? 'The run had no configuration file',
    },
    sections: sections(report),
    verdict: verdictView(report),
    figures: figureViews(report),
    coverage: coverageView(report),
    scope: scopeView(report, accountPage),
    changes: changesView(report, selection),
    thirdParties: thirdPartiesView(report, selection),
    accounts: accountsView(report, selection, accountPage),
    roles: rolesView(report),
    checks: checkViews(report),
    unanswered: unansweredView(report),
    exceptions: exceptionsView(report),
  };
}

function sections(report: AuditReport): PageView['sections'] {
  return [
    { id: 'verdict', name: 'Verdict', count: null },
    { id: 'scope', name: 'Scope and completeness', count: null },
    { id: 'changes', name: 'Since the last run', count: null },
    { id: 'third-parties', name: 'Third parties', count: number(report.thirdParties.length) },
    { id: 'accounts', name: 'Findings by account', count: number(report.findings.length) },
    { id: 'roles', name: 'Role inventory', count: number(report.roles.length) },
    { id: 'checks', name: 'Results by check', count: number(report.summary.checks.length) },
    { id: 'unanswered', name: 'Unanswered', count: number(report.unanswered.length) },
    { id: 'exceptions', name: 'Exceptions', count: number(report.exceptions.length) },
    { id: 'method', name: 'Method and limits', count: null },
    { id: 'run', name: 'Run', count: null },
  ];
}
