import type { Rows } from '../../../model/rows.ts';
import { SEVERITIES } from '../../../model/severity.ts';
import type { VerdictView } from '../page/verdict.ts';
import { listed, number, quantity } from '../support/format.ts';
import type { AccountSlice } from './account-slice.ts';

/** What was found in the account and whether all of it was looked at. What was not comes first and never reads as clean. */
export function accountVerdict(slice: AccountSlice): VerdictView {
  const { account, report } = slice;
  const open = SEVERITIES.reduce((sum, severity) => sum + report.summary.openFindings[severity], 0);
  const found = open === 0 ? 'no finding is open' : findingsInWords(report.summary.openFindings, open);
  if (account.status === 'FAILED') {
    return {
      state: 'incomplete',
      label: 'Not read',
      sentence: `Nothing of this account could be read, so this page cannot say who may enter it${
        open === 0 ? '' : `; from what other accounts show, ${found}`
      }.`,
      notes: notes(slice),
    };
  }
  const missing = whatIsMissing(slice);
  if (missing.length > 0) {
    return {
      state: 'incomplete',
      label: 'Incomplete',
      sentence: `This account was not looked at in full: ${listed(missing)}; in what was read, ${found}${
        open === 0 ? ', which says nothing about the rest' : ''
      }.`,
      notes: notes(slice),
    };
  }
  return {
    state: open === 0 ? 'clear' : 'open',
    label: open === 0 ? 'No open findings' : 'Open findings',
    sentence: `This account was read in full, every check was answered, and ${found}.`,
    notes: notes(slice),
  };
}

function whatIsMissing({ report: { coverage, unanswered, checks } }: AccountSlice): string[] {
  const gaps = Math.max(coverage.planned - coverage.collected, coverage.gaps.length);
  return [
    ...(gaps > 0 || !coverage.complete
      ? [
          `${number(gaps)} of ${quantity(coverage.planned, 'fact')} could not be read${byDeclaration(coverage.gaps)}`,
        ]
      : []),
    ...(unanswered.length > 0
      ? [`${quantity(unanswered.length, 'result has', 'results have')} no answer${byDeclaration(unanswered)}`]
      : []),
    ...(checks.length === 0 ? ['no check was applied'] : []),
  ];
}

/** How many of them a declared blind spot covers, in words. */
function byDeclaration(missing: Rows<{ blindSpot?: number }>): string {
  const count = missing.filter(({ blindSpot }) => blindSpot !== undefined).length;
  return count === 0 ? '' : ` (${number(count)} by declared blind spots)`;
}

function findingsInWords(
  { critical, high }: AccountSlice['report']['summary']['openFindings'],
  open: number,
): string {
  const worst = [
    ...(critical > 0 ? [`${number(critical)} critical`] : []),
    ...(high > 0 ? [`${number(high)} high`] : []),
  ];
  const ofThem = worst.length === 0 ? ', none critical or high' : `, ${worst.join(' and ')}`;
  return `${quantity(open, 'finding is', 'findings are')} open${ofThem}`;
}

function notes({ report, restComplete }: AccountSlice): string[] {
  const expired = report.exceptions.filter((exception) => exception.expired).length;
  const { exceptedFindings } = report.summary;
  const notKnown = report.changes?.findings.notKnown.length ?? 0;
  const { disabledChecks } = report.scope;
  return [
    ...(exceptedFindings > 0
      ? [
          `${quantity(exceptedFindings, 'more finding is', 'more findings are')} covered by an exception in force.`,
        ]
      : []),
    ...(expired > 0
      ? [`${quantity(expired, 'exception has', 'exceptions have')} expired; what was covered counts again.`]
      : []),
    ...(notKnown > 0
      ? [`${quantity(notKnown, 'earlier finding was', 'earlier findings were')} not looked at again.`]
      : []),
    ...(disabledChecks.length > 0
      ? [`${quantity(disabledChecks.length, 'check was', 'checks were')} not applied.`]
      : []),
    ...(restComplete
      ? []
      : [
          'Elsewhere this audit is incomplete: who may come here by way of another account is not known in full.',
        ]),
  ];
}
