import { accountCheck, type CheckContext, type Outcome, type OutcomeEvidence } from '../../model/check.ts';
import type { Role } from '../../model/facts/authorization-details.ts';
import type { StackTemplate } from '../../model/facts/stack-templates.ts';
import { groupedBy } from '../../model/grouped-by.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import {
  type DeclaredPolicies,
  policyDeclarations,
  standingOf,
} from '../../stack-template/declared-policies.ts';
import { undeclaredFixes } from '../remedies/undeclared.ts';
import { listed } from '../support/judged-role.ts';
import { type InlineStandings, inlineStandings } from './inline-standings.ts';
import {
  isOwned,
  type Member,
  membersOf,
  type OwnedRole,
  ownershipsIn,
  policyOwners,
} from './owned-roles.ts';
import { type PolicyStandings, policyStandings } from './policy-standings.ts';
import { mayHoldAnotherTemplate } from './settled.ts';
import { stackTemplateOf } from './stack-template.ts';

export const undeclaredPolicy = accountCheck({
  id: 'undeclared-policy',
  area: 'drift',
  per: 'region',
  title: 'Cross-account role with only the policies that its stack declares',
  failureTitle: 'Cross-account role with a policy that its stack does not declare',
  severity: 'high',
  rationale:
    'A policy added by hand to a role that a stack manages widens the access past what was reviewed. CloudFormation calls such a role in sync, since it compares only what the template declares, so nobody is told.',
  remediation:
    'If the policy is not wanted, remove it with `aws iam delete-role-policy`, `aws iam detach-role-policy` or `aws iam delete-role-permissions-boundary`. If it is, declare it in the template of the stack (Policies, ManagedPolicyArns or PermissionsBoundary of the role, or AWS::IAM::RolePolicy) and deploy the stack. CloudTrail (iam:PutRolePolicy, iam:AttachRolePolicy, iam:PutRolePermissionsBoundary) says who added it.',
  cannotKnow:
    'Who added the policy, and whether the role had others before. Whether a policy whose name or ARN the template takes from elsewhere (hidden parameters, imports, functions that cannot be worked out) is the one in force: then the result is UNKNOWN. Of managed policies it knows the stack that declares them in the Region of the role’s own stack alone; one that a stack of another Region attaches counts as not declared. An inline policy that another stack puts on the role (AWS::IAM::RolePolicy, AWS::IAM::Policy) is known as such only where that stack owns a cross-account role, or a managed policy on one, in the same Region: the templates of other stacks are not read, and such a policy counts as not declared. Roles that no stack owns are for unmanaged-role.',
  requires: ['authorization-details', 'stacks', 'role-stacks', 'stack-templates'],
  evaluate(facts, context) {
    const ownerships = ownershipsIn(
      context.region,
      facts['authorization-details'],
      facts['role-stacks'],
      context,
    );
    const templates = membersOf(facts['stack-templates']);
    const statuses = new Map(facts.stacks.stacks.map(({ stackId, status }) => [stackId, status]));
    const policies = policyStandings(
      policyOwners(facts['role-stacks'], ownerships),
      (stackId) => stackTemplateOf(stackId, templates.get(stackId), context.study),
      (stackId) => mayHoldAnotherTemplate(statuses.get(stackId)),
    );
    const inline = inlineStandings(templates, context);
    const gaps = ownerships.flatMap(({ owner, resource }): Outcome[] =>
      owner.kind === 'gap'
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
      ...gaps,
      ...[...byStack].flatMap(([stackId, roles]) => {
        const surroundings = {
          template: templates.get(stackId),
          status: statuses.get(stackId),
          policies,
          inline,
        };
        return judgeStack(stackId, surroundings, roles, context);
      }),
    ];
  },
});

interface Surroundings {
  template: Member<StackTemplate> | undefined;
  status: string | undefined;
  policies: PolicyStandings;
  inline: InlineStandings;
}

function judgeStack(
  stackId: string,
  surroundings: Surroundings,
  roles: readonly OwnedRole[],
  context: CheckContext,
): Outcome[] {
  const template = stackTemplateOf(stackId, surroundings.template, context.study);
  const declaredFor = 'problem' in template ? undefined : policyDeclarations(template.scope);
  return roles.flatMap((role): Outcome[] => {
    const { stack } = role.owner;
    if ('problem' in template) {
      return [unknown(role, `The template of stack ${stack.stackName} ${template.problem}.`)];
    }
    const declared = declaredFor?.(stack.logicalId, role.role.name);
    return declared === undefined
      ? [unknown(role, `The template of stack ${stack.stackName} holds no role ${stack.logicalId}.`)]
      : judgeRole(role, declared, surroundings, context);
  });
}

