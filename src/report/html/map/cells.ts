import { number } from '../support/format.ts';
import { WAYS, type Way } from './access.ts';
import type { Column } from './columns.ts';
import { arrow, box, diamond, disc, type Shapes, shield } from './drawn.ts';
import { greatestOf, isGreat, POWER_WORDS, type Power } from './power.ts';
import type { Row } from './rows.ts';

/** A text of the drawing; `at` may name a place for each of its characters. */
export interface MapText {
  kind: string;
  x: string;
  y: string;
  text: string;
}

/** The sign of each way in, around a point and as large as a radius says: told apart without colour. */
export const SIGNS = {
  none: (x: number, y: number, r: number) => box(x - r, y - r, 2 * r, 2 * r),
  weak: diamond,
  strong: disc,
  roleless: shield,
  closed: (x: number, y: number, r: number) => disc(x, y, r / 2),
} as const satisfies Record<Way, (x: number, y: number, r: number) => string>;

const RADIUS = { none: 8.5, weak: 10, strong: 8.5, roleless: 8.5, closed: 8 } as const satisfies Record<
  Way,
  number
>;

/** The cells of a row where each account has a column: the sign of the way in, and the letter of the power. */
export function accountCells(
  row: Row,
  columns: readonly Column[],
  shapes: Shapes,
  { y, width }: { y: number; width: number },
): MapText[] {
  const letters = { solid: new Letters('solid', y + 4), soft: new Letters('soft', y + 4) };
  for (const [index, { accounts }] of columns.entries()) {
    const accountId = accounts[0]?.scope.accountId ?? '';
    const x = (index + 0.5) * width;
    const access = row.accounts.get(accountId);
    if (access === undefined) {
      if (row.onward.has(accountId)) shapes.add('onward', arrow(x, y, 4));
      continue;
    }
    const { way, power, more, beside } = access;
    const look = isGreat(power) ? 'solid' : 'soft';
    shapes.add(way === 'closed' ? 'closed' : `${way}-${look}`, SIGNS[way](x, y, RADIUS[way]));
    if (way === 'closed') continue;
    letters[look].add(POWER_WORDS[power].letter, x);
    if (more) shapes.add('more', disc(x + 7.5, y - 7.5, 2));
    if (beside !== undefined) shapes.add('more', shield(x + 7.5, y + 7.5, 2.5));
    if (way === 'roleless' && row.onward.has(accountId)) shapes.add('onward', arrow(x - 8, y + 7, 3));
  }
  return [...letters.solid.text(), ...letters.soft.text()];
}

/** Letters of one row and look, as one text with a place for each. */
class Letters {
  readonly #kind: string;
  readonly #y: number;
  #text = '';
  readonly #places: number[] = [];

  constructor(kind: string, y: number) {
    this.#kind = kind;
    this.#y = y;
  }

  add(letter: string, x: number): void {
    this.#text += letter;
    this.#places.push(x);
  }

  text(): MapText[] {
    if (this.#text === '') return [];
    return [{ kind: this.#kind, x: this.#places.join(' '), y: String(this.#y), text: this.#text }];
  }
}

/** What a row comes to in a group of accounts. */
interface GroupAccess {
  ways: Record<Way, number>;
  entered: number;
  onward: number;
  /** The least guarded way into any of them. */
  worst: Way;
  /** What roles may do that are guarded no better. */
  powers: ReadonlySet<Power>;
  unread: number;
}

export function groupAccess(row: Row, { accounts }: Column): GroupAccess {
  const ways = { none: 0, weak: 0, strong: 0, roleless: 0, closed: 0 };
  const powers = {
    none: new Set<Power>(),
    weak: new Set<Power>(),
    strong: new Set<Power>(),
    roleless: new Set<Power>(),
    closed: new Set<Power>(),
  };
  let onward = 0;
  for (const { scope } of accounts) {
    const access = row.accounts.get(scope.accountId);
    if (access === undefined) onward += Number(row.onward.has(scope.accountId));
    else {
      const { way, power } = access;
      ways[way] += 1;
      powers[way].add(power);
    }
  }
  const worst = WAYS.find((one) => ways[one] > 0) ?? 'closed';
  return {
    ways,
    entered: WAYS.reduce((sum, way) => sum + ways[way], 0),
    onward,
    worst,
    powers: powers[worst],
    unread: accounts.filter(({ rolesRead }) => !rolesRead).length,
  };
}

/**
 * The cells of a row where columns are groups: the sign of the least guard, how many of the accounts are guarded no
 * better, the letter of the power there, and the shares of all ways as a bar.
 */
export function groupCells(
  row: Row,
  columns: readonly Column[],
  shapes: Shapes,
  { y, width }: { y: number; width: number },
): MapText[] {
  return columns.flatMap((column, index) => {
    const group = groupAccess(row, column);
    const place = { left: index * width + 3, y, width: width - 6 };
    drawShares(group, column.accounts.length, shapes, place);
    return group.entered > 0 ? entered(group, shapes, place) : fromElsewhere(group, shapes, place);
  });
}

interface Place {
  left: number;
  y: number;
  width: number;
}

/** All accounts of the group as a bar: those that may be entered from the left, those that were not read at the right. */
function drawShares(
  { ways, unread }: GroupAccess,
  all: number,
  shapes: Shapes,
  { left, y, width }: Place,
): void {
  const share = width / Math.max(1, all);
  let x = left;
  for (const way of WAYS) {
    if (ways[way] > 0) shapes.add(`bar-${way}`, box(x, y + 6, share * ways[way], 4));
    x += share * ways[way];
  }
  if (unread > 0) shapes.add('unread', box(left + share * (all - unread), y + 6, share * unread, 4));
}

function entered(
  { ways, worst, powers, entered: all }: GroupAccess,
  shapes: Shapes,
  { left, y, width }: Place,
): MapText[] {
  const [x, centre] = [left + 6, y - 3];
  if (worst === 'closed') {
    shapes.add('closed', SIGNS.closed(x, centre, 6));
    return [{ kind: 'number', x: String(left + 14), y: String(y + 1), text: number(all) }];
  }
  shapes.add(`tint-${worst}`, box(left - 2, y - 11, width + 4, 22));
  shapes.add(`bar-${worst}`, SIGNS[worst](x, centre, worst === 'weak' ? 5 : 4));
  const accounts = ways[worst] === all ? number(all) : `${number(ways[worst])}/${number(all)}`;
  return [
    {
      kind: [...powers].some(isGreat) ? 'great' : 'number',
      x: String(left + 14),
      y: String(y + 1),
      text: `${accounts} ${greatestOf(powers).letter}`,
    },
  ];
}

function fromElsewhere({ onward }: GroupAccess, shapes: Shapes, { left, y }: Place): MapText[] {
  if (onward === 0) return [];
  shapes.add('onward', arrow(left + 6, y - 3, 4));
  return [{ kind: 'number', x: String(left + 14), y: String(y + 1), text: number(onward) }];
}
