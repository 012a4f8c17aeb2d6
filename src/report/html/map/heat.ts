import type { AccountStatus, AuditReport } from '../../../model/report.ts';
import { SEVERITIES, type Severity } from '../../../model/severity.ts';
import { number, quantity } from '../support/format.ts';
import type { MapText } from './cells.ts';
import type { Column, MapAccount } from './columns.ts';
import { box, diamond, disc, type Shape, Shapes } from './drawn.ts';
import { MAP_LIMITS } from './limits.ts';
import type { Row } from './rows.ts';

/** How far an account was read, as a sign. */
const READ_SIGNS = { COMPLETE: '✓', PARTIAL: '~', FAILED: '✕' } as const satisfies Record<
  AccountStatus,
  string
>;

/** A row below the map: a number for each column, and how strong its colour is. */
interface HeatRow {
  name: string;
  cells: Array<{ text: string; shade: string | null }>;
}

/** How far each column was read, how many third parties may enter there, and its open findings by severity. */
export function heatRows(columns: readonly Column[], rows: readonly Row[]): HeatRow[] {
  return [
    { name: 'Third parties', cells: partiesIn(columns, rows).map((text) => ({ text, shade: null })) },
    {
      name: 'Read: ~ in part, ✕ not',
      cells: columns.map(({ accounts }) => ({ text: readText(accounts), shade: null })),
    },
    ...SEVERITIES.map((severity) => severityRow(severity, columns)),
  ];
}

/** How many third parties come into each column; where roles were not read, there may be more. */
export function partiesIn(columns: readonly Column[], rows: readonly Row[]): string[] {
  const places = new Map(
    columns.flatMap(({ accounts }, index) => accounts.map(({ scope }) => [scope.accountId, index] as const)),
  );
  const counts = columns.map(() => 0);
  for (const { entered } of rows.flatMap(({ parties }) => parties)) {
    const found = new Set([...entered.keys()].flatMap((accountId) => places.get(accountId) ?? []));
    for (const index of found) counts[index] = (counts[index] ?? 0) + 1;
  }
  return columns.map(({ accounts }, index) => {
    const count = number(counts[index] ?? 0);
    const unread = accounts.filter(({ rolesRead }) => !rolesRead).length;
    if (unread === 0) return count;
    return unread === accounts.length ? '?' : `${count} or more`;
  });
}

function readText(accounts: readonly MapAccount[]): string {
  const [first] = accounts;
  if (accounts.length === 1 && first !== undefined)
    return first.rolesRead ? READ_SIGNS[first.scope.status] : '✕';
  const whole = accounts.filter(({ scope }) => scope.status === 'COMPLETE').length;
  return whole === accounts.length ? `✓ ${number(whole)}` : `${number(whole)} of ${number(accounts.length)}`;
}

/** Shades go by the share of the most that any column has. */
function severityRow(severity: Severity, columns: readonly Column[]): HeatRow {
  const counts = columns.map(({ accounts }) => countOf(accounts, severity));
  const most = counts.reduce((a, b) => Math.max(a, b), 1);
  const grouped = columns.some(({ accounts }) => accounts.length > 1);
  return {
    name: `Open, ${severity}`,
    cells: counts.map((count) => ({
      text: textOf(count, grouped),
      shade: count === 0 ? null : `${severity}-${Math.ceil((count / most) * 4)}`,
    })),
  };
}

export function countOf(accounts: readonly MapAccount[], severity: Severity): number {
  return accounts.reduce((sum, { counts }) => sum + counts[severity], 0);
}

/** In as few characters as the column of an account has room for; the table below the map has all digits. */
function textOf(count: number, grouped: boolean): string {
  if (count === 0) return '';
  return grouped || count < 1_000 ? number(count) : `${Math.floor(count / 1_000)}k`;
}

