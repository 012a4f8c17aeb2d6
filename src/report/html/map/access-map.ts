import type { CoverageEntry } from '../../../model/finding.ts';
import type { AccountScope, AuditReport } from '../../../model/report.ts';
import { SEVERITIES, type Severity } from '../../../model/severity.ts';
import {
  accountsWithUnreadRequests,
  areRequestsAsked,
  isGapOfAgreements,
  unreadBills,
} from '../../../model/unread-agreements.ts';
import { isGapOfPlaces, unreadResources, unreadShares } from '../../../model/unread-places.ts';
import { type Walks, walksOf } from '../../walk.ts';
import { anchor, listed, number, quantity } from '../support/format.ts';
import { WAYS, type Way } from './access.ts';
import { type AgesView, agesView } from './ages.ts';
import { SIGNS } from './cells.ts';
import { type Columns, columnsOf } from './columns.ts';
import { countOf, outOfScope, partiesIn, type SquaresView, squaresView } from './heat.ts';
import { type MapPartyView, partyInWords, WAY_WORDS } from './in-words.ts';
import { type MatrixView, matrixView } from './matrix.ts';
import { POWER_WORDS } from './power.ts';
import { cameIn, type Rows, rowsOf } from './rows.ts';
import { type SeverityTrend, severityTrends } from './severity-trend.ts';

export interface AccessMapView {
  /** Null where no role that was read admits a third party, and none comes otherwise. */
  matrix: MatrixView | null;
  /** How the drawing is called, for those who do not see it. */
  region: string;
  description: string;
  ways: Array<{ kind: Way; words: string; d: string }>;
  powers: Array<{ letter: string; words: string }>;
  /** How columns are made, and what is not drawn, in numbers. */
  notes: string[];
  partyRows: Array<{
    name: string;
    kind: string;
    counts: Array<{ name: string; count: string }>;
    onward: string;
  }>;
  columnRows: Array<{
    name: string;
    under: string;
    read: string;
    parties: string;
    counts: Array<{ severity: Severity; count: string }>;
  }>;
  parties: MapPartyView[];
  squares: SquaresView | null;
  severities: readonly Severity[];
  ages: AgesView;
  trends: SeverityTrend[];
}

/** Who may enter where, how guarded and with what power; where findings are, how old, and how they develop. */
export function accessMapView(report: AuditReport, walks: Walks = walksOf(report)): () => AccessMapView {
  const [columns, rows, ages] = [columnsOf(walks), rowsOf(report, walks), agesView(report, walks)];
  const unread = notLookedAt(report, walks);
  return () =>
    viewOf(report, {
      ...{ columns: columns(), rows: rows(), ages: ages(), names: walks.names() },
      unread: unread(),
    });
}

function viewOf(
  report: AuditReport,
  {
    columns,
    rows,
    ages,
    names,
    unread,
  }: { columns: Columns; rows: Rows; ages: AgesView; names: ReadonlyMap<string, string>; unread: string[] },
): AccessMapView {
  const own = rows.kinds.flatMap(({ rows: some }) => some).filter(({ parties }) => parties.length === 1);
  const ids = new Map(own.map((row, index) => [row, anchor('map', String(index + 1))]));
  return {
    matrix: rows.kinds.length === 0 ? null : matrixView(rows, columns, ids),
    region: 'Drawing of the access map',
    description: describe(rows, columns),
    ways: WAYS.map((kind) => ({
      kind,
      words: WAY_WORDS[kind],
      d: SIGNS[kind](10, 10, kind === 'weak' ? 9.5 : 8),
    })),
    powers: Object.values(POWER_WORDS),
    notes: notesOf(report, rows, columns, unread),
    partyRows: rows.kinds.flatMap(({ name: kind, rows: some }) =>
      some.map((row) => ({
        name: row.name,
        kind,
        counts: [
          { name: 'Accounts', count: number(row.accounts.size) },
          ...WAYS.map((way) => ({ name: HEADINGS[way], count: number(row.ways[way]) })),
          { name: 'Came in', count: CAME_WORDS[cameIn(row)] },
        ],
        onward: number(row.onward.size),
      })),
    ),
    columnRows: columnRows(columns, rows),
    parties: rows.kinds.flatMap(({ name, rows: some }) =>
      some.flatMap(
        (row) => partyInWords(row, columns, ids.get(row) ?? '', names, name, report.run.asOf) ?? [],
      ),
    ),
    squares: columns.by === 'accounts' ? null : squaresView(columns.columns),
    severities: SEVERITIES,
    ages,
    trends: severityTrends(report),
  };
}

