import type { OutcomeEvidence } from '../../model/check.ts';
import type { ManagedPolicy } from '../../model/facts/authorization-details.ts';
import type { ResourceDrift } from '../../model/facts/drift.ts';
import type { Fix } from '../../model/fix.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import { compareDocument } from '../../stack-template/compare-document.ts';
import { exactValue, openValueOf } from '../../stack-template/open-value.ts';
import { managedPolicyFixes } from '../remedies/drift.ts';
import { NO_POLICY, NOT_SHOWN } from './role-properties.ts';
import type { ReadTemplate } from './stack-template.ts';

/** What became of the document of a managed policy that a template declares. */
export type ManagedVerdict =
  | { kind: 'same' }
  | { kind: 'unclear'; reason: string }
  | { kind: 'changed'; words: string; evidence: OutcomeEvidence[]; fixes: Fix[] };

/** Holds the default version of a managed policy against the document that the template declares. */
export function verdictOnManaged(
  { logicalId, physicalId }: ResourceDrift,
  policies: readonly ManagedPolicy[],
  template: ReadTemplate,
  context: Parameters<typeof managedPolicyFixes>[2] & { region: string },
): ManagedVerdict {
  const resource = template.scope.template.resources.get(logicalId);
  if (resource?.type !== 'AWS::IAM::ManagedPolicy')
    return { kind: 'unclear', reason: 'the template of the stack holds no such policy' };
  const index = policies.findIndex(({ arn }) => arn === physicalId);
  const live = policies[index];
  if (live === undefined) return { kind: 'unclear', reason: 'IAM lists no such policy' };
  const declared = openValueOf(resource.properties?.get('PolicyDocument'), template.scope);
  switch (compareDocument(declared, live.document)) {
    case 'same':
      return { kind: 'same' };
    case 'unreadable':
      return { kind: 'unclear', reason: NO_POLICY };
    case 'unclear':
      return { kind: 'unclear', reason: NOT_SHOWN };
    case 'different': {
      const inTemplate = template.evidence(logicalId, context.region, 'PolicyDocument');
      const isShown = inTemplate.some(({ pointer }) => pointer.endsWith('/PolicyDocument'));
      const side = (of: 'expected' | 'actual') =>
        isShown ? { comparison: { of: 'PolicyDocument', side: of } } : {};
      return {
        kind: 'changed',
        words: `the version of policy ${live.name} in force is another`,
        evidence: [
          ...inTemplate.map((piece) => ({ ...piece, ...side('expected') })),
          {
            fact: 'authorization-details',
            region: 'global',
            pointer: jsonPointer('policies', index, 'document'),
            value: live.document,
            ...side('actual'),
          },
        ],
        fixes: managedPolicyFixes(live.arn, exactValue(declared), context),
      };
    }
  }
}
