import {
  accountCheck,
  type CheckContext,
  type Outcome,
  type OutcomeEvidence,
  type Resource,
} from '../../model/check.ts';
import type { StackDrift } from '../../model/cloudformation-facts.ts';
import type { ManagedPolicy } from '../../model/iam-facts.ts';
import { jsonPointer, resolvePointer } from '../../model/json-pointer.ts';
import { samePolicy } from '../../policy/documents/same-policy.ts';
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
      ...[...byStack].flatMap(([stackId, roles]) =>
        judgeStack(stacks.get(stackId), roles, facts['authorization-details'].policies, context),
      ),
    ];
  },
});

function judgeStack(
  member: Member<StackDrift> | undefined,
  roles: readonly OwnedRole[],
  policies: readonly ManagedPolicy[],
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
    ...granting.map((resource) => judge(resource, member.index, policies, context)),
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

function judge(
  granting: GrantingResource,
  stackIndex: number,
  policies: readonly ManagedPolicy[],
  context: CheckContext,
): Outcome {
  const { drift, index, role } = granting;
  const { stackName } = role.owner.stack;
  const resource = resourceOf(granting);
  const subject = `${drift.logicalId} (${drift.type}) of stack ${stackName}`;
  const verdict = verdictOf(drift, context);
  const place = ['perResource', stackIndex, 'fact', 'value', 'resources', index] as const;
  const evidence: EvidenceAt = (value, ...path) => ({
    fact: 'drift',
    region: context.region,
    pointer: jsonPointer(...place, ...path),
    value,
  });
  switch (verdict.kind) {
    case 'in-sync':
      if (drift.type === 'AWS::IAM::ManagedPolicy') {
        return judgeManagedPolicy(granting, policies, subject, evidence);
      }
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

type EvidenceAt = (value: unknown, ...path: Array<string | number>) => OutcomeEvidence;

/** CloudFormation has called managed policies in sync that were not, so its word is held against the live document. */
function judgeManagedPolicy(
  granting: GrantingResource,
  policies: readonly ManagedPolicy[],
  subject: string,
  evidence: EvidenceAt,
): Outcome {
  const { physicalId, logicalId, expectedProperties } = granting.drift;
  const resource = resourceOf(granting);
  const index = policies.findIndex(({ arn }) => arn === physicalId);
  const live = policies[index];
  const expected = expectedProperties === null ? undefined : policyDocumentOf(expectedProperties);
  const same = live === undefined ? null : samePolicy(expected, live.document);
  if (same === true)
    return { status: 'PASS', resource, detail: `${subject} is as its template declares it.` };
  if (live === undefined || same === null) {
    return {
      status: 'UNKNOWN',
      resource,
      detail: `CloudFormation calls ${subject} in sync, which it has done wrongly for managed policies, and the documents could not be compared here.`,
    };
  }
  return {
    status: 'FAIL',
    resource,
    severity: 'high',
    discriminator: logicalId,
    detail: `CloudFormation calls ${subject} in sync, but the policy in force is not the one that the template declares.`,
    evidence: [
      evidence(expectedProperties, 'expectedProperties'),
      {
        fact: 'authorization-details',
        region: 'global',
        pointer: jsonPointer('policies', index, 'document'),
        value: live.document,
      },
    ],
  };
}

function policyDocumentOf(properties: string): unknown {
  return resolvePointer(properties, '/PolicyDocument');
}

/** A finding that shows more would no longer be read. */
const MOST_DIFFERENCES = 20;

/** Where a difference is an external ID itself, the evidence names its place and leaves the value in the fact. */
function differenceEvidence(
  { drift }: GrantingResource,
  index: number,
  evidence: EvidenceAt,
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
