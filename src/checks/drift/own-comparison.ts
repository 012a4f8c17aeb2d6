import type { Failed, Outcome } from '../../model/check.ts';
import type { ManagedPolicy } from '../../model/facts/authorization-details.ts';
import type { Fix } from '../../model/fix.ts';
import {
  attachedInlinePolicies,
  type DeclaredInlinePolicy,
  policyDeclarations,
} from '../../stack-template/declared-policies.ts';
import { listed } from '../support/judged-role.ts';
import { subjectOf } from './granting-outcome.ts';
import type { GrantingResource } from './granting-resources.ts';
import { type InlineVerdict, verdictOnInline } from './inline-policies.ts';
import { verdictOnManaged } from './managed-policies.ts';
import { type OwnedRole, withoutFullStop } from './owned-roles.ts';
import { type DriftContext, verdictOf } from './resource-verdict.ts';
import {
  type GrantingProperty,
  type PropertyVerdict,
  roleProperties,
  subjectsOf,
} from './role-properties.ts';
import { isSettled, mayHoldAnotherTemplate } from './settled.ts';
import type { ReadTemplate } from './stack-template.ts';

/** What CloudFormation says of an access-granting resource. */
export interface Answer {
  granting: GrantingResource;
  outcome: Outcome;
}

/** The stack around them: its template, its status, and its access roles. */
export interface Surroundings {
  template: ReadTemplate | { problem: string };
  status: string | undefined;
  roles: readonly OwnedRole[];
  policies: readonly ManagedPolicy[];
}

/**
 * Completes CloudFormation's answers by holding what the template declares against what is in force: CloudFormation is
 * a second witness. It may not have been asked, it detects no drift of AWS::IAM::Policy at all, and it has called in
 * sync what was not.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resource-import-supported-resources.html
 */
export function withOwnComparison(
  answers: readonly Answer[],
  surroundings: Surroundings,
  context: DriftContext,
): Outcome[] {
  const { template } = surroundings;
  const attached = 'problem' in template ? undefined : attachedInlinePolicies(template.scope);
  const declaredFor = 'problem' in template ? undefined : policyDeclarations(template.scope);
  return answers.flatMap((answer) => {
    const { granting, outcome } = answer;
    if (granting.drift.type === 'AWS::IAM::Role')
      return roleOutcomes(answer, surroundings, declaredFor, context);
    if (outcome.status === 'FAIL') return [outcome];
    switch (granting.drift.type) {
      case 'AWS::IAM::Policy':
      case 'AWS::IAM::RolePolicy':
        return [policyOutcome(answer, surroundings, attached?.(granting.drift.logicalId), context)];
      case 'AWS::IAM::ManagedPolicy':
        return [managedPolicyOutcome(answer, surroundings, context)];
      default:
        return [outcome];
    }
  });
}

/**
 * CloudFormation's word stands for what it has compared, unless something is surely not as declared. What differs is a
 * finding of its own beside its answer, but for what that names itself.
 */
function roleOutcomes(
  answer: Answer,
  surroundings: Surroundings,
  declaredFor: ReturnType<typeof policyDeclarations> | undefined,
  context: DriftContext,
): Outcome[] {
  const { granting, outcome } = answer;
  const { template, status, roles } = surroundings;
  const { logicalId } = granting.drift;
  const role = roles.find(({ owner }) => owner.stack.logicalId === logicalId);
  if (role === undefined) return [outcome];
  if ('problem' in template) return [withReason(answer, `the template of the stack ${template.problem}`)];
  const declared = declaredFor?.(logicalId, role.role.name);
  if (declared === undefined) return [withReason(answer, 'the template of the stack holds no such role')];
  const verdicts = roleProperties(role, declared, template, context);
  const changed = verdicts.filter(isChanged).filter(({ property }) => !isNamed(property, granting, context));
  const sure = changed.filter(({ property }) => countsIn(status, property));
  if (sure.length === 0) return [withReason(answer, roleReason(verdicts, changed, status))];
  const failures = sure.map((change) => failure(granting, change));
  return outcome.status === 'PASS' ? failures : [outcome, ...failures];
}

/**
 * Whether a difference is one, in this state of the stack. What was never made, or is taken off already, may differ
 * where a stack was not made or taken down to its end. A trust policy is there as long as its role, made in one piece
 * with it, so it must be the template's wherever the stack has had no other template.
 */
function countsIn(status: string | undefined, property: GrantingProperty): boolean {
  return isSettled(status) || (property === 'AssumeRolePolicyDocument' && !mayHoldAnotherTemplate(status));
}

/** What Countersign found itself, where CloudFormation did not say. */
function roleReason(
  verdicts: readonly PropertyVerdict[],
  changed: readonly Changed[],
  status: string | undefined,
): string {
  if (changed.length > 0) return notYet(`its ${subjectsOf(changed)}`, status);
  const unclear = verdicts.filter(({ kind }) => kind === 'unclear');
  const same = verdicts.filter(({ kind }) => kind === 'same');
  const [first] = unclear;
  const found =
    same.length === 0
      ? []
      : [`Countersign found its ${subjectsOf(same)} as the template declares it, by a comparison of its own`];
  const open =
    first?.kind === 'unclear'
      ? [`Countersign could not tell of its ${subjectsOf(unclear)} either: ${first.reason}`]
      : ['of its other properties nothing is known'];
  return [...found, ...open].join('; ');
}

type Changed = Extract<PropertyVerdict, { kind: 'changed' }>;

function isChanged(verdict: PropertyVerdict): verdict is Changed {
  return verdict.kind === 'changed';
}

