import { failingEntries } from '../model/configuration-entry.ts';
import { historyDamage, type RunHistory } from '../model/history.ts';
import type { AuditReport } from '../model/report.ts';
import { compareSeverity, SEVERITIES, type Severity } from '../model/severity.ts';

/** The exit codes that schedulers rely on. */
export const EXIT = {
  done: 0,
  /** Bad configuration, no credentials, or a fault of the tool. */
  couldNotRun: 1,
  /** Done, with open findings at or above `--fail-on`. */
  findings: 2,
  /**
   * Done, but something in scope was not read, a run before is damaged, or the configuration is strict and an entry of
   * it is not in order.
   */
  incomplete: 3,
  /** The evidence is not what was sealed. */
  altered: 4,
} as const;

/**
 * Findings win over incompleteness, since they are certain. What `strict` asks for is not lifted by `--allow-incomplete`:
 * it is not about what could be read.
 */
export function exitCodeFor(
  report: Pick<AuditReport, 'summary' | 'coverage' | 'configurationEntries'>,
  policy: { failOn: Severity | 'none'; allowIncomplete: boolean },
  history?: RunHistory,
): number {
  const { failOn } = policy;
  if (failOn !== 'none') {
    const counted = SEVERITIES.filter((severity) => compareSeverity(severity, failOn) <= 0);
    if (counted.some((severity) => report.summary.openFindings[severity] > 0)) return EXIT.findings;
  }
  if (failingEntries(report).length > 0) return EXIT.incomplete;
  const isWhole = report.coverage.complete && historyDamage({ ...(history && { history }) }).length === 0;
  return isWhole || policy.allowIncomplete ? EXIT.done : EXIT.incomplete;
}
