import type { CheckContext, OutcomeEvidence } from '../../model/check.ts';
import type { ResourceDrift } from '../../model/facts/drift.ts';
import type { Fix } from '../../model/fix.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import { compareDocument } from '../../stack-template/compare-document.ts';
import {
  type DeclaredPolicies,
  type DeclaredSet,
  ownInlinePolicies,
} from '../../stack-template/declared-policies.ts';
import { couldBe, exactText, type OpenText } from '../../stack-template/open-text.ts';
import { exactValue, openValueOf } from '../../stack-template/open-value.ts';
import { onlyText, type Possibilities, textsOf } from '../../stack-template/resolve.ts';
import { propertyFixes } from '../remedies/drift.ts';
import { trustDocument } from '../remedies/trust-policy.ts';
import { listed } from '../support/judged-role.ts';
import { declaredName, verdictOnInline } from './inline-policies.ts';
import type { OwnedRole } from './owned-roles.ts';
import type { ReadTemplate } from './stack-template.ts';

/** The properties of a role that decide who may enter and what they may do there. */
export type GrantingProperty =
  | 'AssumeRolePolicyDocument'
  | 'ManagedPolicyArns'
  | 'PermissionsBoundary'
  | 'Policies';

/** What became of something that a template declares of a role. */
export type PropertyVerdict = { property: GrantingProperty; what: string } & (
  | { kind: 'same' }
  /** What the template does not show decides, in words. */
  | { kind: 'unclear'; reason: string }
  /** Surely not as declared, in words, and where that is on record. */
  | { kind: 'changed'; discriminator: string; words: string; evidence: OutcomeEvidence[]; fixes: Fix[] }
);

export const NOT_SHOWN =
  'it depends on values that the template does not show (hidden parameters, imports, conditions or functions that cannot be worked out)';

export const NO_POLICY = 'the template or the account holds a document that is no policy';

/**
 * Holds a role against what its template declares: trust policy, permissions boundary, inline policies of its own, and
 * the managed policies that are to be attached to it. What it has beyond that is for `undeclared-policy` to say.
 */
export function roleProperties(
  owned: OwnedRole,
  declared: DeclaredPolicies,
  template: ReadTemplate,
  context: CheckContext,
): PropertyVerdict[] {
  return [
    trustVerdict(owned, template, context),
    boundaryVerdict(owned, template, context),
    ...inlineVerdicts(owned, template, context),
    ...attachmentVerdicts(owned, declared.attached, template, context),
  ];
}

function propertyOf(owned: OwnedRole, { scope }: ReadTemplate, property: GrantingProperty): unknown {
  return scope.template.resources.get(owned.owner.stack.logicalId)?.properties?.get(property);
}

/** IAM keeps the trust policy as it was written, but for principals, which it spells its own way. */
function trustVerdict(owned: OwnedRole, template: ReadTemplate, context: CheckContext): PropertyVerdict {
  const { role, index, owner } = owned;
  const property = 'AssumeRolePolicyDocument';
  const about = { property, what: 'trust policy' } as const;
  const declared = openValueOf(propertyOf(owned, template, property), template.scope);
  const exact = exactValue(declared);
  switch (compareDocument(declared, role.trustPolicy)) {
    case 'same':
      return { ...about, kind: 'same' };
    case 'unreadable':
      return { ...about, kind: 'unclear', reason: NO_POLICY };
    case 'unclear':
      return {
        ...about,
        kind: 'unclear',
        reason: exact === undefined ? NOT_SHOWN : 'it names a user or role that has been deleted since',
      };
    case 'different': {
      const inTemplate = template.evidence(owner.stack.logicalId, context.region, property);
      const isShown = inTemplate.some(({ pointer }) => pointer.endsWith(`/${property}`));
      const side = (of: 'expected' | 'actual') => (isShown ? { comparison: { of: property, side: of } } : {});
      return {
        ...about,
        kind: 'changed',
        discriminator: `${owner.stack.logicalId}/${property}`,
        words: `the trust policy in force on role ${role.name} is another`,
        evidence: [
          ...inTemplate.map((piece) => ({ ...piece, ...side('expected') })),
          { ...roleEvidence(index, role.trustPolicy, 'trustPolicy'), ...side('actual') },
        ],
        fixes: fixesFor(
          owned,
          property,
          { expected: exact, actual: trustDocument(role.trustPolicy) },
          context,
        ),
      };
    }
  }
}

function boundaryVerdict(owned: OwnedRole, template: ReadTemplate, context: CheckContext): PropertyVerdict {
  const { role, index, owner } = owned;
  const property = 'PermissionsBoundary';
  const about = { property, what: 'permissions boundary' } as const;
  const { logicalId } = owner.stack;
  if (template.scope.template.resources.get(logicalId)?.properties == null)
    return { ...about, kind: 'unclear', reason: NOT_SHOWN };
  const names = textsOf(propertyOf(owned, template, property), template.scope);
  const live = role.permissionsBoundaryArn;
  const declaresNone = names.every((name) => name === null);
  if (declaresNone || (live !== null && onlyText(names) === live)) return { ...about, kind: 'same' };
  if (!surelyNames(names) || (live !== null && couldName(names, live)))
    return { ...about, kind: 'unclear', reason: NOT_SHOWN };
  const wanted = shownName(names);
  return {
    ...about,
    kind: 'changed',
    discriminator: `${logicalId}/${property}`,
    words:
      live === null
        ? `role ${role.name} lacks the permissions boundary ${wanted}`
        : `role ${role.name} has the permissions boundary ${live} in place of ${wanted}`,
    evidence: [
      ...template.evidence(logicalId, context.region, property),
      roleEvidence(index, live, 'permissionsBoundaryArn'),
    ],
    fixes: fixesFor(owned, property, { expected: onlyText(names), actual: live ?? undefined }, context),
  };
}

