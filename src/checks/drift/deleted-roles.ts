import type { CheckContext, Outcome } from '../../model/check.ts';
import type { Role } from '../../model/facts/authorization-details.ts';
import type { ResourceDrift, StackDrift } from '../../model/facts/drift.ts';
import { jsonPointer, resolvePointer } from '../../model/json-pointer.ts';
import { admitsOutsider } from '../../policy/access-role.ts';
import { readTrustPolicy } from '../../policy/trust.ts';
import { withoutFullStop } from './owned-roles.ts';
import { type DriftContext, verdictOf } from './resource-verdict.ts';

/**
 * The roles of a stack that CloudFormation finds deleted and IAM no longer lists, and that outsiders could assume by
 * the template, or by a template whose trust policy is not known. A role that is gone from IAM and of which CloudFormation
 * gave no answer is an open question.
 */
export function deletedRoles(
  stack: StackDrift,
  place: { stackId: string; index: number },
  live: readonly Role[],
  context: DriftContext,
): Outcome[] {
  const names = new Set(live.map(({ name }) => name));
  return stack.resources.flatMap((drift, index): Outcome[] => {
    const gone = drift.type === 'AWS::IAM::Role' && !names.has(drift.physicalId ?? '');
    const verdict = gone ? verdictOf(drift, context) : undefined;
    const resource = { arn: `aws:cloudformation:${place.stackId}/${drift.logicalId}`, type: drift.type };
    if (verdict?.kind === 'unknown' && drift.physicalId !== null) {
      const detail = `IAM no longer lists role ${drift.physicalId} (${drift.logicalId} of stack ${stack.stackName}), and whether outsiders could assume it is not known: ${withoutFullStop(verdict.reason)}.`;
      return [{ status: 'UNKNOWN', resource, detail }];
    }
    if (verdict?.kind !== 'deleted' || !mayAdmitOutsiders(drift, context)) return [];
    return [
      {
        status: 'FAIL',
        resource,
        severity: 'medium',
        discriminator: drift.logicalId,
        detail: `CloudFormation finds ${drift.logicalId} (${drift.type}) of stack ${stack.stackName} deleted, although its template declares it. The next deployment may bring it back.`,
        evidence: [
          {
            fact: 'drift',
            region: context.region,
            pointer: jsonPointer('perResource', place.index, 'fact', 'value', 'resources', index, 'status'),
            value: drift.status,
            marks: [''],
          },
        ],
      },
    ];
  });
}

function mayAdmitOutsiders({ expectedProperties }: ResourceDrift, { account }: CheckContext): boolean {
  const declared = resolvePointer(expectedProperties, '/AssumeRolePolicyDocument');
  if (declared === undefined) return true;
  const { grants, problems } = readTrustPolicy(
    typeof declared === 'string' ? declared : JSON.stringify(declared),
  );
  return problems.length > 0 || grants.some((grant) => admitsOutsider(grant, account.accountId));
}
