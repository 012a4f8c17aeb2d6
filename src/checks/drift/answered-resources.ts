import type { ResourceDrift, StackDrift } from '../../model/facts/drift.ts';
import type { RoleStack } from '../../model/facts/role-stacks.ts';
import type { StackTemplate } from '../../model/facts/stack-templates.ts';
import type { Member } from './owned-roles.ts';

/**
 * The resources of a stack with what CloudFormation answered of each. Those that it gave no answer for, or all of them
 * where its drift was not read, count as not compared, with the reason.
 */
export function answeredResources(
  drift: Member<StackDrift> | undefined,
  template: Member<StackTemplate> | undefined,
  owned: readonly RoleStack[],
): ResourceDrift[] {
  const known = owned.map(({ logicalId, physicalId }) => {
    const type = physicalId.startsWith('arn:') ? 'AWS::IAM::ManagedPolicy' : 'AWS::IAM::Role';
    return { logicalId, physicalId, type };
  });
  if (drift?.fact.status === 'COLLECTED') {
    const { resources } = drift.fact.value;
    const answered = new Set(resources.map(({ logicalId }) => logicalId));
    const others = known.filter(({ logicalId }) => !answered.has(logicalId));
    return [...resources, ...others.map((resource) => notCompared(resource, 'it gave no answer'))];
  }
  const reason =
    drift?.fact.status === 'NOT_COLLECTED'
      ? `the drift of the stack was not read: ${drift.fact.message}`
      : 'the evidence says nothing of the drift of the stack';
  const listed = template?.fact.status === 'COLLECTED' ? template.fact.value.resources : [];
  const all = new Map([...known, ...listed].map((resource) => [resource.logicalId, resource]));
  return [...all.values()].map((resource) => notCompared(resource, reason));
}

function notCompared(
  resource: Pick<ResourceDrift, 'logicalId' | 'physicalId' | 'type'>,
  statusReason: string,
): ResourceDrift {
  return {
    ...resource,
    status: 'NOT_CHECKED',
    checkedAt: null,
    statusReason,
    differences: [],
    expectedProperties: null,
    actualProperties: null,
  };
}