export function drawHeat(
  { cells }: HeatRow,
  shapes: Shapes,
  { y, width }: { y: number; width: number },
): MapText[] {
  return cells.flatMap(({ text, shade }, index) => {
    if (shade !== null) shapes.add(`heat-${shade}`, box(index * width + 1, y - 11, width - 2, 22));
    return text === '' ? [] : [{ kind: 'heat', x: String((index + 0.5) * width), y: String(y + 4), text }];
  });
}

/** The accounts of a group, a square each by its worst open finding. */
export interface SquaresView {
  groups: Array<{ name: string; description: string; width: string; height: string; shapes: Shape[] }>;
  leftOut: string | null;
  /** What the signs mean. */
  signs: Array<Shape & { words: string }>;
}

const PITCH = 9;
const PER_ROW = 25;

/** The severities' own shapes, so that they are told apart without colour. */
const HEAT_SIGNS = {
  critical: (x, y) => box(x, y, 8, 8),
  high: (x, y) => `M${x + 4} ${y}l4 8h-8z`,
  medium: (x, y) => diamond(x + 4, y + 4, 4),
  low: (x, y) => disc(x + 4, y + 4, 3.5),
  info: (x, y) => disc(x + 4, y + 4, 2),
  clear: (x, y) => box(x + 2, y + 2, 4, 4),
  unread: (x, y) => box(x, y, 8, 8),
} as const satisfies Record<Severity | 'clear' | 'unread', (x: number, y: number) => string>;

/** Where columns are groups: every account by its worst open finding, as far as there is room. */
export function squaresView(columns: readonly Column[]): SquaresView {
  let room: number = MAP_LIMITS.squares;
  let left = 0;
  const groups = columns.map(({ name, under, accounts }) => {
    const drawn = accounts.slice(0, room);
    room -= drawn.length;
    left += accounts.length - drawn.length;
    const shapes = new Shapes();
    for (const [index, account] of drawn.entries()) {
      const [x, y] = [(index % PER_ROW) * PITCH, Math.floor(index / PER_ROW) * PITCH];
      const heat = heatOf(account);
      shapes.add(heat, HEAT_SIGNS[heat](x, y));
    }
    return {
      name,
      description: `${under}: ${worstInWords(accounts)}`,
      width: String(PER_ROW * PITCH),
      height: String(Math.max(1, Math.ceil(drawn.length / PER_ROW)) * PITCH),
      shapes: shapes.all(),
    };
  });
  return {
    groups,
    leftOut: left === 0 ? null : `${quantity(left, 'more account has', 'more accounts have')} no sign here.`,
    signs: (Object.keys(HEAT_SIGNS) as Array<keyof typeof HEAT_SIGNS>).map((kind) => ({
      kind,
      hatched: kind === 'unread',
      words: kind === 'clear' || kind === 'unread' ? HEAT_WORDS[kind] : kind,
      d: HEAT_SIGNS[kind](0, 0),
    })),
  };
}

const HEAT_WORDS = { clear: 'without an open finding', unread: 'with roles not read' } as const;

/** `unread`, `clear` or the worst severity: what is not read is neither. */
function heatOf({ counts, rolesRead }: MapAccount): Severity | 'unread' | 'clear' {
  return SEVERITIES.find((severity) => counts[severity] > 0) ?? (rolesRead ? 'clear' : 'unread');
}

function worstInWords(accounts: readonly MapAccount[]): string {
  const counts = new Map<string, number>();
  for (const account of accounts) counts.set(heatOf(account), (counts.get(heatOf(account)) ?? 0) + 1);
  const parts = [...SEVERITIES, 'clear' as const, 'unread' as const].flatMap((heat) => {
    const count = counts.get(heat);
    return count === undefined
      ? []
      : [`${number(count)} ${heat === 'clear' || heat === 'unread' ? HEAT_WORDS[heat] : heat}`];
  });
  return parts.join(', ');
}

/** Accounts out of scope, in words; null where there are none. */
export function outOfScope({ scope }: AuditReport): string | null {
  const { length } = scope.excluded;
  return length === 0
    ? null
    : `${quantity(length, 'account')} out of scope ${length === 1 ? 'is' : 'are'} not drawn.`;
}
