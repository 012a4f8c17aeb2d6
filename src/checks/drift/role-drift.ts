import { accountCheck, type Outcome, type Resource } from '../../model/check.ts';
import type { Role } from '../../model/facts/authorization-details.ts';
import type { RoleStack } from '../../model/facts/role-stacks.ts';
import { groupedBy } from '../../model/grouped-by.ts';
import { answeredResources } from './answered-resources.ts';
import { deletedRoles } from './deleted-roles.ts';
import { grantingOutcome } from './granting-outcome.ts';
import { type GrantingStack, grantingResources, rolesOf } from './granting-resources.ts';
import { type Answer, withOwnComparison } from './own-comparison.ts';
import {
  isOwned,
  membersOf,
  type OwnedPolicy,
  type OwnedRole,
  ownershipsIn,
  policyOwners,
  withoutFullStop,
} from './owned-roles.ts';
import { DRIFT_PARAMETERS } from './resource-verdict.ts';
import { stackTemplateOf } from './stack-template.ts';

export const roleDrift = accountCheck({
  id: 'role-drift',
  area: 'drift',
  per: 'region',
  title: 'Cross-account role as its CloudFormation template declares it',
  failureTitle: 'Cross-account role changed outside CloudFormation',
  severity: 'high',
  rationale:
    'A role that was reviewed and deployed as a template, and then changed by hand, gives access that nobody approved. The next deployment may silently undo or keep it.',
  remediation:
    'Find out who made the change (CloudTrail: iam:UpdateAssumeRolePolicy, iam:PutRolePolicy, iam:AttachRolePolicy, iam:CreatePolicyVersion and their like). If it is wanted, put it into the template and run `aws cloudformation deploy`; if not, set the property back to what the template says. Then run `aws cloudformation detect-stack-resource-drift --stack-name STACK --logical-resource-id ID` until it answers IN_SYNC.',
  cannotKnow:
    'Changes of a moment that were undone before the audit, and who made those that stand. Where the template takes a value from elsewhere (hidden parameters, imports, dynamic references, functions that cannot be worked out), CloudFormation alone compares it; where CloudFormation gave no answer either, the result is UNKNOWN. Tags, description, path and session duration are compared by CloudFormation alone. A role that was deleted by hand is looked for in the Regions that were read, not with `drift.mode: last-known` in stacks that own no other cross-account role, and not in stacks that were themselves deleted. A managed policy is held against the stack that owns it only where that stack is in a Region that was scanned; a role passes by what its own stack declares. Nothing is compared while a stack changes. With `drift.mode: off` CloudFormation is not asked: what differs in who may enter and what they may do is still found, and of what does not the rest of the role stays UNKNOWN.',
  withoutDrift: true,
  parameters: DRIFT_PARAMETERS,
  requires: ['authorization-details', 'stacks', 'role-stacks', 'stack-templates', 'drift'],
  evaluate(facts, context) {
    const ownerships = ownershipsIn(
      context.region,
      facts['authorization-details'],
      facts['role-stacks'],
      context,
    );
    const drifts = membersOf(facts.drift);
    const templates = membersOf(facts['stack-templates']);
    const { roles: live, policies } = facts['authorization-details'];
    const owners = policyOwners(facts['role-stacks'], ownerships);
    const stacks = grantingStacks(ownerships.filter(isOwned), owners.owned);
    return [
      ...ownerships.flatMap(({ owner, resource }) =>
        owner.kind === 'gap' ? [ownerGap(resource, 'role', owner.reason)] : [],
      ),
      ...owners.gaps.map(({ arn, reason }) =>
        ownerGap({ arn, type: 'AWS::IAM::ManagedPolicy' }, 'policy', reason),
      ),
      ...facts.drift.perResource.flatMap(({ resource, fact }, index) => {
        if (fact.status === 'COLLECTED')
          return deletedRoles(fact.value, { stackId: resource, index }, live, context);
        return stacks.has(resource) ? [] : [stackGap(resource, withoutFullStop(fact.message))];
      }),
      ...[...stacks].flatMap(([stackId, granting]) => {
        const drift = drifts.get(stackId);
        const template = templates.get(stackId);
        const resources = answeredResources(drift, template, granting.owned);
        const answers = grantingResources(resources, granting).map((resource) => ({
          granting: resource,
          outcome: grantingOutcome(resource, drift?.index ?? -1, policies, context),
        }));
        const surroundings = {
          template: stackTemplateOf(stackId, template, context.study),
          status: facts.stacks.stacks.find((stack) => stack.stackId === stackId)?.status,
          roles: granting.roles,
          policies,
        };
        return withOwnComparison(answers, surroundings, context).map(
          bearingOn(answers, granting.roles, live),
        );
      }),
    ];
  },
});

type OwningStack = GrantingStack & { owned: RoleStack[] };

/** The stacks that own access roles or managed policies of them, by id. */
function grantingStacks(
  roles: readonly OwnedRole[],
  policies: readonly OwnedPolicy[],
): Map<string, OwningStack> {
  const byStack = groupedBy(roles, ({ owner }) => owner.stack.stackId);
  const policiesOf = groupedBy(policies, ({ stack }) => stack.stackId);
  const ids = [...new Set([...byStack.keys(), ...policiesOf.keys()])];
  return new Map(
    ids.flatMap((stackId) => {
      const mine = byStack.get(stackId) ?? [];
      const owned = [
        ...mine.map(({ owner }) => owner.stack),
        ...(policiesOf.get(stackId) ?? []).map(({ stack }) => stack),
      ];
      const arns = new Set((policiesOf.get(stackId) ?? []).map(({ arn }) => arn));
      const [stack] = owned;
      return stack === undefined ? [] : [[stackId, { stack, roles: mine, policies: arns, owned }] as const];
    }),
  );
}

/** Names the roles that a changed policy belongs to: it is their rights that have changed. */
function bearingOn(
  answers: readonly Answer[],
  roles: readonly OwnedRole[],
  live: readonly Role[],
): (outcome: Outcome) => Outcome {
  return (outcome) => {
    if (outcome.status !== 'FAIL' || outcome.resource.type === 'AWS::IAM::Role') return outcome;
    const { arn } = outcome.resource;
    const attached = live.filter(
      ({ attachedPolicies, permissionsBoundaryArn }) =>
        permissionsBoundaryArn === arn || attachedPolicies.some((policy) => policy.arn === arn),
    );
    const declared = answers
      .filter(({ granting }) => granting.resource.arn === arn)
      .flatMap(({ granting }) => rolesOf(granting.drift, roles).map(({ resource }) => resource.arn));
    return { ...outcome, roleArns: [...new Set([...declared, ...attached.map((role) => role.arn)])].sort() };
  };
}

function ownerGap(resource: Resource, what: string, reason: string): Outcome {
  const detail = `Whether a stack owns the ${what} was not read: ${reason}.`;
  return { status: 'UNKNOWN', resource, detail };
}

/** Of a stack that owns no access role it matters only whether it has lost one. */
function stackGap(arn: string, reason: string): Outcome {
  return {
    status: 'UNKNOWN',
    resource: { arn, type: 'AWS::CloudFormation::Stack' },
    detail: `Whether cross-account roles of the stack were deleted was not read: ${reason}.`,
  };
}
