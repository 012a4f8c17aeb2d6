import type { Finding } from '../model/finding.ts';
import type { ThirdPartySummary } from '../model/third-party-summary.ts';

/**
 * Who answers for the access of a third party to a role; null where nobody is named. As for findings, the register's owner
 * of the party comes first, and then the one whom the role's tag, its account or its unit gives: the findings on that role
 * alone say who. What the register says there is of other parties.
 */
export function ownerOf(
  party: Pick<ThirdPartySummary, 'owner'> | undefined,
  roleArn: string,
  onRole: readonly Pick<Finding, 'owner' | 'resourceArn' | 'roleArns'>[],
): string | null {
  const named = new Set(
    onRole.flatMap(({ owner, resourceArn, roleArns = [] }) =>
      owner !== undefined &&
      owner.from !== 'register' &&
      [resourceArn, ...roleArns].every((arn) => arn === roleArn)
        ? [owner.name]
        : [],
    ),
  );
  const [first = null] = named;
  return party?.owner ?? (named.size === 1 ? first : null);
}
