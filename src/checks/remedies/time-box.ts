import type { CheckContext } from '../../model/check.ts';
import { dayOf, endOfDay } from '../../model/days.ts';
import type { Role } from '../../model/facts/authorization-details.ts';
import type { Fix } from '../../model/fix.ts';
import type { Grant } from '../../model/grant.ts';
import { trustOf } from '../../policy/access-role.ts';
import { approvedOpeningFixes } from './approved-opening.ts';
import { command } from './command.ts';
import { roleFixes } from './role-fixes.ts';
import { trustDocument, withConditions } from './trust-policy.ts';

/**
 * What it takes for a third party to come in for a time alone. A trust policy that is open from one moment to another, to be
 * put in force for each time that it works: before and after it, it lets nobody in by these grants, and leaves all others as
 * they are. A Deny for the same time, since a trust policy does not end what has begun; only where nobody else comes by the
 * role. And a runbook that opens the role when somebody approves. The moments are an example: four hours of the day after the
 * one of the judgement.
 */
export function timeBoxFixes(role: Role, grants: readonly Grant[], context: CheckContext): Fix[] {
  const document = trustDocument(role.trustPolicy);
  const day = dayOf(endOfDay(context.asOf));
  const [begin, end] = [`${day}T08:00:00Z`, `${day}T12:00:00Z`];
  const boxed =
    document === undefined
      ? undefined
      : withConditions(document, grants, () => ({
          DateGreaterThan: { 'aws:CurrentTime': begin },
          DateLessThan: { 'aws:CurrentTime': end },
        }));
  if (boxed === undefined) return [];
  return [
    ...roleFixes(
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
    ),
    ...(trustOf(role, context.study).grants.every((grant) => grants.includes(grant))
      ? endFixes(role, { begin, end }, context)
      : []),
    ...approvedOpeningFixes(role, context),
  ];
}

const POLICY_NAME = 'countersign-working-hours';

/** Sessions that run when the end comes may do nothing more. */
function endFixes(role: Role, { begin, end }: { begin: string; end: string }, context: CheckContext): Fix[] {
  const denied = { Effect: 'Deny', Action: '*', Resource: '*' };
  const document = {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'BeforeTheWork', ...denied, Condition: { DateLessThan: { 'aws:CurrentTime': begin } } },
      { Sid: 'AfterTheWork', ...denied, Condition: { DateGreaterThan: { 'aws:CurrentTime': end } } },
    ],
  };
  return roleFixes(
    role,
    {
      when: 'So that what they have begun ends with it',
      policy: { title: 'An inline policy with the same moments', document, file: 'working-hours.json' },
      commands: [
        command`aws iam put-role-policy --role-name ${role.name} --policy-name ${POLICY_NAME} --policy-document file://working-hours.json`,
      ],
      resource: {
        logicalId: 'CountersignWorkingHours',
        type: 'AWS::IAM::RolePolicy',
        properties: { RoleName: role.name, PolicyName: POLICY_NAME, PolicyDocument: document },
      },
    },
    context,
  );
}
