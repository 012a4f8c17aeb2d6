import type { OwningStack } from '../model/check.ts';
import type { FactIndex } from '../model/fact-index.ts';
import type { RoleStack } from '../model/facts/role-stacks.ts';
import type { AccountStudy } from '../model/study.ts';

export type StacksByRole = ReadonlyMap<string, OwningStack | null>;

/** The owning stack of each role; null when all Regions were read and none owns it; absent when that is not known. */
export function stacksByRole(index: FactIndex, study: AccountStudy): StacksByRole {
  return study.once(readStacks, index);
}

function readStacks(index: FactIndex, { account: { regions } }: AccountStudy): StacksByRole {
  const owned = new Map<string, OwningStack>();
  const asked = new Map<string, number>();
  for (const region of regions) {
    const fact = index.get('role-stacks', region);
    if (fact?.status !== 'COLLECTED') continue;
    for (const member of fact.value.perResource) {
      if (member.fact.status !== 'COLLECTED') continue;
      asked.set(member.resource, (asked.get(member.resource) ?? 0) + 1);
      const stack: RoleStack | null = member.fact.value;
      if (stack !== null) {
        const { stackName, logicalId } = stack;
        owned.set(member.resource, { stackName, region, logicalId });
      }
    }
  }
  return new Map(
    [...asked]
      .filter(([role, count]) => owned.has(role) || count === regions.length)
      .map(([role]) => [role, owned.get(role) ?? null]),
  );
}

/** The ARN of the stack that owns each role that one owns. */
export function stackIdsByRole(index: FactIndex, study: AccountStudy): ReadonlyMap<string, string> {
  return study.once(readIds, index);
}

function readIds(index: FactIndex, { account: { regions } }: AccountStudy): Map<string, string> {
  return new Map(
    regions.flatMap((region) => {
      const fact = index.get('role-stacks', region);
      if (fact?.status !== 'COLLECTED') return [];
      return fact.value.perResource.flatMap(
        ({ resource, fact: stack }): Array<[string, string]> =>
          stack.status === 'COLLECTED' && stack.value !== null ? [[resource, stack.value.stackId]] : [],
      );
    }),
  );
}
