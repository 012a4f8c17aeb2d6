import { groupedBy } from '../../../model/grouped-by.ts';
import type { AccountScope } from '../../../model/report.ts';
import { SEVERITIES, type Severity } from '../../../model/severity.ts';
import { once, type Walks } from '../../walk.ts';
import { compareCounts, openCounts } from '../accounts/accounts.ts';
import { label, number, quantity } from '../support/format.ts';
import { MAP_LIMITS } from './limits.ts';

/** An account of the map. */
export interface MapAccount {
  scope: Pick<AccountScope, 'accountId' | 'name' | 'organizationalUnit' | 'status'>;
  counts: Record<Severity, number>;
  /** Whether it is known which roles it has. */
  rolesRead: boolean;
}

/** An account, or accounts that are told together. */
export interface Column {
  name: string;
  /** What the name is of, in a few words. */
  under: string;
  accounts: MapAccount[];
}

export interface Columns {
  /** `accounts`: a column each. Else what accounts are grouped by. */
  by: 'accounts' | 'units' | 'findings';
  columns: Column[];
  /** Open findings of accounts that are not in scope, or of none. */
  elsewhere: number;
}

/** The accounts of the map: each for itself, or grouped by unit, or by their worst finding where units are not known. */
export function columnsOf(walks: Pick<Walks, 'findings' | 'gaps' | 'accounts'>): () => Columns {
  const open = walks.findings.count(({ status }) => status === 'OPEN');
  const accounts = mapAccounts(walks);
  return once(() => grouped(accounts(), open()));
}

function grouped(accounts: readonly MapAccount[], open: number): Columns {
  const elsewhere = open - accounts.reduce((sum, { counts }) => sum + totalOf(counts), 0);
  if (accounts.length <= MAP_LIMITS.accounts)
    return { by: 'accounts', columns: accounts.map(single), elsewhere };
  const byUnit = groupedBy(accounts, ({ scope }) => scope.organizationalUnit ?? '');
  byUnit.delete('');
  if (byUnit.size > 1) return { by: 'units', columns: unitColumns(accounts), elsewhere };
  return { by: 'findings', columns: findingColumns(accounts), elsewhere };
}

/** The worst first, those of which no roles were read last. */
function mapAccounts({
  findings,
  gaps,
  accounts,
}: Pick<Walks, 'findings' | 'gaps' | 'accounts'>): () => MapAccount[] {
  const counted = findings.into(
    new Map<string, MapAccount['counts']>(),
    (all, { accountId, status, severity }) => {
      if (status !== 'OPEN') return;
      const counts = all.get(accountId) ?? openCounts([]);
      all.set(accountId, counts);
      counts[severity] += 1;
    },
  );
  const withoutRoles = gaps.into(new Set<string>(), (ids, { fact, accountId }) => {
    if (fact === 'authorization-details') ids.add(accountId);
  });
  const all = accounts.into<MapAccount[]>([], (made, { accountId, name, organizationalUnit, status }) =>
    made.push({
      scope: { accountId, name, organizationalUnit, status },
      counts: counted().get(accountId) ?? openCounts([]),
      rolesRead: status !== 'FAILED' && !withoutRoles().has(accountId),
    }),
  );
  return () =>
    all().sort(
      (a, b) =>
        Number(b.rolesRead) - Number(a.rolesRead) ||
        compareCounts(a.counts, b.counts) ||
        (a.scope.accountId < b.scope.accountId ? -1 : 1),
    );
}

function single(account: MapAccount): Column {
  return { name: label(account.scope.name), under: account.scope.accountId, accounts: [account] };
}

/** The largest units, and all others in one column. */
function unitColumns(accounts: readonly MapAccount[]): Column[] {
  const units = [...groupedBy(accounts, ({ scope }) => scope.organizationalUnit ?? '')].sort(
    ([a, some], [b, others]) => others.length - some.length || (a < b ? -1 : 1),
  );
  const fits = units.length <= MAP_LIMITS.groups;
  const rest = fits ? [] : units.slice(MAP_LIMITS.groups - 1);
  return [
    ...(fits ? units : units.slice(0, MAP_LIMITS.groups - 1)).map(([unit, members]) =>
      column(unit === '' ? 'Unit not known' : unit, members),
    ),
    ...(rest.length === 0
      ? []
      : [
          column(
            `${number(rest.length)} other units`,
            rest.flatMap(([, members]) => members),
          ),
        ]),
  ];
}

function findingColumns(accounts: readonly MapAccount[]): Column[] {
  const groups = groupedBy(accounts, ({ counts, rolesRead }) => {
    if (!rolesRead) return 'Roles not read';
    const worst = SEVERITIES.find((severity) => counts[severity] > 0);
    return worst === undefined ? 'No open finding' : `Worst is ${worst}`;
  });
  return [...groups].map(([name, members]) => column(name, members));
}

function column(name: string, accounts: MapAccount[]): Column {
  return { name: label(name), under: quantity(accounts.length, 'account'), accounts };
}

/** All open findings of these counts. */
function totalOf(counts: Record<Severity, number>): number {
  return SEVERITIES.reduce((sum, severity) => sum + counts[severity], 0);
}
