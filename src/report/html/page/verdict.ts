import { entriesInWords } from '../../../model/configuration-entry.ts';
import type { AuditReport } from '../../../model/report.ts';
import { SEVERITIES } from '../../../model/severity.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { reasonsInWords, verdictOf } from '../../verdict.ts';
import { number, quantity } from '../support/format.ts';

export interface VerdictView {
  /** Decides the looks only; the words carry the meaning. */
  state: 'incomplete' | 'open' | 'clear';
  label: string;
  sentence: string;
  notes: string[];
}

/** What was found and whether everything was looked at. An incomplete run says so first and never reads as clean. */
export function verdictView(report: AuditReport, verdict: Verdict = verdictOf(report)): VerdictView {
  const open = openFindings(report);
  if (report.scope.accounts.length === 0) {
    return {
      state: 'incomplete',
      label: 'Nothing was audited',
      sentence: 'No account was in scope, so nothing was looked at and nothing can be concluded.',
      notes: notes(report),
    };
  }
  if (!verdict.complete) {
    return {
      state: 'incomplete',
      label: 'Incomplete',
      sentence: `This audit is incomplete: ${reasonsInWords(verdict)}; in what was read, ${
        open === 0 ? 'no finding is open, which says nothing about the rest' : findingsInWords(report)
      }.`,
      notes: notes(report),
    };
  }
  const { declared } = verdict;
  if (declared !== undefined) {
    const nothing = 'no finding is open in what was looked at, which says nothing about the rest';
    return {
      state: open === 0 ? 'incomplete' : 'open',
      label: open === 0 ? 'No open findings but for blind spots' : 'Open findings',
      sentence: `Everything was looked at but what is declared a blind spot: ${declared.sentence}; ${open === 0 ? nothing : findingsInWords(report)}.`,
      notes: notes(report),
    };
  }
  const read = `${accountsInWords(report)} read in full`;
  return open === 0
    ? {
        state: 'clear',
        label: 'No open findings',
        sentence: `${read}, every check was answered, and no finding is open.`,
        notes: notes(report),
      }
    : {
        state: 'open',
        label: 'Open findings',
        sentence: `${read}, every check was answered, and ${findingsInWords(report)}.`,
        notes: notes(report),
      };
}

/** The number of open findings of all severities. */
function openFindings(report: AuditReport): number {
  return SEVERITIES.reduce((sum, severity) => sum + report.summary.openFindings[severity], 0);
}

function findingsInWords(report: AuditReport): string {
  const open = openFindings(report);
  const { critical, high } = report.summary.openFindings;
  const worst = [
    ...(critical > 0 ? [`${number(critical)} critical`] : []),
    ...(high > 0 ? [`${number(high)} high`] : []),
  ];
  const ofThem = worst.length === 0 ? ', none critical or high' : `, ${worst.join(' and ')}`;
  return `${quantity(open, 'finding is', 'findings are')} open${ofThem}`;
}

function accountsInWords({ scope }: AuditReport): string {
  return scope.accounts.length === 1
    ? 'The one account in scope was'
    : `All ${number(scope.accounts.length)} accounts in scope were`;
}

function notes(report: AuditReport): string[] {
  const { scope, summary, exceptions, configurationEntries = [], blindSpots = [] } = report;
  const blind = blindSpots.filter(({ gaps, expired }) => gaps > 0 && !expired).length;
  const expired = exceptions.filter((exception) => exception.expired).length;
  const lines: string[] = [];
  if (scope.excluded.length > 0) {
    lines.push(
      `${quantity(scope.excluded.length, 'known account was', 'known accounts were')} left out of scope.`,
    );
  }
  if (scope.disabledChecks.length > 0) {
    lines.push(`${quantity(scope.disabledChecks.length, 'check was', 'checks were')} not applied.`);
  }
  if (summary.exceptedFindings > 0) {
    lines.push(
      `${quantity(summary.exceptedFindings, 'more finding is', 'more findings are')} covered by an exception in force.`,
    );
  }
  if (expired > 0) {
    lines.push(
      `${quantity(expired, 'exception has expired; what it', 'exceptions have expired; what they')} covered counts again.`,
    );
  }
  if (blind > 0) {
    lines.push(
      `${quantity(blind, 'declared blind spot is', 'declared blind spots are')} not looked at; “What was not read” names each, with who approved it and until when.`,
    );
  }
  if (configurationEntries.length > 0) {
    lines.push(
      `${quantity(configurationEntries.length, 'entry', 'entries')} of the configuration should be looked at: ${entriesInWords(configurationEntries)}.`,
    );
  }
  return lines;
}
