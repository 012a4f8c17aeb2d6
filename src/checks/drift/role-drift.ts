import {
  accountCheck,
  type CheckContext,
  type Outcome,
  type OutcomeEvidence,
  type Resource,
} from '../../model/check.ts';
import type { StackDrift } from '../../model/cloudformation-facts.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import { groupedBy, listed } from '../support/judged-role.ts';
import { type GrantingResource, grantingResources } from './granting-resources.ts';
import {
  isOwned,
  type Member,
  membersOf,
  type OwnedRole,
  ownershipsIn,
  withoutFullStop,
} from './owned-roles.ts';
import { DRIFT_PARAMETERS, verdictOf } from './resource-verdict.ts';

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
  controls: ['AWS-WA SEC03-BP09.4', 'NIST-800-53-r5 CM-6', 'ISO-27001-2022 A.8.9', 'SOC2 CC7.1'],
  parameters: DRIFT_PARAMETERS,
  requires: ['authorization-details', 'role-stacks', 'drift'],
  evaluate(facts, context) {
    const ownerships = ownershipsIn(
      context.region,
      facts['authorization-details'],
      facts['role-stacks'],
      context,
    );
    const stacks = membersOf(facts.drift);
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
    const byStack = groupedBy(ownerships.filter(isOwned), ({ owner }) => owner.stack.stackId);
    return [
      ...unread,
      ...[...byStack].flatMap(([stackId, roles]) => judgeStack(stacks.get(stackId), roles, context)),
    ];
  },
});

function judgeStack(
  member: Member<StackDrift> | undefined,
  roles: readonly OwnedRole[],
  context: CheckContext,
): Outcome[] {
  if (member === undefined || member.fact.status === 'NOT_COLLECTED') {
    const reason = member?.fact.status === 'NOT_COLLECTED' ? withoutFullStop(member.fact.message) : undefined;
    return roles.map(({ resource, owner }) => ({
      status: 'UNKNOWN',
      resource,
      detail: `The drift of stack ${owner.stack.stackName}, which owns the role, was not read: ${reason ?? 'the evidence says nothing of it'}.`,
    }));
  }
  const granting = grantingResources(member.fact.value, roles);
  const missing = roles.filter(
    ({ owner }) => !granting.some(({ drift }) => drift.logicalId === owner.stack.logicalId),
  );
  return [
    ...granting.map((resource) => judge(resource, member.index, context)),
    ...missing.map(
      ({ resource, owner }): Outcome => ({
        status: 'UNKNOWN',
        resource,
        detail: `CloudFormation gave no answer for ${owner.stack.logicalId} of stack ${owner.stack.stackName}.`,
      }),
    ),
  ];
}

/** Properties that say who may enter and what they may do. */
const ACCESS_PROPERTIES: ReadonlySet<string> = new Set([
  'AssumeRolePolicyDocument',
  'ManagedPolicyArns',
  'PermissionsBoundary',
  'Policies',
  'PolicyDocument',
  'RoleName',
  'Roles',
]);

function judge(granting: GrantingResource, stackIndex: number, context: CheckContext): Outcome {
  const { drift, index, role } = granting;
  const { stackName } = role.owner.stack;
  const resource = resourceOf(granting);
  const subject = `${drift.logicalId} (${drift.type}) of stack ${stackName}`;
  const verdict = verdictOf(drift, context);
  const place = ['perResource', stackIndex, 'fact', 'value', 'resources', index] as const;
  const evidence = (value: unknown, ...path: Array<string | number>): OutcomeEvidence => ({
    fact: 'drift',
    region: context.region,
    pointer: jsonPointer(...place, ...path),
    value,
  });
  switch (verdict.kind) {
    case 'in-sync':
      return {
        status: 'PASS',
        resource,
        detail: verdict.note ?? `${subject} is as its template declares it.`,
      };
    case 'unknown':
      return {
        status: 'UNKNOWN',
        resource,
        detail: `Drift of ${subject} is not known: ${withoutFullStop(verdict.reason)}.`,
      };
    case 'deleted':
      return {
        status: 'FAIL',
        resource,
        severity: drift.type === 'AWS::IAM::Role' ? 'medium' : 'high',
        discriminator: drift.logicalId,
        detail: `CloudFormation finds ${subject} deleted, although its template declares it.`,
        evidence: [evidence(drift.status, 'status')],
      };
    case 'modified': {
      const { properties, differences } = verdict;
      const unnamed = properties.length === 0;
      return {
        status: 'FAIL',
        resource,
        severity: unnamed || properties.some((name) => ACCESS_PROPERTIES.has(name)) ? 'high' : 'medium',
        discriminator: drift.logicalId,
        detail: unnamed
          ? `CloudFormation finds ${subject} modified and does not say in which property.`
          : `${subject} differs from its template in ${listed(properties)}.`,
        evidence: unnamed
          ? [evidence(drift.status, 'status')]
          : differences.slice(0, MOST_DIFFERENCES).map((at) => differenceEvidence(granting, at, evidence)),
      };
    }
  }
}

/** A finding that shows more would no longer be read. */
const MOST_DIFFERENCES = 20;

/** Where a difference is an external ID itself, the evidence names its place and leaves the value in the fact. */
function differenceEvidence(
  { drift }: GrantingResource,
  index: number,
  evidence: (value: unknown, ...path: Array<string | number>) => OutcomeEvidence,
): OutcomeEvidence {
  const difference = drift.differences[index];
  return /sts:externalid/i.test(difference?.propertyPath ?? '')
    ? evidence(difference?.propertyPath, 'differences', index, 'propertyPath')
    : evidence(difference, 'differences', index);
}

/** An inline policy has no ARN: it is named by its place in the stack. */
function resourceOf({ drift, role }: GrantingResource): Resource {
  if (drift.type === 'AWS::IAM::Role') return role.resource;
  if (drift.type === 'AWS::IAM::ManagedPolicy' && drift.physicalId !== null) {
    return { arn: drift.physicalId, type: drift.type };
  }
  return { arn: `aws:cloudformation:${role.owner.stack.stackId}/${drift.logicalId}`, type: drift.type };
}
