import { narrowingOf } from '../policy/narrowing.ts';
import { asCaller, type OpenResource } from './resource-access.ts';

/** Whether all may still do by a proposed policy what they might before, but for the one of this key. */
export function keepsOthers(before: OpenResource, proposed: OpenResource, key: string): boolean {
  const after = reachOf(proposed);
  return [...reachOf(before)].every(
    ([who, actions]) => who === key || [...actions].every((action) => after.get(who)?.has(action) === true),
  );
}

/** What each of those whom the ways name may do; a principal that is a part of the one of the key goes with it. */
function reachOf({ ways }: OpenResource): ReadonlyMap<string, ReadonlySet<string>> {
  const reach = new Map<string, Set<string>>();
  for (const way of ways) {
    const grant = asCaller(way.grant);
    const { principal } = grant;
    const narrowing = principal.kind === 'any' ? narrowingOf(grant) : null;
    const named =
      narrowing === null
        ? [('accountId' in principal ? principal.accountId : undefined) ?? principal.value]
        : [
            ...narrowing.accountIds,
            ...narrowing.organizationIds,
            ...narrowing.home,
            ...narrowing.uniqueIds,
            ...(narrowing.services ? ['services'] : []),
          ];
    for (const who of named) {
      const known = reach.get(who) ?? new Set();
      for (const action of grant.actions) known.add(action);
      reach.set(who, known);
    }
  }
  return reach;
}
