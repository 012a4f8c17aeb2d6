import type { Identity, PolicySource } from './effective.ts';

/** The word for it in the names of IAM's actions. */
export function kindOf(arn: string): 'Role' | 'User' {
  return /^[^:]*:[^:]*:iam::[^:]*:user\//.test(arn) ? 'User' : 'Role';
}

/** Whether a managed policy is one of the customer. */
export function isRewritable(policyArn: string | null): policyArn is string {
  return policyArn !== null && /^arn:[^:]*:iam::\d{12}:/.test(policyArn);
}

/** A boundary that allows everything. */
export function widestBoundary(arn: string): string {
  return `${arn.split(':', 2).join(':')}:iam::aws:policy/AdministratorAccess`;
}

/**
 * What takes a policy off a role or user, or writes it anew: any of these actions, each on its resource. PutRolePolicy
 * puts its document in the place of the one that an inline policy of that name has. None for boundaries, whose actions
 * ask for the boundary besides.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html
 */
export function removals(
  policy: PolicySource,
  { arn }: Pick<Identity, 'arn'>,
): Array<[action: string, on: string]> {
  if (policy.kind === 'boundary') return [];
  const holder = policy.group ?? arn;
  const kind = policy.group === undefined ? kindOf(arn) : 'Group';
  return [
    ...(policy.kind === 'inline'
      ? ([
          [`iam:Delete${kind}Policy`, holder],
          [`iam:Put${kind}Policy`, holder],
        ] satisfies Array<[string, string]>)
      : ([[`iam:Detach${kind}Policy`, holder]] satisfies Array<[string, string]>)),
    ...(policy.kind === 'attached' && isRewritable(policy.arn)
      ? ([['iam:CreatePolicyVersion', policy.arn]] satisfies Array<[string, string]>)
      : []),
    ...(policy.group === undefined
      ? []
      : ([['iam:RemoveUserFromGroup', policy.group]] satisfies Array<[string, string]>)),
  ];
}
