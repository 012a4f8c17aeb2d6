import type { EntryState, JudgedEntry } from '../model/configuration-entry.ts';
import type { FactRecord } from '../model/fact.ts';
import type { RunRecord } from '../model/run-record.ts';
import { isInUnit, organizationMembers } from './organizational-units.ts';
import type { Rules } from './rules.ts';

/** The accounts and units of `owners` and `environments` that match nothing; tags are judged with the other tags of the configuration. */
export function ownerEntries(
  { accounts, excluded }: Pick<RunRecord['scope'], 'accounts' | 'excluded'>,
  organizationFacts: readonly FactRecord[],
  { config }: Pick<Rules, 'config'>,
): JudgedEntry[] {
  const members = organizationMembers(organizationFacts);
  const known = new Set(
    [...accounts, ...excluded, ...(members ?? []).map(({ id }) => ({ accountId: id }))].map(
      ({ accountId }) => accountId,
    ),
  );
  const entries = [
    ...(config.owners ?? []).map((entry, index) => ({
      ...entry,
      at: `owners[${index}]`,
      kind: 'owner' as const,
    })),
    ...Object.entries(config.environments ?? {}).map(([name, entry]) => ({
      ...entry,
      at: `environments.${name}`,
      kind: 'environment' as const,
    })),
  ];
  return entries.flatMap(({ accounts: listed, organizationalUnits, at: place, kind }) => {
    const say = (key: string, entry: string, state: EntryState, detail: string): JudgedEntry => ({
      path: `${place}.${key}`,
      kind,
      entry,
      state,
      detail,
    });
    return [
      ...listed.flatMap((id, at) =>
        known.has(id)
          ? []
          : [say(`accounts[${at}]`, id, 'MATCHES_NOTHING', 'The run knows no such account.')],
      ),
      ...organizationalUnits.flatMap((unit, at) => {
        const key = `organizationalUnits[${at}]`;
        if (members === undefined)
          return [say(key, unit, 'NOT_KNOWN', 'The accounts of the organization were not read in full.')];
        return members.some((member) => isInUnit(member, unit))
          ? []
          : [say(key, unit, 'MATCHES_NOTHING', 'No account is in such a unit of the organization.')];
      }),
    ];
  });
}
