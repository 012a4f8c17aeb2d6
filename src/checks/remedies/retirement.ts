import type { CheckContext, Failed } from '../../model/check.ts';
import type { Role } from '../../model/facts/authorization-details.ts';
import type { Fix } from '../../model/fix.ts';
import { command } from './command.ts';
import { commandFixes } from './fix.ts';
import { removalFixes } from './role-fixes.ts';

/** First shut, then gone: a role that turns out to be needed is opened again by one command. */
export function retirement(role: Role, context: CheckContext): Pick<Failed, 'fixes' | 'remediation'> {
  const stack = context.stackOf?.(role.arn);
  if (stack !== null && stack !== undefined) {
    return {
      remediation: `Ask the owner whether the role is still needed. If not, take ${stack.logicalId} out of the template of stack ${stack.stackName} (${stack.region}) and deploy it; deleted by hand, the role would be drift and might come back. If it is kept for emergencies, record an exception with an end date.`,
    };
  }
  return {
    remediation:
      'Ask the owner whether the role is still needed. If not, refuse everything for a while, then delete the role. If it is kept for emergencies, record an exception with an end date.',
    fixes: () => shutThenRemoved(role, context),
  };
}

function shutThenRemoved(role: Role, context: CheckContext): Fix[] {
  const denyAll = `arn:${context.account.partition}:iam::aws:policy/AWSDenyAll`;
  const shut = commandFixes('If nobody needs it: shut it for a while first, with the AWS CLI', [
    command`aws iam attach-role-policy --role-name ${role.name} --policy-arn ${denyAll}`,
  ]);
  const shutRole = {
    ...role,
    attachedPolicies: [...role.attachedPolicies, { name: 'AWSDenyAll', arn: denyAll }],
  };
  return [...shut, ...removalFixes(shutRole, { when: 'If nobody has missed it' }, context)];
}
