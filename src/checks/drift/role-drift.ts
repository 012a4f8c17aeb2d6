import { accountCheck, type CheckContext, type Outcome } from '../../model/check.ts';
import type { StackDrift } from '../../model/cloudformation-facts.ts';
import type { ManagedPolicy } from '../../model/iam-facts.ts';
import { groupedBy } from '../support/judged-role.ts';
import { deletedRoles } from './deleted-roles.ts';
import { grantingOutcome, resourceOf } from './granting-outcome.ts';
import { grantingResources, rolesOf } from './granting-resources.ts';
import { type Answer, withOwnComparison } from './own-comparison.ts';
import {
  isOwned,
  type Member,
  membersOf,
  type OwnedRole,
  ownershipsIn,
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
    const { policies } = facts['authorization-details'];
    const unread = ownerships.flatMap(({ owner, resource }): Outcome[] =>
      owner.kind === 'unread'
        ? [
            {
              status: 'UNKNOWN',
              resource,
              detail: `Whether a stack owns the role was not read: ${owner.reason}.`,
            },
          ]
        : [],
    );
    const deleted = facts.drift.perResource.flatMap(({ resource, fact }, index) =>
      fact.status === 'COLLECTED'
        ? deletedRoles(
            fact.value,
            { stackId: resource, index },
            facts['authorization-details'].roles,
            context,
          )
        : [],
    );
    const byStack = groupedBy(ownerships.filter(isOwned), ({ owner }) => owner.stack.stackId);
    return [
      ...unread,
      ...deleted,
      ...[...byStack].flatMap(([stackId, roles]) => {
        const drift = drifts.get(stackId);
        if (drift === undefined || drift.fact.status === 'NOT_COLLECTED') return unreadDrift(drift, roles);
        const template = stackTemplateOf(stackId, templates.get(stackId));
        const status = facts.stacks.stacks.find((stack) => stack.stackId === stackId)?.status;
        const answers = grantingAnswers(drift.fact.value, drift.index, roles, policies, context);
        return [
          ...withOwnComparison(answers, { template, status, roles }, context).map(bearingOn(answers, roles)),
          ...withoutAnswer(answers, roles),
        ];
      }),
    ];
  },
});

function unreadDrift(member: Member<StackDrift> | undefined, roles: readonly OwnedRole[]): Outcome[] {
  const reason = member?.fact.status === 'NOT_COLLECTED' ? withoutFullStop(member.fact.message) : undefined;
  return roles.map(({ resource, owner }) => ({
    status: 'UNKNOWN',
    resource,
    detail: `The drift of stack ${owner.stack.stackName}, which owns the role, was not read: ${reason ?? 'the evidence says nothing of it'}.`,
  }));
}

function grantingAnswers(
  stack: StackDrift,
  stackIndex: number,
  roles: readonly OwnedRole[],
  policies: readonly ManagedPolicy[],
  context: CheckContext,
): Answer[] {
  return grantingResources(stack, roles).map((granting) => ({
    granting,
    outcome: grantingOutcome(granting, stackIndex, policies, context),
  }));
}

/** Names the roles that a changed policy belongs to: it is their rights that have changed. */
function bearingOn(answers: readonly Answer[], roles: readonly OwnedRole[]): (outcome: Outcome) => Outcome {
  const byResource = new Map(
    answers.map(({ granting }) => [
      resourceOf(granting).arn,
      rolesOf(granting.drift, roles).map(({ resource }) => resource.arn),
    ]),
  );
  return (outcome) => {
    if (outcome.status !== 'FAIL' || outcome.resource.type === 'AWS::IAM::Role') return outcome;
    return { ...outcome, roleArns: byResource.get(outcome.resource.arn) ?? [] };
  };
}

function withoutAnswer(answers: readonly Answer[], roles: readonly OwnedRole[]): Outcome[] {
  const answered = new Set(answers.map(({ granting }) => granting.drift.logicalId));
  return roles
    .filter(({ owner }) => !answered.has(owner.stack.logicalId))
    .map(({ resource, owner }) => ({
      status: 'UNKNOWN',
      resource,
      detail: `CloudFormation gave no answer for ${owner.stack.logicalId} of stack ${owner.stack.stackName}.`,
    }));
}
