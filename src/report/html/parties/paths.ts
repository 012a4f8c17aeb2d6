import { groupedBy } from '../../../model/grouped-by.ts';
import type { ThirdPartySummary } from '../../../model/third-party-summary.ts';
import { cut } from '../../visible.ts';
import { listed, number, quantity } from '../support/format.ts';
import { LIMITS } from '../support/limits.ts';

/** A tree drawn from the top: the party, the accounts it may enter, its roles there, and where these lead. */
export interface PathsView {
  /** The drawing in words. */
  description: string;
  width: string;
  height: string;
  /** What is drawn, each kind as one path: lines, lines that are not certain, and the signs before names. */
  shapes: Array<{ kind: 'line' | 'unclear' | 'party' | 'role' | 'onward'; d: string }>;
  texts: Array<{
    kind: 'party' | 'account' | 'role' | 'note';
    x: string;
    y: string;
    text: string;
    soft: string;
  }>;
}

/** How names are found: by role ARN, and by account id. */
export interface PathNames {
  roleName(arn: string): string;
  accountName(accountId: string): string;
}

/** Of the drawing, in its own units; a narrow screen shows it in full size. */
const WIDTH = 340;
const ROW = 23;
const INDENT = 20;
const START = 9;
/** The width to reckon with for a character of a role's name, and of bold text. */
const COLUMN = 7;
const BOLD_COLUMN = 7.8;
/** The depth of the roles that admit the party. */
const ENTRANCE = 2;
/** Steps after the first role that the drawing follows. */
const FOLLOWED = 3;

/** The sign before a name, around a point. */
const SIGNS = {
  party: (x: number, y: number) => `M${x - 5.5} ${y}a5.5 5.5 0 1 1 11 0a5.5 5.5 0 1 1-11 0z`,
  role: (x: number, y: number) => `M${x - 3.5} ${y - 3.5}h7v7h-7z`,
  onward: (x: number, y: number) => `M${x - 3.5} ${y - 4.5}l8.5 4.5l-8.5 4.5z`,
};

interface Row {
  kind: PathsView['texts'][number]['kind'] | 'onward';
  depth: number;
  text: string;
  soft: string;
  unclear?: true;
  /** The row that this one hangs from; the first row hangs from none. */
  parent: number;
}

/** The paths of one third party; null when no role admits it now. Roles that lead on are drawn before others. */
export function pathsView({ party, reachable }: ThirdPartySummary, names: PathNames): PathsView | null {
  const { direct, transitive, unclear, paths = [] } = reachable;
  const onwardFrom = groupedBy(paths, ({ from }) => from);
  const leadingOn = new Set(unclear);
  const entries = [...new Set(direct.roles)].sort(
    (a, b) => rank(a, onwardFrom, leadingOn) - rank(b, onwardFrom, leadingOn),
  );
  if (entries.length === 0) return null;
  const drawn = entries.slice(0, LIMITS.drawnRoles);
  const rows: Row[] = [{ kind: 'party', depth: 0, text: party.name, soft: '', parent: -1 }];
  const said: string[] = [];
  const seen = new Set(drawn);
  let onward = 0;

  function add(row: Row): number {
    rows.push(row);
    return rows.length - 1;
  }

  function follow(arn: string, parent: number, depth: number, from: string): void {
    const before = onward;
    if (leadingOn.has(arn)) {
      add({ kind: 'note', depth, text: 'may lead on; not known in full', soft: '', unclear: true, parent });
      said.push(`Where ${names.roleName(arn)} leads is not known in full.`);
    }
    if (depth - ENTRANCE > FOLLOWED) return;
    for (const { to } of onwardFrom.get(arn) ?? []) {
      if (seen.has(to) || onward >= LIMITS.drawnOnward) continue;
      seen.add(to);
      onward += 1;
      const account = accountOf(to);
      const place = account === from ? '' : `in ${names.accountName(account)}`;
      said.push(
        `From ${names.roleName(arn)} it can go on to ${names.roleName(to)} ${place}`.trim().concat('.'),
      );
      follow(
        to,
        add({ kind: 'onward', depth, text: names.roleName(to), soft: place, parent }),
        depth + 1,
        account,
      );
    }
    const [first] = onwardFrom.get(arn) ?? [];
    if (depth !== ENTRANCE + 1 || first === undefined || onward > before) return;
    const name = names.roleName(first.to);
    add({ kind: 'note', depth, text: `leads on to ${name}`, soft: '', parent });
    said.push(`From ${names.roleName(arn)}, too, it can go on to ${name}.`);
  }

  for (const [account, roles] of groupedBy(drawn, accountOf)) {
    const name = names.accountName(account);
    const parent = add({
      kind: 'account',
      depth: 1,
      text: name,
      soft: name === account ? '' : account,
      parent: 0,
    });
    for (const arn of roles) {
      follow(
        arn,
        add({ kind: 'role', depth: ENTRANCE, text: names.roleName(arn), soft: '', parent }),
        ENTRANCE + 1,
        account,
      );
    }
  }
  const rest = leftOut(entries.slice(drawn.length), transitive.roles.length - onward, onwardFrom);
  for (const text of rest) add({ kind: 'note', depth: 1, text: `and ${text}`, soft: '', parent: 0 });
  const reach = `${quantity(entries.length, 'role')} in ${quantity(new Set(entries.map(accountOf)).size, 'account')}`;
  return {
    description: [
      `${party.name} may enter ${reach}.`,
      ...said,
      ...(rest.length === 0 ? [] : [`Not drawn: ${listed(rest)}.`]),
    ].join(' '),
    ...draw(rows),
  };
}

