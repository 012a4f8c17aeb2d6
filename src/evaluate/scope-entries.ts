import type { JudgedEntry } from '../model/configuration-entry.ts';
import type { FactRecord } from '../model/fact.ts';
import type { RunRecord } from '../model/run-record.ts';
import { isInUnit, organizationMembers } from './organizational-units.ts';

/**
 * The units and accounts of `include` and `exclude` that match nothing, and exclusions that match everything. A unit of
 * `include` that does not exist never comes here: the run stops at it.
 */
export function scopeEntries(
  scope: RunRecord['scope'],
  organizationFacts: readonly FactRecord[],
): JudgedEntry[] {
  const { organizations } = scope;
  if (organizations === undefined)
    return scopeEntriesOf(scope, { named: scope.named, organizationFacts, place: 'organization' });
  return organizations.flatMap(({ id, named }, index) => {
    const own = organizationFacts.filter(({ organization }) => organization === id);
    const place = `organizations[${index}]`;
    return scopeEntriesOf(scope, { named, organizationFacts: own, place });
  });
}

function scopeEntriesOf(
  { accounts, excluded }: RunRecord['scope'],
  {
    named,
    organizationFacts,
    place,
  }: {
    named?: RunRecord['scope']['named'] | undefined;
    organizationFacts: readonly FactRecord[];
    place: string;
  },
): JudgedEntry[] {
  if (named === undefined) return [];
  const members = organizationMembers(organizationFacts);
  const known = new Set([...accounts, ...excluded].map(({ accountId }) => accountId));
  const units = (
    side: 'include' | 'exclude',
    names: readonly string[],
    judge: (entry: string, within: number, of: number) => Pick<JudgedEntry, 'state' | 'detail'> | undefined,
  ) =>
    names.flatMap((entry, index): JudgedEntry[] => {
      const said =
        members === undefined
          ? NOT_READ
          : judge(entry, members.filter((member) => isInUnit(member, entry)).length, members.length);
      const path = `${place}.${side}.organizationalUnits[${index}]`;
      return said === undefined ? [] : [{ path, kind: side, entry, ...said }];
    });
  return [
    ...units('include', named.includedUnits, (_entry, within) =>
      within === 0 ? { state: 'MATCHES_NOTHING', detail: 'The unit holds no account.' } : undefined,
    ),
    ...named.excludedAccounts.flatMap((entry, index): JudgedEntry[] => {
      if (known.has(entry)) return [];
      const said =
        members === undefined
          ? NOT_READ
          : ({ state: 'MATCHES_NOTHING', detail: 'The organization has no such account.' } as const);
      return [{ path: `${place}.exclude.accounts[${index}]`, kind: 'exclude', entry, ...said }];
    }),
    ...units('exclude', named.excludedUnits, (_entry, within, of) => {
      if (within === 0)
        return { state: 'MATCHES_NOTHING', detail: 'No account is in such a unit of the organization.' };
      if (within === of)
        return { state: 'MATCHES_EVERYTHING', detail: 'All accounts of the organization are in the unit.' };
      return undefined;
    }),
  ];
}

const NOT_READ = {
  state: 'NOT_KNOWN',
  detail: 'The accounts of the organization were not read in full.',
} as const;
