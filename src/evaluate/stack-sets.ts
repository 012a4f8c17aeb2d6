import type { FactIndex } from '../model/fact-index.ts';
import type { RoleInventoryEntry } from '../model/role-inventory-entry.ts';

/** A stack set, as an inventory names it. */
export type StackSetRef = NonNullable<NonNullable<RoleInventoryEntry['stack']>['stackSet']>;

/** A stack by its ARN, in whatever account, and the stack set that deploys it. */
export type DeployedStack = readonly [stackId: string, set: StackSetRef];

/** The stacks of all stack sets that are administered from an account and make roles, as CloudFormation lists them there. */
export function deployedStacks(index: FactIndex, regions: readonly string[]): DeployedStack[] {
  return regions.flatMap((region) => {
    const fact = index.get('stack-sets', region);
    if (fact?.status !== 'COLLECTED') return [];
    return fact.value.stackSets.flatMap(({ name, arn, instances }) =>
      (instances ?? []).flatMap(({ stackId }): DeployedStack[] =>
        stackId === null ? [] : [[stackId, { name, arn }]],
      ),
    );
  });
}

/** Of all accounts together: who administers a stack set seldom has its stacks. */
export function stackSetOfStack(
  judgements: ReadonlyArray<{ deployedStacks: readonly DeployedStack[] }>,
): (stackId: string) => StackSetRef | undefined {
  const sets = new Map(judgements.flatMap(({ deployedStacks: stacks }) => stacks));
  return (stackId) => sets.get(stackId);
}

/** The stack of a role with the stack set that deploys it, where one says so. */
export function withStackSet(
  stack: RoleInventoryEntry['stack'],
  setOf: (stackId: string) => StackSetRef | undefined,
): Pick<RoleInventoryEntry, 'stack'> {
  if (stack === undefined) return {};
  const stackSet = stack?.stackId === undefined ? undefined : setOf(stack.stackId);
  return { stack: stack === null || stackSet === undefined ? stack : { ...stack, stackSet } };
}
