import { groupedBy } from '../../../model/grouped-by.ts';
import type { AuditReport } from '../../../model/report.ts';
import { once, type Walks } from '../../walk.ts';
import { PARTY_KINDS } from '../parties/party.ts';
import { label, number } from '../support/format.ts';
import { type PartyAccess, partyAccess, type RowAccess, together, type Way } from './access.ts';
import { MAP_LIMITS } from './limits.ts';

/** A party, or those of a kind for which there is no room of their own. */
export interface Row extends RowAccess {
  name: string;
  kind: keyof typeof PARTY_KINDS;
  parties: PartyAccess[];
  /** Accounts by the way in. */
  ways: Record<Way, number>;
}

export interface Rows {
  /** By kind, as far as there are any; in a kind those who may enter most with the least guard first. */
  kinds: Array<{ name: string; rows: Row[] }>;
  /** Third parties that come in by nothing that was read: findings or the register alone name them. */
  elsewhere: number;
}

/** The parties of the map. */
export function rowsOf(report: AuditReport, walks: Pick<Walks, 'roles' | 'names'>): () => Rows {
  const access = partyAccess(report, walks);
  return once(() => byKinds(report, access()));
}

function byKinds(report: AuditReport, access: readonly PartyAccess[]): Rows {
  const admitted = access.filter(({ entered }) => entered.size > 0);
  const byDanger = admitted.map((party) => rowOf([party])).sort(compareRows);
  const shown = new Set(byDanger.slice(0, MAP_LIMITS.parties));
  const byKind = groupedBy(byDanger, ({ kind }) => kind);
  return {
    kinds: (Object.keys(PARTY_KINDS) as Row['kind'][]).flatMap((kind) => {
      const rows = byKind.get(kind) ?? [];
      const rest = rows.filter((row) => !shown.has(row));
      const own = rows.filter((row) => shown.has(row));
      const all = rest.length === 0 ? own : [...own, rowOf(rest.flatMap(({ parties }) => parties))];
      return rows.length === 0 ? [] : [{ name: PARTY_KINDS[kind].label, rows: all }];
    }),
    elsewhere: report.thirdParties.length - admitted.length,
  };
}

function rowOf(parties: PartyAccess[]): Row {
  const [first] = parties;
  const access = together(parties);
  const ways = { none: 0, weak: 0, strong: 0, roleless: 0, closed: 0 };
  for (const { way } of access.accounts.values()) ways[way] += 1;
  const name = first?.summary.party.name ?? '';
  return {
    ...access,
    name: parties.length === 1 ? label(name) : `${number(parties.length)} more`,
    kind: first?.summary.party.kind ?? 'unknown',
    parties,
    ways,
  };
}

/** Whether any of a row came in, as CloudTrail shows; that nobody did is said only where all was read. */
export function cameIn({ parties }: Pick<Row, 'parties'>): 'yes' | 'no' | 'not-known' {
  const all = parties.map(({ summary: { activity } }) => activity);
  if (all.some((activity) => activity !== undefined && activity.entries > 0)) return 'yes';
  return all.every((activity) => activity?.notRead === 0) ? 'no' : 'not-known';
}

function compareRows(a: Row, b: Row): number {
  return (
    b.ways.none - a.ways.none ||
    b.ways.weak - a.ways.weak ||
    b.ways.strong - a.ways.strong ||
    b.ways.roleless - a.ways.roleless ||
    b.accounts.size - a.accounts.size ||
    (a.name < b.name ? -1 : 1)
  );
}
