import type { CheckContext, Outcome, OutcomeEvidence } from '../../model/check.ts';
import type { ManagedPolicy } from '../../model/facts/authorization-details.ts';
import type { ResourceDrift } from '../../model/facts/drift.ts';
import { jsonPointer, resolvePointer } from '../../model/json-pointer.ts';
import { samePolicy } from '../../policy/documents/same-policy.ts';
import { managedPolicyFixes, propertyFixes } from '../remedies/drift.ts';
import { listed } from '../support/judged-role.ts';
import type { GrantingResource } from './granting-resources.ts';
import { withoutFullStop } from './owned-roles.ts';
import { type DriftContext, verdictOf } from './resource-verdict.ts';

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

/** What CloudFormation's answer about an access-granting resource comes to. */
export function grantingOutcome(
  granting: GrantingResource,
  stackIndex: number,
  policies: readonly ManagedPolicy[],
  context: DriftContext,
): Outcome {
  const { drift, index, resource } = granting;
  const subject = subjectOf(granting);
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
        return judgeManagedPolicy(granting, policies, { subject, evidence, context });
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
        evidence: [{ ...evidence(drift.status, 'status'), marks: [''] }],
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
          ? [{ ...evidence(drift.status, 'status'), marks: [''] }]
          : [
              ...differences
                .slice(0, MOST_DIFFERENCES)
                .map((at) => differenceEvidence(granting, at, evidence)),
              ...properties.flatMap((property) => bothSides(drift, property, evidence)),
            ],
        fixes: () => properties.flatMap((property) => propertyFixes(drift, property, context)),
      };
    }
  }
}

type EvidenceAt = (value: unknown, ...path: Array<string | number>) => OutcomeEvidence;

/** A property whole, as the template expects it and as it was found; a side that lacks it is left out. */
function bothSides(drift: ResourceDrift, property: string, evidence: EvidenceAt): OutcomeEvidence[] {
  return (['expected', 'actual'] as const).flatMap((side) => {
    const value = resolvePointer(drift[`${side}Properties`], jsonPointer(property));
    if (value === undefined) return [];
    return [{ ...evidence(value, `${side}Properties`, property), comparison: { of: property, side } }];
  });
}

/** CloudFormation has called managed policies in sync that were not, so its word is held against the live document. */
function judgeManagedPolicy(
  granting: GrantingResource,
  policies: readonly ManagedPolicy[],
  { subject, evidence, context }: { subject: string; evidence: EvidenceAt; context: CheckContext },
): Outcome {
  const { resource } = granting;
  const { physicalId, logicalId, expectedProperties } = granting.drift;
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
        ...evidence(expected, 'expectedProperties', 'PolicyDocument'),
        comparison: { of: 'PolicyDocument', side: 'expected' },
      },
      {
        fact: 'authorization-details',
        region: 'global',
        pointer: jsonPointer('policies', index, 'document'),
        value: live.document,
        comparison: { of: 'PolicyDocument', side: 'actual' },
      },
    ],
    fixes: () => managedPolicyFixes(live.arn, expected, context),
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
    : {
        ...evidence(difference, 'differences', index),
        marks: [difference?.differenceType === 'REMOVE' ? '/expected' : '/actual'],
      };
}

/** How details name it. */
export function subjectOf({ drift, stack }: GrantingResource): string {
  return `${drift.logicalId} (${drift.type}) of stack ${stack.stackName}`;
}