/** Whether CloudFormation's answer speaks of the property already; one that names none may mean any. */
function isNamed(property: GrantingProperty, { drift }: GrantingResource, context: DriftContext): boolean {
  const verdict = verdictOf(drift, context);
  return (
    verdict.kind === 'modified' && (verdict.properties.length === 0 || verdict.properties.includes(property))
  );
}

/** The documents decide, where they can be compared; CloudFormation's word is overruled by a sure difference. */
function policyOutcome(
  answer: Answer,
  { template, status, roles }: Surroundings,
  declaredFor: ((roleName: string) => DeclaredInlinePolicy | null) | undefined,
  context: DriftContext,
): Outcome {
  const { granting, outcome } = answer;
  const { drift, resource } = granting;
  if ('problem' in template) return withReason(answer, `the template of the stack ${template.problem}`);
  if (declaredFor === undefined) return withReason(answer, 'the template of the stack holds no such policy');
  const verdicts = roles.flatMap((owned) => {
    const declared = declaredFor(owned.role.name);
    return declared === null ? [] : [verdictOnInline(declared, owned, template.scope, context)];
  });
  if (outcome.status === 'PASS' && verdicts.length === 0) return outcome;
  if (verdicts.length === 0) {
    const detail = `${subjectOf(granting)} belongs to no cross-account role of the stack.`;
    return { status: 'NOT_APPLICABLE', resource, detail };
  }
  const changed = verdicts.filter(isChange);
  if (changed.length > 0) {
    if (!isSettled(status)) return withReason(answer, notYet('it', status));
    return failure(granting, {
      property: 'Policies',
      discriminator: drift.logicalId,
      words: changed.map(({ words }) => words).join('; '),
      evidence: compared(template.evidence(drift.logicalId, context.region, 'PolicyDocument'), changed),
      fixes: changed.flatMap(({ fixes }) => fixes),
    });
  }
  const unclear = verdicts.find((verdict) => verdict.kind === 'unclear');
  if (unclear !== undefined)
    return withReason(answer, `Countersign could not tell either: ${unclear.reason}`);
  return asDeclared(answer);
}

function managedPolicyOutcome(answer: Answer, surroundings: Surroundings, context: DriftContext): Outcome {
  const { granting } = answer;
  const { template, status, policies } = surroundings;
  if ('problem' in template) return withReason(answer, `the template of the stack ${template.problem}`);
  const verdict = verdictOnManaged(granting.drift, policies, template, context);
  if (verdict.kind === 'same') return asDeclared(answer);
  if (verdict.kind === 'unclear')
    return withReason(answer, `Countersign could not tell either: ${verdict.reason}`);
  return isSettled(status)
    ? failure(granting, { property: 'PolicyDocument', discriminator: granting.drift.logicalId, ...verdict })
    : withReason(answer, notYet('it', status));
}

type Change = Extract<InlineVerdict, { kind: 'different' | 'missing' }>;

function isChange(verdict: InlineVerdict): verdict is Change {
  return verdict.kind === 'different' || verdict.kind === 'missing';
}

/** An answer that stands; where there is none, with what stands in the way of an answer of our own. */
function withReason({ granting, outcome }: Answer, reason: string): Outcome {
  if (outcome.status !== 'UNKNOWN') return outcome;
  const detail = `${withoutFullStop(outcome.detail)}; ${reason}.`;
  return { status: 'UNKNOWN', resource: granting.resource, detail };
}

function asDeclared({ granting, outcome }: Answer): Outcome {
  if (outcome.status === 'PASS') return outcome;
  const { drift, resource } = granting;
  return {
    status: 'PASS',
    resource,
    detail: `${subjectOf(granting)} is in force as its template declares it. Countersign compared the documents itself, because CloudFormation ${drift.status === 'UNSUPPORTED' ? `does not detect drift of ${drift.type}` : 'gave no answer that counts'}.`,
  };
}

function notYet(what: string, status: string | undefined): string {
  return `Countersign found ${what} not as the template of the stack declares it, which says nothing while the stack is in the state ${status ?? 'unknown'}`;
}

function failure(
  granting: GrantingResource,
  change: {
    property: GrantingProperty | 'PolicyDocument';
    discriminator: string;
    words: string;
    evidence: Failed['evidence'];
    fixes: Fix[];
  },
): Failed {
  const { property, discriminator, words, evidence, fixes } = change;
  return {
    status: 'FAIL',
    resource: granting.resource,
    severity: 'high',
    discriminator,
    detail: `${subjectOf(granting)} is not in force as its template declares it: ${words}. Countersign compared the documents itself.`,
    evidence,
    fixes: () => fixes,
    remediation: remediation(...REMEDIES[property]),
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

/** By which calls the change is made, and the command that takes it back. */
const REMEDIES: Readonly<Record<GrantingProperty | 'PolicyDocument', [calls: string[], command: string]>> = {
  AssumeRolePolicyDocument: [['iam:UpdateAssumeRolePolicy'], 'aws iam update-assume-role-policy'],
  ManagedPolicyArns: [['iam:DetachRolePolicy'], 'aws iam attach-role-policy'],
  PermissionsBoundary: [
    ['iam:PutRolePermissionsBoundary', 'iam:DeleteRolePermissionsBoundary'],
    'aws iam put-role-permissions-boundary',
  ],
  Policies: [['iam:PutRolePolicy', 'iam:DeleteRolePolicy'], 'aws iam put-role-policy'],
  PolicyDocument: [
    ['iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion'],
    'aws iam create-policy-version',
  ],
};

/** Drift detection may not show it gone, and a deployment would not undo it. */
function remediation(calls: readonly string[], command: string): string {
  return `Find out who made the change (CloudTrail: ${listed(calls)}). If it is wanted, put it into the template and deploy the stack. If not, put back what the template declares with \`${command}\`: deploying the same template again changes nothing, since CloudFormation only acts on what changed in the template. Then audit again.`;
}
