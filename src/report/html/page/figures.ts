import type { AuditReport } from '../../../model/report.ts';
import { SEVERITIES } from '../../../model/severity.ts';
import type { Walks } from '../../walk.ts';
import { PARTY_KINDS } from '../parties/party.ts';
import { listed, number, quantity, type SeverityCount, severityCounts } from '../support/format.ts';

export interface FigureView {
  name: string;
  value: string;
  /** `25` of `21 of 25`; null when the value stands alone. */
  of: string | null;
  note: string;
  severities: SeverityCount[];
}

/** The few numbers to know before reading on. */
export function figureViews(report: AuditReport, walks: Pick<Walks, 'roles'>): () => FigureView[] {
  const roleFindings = walks.roles.count(({ findings }) => findings.length > 0);
  return () => figuresOf(report, roleFindings());
}

function figuresOf(report: AuditReport, roleFindings: number): FigureView[] {
  const { scope, coverage, summary, thirdParties, roles, exceptions } = report;
  const open = SEVERITIES.reduce((sum, severity) => sum + summary.openFindings[severity], 0);
  const { COMPLETE, PARTIAL, FAILED, excluded } = summary.accounts;
  const expired = exceptions.filter((exception) => exception.expired).length;
  return [
    figure(
      'Open findings',
      open,
      null,
      open === 0 ? 'None in what was read' : '',
      severityCounts(summary.openFindings),
    ),
    figure(
      'Accounts read in full',
      COMPLETE,
      scope.accounts.length,
      `${number(PARTIAL)} in part, ${number(FAILED)} not at all; ${number(excluded)} out of scope`,
    ),
    figure(
      'Facts read',
      coverage.collected,
      coverage.planned,
      coverage.gaps.length === 0 && coverage.complete
        ? 'All that were planned'
        : `${number(Math.max(coverage.planned - coverage.collected, coverage.gaps.length))} not read`,
    ),
    figure('Third parties', thirdParties.length, null, kindsInWords(thirdParties)),
    figure(
      'Roles open to others',
      roles.length,
      scope.roles.listed,
      `${quantity(roleFindings, 'has', 'have')} findings`,
    ),
    figure(
      'Exceptions in force',
      exceptions.length - expired,
      exceptions.length,
      `${quantity(summary.exceptedFindings, 'finding')} covered; ${number(expired)} expired`,
    ),
  ];
}

function figure(
  name: string,
  value: number,
  of: number | null,
  note: string,
  severities: SeverityCount[] = [],
): FigureView {
  return { name, value: number(value), of: of === null ? null : number(of), note, severities };
}

function kindsInWords(parties: AuditReport['thirdParties']): string {
  const parts = Object.entries(PARTY_KINDS).flatMap(([kind, { inFigures }]) => {
    const count = parties.filter(({ party }) => party.kind === kind).length;
    return count === 0 ? [] : [`${number(count)} ${inFigures}`];
  });
  return parts.length === 0 ? 'None admitted by any role read' : listed(parts);
}
