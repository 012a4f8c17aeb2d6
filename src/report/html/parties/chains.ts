import type { ThirdPartySummary } from '../../../model/third-party-summary.ts';

/**
 * The chains that the steps of a party's paths make, each from a role that admits it to the role at its end: the
 * shortest to each role, and one step from each entrance that leads on elsewise.
 */
export function chainsOf({ paths = [] }: ThirdPartySummary['reachable']): string[][] {
  const before = new Map<string, string>();
  const others: string[][] = [];
  for (const { from, to } of paths) {
    if (before.has(to)) others.push([from, to]);
    else before.set(to, from);
  }
  return [...[...before.keys()].map((end) => chainTo(end, before)), ...others];
}

function chainTo(end: string, before: ReadonlyMap<string, string>): string[] {
  const chain = new Set([end]);
  for (let from = before.get(end); from !== undefined && !chain.has(from); from = before.get(from)) {
    chain.add(from);
  }
  return [...chain].reverse();
}
