import { attachmentStanding } from '../../stack-template/declared-policies.ts';
import type { policyOwners } from './owned-roles.ts';
import type { stackTemplateOf } from './stack-template.ts';

/** What the stack that owns a managed policy has to do with its being attached to a role. */
export interface PolicyStanding {
  /** The owner of the policy; absent where that was not read. */
  stackName?: string;
  /** Whether that stack attaches the policy, surely or, with `open` saying why that is not known, perhaps. */
  mayAttach: boolean;
  open?: string;
}

/** Asks about a managed policy on a role by ARN and name; null when nothing is known of another owner. */
export type PolicyStandings = (arn: string, roleName: string) => PolicyStanding | null;

/**
 * A managed policy may be attached by the stack that owns it, which need not be the role's: AWS::IAM::ManagedPolicy
 * names its Roles.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-managedpolicy.html
 */
export function policyStandings(
  { owned, gaps }: ReturnType<typeof policyOwners>,
  templateOf: (stackId: string) => ReturnType<typeof stackTemplateOf>,
  isChanging: (stackId: string) => boolean,
): PolicyStandings {
  const owners = new Map(owned.map(({ arn, stack }) => [arn, stack]));
  const reasons = new Map(gaps.map(({ arn, reason }) => [arn, reason]));
  const templates = new Map<string, ReturnType<typeof stackTemplateOf>>();
  return (arn, roleName) => {
    const reason = reasons.get(arn);
    if (reason !== undefined)
      return { mayAttach: true, open: `Whether another stack attaches it was not read: ${reason}` };
    const stack = owners.get(arn);
    if (stack === undefined) return null;
    const { stackId, stackName, logicalId } = stack;
    const template = templates.get(stackId) ?? templateOf(stackId);
    templates.set(stackId, template);
    const perhaps = (why: string): PolicyStanding => ({
      stackName,
      mayAttach: true,
      open: `Whether stack ${stackName}, which owns the policy, attaches it to the role is not known: ${why}`,
    });
    if ('problem' in template) return perhaps(`its template ${template.problem}`);
    switch (attachmentStanding(logicalId, roleName, template.scope)) {
      case 'declared':
        return { stackName, mayAttach: true };
      case 'perhaps':
        return perhaps('that depends on values that its template does not show');
      case 'undeclared':
        return isChanging(stackId) ? perhaps('the stack is changing') : { stackName, mayAttach: false };
      default:
        return perhaps('its template holds no such policy');
    }
  };
}
