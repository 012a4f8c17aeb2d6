import type { Outcome, Resource } from '../../model/check.ts';

/** The outcomes, in which a role that was not understood in full counts as UNKNOWN unless it failed. */
export function withNotUnderstood(
  outcomes: readonly Outcome[],
  notUnderstood: readonly Resource[],
): Outcome[] {
  const arns = new Set(notUnderstood.map(({ arn }) => arn));
  const failed = new Set(
    outcomes.filter(({ status }) => status === 'FAIL').map(({ resource }) => resource.arn),
  );
  return [
    ...outcomes.filter(({ status, resource }) => status === 'FAIL' || !arns.has(resource.arn)),
    ...notUnderstood
      .filter(({ arn }) => !failed.has(arn))
      .map((resource) => ({
        status: 'UNKNOWN' as const,
        resource,
        detail:
          'The trust policy could not be understood in full, so that its external IDs are not all known.',
      })),
  ];
}
