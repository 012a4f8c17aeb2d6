import type { Outcome, Resource } from '../../model/check.ts';

/** The outcomes, in which a role that was not understood in full counts as UNKNOWN unless it failed. */
export function unreadOutcomes(outcomes: readonly Outcome[], unread: readonly Resource[]): Outcome[] {
  const unreadArns = new Set(unread.map(({ arn }) => arn));
  const failed = new Set(
    outcomes.filter(({ status }) => status === 'FAIL').map(({ resource }) => resource.arn),
  );
  return [
    ...outcomes.filter(({ status, resource }) => status === 'FAIL' || !unreadArns.has(resource.arn)),
    ...unread
      .filter(({ arn }) => !failed.has(arn))
      .map((resource) => ({
        status: 'UNKNOWN' as const,
        resource,
        detail:
          'The trust policy could not be understood in full, so that its external IDs are not all known.',
      })),
  ];
}
