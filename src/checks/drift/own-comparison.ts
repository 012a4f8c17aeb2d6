import type { CheckContext, Failed, Outcome } from '../../model/check.ts';
import { resourceOf, subjectOf } from './granting-outcome.ts';
import type { GrantingResource } from './granting-resources.ts';
import { declaredName, type InlineVerdict, verdictOnInline } from './inline-policies.ts';
import { type OwnedRole, withoutFullStop } from './owned-roles.ts';
import type { ReadTemplate } from './stack-template.ts';
import {
  attachedInlinePolicies,
  type DeclaredInlinePolicy,
  ownInlinePolicies,
} from './template/declared-policies.ts';

/** What CloudFormation says of an access-granting resource. */
export interface Answer {
  granting: GrantingResource;
  outcome: Outcome;
}

/** The stack around them: its template, its status, and its access roles. */
interface Surroundings {
  template: ReadTemplate | { problem: string };
  status: string | undefined;
  roles: readonly OwnedRole[];
}

/**
 * Completes CloudFormation's answers by holding the inline policies that the template declares against those of the
 * roles. CloudFormation detects no drift of AWS::IAM::Policy at all.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resource-import-supported-resources.html
 */
export function withOwnComparison(
  answers: readonly Answer[],
  surroundings: Surroundings,
  context: CheckContext,
): Outcome[] {
  const { template } = surroundings;
  const attached = 'problem' in template ? undefined : attachedInlinePolicies(template.scope);
  return answers.flatMap((answer) => {
    const { granting, outcome } = answer;
    if (outcome.status === 'FAIL') return [outcome];
    switch (granting.drift.type) {
      case 'AWS::IAM::Role':
        return withOwnPolicies(answer, surroundings, context);
      case 'AWS::IAM::Policy':
      case 'AWS::IAM::RolePolicy':
        return [policyOutcome(answer, surroundings, attached?.(granting.drift.logicalId), context)];
      default:
        return [outcome];
    }
  });
}

/** CloudFormation's word stands, unless an inline policy of the role's own is surely not as declared. */
function withOwnPolicies(
  { granting, outcome }: Answer,
  { template, status, roles }: Surroundings,
  context: CheckContext,
): Outcome[] {
  const { logicalId } = granting.drift;
  const role = roles.find(({ owner }) => owner.stack.logicalId === logicalId);
  if (role === undefined || 'problem' in template || !isSettled(status)) return [outcome];
  const failures = ownInlinePolicies(logicalId, template.scope).flatMap((declared): Outcome[] => {
    const verdict = verdictOnInline(declared, role, template.scope, context);
    if (verdict.kind !== 'different' && verdict.kind !== 'missing') return [];
    const discriminator = `${logicalId}/Policies/${declaredName(declared)}`;
    return [
      failure(granting, [verdict], discriminator, [
        ...template.evidence(logicalId, context.region, 'Policies'),
        ...template.declaredDocument(logicalId, context.region, declaredName(declared)),
      ]),
    ];
  });
  if (failures.length === 0) return [outcome];
  return outcome.status === 'PASS' ? failures : [outcome, ...failures];
}

