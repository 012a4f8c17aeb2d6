import { FACTS, type FactKey } from './fact-values.ts';
import type { Limit } from './facts/declaration.ts';

/** How fresh what a service answers can be at best. */
export interface SourceLimit extends Limit {
  /** The facts that come from it. */
  facts: readonly FactKey[];
}

/** What holds for every run, however complete: AWS itself knows these things late, or only for a while. */
export const SOURCE_LIMITS: readonly SourceLimit[] = bySource();

/** Those of one fact first, and within that in the order of the facts. */
function bySource(): SourceLimit[] {
  const found = new Map<string, Limit & { facts: FactKey[] }>();
  for (const [fact, { limits }] of Object.entries(FACTS) as Array<[FactKey, { limits: readonly Limit[] }]>) {
    for (const limit of limits) {
      const known = found.get(limit.source) ?? { source: limit.source, facts: [], limit: limit.limit };
      found.set(limit.source, known);
      known.facts.push(fact);
    }
  }
  return [...found.values()].toSorted((a, b) => a.facts.length - b.facts.length);
}
