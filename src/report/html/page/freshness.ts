import { SOURCE_LIMITS } from '../../../model/source-limits.ts';

/** How late AWS itself knows what it answers, by source. */
export function freshnessView(): Array<{ source: string; facts: string[]; limit: string }> {
  return SOURCE_LIMITS.map(({ source, facts, limit }) => ({ source, facts: [...facts], limit }));
}