const CAME_WORDS = { yes: 'Yes', no: 'Not on record', 'not-known': 'Not known' } as const;

const HEADINGS = {
  none: 'No guard',
  weak: 'Weak',
  strong: 'Strong',
  roleless: 'No role',
  closed: 'Not open',
} as const satisfies Record<Way, string>;

function describe({ kinds }: Rows, { columns, by }: Columns): string {
  const rows = kinds.flatMap(({ rows: some }) => some);
  const parties = rows.reduce((sum, row) => sum + row.parties.length, 0);
  const accounts = columns.reduce((sum, column) => sum + column.accounts.length, 0);
  const bare = new Set(
    rows.flatMap((row) => [...row.accounts].flatMap(([id, { way }]) => (way === 'none' ? [id] : []))),
  );
  return `${quantity(parties, 'third party', 'third parties')} by ${quantity(accounts, 'account')}${by === 'accounts' ? '' : `, in ${number(columns.length)} groups`}. ${quantity(bare.size, 'account has', 'accounts have')} a role or a user by which a third party may enter with no guard. Every number is in the tables below.`;
}

const GROUPED = {
  accounts:
    'Each column is an account; those with the worst findings come first, those whose roles were not read last.',
  units:
    'Each column is an organizational unit. A cell gives the least guard of the accounts that the party may enter, how many of these are guarded no better (3/62: three of 62), and the most that such roles may do; its bar shows the share of each guard in the unit.',
  findings:
    'Units of the accounts are not known, so they are grouped by their worst open finding. A cell gives the least guard of the accounts that the party may enter, how many of these are guarded no better (3/62: three of 62), and the most that such roles may do; its bar shows the share of each guard in the group.',
} as const satisfies Record<Columns['by'], string>;

function notesOf(
  report: AuditReport,
  { elsewhere: parties, kinds }: Rows,
  { by, columns, elsewhere }: Columns,
  notLookedAt: readonly string[],
): string[] {
  const rows = kinds.flatMap(({ rows: some }) => some);
  const unread = columns.flatMap(({ accounts }) => accounts).filter(({ rolesRead }) => !rolesRead).length;
  const drawn = rows.flatMap((row) => row.parties);
  const unreadUsers = report.thirdParties
    .flatMap(({ users = [] }) => users)
    .filter(
      ({ activeKeys, password }) => activeKeys === null || (activeKeys === 0 && password === null),
    ).length;
  const excluded = outOfScope(report);
  return [
    GROUPED[by],
    ...(unread === 0
      ? []
      : [
          `Of ${quantity(unread, 'account')} the roles were not read: hatched, since nobody knows who may enter there.`,
        ]),
    ...(parties === 0
      ? []
      : [
          `${quantity(parties, 'third party', 'third parties')} that nothing lets in that was read (roles, users, people, shares, resources, delegation, bills) ${parties === 1 ? 'is' : 'are'} not drawn.`,
        ]),
    ...(unreadUsers === 0
      ? []
      : [
          `Of ${quantity(unreadUsers, 'user')} of third parties the credentials are not known: drawn as if they had keys.`,
        ]),
    ...(drawn.some(({ asPerson }) => asPerson.length > 0)
      ? [
          'People in IAM Identity Center are drawn as weakly guarded: whether their sign-in asks for MFA was not read.',
        ]
      : []),
    ...(drawn.some(({ byShare }) => byShare.length > 0)
      ? ['Shares are under Shared resources; what one of AWS RAM allows is not known.']
      : []),
    ...(drawn.some(({ byResource }) => byResource.length > 0)
      ? ['Resources that admit a party by their own policies, grants or lists are on its card.']
      : []),
    ...(drawn.some(({ byDelegation, byBills }) => byDelegation.length + byBills.length > 0)
      ? [
          'Temporary delegation and bills that go to a party are on its card; who receives bills is drawn in the management account, as reading.',
        ]
      : []),
    ...notLookedAt,
    ...(elsewhere === 0
      ? []
      : [
          `${quantity(elsewhere, 'open finding')} of no account in scope ${elsewhere === 1 ? 'is' : 'are'} not among these.`,
        ]),
    ...(excluded === null ? [] : [excluded]),
  ];
}

