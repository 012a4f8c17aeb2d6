import type { CheckContext } from '../../model/check.ts';
import { dayOf, endOfDay } from '../../model/days.ts';
import type { Role } from '../../model/facts/authorization-details.ts';
import type { Fix } from '../../model/fix.ts';
import type { Grant } from '../../model/grant.ts';
import { command } from './command.ts';
import { roleFixes } from './role-fixes.ts';
import { trustDocument, withConditions } from './trust-policy.ts';

/**
 * A trust policy that is open from one moment to another, to be put in force for each time that a third party works. Before
 * and after it, it lets nobody in by these grants, and leaves all others as they are. The moments are an example: four
 * hours of the day after the one of the judgement.
 */
export function timeBoxFixes(role: Role, grants: readonly Grant[], context: CheckContext): Fix[] {
  const document = trustDocument(role.trustPolicy);
  const day = dayOf(endOfDay(context.asOf));
  const boxed =
    document === undefined
      ? undefined
      : withConditions(document, grants, () => ({
          DateGreaterThan: { 'aws:CurrentTime': `${day}T08:00:00Z` },
          DateLessThan: { 'aws:CurrentTime': `${day}T12:00:00Z` },
        }));
  if (boxed === undefined) return [];
  return roleFixes(
    role,
    {
      when: 'For each time that they work',
      policy: {
        title:
          'The trust policy open for four hours, with the beginning and the end of the work to be put in',
        document: boxed,
        file: 'trust-policy.json',
      },
      commands: [
        command`aws iam update-assume-role-policy --role-name ${role.name} --policy-document file://trust-policy.json`,
      ],
      properties: { AssumeRolePolicyDocument: boxed },
    },
    context,
  );
}