/** A policy that the role has now, and where that is on record. */
interface LivePolicy {
  kind: keyof DeclaredPolicies;
  /** What a template would call it by. */
  name: string;
  words: string;
  path: Array<string | number>;
  value: unknown;
}

function livePolicies(role: Role): LivePolicy[] {
  const boundary = role.permissionsBoundaryArn;
  return [
    ...role.inlinePolicies.map(
      (policy, index): LivePolicy => ({
        kind: 'inline',
        name: policy.name,
        words: `inline policy ${policy.name}`,
        path: ['inlinePolicies', index],
        value: policy,
      }),
    ),
    ...role.attachedPolicies.map(
      (policy, index): LivePolicy => ({
        kind: 'attached',
        name: policy.arn,
        words: `managed policy ${policy.arn}`,
        path: ['attachedPolicies', index],
        value: policy,
      }),
    ),
    ...(boundary === null
      ? []
      : [
          {
            kind: 'boundary',
            name: boundary,
            words: `permissions boundary ${boundary}`,
            path: ['permissionsBoundaryArn'],
            value: boundary,
          } satisfies LivePolicy,
        ]),
  ];
}

function judgeRole(
  owned: OwnedRole,
  declared: DeclaredPolicies,
  { status, policies: managed, inline }: Surroundings,
  context: CheckContext,
): Outcome[] {
  const { role, resource, owner } = owned;
  const { stackName } = owner.stack;
  const policies = livePolicies(role);
  const judged = policies.map((policy) => {
    const own = standingOf(policy.name, declared[policy.kind]);
    if (own !== 'undeclared' || policy.kind === 'boundary') return { policy, own, other: null };
    const other = policy.kind === 'attached' ? managed(policy.name, role.name) : inline(owned, policy.name);
    return { policy, own, other };
  });
  const undeclared = judged.filter(({ own, other }) => own === 'undeclared' && !other?.mayAttach);
  const perhaps = judged.filter(({ own }) => own === 'perhaps').map(({ policy }) => policy);
  const open = judged.flatMap(({ policy, other }) =>
    other?.mayAttach && other.open !== undefined ? [{ policy, reason: other.open }] : [],
  );
  const waits = undeclared.length > 0 && mayHoldAnotherTemplate(status);
  const outcomes = [
    ...(waits
      ? [
          unknown(
            owned,
            `The role has the ${listed(undeclared.map(({ policy }) => policy.words))}, which the template of stack ${stackName} does not declare. That says nothing while the stack is in the state ${status ?? 'unknown'}, in which it may not have taken off yet what an earlier template declared.`,
          ),
        ]
      : undeclared.map(
          ({ policy, other }): Outcome => ({
            status: 'FAIL',
            resource,
            discriminator: `${policy.kind}:${policy.name}`,
            detail: `The role has the ${policy.words}, which is not declared by stack ${stackName}, the owner of the role. ${addedBy(policy.kind, other?.stackName)}`,
            evidence: [policyEvidence(owned, policy), owner.evidence],
            fixes: () => undeclaredFixes(role, policy, owner.stack.logicalId, context),
          }),
        )),
    ...(perhaps.length === 0
      ? []
      : [
          unknown(
            owned,
            `Whether stack ${stackName} declares the ${listed(perhaps.map(({ words }) => words))} depends on values that its template does not show (hidden parameters, imports, conditions or functions that cannot be worked out).`,
          ),
        ]),
    ...open.map(({ policy, reason }) =>
      unknown(owned, `Stack ${stackName} does not declare the ${policy.words}. ${reason}.`),
    ),
  ];
  if (outcomes.length > 0) return outcomes;
  const others = [...new Set(judged.flatMap(({ other }) => other?.stackName ?? []))];
  const by = others.length === 0 ? '' : `, or stack ${listed(others)} does, of which the policy is`;
  const detail =
    policies.length === 0
      ? 'The role has no policies and no permissions boundary.'
      : `Stack ${stackName} declares every policy that the role has${by}: ${policies.length}.`;
  return [{ status: 'PASS', resource, detail }];
}

function addedBy(kind: LivePolicy['kind'], otherStack: string | undefined): string {
  if (otherStack === undefined)
    return 'It was added by something else, not by this stack: by a person, another tool or another stack.';
  return kind === 'inline'
    ? `Stack ${otherStack} declares a policy of this name for the role, but with another document.`
    : `The policy belongs to stack ${otherStack}, which does not attach it to the role either.`;
}

function policyEvidence({ index }: OwnedRole, { path, value }: LivePolicy): OutcomeEvidence {
  return {
    fact: 'authorization-details',
    region: 'global',
    pointer: jsonPointer('roles', index, ...path),
    value,
    marks: [''],
  };
}

function unknown({ resource }: OwnedRole, detail: string): Outcome {
  return { status: 'UNKNOWN', resource, detail };
}
