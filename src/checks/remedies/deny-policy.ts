import type { Role } from '../../model/facts/authorization-details.ts';
import type { Fix } from '../../model/fix.ts';
import { command } from './command.ts';
import { type FixContext, roleFixes } from './role-fixes.ts';

const POLICY_NAME = 'countersign-deny';

/** How to give a role an inline policy that denies actions: what no other policy of it can allow again. */
export function denyFixes(
  role: Pick<Role, 'name' | 'arn'>,
  denied: { actions: readonly string[]; resource: string },
  when: string,
  context: FixContext,
): Fix[] {
  const document = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action: denied.actions, Resource: denied.resource }],
  };
  return roleFixes(
    role,
    {
      when,
      policy: { title: 'An inline policy', document, file: 'deny-policy.json' },
      commands: [
        command`aws iam put-role-policy --role-name ${role.name} --policy-name ${POLICY_NAME} --policy-document file://deny-policy.json`,
      ],
      resource: {
        logicalId: 'CountersignDeny',
        type: 'AWS::IAM::RolePolicy',
        properties: { RoleName: role.name, PolicyName: POLICY_NAME, PolicyDocument: document },
      },
    },
    context,
  );
}
