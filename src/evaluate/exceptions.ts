import type { Exception, Finding } from '../model/finding.ts';
import { matchesWildcard } from '../policy/wildcard.ts';

/** An exception holds to the end of its day, UTC. */
export function isExpired(exception: Pick<Exception, 'expires'>, asOf: string): boolean {
  return asOf.slice(0, 10) > exception.expires.slice(0, 10);
}

/**
 * Marks the finding that an exception in force covers. One that has expired no longer covers: the finding counts
 * again and names it. An exception in force is preferred to an expired one.
 */
export function applyExceptions(finding: Finding, exceptions: readonly Exception[], asOf: string): Finding {
  const matching = exceptions.filter((exception) => covers(exception, finding));
  const chosen = matching.find((exception) => !isExpired(exception, asOf)) ?? matching[0];
  if (chosen === undefined) return finding;
  const expired = isExpired(chosen, asOf);
  return { ...finding, status: expired ? 'OPEN' : 'EXCEPTED', exception: { ...chosen, expired } };
}

/** Whether the exception names this finding, expired or not. */
export function covers(exception: Exception, finding: Finding): boolean {
  return (
    exception.check === finding.checkId &&
    (exception.account === undefined || exception.account === finding.accountId) &&
    matchesWildcard(exception.resource, finding.resourceArn)
  );
}
