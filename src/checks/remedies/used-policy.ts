import type { AuthorizationDetails, Role } from '../../model/facts/authorization-details.ts';
import type { Fix } from '../../model/fix.ts';
import type { Study } from '../../model/study.ts';
import { surroundingsOf } from '../../policy/permissions/role-surroundings.ts';
import type { ServiceUse } from '../../policy/permissions/service-use.ts';
import { usedPolicy } from '../../policy/permissions/used-policy.ts';
import { command } from './command.ts';
import { type FixContext, roleFixes } from './role-fixes.ts';

/** The inline policy that stands in place of those that give more than was used. */
const POLICY_NAME = 'countersign-used';

/**
 * How to give a role what it used and no more: first the one policy, then the others away, so that nothing that is used
 * is missing in between. Nothing where it cannot be had in one inline policy.
 */
export function usedPolicyFixes(
  role: Role,
  details: AuthorizationDetails,
  use: ServiceUse,
  context: FixContext & { study: Study },
): Fix[] {
  const reduced = usedPolicy(role, surroundingsOf(details, context.study).policies, use, POLICY_NAME);
  if (reduced === undefined) return [];
  const { document, replaces } = reduced;
  const names = replaces.map(({ name }) => name).filter((name) => name !== POLICY_NAME);
  const instead = names.length === 0 ? '' : `, in place of ${names.join(', ')}`;
  return roleFixes(
    role,
    {
      when: 'If it needs no more than it used',
      policy: { title: `One inline policy${instead}`, document, file: 'used-policy.json' },
      commands: [
        command`aws iam put-role-policy --role-name ${role.name} --policy-name ${POLICY_NAME} --policy-document file://used-policy.json`,
        ...replaces.flatMap((one) => {
          if (one.kind !== 'inline')
            return [command`aws iam detach-role-policy --role-name ${role.name} --policy-arn ${one.arn}`];
          if (one.name === POLICY_NAME) return [];
          return [command`aws iam delete-role-policy --role-name ${role.name} --policy-name ${one.name}`];
        }),
      ],
      resource: {
        logicalId: 'CountersignUsed',
        type: 'AWS::IAM::RolePolicy',
        properties: { RoleName: role.name, PolicyName: POLICY_NAME, PolicyDocument: document },
      },
    },
    context,
  );
}