/** Where CloudFormation compared the policy, its word is overruled only by a sure difference. */
function policyOutcome(
  { granting, outcome }: Answer,
  { template, status, roles }: Surroundings,
  declaredFor: ((roleName: string) => DeclaredInlinePolicy | null) | undefined,
  context: CheckContext,
): Outcome {
  const { drift, role } = granting;
  const { stackName } = role.owner.stack;
  const resource = resourceOf(granting);
  const subject = subjectOf(granting);
  const unknown = (reason: string): Outcome =>
    outcome.status === 'PASS'
      ? outcome
      : { status: 'UNKNOWN', resource, detail: `${withoutFullStop(outcome.detail)}; ${reason}.` };

  if ('problem' in template) return unknown(`the template of the stack ${template.problem}`);
  if (declaredFor === undefined) return unknown('the template of the stack holds no such policy');
  const verdicts = roles.flatMap((owned) => {
    const declared = declaredFor(owned.role.name);
    return declared === null ? [] : [verdictOnInline(declared, owned, template.scope, context)];
  });
  if (outcome.status === 'PASS' && verdicts.length === 0) return outcome;
  if (verdicts.length === 0) {
    const detail = `${subject} belongs to no cross-account role of the stack.`;
    return { status: 'NOT_APPLICABLE', resource, detail };
  }
  const changed = verdicts.filter(isChange);
  if (changed.length > 0 && isSettled(status)) {
    const evidence = template.evidence(drift.logicalId, context.region, 'PolicyDocument');
    return failure(granting, changed, drift.logicalId, evidence);
  }
  if (changed.length > 0) {
    return unknown(
      `Countersign found it not as the template of stack ${stackName} declares it, which says nothing while the stack is in the state ${status ?? 'unknown'}`,
    );
  }
  const unclear = verdicts.find((verdict) => verdict.kind === 'unclear');
  if (unclear !== undefined) return unknown(`Countersign could not tell either: ${unclear.reason}`);
  if (outcome.status === 'PASS') return outcome;
  return {
    status: 'PASS',
    resource,
    detail: `${subject} is in force as its template declares it. Countersign compared the documents itself, because CloudFormation ${drift.status === 'UNSUPPORTED' ? `does not detect drift of ${drift.type}` : 'gave no answer that counts'}.`,
  };
}

type Change = Extract<InlineVerdict, { kind: 'different' | 'missing' }>;

function isChange(verdict: InlineVerdict): verdict is Change {
  return verdict.kind === 'different' || verdict.kind === 'missing';
}

function failure(
  granting: GrantingResource,
  changes: readonly Change[],
  discriminator: string,
  declared: Failed['evidence'],
): Failed {
  const found = changes.map(({ words }) => words).join('; ');
  return {
    status: 'FAIL',
    resource: resourceOf(granting),
    severity: 'high',
    discriminator,
    detail: `${subjectOf(granting)} is not in force as its template declares it: ${found}. Countersign compared the documents itself.`,
    evidence: compared(declared, changes),
    fixes: changes.flatMap(({ fixes }) => fixes),
    remediation: REMEDIATION,
  };
}

/** The two documents side by side, where the template's own could be pointed at and one policy is meant. */
function compared(declared: Failed['evidence'], changes: readonly Change[]): Failed['evidence'] {
  const found = changes.flatMap(({ evidence }) => evidence);
  const [change, ...others] = changes;
  const [document, ...more] = declared.filter(({ pointer }) => pointer.endsWith('/PolicyDocument'));
  const isPair = others.length === 0 && more.length === 0 && found.length === 1;
  if (document === undefined || change === undefined || !isPair) return [...declared, ...found];
  const of = 'PolicyDocument';
  return [
    ...declared.map((piece) =>
      piece === document ? { ...piece, comparison: { of, side: 'expected' as const } } : piece,
    ),
    // A policy that is missing has no document: the list that it is missing from stays evidence by itself.
    ...found.map((piece) =>
      change.kind === 'different' ? { ...piece, comparison: { of, side: 'actual' as const } } : piece,
    ),
  ];
}

/** Drift detection would not show it gone, and a deployment would not undo it. */
const REMEDIATION =
  'Find out who made the change (CloudTrail: iam:PutRolePolicy, iam:DeleteRolePolicy). If it is wanted, put it into the template and deploy the stack. If not, put the document of the template back with `aws iam put-role-policy`: deploying the same template again changes nothing, since CloudFormation only acts on what changed in the template. Then audit again.';

/**
 * While a stack changes, or after a change that failed, its template is not yet, or no longer, what the stack put
 * into the account.
 */
function isSettled(status: string | undefined): boolean {
  return status?.endsWith('_COMPLETE') === true && status !== 'ROLLBACK_COMPLETE';
}
