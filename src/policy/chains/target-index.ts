import { patternsMeet, type ResourcePattern, resourcePattern } from '../permissions/resources.ts';
import type { ChainRole } from './chain-role.ts';

/** Roles looked up by resource pattern: by the account that it names, else by the fixed text its resource begins with. */
export interface TargetIndex {
  inAccount(accountId: string): readonly ChainRole[];
  matching(pattern: string): readonly ChainRole[];
}

interface Entry {
  role: ChainRole;
  pattern: ResourcePattern;
  /** `role/path/name` */
  resource: string;
}

const ACCOUNT = 4;
const RESOURCE = 5;

export function targetIndex(roles: readonly ChainRole[]): TargetIndex {
  const entries = roles.map(entryOf).sort((a, b) => (a.resource < b.resource ? -1 : 1));
  const byAccount = new Map<string, Entry[]>();
  for (const entry of entries) {
    const known = byAccount.get(entry.role.accountId);
    if (known === undefined) byAccount.set(entry.role.accountId, [entry]);
    else known.push(entry);
  }
  const rolesOf = new Map([...byAccount].map(([id, group]) => [id, group.map(({ role }) => role)]));
  return {
    inAccount: (accountId) => rolesOf.get(accountId) ?? [],
    matching(text) {
      const pattern = resourcePattern(text);
      const account = pattern.parts[ACCOUNT] ?? '*';
      const pool = /[*?]/.test(account)
        ? startingWith(entries, fixedStart(pattern.parts[RESOURCE] ?? '*'))
        : (byAccount.get(account) ?? []);
      return pool.filter((entry) => patternsMeet(pattern, entry.pattern)).map(({ role }) => role);
    },
  };
}

function entryOf(role: ChainRole): Entry {
  const pattern = resourcePattern(role.arn);
  return { role, pattern, resource: pattern.parts[RESOURCE] ?? '' };
}

function fixedStart(pattern: string): string {
  return /^[^*?]*/.exec(pattern)?.[0] ?? '';
}

/** The entries, sorted by resource, whose resource begins with a text. */
function startingWith(entries: readonly Entry[], start: string): readonly Entry[] {
  if (start === '') return entries;
  const from = firstIndex(entries, (resource) => resource >= start);
  const to = firstIndex(entries, (resource) => resource > start && !resource.startsWith(start));
  return entries.slice(from, to);
}

/** The first place from which on a condition on the resource holds. */
function firstIndex(entries: readonly Entry[], holds: (resource: string) => boolean): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(entries[middle]?.resource ?? '')) high = middle;
    else low = middle + 1;
  }
  return low;
}