/** The ways in that are read where somebody asks for them, and how far that was done. */
function notLookedAt(report: AuditReport, { accounts, gaps }: Walks): () => string[] {
  const failed = accounts.into<AccountScope[]>([], (all, account) => {
    if (account.status === 'FAILED') all.push(account);
  });
  // One gap of a fact tells as much of an account as all of them.
  const first = gaps.into(new Map<string, CoverageEntry>(), (all, gap) => {
    if (isGapOfPlaces(gap) || isGapOfAgreements(gap)) all.set(`${gap.accountId} ${gap.fact}`, gap);
  });
  return () =>
    unreadInWords({
      ...report,
      scope: { ...report.scope, accounts: failed() },
      coverage: { ...report.coverage, gaps: [...first().values()] },
    });
}

function unreadInWords(report: AuditReport): string[] {
  const { identityCenter: people } = report;
  const ways = [
    {
      name: 'people in IAM Identity Center',
      extent: people === undefined ? 'none' : people.isRead ? 'all' : 'part',
    },
    { name: 'shares', ...unreadShares(report) },
    { name: 'policies of resources', ...unreadResources(report) },
    { name: 'requests for temporary delegation', ...requestsRead(report) },
    { name: 'receivers of bills', ...billsKnown(report) },
  ] as const;
  const never = ways.flatMap(({ name, extent }) => (extent === 'none' ? [name] : []));
  const partly = ways.flatMap((way) => {
    if (way.extent !== 'part') return [];
    const accounts = 'accounts' in way ? way.accounts.length : 0;
    return [accounts === 0 ? way.name : `${way.name} (in ${quantity(accounts, 'account')})`];
  });
  return [
    ...(never.length === 0 ? [] : [`Not looked at in this run, and so not drawn: ${listed(never)}.`]),
    ...(partly.length === 0
      ? []
      : [`Not read, or not in full, so that there may be more: ${listed(partly)}.`]),
    ...(ways[2].extent === 'none'
      ? []
      : ['Resources were looked at of the services alone that resourcePolicies in the configuration names.']),
  ];
}

type Extent = { extent: 'none' | 'part' | 'all'; accounts: string[] };

function requestsRead(report: AuditReport): Extent {
  const accounts = accountsWithUnreadRequests(report);
  return { extent: areRequestsAsked(report) ? (accounts.length > 0 ? 'part' : 'all') : 'none', accounts };
}

/** An organization that was not read is no account, and has no number here. */
function billsKnown(report: AuditReport): Extent {
  const isPart = unreadBills(report).length > 0;
  return { extent: isPart ? 'part' : report.billsRead === undefined ? 'none' : 'all', accounts: [] };
}

function columnRows({ columns }: Columns, { kinds }: Rows): AccessMapView['columnRows'] {
  const parties = partiesIn(
    columns,
    kinds.flatMap(({ rows }) => rows),
  );
  return columns.map(({ name, under, accounts }, index) => ({
    name,
    under,
    read: readInWords(accounts.filter(({ rolesRead }) => !rolesRead).length, accounts.length),
    parties: (parties[index] ?? '').replace('?', 'Not known'),
    counts: SEVERITIES.map((severity) => ({ severity, count: number(countOf(accounts, severity)) })),
  }));
}

function readInWords(unread: number, all: number): string {
  if (unread === 0) return 'Yes';
  return unread === all ? 'No' : `No for ${number(unread)} of ${number(all)}`;
}
