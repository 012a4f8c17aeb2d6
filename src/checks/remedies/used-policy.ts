import type { AuthorizationDetails, Role } from '../../model/facts/authorization-details.ts';
import type { Fix } from '../../model/fix.ts';
import type { Study } from '../../model/study.ts';
import type { PolicySource } from '../../policy/permissions/effective.ts';
import { surroundingsOf } from '../../policy/permissions/role-surroundings.ts';
import type { ServiceUse } from '../../policy/permissions/service-use.ts';
import { inlineLength, LONGEST_INLINE, usedPolicy } from '../../policy/permissions/used-policy.ts';
import { chained, command } from './command.ts';
import { type FixContext, roleFixes } from './role-fixes.ts';
import { shownPolicy } from './shown-policy.ts';

/** The inline policy that stands in place of those that give more than was used. */
const POLICY_NAME = 'countersign-used';

/**
 * How to give a role what it used and no more: first the one policy, then, where that was taken, the others away, so that
 * nothing that is used is missing in between. Nothing where it cannot be had in one inline policy, and no commands where
 * IAM would not take it beside those that it replaces, or where something has to be put in again that is not shown.
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
      commands:
        fitsBeside(role, document) && isShownWhole(document, context)
          ? chained(commandsFor(role, replaces))
          : [],
      resource: {
        logicalId: 'CountersignUsed',
        type: 'AWS::IAM::RolePolicy',
        properties: { RoleName: role.name, PolicyName: POLICY_NAME, PolicyDocument: document },
      },
    },
    context,
  );
}

function commandsFor(role: Role, replaces: readonly PolicySource[]) {
  return [
    command`aws iam put-role-policy --role-name ${role.name} --policy-name ${POLICY_NAME} --policy-document file://used-policy.json`,
    ...replaces.flatMap((one) => {
      if (one.kind !== 'inline')
        return [command`aws iam detach-role-policy --role-name ${role.name} --policy-arn ${one.arn}`];
      if (one.name === POLICY_NAME) return [];
      return [command`aws iam delete-role-policy --role-name ${role.name} --policy-name ${one.name}`];
    }),
  ];
}

/** Whether the policy is shown as it has to be: one with a note in place of an external ID would shut the role out. */
function isShownWhole(document: object, context: FixContext): boolean {
  return JSON.stringify(shownPolicy(document, context)) === JSON.stringify(document);
}

/** Whether IAM takes the policy while all that it replaces is still there, but for one of its own name. */
function fitsBeside({ inlinePolicies }: Role, document: object): boolean {
  const others = inlinePolicies.filter(({ name }) => name !== POLICY_NAME);
  return inlineLength([...others.map((one) => one.document), JSON.stringify(document)]) <= LONGEST_INLINE;
}