function rank(arn: string, onwardFrom: ReadonlyMap<string, unknown>, leadingOn: ReadonlySet<string>): number {
  if (onwardFrom.has(arn)) return 0;
  return leadingOn.has(arn) ? 1 : 2;
}

/** What there was no room for, in words. */
function leftOut(
  entries: readonly string[],
  onward: number,
  onwardFrom: ReadonlyMap<string, unknown>,
): string[] {
  const accounts = new Set(entries.map(accountOf)).size;
  const leading = entries.filter((arn) => onwardFrom.has(arn)).length;
  const ofThese = leading === 0 ? '' : `, ${number(leading)} of which ${leading === 1 ? 'leads' : 'lead'} on`;
  return [
    ...(entries.length === 0
      ? []
      : [
          `${quantity(entries.length, 'more role', 'more roles')} in ${quantity(accounts, 'account')}${ofThese}`,
        ]),
    ...(onward <= 0 ? [] : [`${quantity(onward, 'more role', 'more roles')} to go on to`]),
  ];
}

function draw(rows: readonly Row[]): Omit<PathsView, 'description'> {
  const at = (index: number) => ({
    x: START + (rows[index]?.depth ?? 0) * INDENT,
    y: 13 + index * ROW,
  });
  const shapes = rows.flatMap(({ kind, parent, unclear }, index): PathsView['shapes'] => {
    const { x, y } = at(index);
    const from = at(parent);
    return [
      ...(parent < 0
        ? []
        : [{ kind: unclear ? 'unclear' : 'line', d: `M${from.x} ${from.y + 7}V${y}H${x - 1}` } as const]),
      ...(kind === 'account' || kind === 'note' ? [] : [{ kind, d: SIGNS[kind](x, y) }]),
    ];
  });
  return {
    width: String(WIDTH),
    height: String(rows.length * ROW + 4),
    shapes: [...groupedBy(shapes, ({ kind }) => kind).values()].flatMap((same) =>
      same.slice(0, 1).map(({ kind }) => ({ kind, d: same.map(({ d }) => d).join('') })),
    ),
    texts: rows.map(({ kind, text, soft }, index) => {
      const { x, y } = at(index);
      const left = x + (kind === 'account' || kind === 'note' ? 4 : 10);
      const column = kind === 'party' || kind === 'account' ? BOLD_COLUMN : COLUMN;
      return {
        kind: kind === 'onward' ? 'role' : kind,
        x: String(left),
        y: String(y + 4),
        ...fitted(text, soft, Math.floor((WIDTH - left) / column)),
      };
    }),
  };
}

/** Both parts in so many columns; what is less needed gives way first. */
function fitted(text: string, soft: string, columns: number): { text: string; soft: string } {
  const room = Math.max(10, columns - (soft === '' ? 0 : Math.min(soft.length, 14) + 1));
  const shown = cut(text, wide(text) ? Math.floor(room / 2) : room);
  const left = columns - shown.length - 1;
  return {
    text: shown,
    soft: soft === '' || left < 4 ? '' : cut(soft, wide(soft) ? Math.floor(left / 2) : left),
  };
}

/** Whether a text holds characters that may be as wide as two. */
function wide(text: string): boolean {
  return /[^\u0020-\u052f]/.test(text);
}

function accountOf(arn: string): string {
  return /^arn:[^:]*:iam::(\d{12}):/.exec(arn)?.[1] ?? '';
}
