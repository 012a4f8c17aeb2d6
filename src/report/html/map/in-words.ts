import { groupedBy } from '../../../model/grouped-by.ts';
import { cameInWords } from '../parties/access-words.ts';
import { type PathsView, pathsView } from '../parties/paths.ts';
import { capital, capped, label, number, quantity } from '../support/format.ts';
import { type Access, WAYS, type Way } from './access.ts';
import { groupAccess } from './cells.ts';
import type { Columns } from './columns.ts';
import { MAP_LIMITS } from './limits.ts';
import { greatestOf, POWER_WORDS } from './power.ts';
import type { Row } from './rows.ts';

export const WAY_WORDS = {
  none: 'no guard',
  weak: 'weak guard',
  strong: 'strong guard',
  roleless: 'by a share, a resource, delegation or bills, without a role',
  closed: 'named, not open now',
} as const satisfies Record<Way, string>;

/** Where one party may go, in words, and the drawing of its paths. */
export interface MapPartyView {
  id: string;
  name: string;
  kind: string;
  reach: string;
  lines: Array<{ what: string; where: string }>;
  paths: PathsView | null;
}

/** The same of so many accounts. */
const GUARDED = {
  none: 'unguarded',
  weak: 'weakly guarded',
  strong: 'strongly guarded',
  roleless: 'without a role',
  closed: 'not open now',
} as const satisfies Record<Way, string>;

/** `12 accounts: 3 unguarded, 9 strongly guarded`. */
function reachInWords({ ways, accounts }: Pick<Row, 'ways' | 'accounts'>): string {
  const parts = WAYS.filter((way) => ways[way] > 0).map((way) => `${number(ways[way])} ${GUARDED[way]}`);
  return `${quantity(accounts.size, 'account')}: ${parts.join(', ')}`;
}

/** The same as the row's cells, and more of each than these have room for. */
export function partyInWords(
  row: Row,
  columns: Columns,
  id: string,
  names: ReadonlyMap<string, string>,
  kind: string,
  asOf: string,
): MapPartyView | null {
  const [party] = row.parties;
  if (party === undefined || row.parties.length > 1) return null;
  const namesOf = (ids: Iterable<string>) => [...ids].map((id) => label(names.get(id) ?? id));
  return {
    id,
    name: row.name,
    kind,
    reach: reachInWords(row),
    lines: [
      ...(columns.by === 'accounts' ? byAccess(row, names) : byGroup(row, columns)),
      ...(
        [
          ['As users, by their keys or passwords', namesOf(party.asUser)],
          ['As people, by IAM Identity Center', namesOf(party.asPerson)],
          ['By shares, without a role', namesOf(party.byShare)],
          ['By resources themselves, without a role', namesOf(party.byResource)],
          ['By temporary delegation, without a role', namesOf(party.byDelegation)],
          ['By the bills that it receives', namesOf(party.byBills)],
          ['From there alone, by another role', namesOf(row.onward)],
        ] as const
      ).flatMap(([what, names]) => (names.length === 0 ? [] : [{ what, where: namesInWords(names) }])),
      { what: 'Came in, by CloudTrail', where: cameInWords(party.summary.activity, asOf) },
    ],
    paths: pathsView(party.summary, {
      roleName: (arn) => arn.split('/').at(-1) ?? arn,
      accountName: (accountId) => names.get(accountId) ?? accountId,
    }),
  };
}

/** Accounts under what the party may do there. */
function byAccess(row: Row, names: ReadonlyMap<string, string>): MapPartyView['lines'] {
  const groups = groupedBy([...row.accounts], ([, access]) => accessInWords(access));
  const rank = ([, [first]]: [string, Array<[string, Access]>]) => WAYS.indexOf(first?.[1].way ?? 'closed');
  return [...groups]
    .sort((a, b) => rank(a) - rank(b))
    .map(([what, members]) => ({
      what,
      where: namesInWords(members.map(([accountId]) => label(names.get(accountId) ?? accountId))),
    }));
}

function accessInWords({ way, power, more, beside }: Access): string {
  const words = way === 'closed' ? WAY_WORDS.closed : `${WAY_WORDS[way]}, ${POWER_WORDS[power].words}`;
  const also = [
    ...(more ? ['better guarded roles may do more'] : []),
    ...(beside ? [`besides ${WAY_WORDS.roleless}, ${POWER_WORDS[beside].words}`] : []),
  ];
  return capital([words, ...also].join('; '));
}

function byGroup(row: Row, { columns }: Columns): MapPartyView['lines'] {
  return columns.flatMap((column) => {
    const { ways, entered, worst, powers } = groupAccess(row, column);
    if (entered === 0) return [];
    const parts = WAYS.filter((way) => ways[way] > 0).map((way) => `${number(ways[way])} ${GUARDED[way]}`);
    const worstWay =
      worst === 'closed'
        ? ''
        : `; ${worst === 'roleless' ? '' : 'with '}${WAY_WORDS[worst]}, ${greatestOf(powers).words}`;
    return [
      { what: column.name, where: `${number(entered)} of ${column.under}: ${parts.join(', ')}${worstWay}` },
    ];
  });
}

function namesInWords(all: readonly string[]): string {
  const { shown, leftOut } = capped(all, MAP_LIMITS.named, (left) => `and ${number(left)} more`);
  return [shown.join(', '), ...(leftOut === null ? [] : [leftOut])].join(' ');
}