function inlineVerdicts(owned: OwnedRole, template: ReadTemplate, context: CheckContext): PropertyVerdict[] {
  const { logicalId } = owned.owner.stack;
  return ownInlinePolicies(logicalId, template.scope).map((declared): PropertyVerdict => {
    const name = declaredName(declared);
    const about = { property: 'Policies', what: `inline policy ${name}` } as const;
    const verdict = verdictOnInline(declared, owned, template.scope, context);
    if (verdict.kind === 'same' || verdict.kind === 'unclear') return { ...about, ...verdict };
    const documents = template.declaredDocument(logicalId, context.region, name);
    const isPair = verdict.kind === 'different' && documents.length === 1 && verdict.evidence.length === 1;
    const side = (of: 'expected' | 'actual') =>
      isPair ? { comparison: { of: 'PolicyDocument', side: of } } : {};
    return {
      ...about,
      kind: 'changed',
      discriminator: `${logicalId}/Policies/${name}`,
      words: verdict.words,
      evidence: [
        ...template.evidence(logicalId, context.region, 'Policies'),
        ...documents.map((piece) => ({ ...piece, ...side('expected') })),
        ...verdict.evidence.map((piece) => ({ ...piece, ...side('actual') })),
      ],
      fixes: verdict.fixes,
    };
  });
}

/** Managed policies that the role, or a policy resource of the stack, declares to be attached. */
function attachmentVerdicts(
  owned: OwnedRole,
  { declarations }: DeclaredSet,
  template: ReadTemplate,
  context: CheckContext,
): PropertyVerdict[] {
  const { role, index, owner } = owned;
  const property = 'ManagedPolicyArns';
  const { logicalId } = owner.stack;
  const attached = role.attachedPolicies.map(({ arn }) => arn);
  return declarations.map(({ names, sure }): PropertyVerdict => {
    const wanted = shownName(names);
    const about = { property, what: `managed policy ${wanted}` } as const;
    const exact = onlyText(names);
    if (exact !== undefined && attached.includes(exact)) return { ...about, kind: 'same' };
    if (!sure || !surelyNames(names) || attached.some((arn) => couldName(names, arn)))
      return { ...about, kind: 'unclear', reason: NOT_SHOWN };
    const expected = exact === undefined ? [] : [exact];
    return {
      ...about,
      kind: 'changed',
      discriminator: `${logicalId}/${property}/${wanted}`,
      words: `role ${role.name} lacks the managed policy ${wanted}`,
      evidence: [
        ...template.evidence(logicalId, context.region, property),
        roleEvidence(index, role.attachedPolicies, 'attachedPolicies'),
      ],
      fixes: fixesFor(owned, property, { expected, actual: undefined }, context),
    };
  });
}

/** Whether each of the possibilities is a name of which at least a part is known. */
function surelyNames(names: Possibilities): names is readonly OpenText[] {
  return names.every((name) => name?.some((run) => run !== '') === true);
}

function couldName(names: readonly OpenText[], live: string): boolean {
  return names.some((name) => couldBe(name, live));
}

/** An asterisk stands for each part that is not known. */
function shownName(names: Possibilities): string {
  return names.flatMap((name) => (name === null ? [] : [exactText(name) ?? name.join('*')])).join(' or ');
}

function roleEvidence(index: number, value: unknown, member: string): OutcomeEvidence {
  return {
    fact: 'authorization-details',
    region: 'global',
    pointer: jsonPointer('roles', index, member),
    value,
  };
}

/** The fixes for what CloudFormation would have answered, had it seen this. */
function fixesFor(
  { role, owner }: OwnedRole,
  property: GrantingProperty,
  { expected, actual }: { expected: unknown; actual: unknown },
  context: CheckContext,
): Fix[] {
  const answer: ResourceDrift = {
    logicalId: owner.stack.logicalId,
    physicalId: role.name,
    type: 'AWS::IAM::Role',
    status: 'MODIFIED',
    checkedAt: null,
    statusReason: null,
    differences: [],
    expectedProperties: JSON.stringify({ [property]: expected }),
    actualProperties: JSON.stringify({ [property]: actual }),
  };
  return expected === undefined && property !== 'AssumeRolePolicyDocument'
    ? []
    : propertyFixes(answer, property, context);
}

/** What verdicts are about, each once: `trust policy, managed policy x`. */
export function subjectsOf(verdicts: readonly PropertyVerdict[]): string {
  return listed([...new Set(verdicts.map(({ what }) => what))]);
}
