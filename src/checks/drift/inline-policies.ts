import type { OutcomeEvidence } from '../../model/check.ts';
import type { Fix } from '../../model/fix.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import { compareDocument } from '../../stack-template/compare-document.ts';
import type { DeclaredInlinePolicy } from '../../stack-template/declared-policies.ts';
import { couldBe } from '../../stack-template/open-text.ts';
import { exactValue, openValueOf } from '../../stack-template/open-value.ts';
import type { TemplateScope } from '../../stack-template/scope.ts';
import { inlinePolicyFixes } from '../remedies/drift.ts';
import type { FixContext } from '../remedies/role-fixes.ts';
import type { OwnedRole } from './owned-roles.ts';

/** What became of an inline policy that a template declares for a role. */
export type InlineVerdict =
  | { kind: 'same' }
  /** What the template does not show decides, or a document is no policy: in words. */
  | { kind: 'unclear'; reason: string }
  /** Surely not as declared, in words, and where that is on record. */
  | { kind: 'different' | 'missing'; words: string; evidence: OutcomeEvidence[]; fixes: Fix[] };

/** Holds an inline policy that a template declares against the role as it is. */
export function verdictOnInline(
  declared: DeclaredInlinePolicy,
  { role, index }: OwnedRole,
  scope: TemplateScope,
  context: FixContext,
): InlineVerdict {
  const live = role.inlinePolicies.flatMap((policy, at) =>
    declared.names.some((name) => name !== null && couldBe(name, policy.name)) ? [{ policy, at }] : [],
  );
  const document = openValueOf(declared.document, scope);
  const comparisons = live.map(({ policy }) => compareDocument(document, policy.document));
  if (comparisons.includes('same')) return { kind: 'same' };
  if (comparisons.includes('unreadable')) {
    return { kind: 'unclear', reason: 'the template or the account holds a document that is no policy' };
  }
  if (!declared.sure || comparisons.includes('unclear')) {
    return {
      kind: 'unclear',
      reason:
        'it depends on values that the template does not show (hidden parameters, imports, conditions or functions that cannot be worked out)',
    };
  }
  const evidence = (value: unknown, ...path: Array<string | number>): OutcomeEvidence => ({
    fact: 'authorization-details',
    region: 'global',
    pointer: jsonPointer('roles', index, 'inlinePolicies', ...path),
    value,
  });
  const name = declaredName(declared);
  const wanted = exactValue(document);
  const isExact = declared.names.length === 1 && declared.names[0]?.length === 1;
  const fixes = isExact && wanted !== undefined ? inlinePolicyFixes(role, name, wanted, context) : [];
  if (live.length === 0) {
    return {
      kind: 'missing',
      words: `role ${role.name} lacks the inline policy ${name}`,
      evidence: [evidence(role.inlinePolicies)],
      fixes,
    };
  }
  return {
    kind: 'different',
    words: `the inline policy ${live.map(({ policy }) => policy.name).join(', ')} in force on role ${role.name} is another`,
    evidence: live.map(({ policy, at }) => evidence(policy.document, at, 'document')),
    fixes,
  };
}

/** The name that the template gives it, an asterisk standing for each part that is not known. */
export function declaredName({ names }: DeclaredInlinePolicy): string {
  return names.flatMap((name) => (name === null ? [] : [name.join('*')])).join(' or ');
}
