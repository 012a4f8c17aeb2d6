import { number } from '../support/format.ts';
import { type Access, WAYS, type Way } from './access.ts';
import type { Column } from './columns.ts';
import { arrow, box, diamond, disc, type Shapes } from './drawn.ts';
import { greaterPower, isGreat, POWER_WORDS, type Power } from './power.ts';
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
  closed: (x: number, y: number, r: number) => disc(x, y, r / 2),
} as const satisfies Record<Way, (x: number, y: number, r: number) => string>;

const RADIUS = { none: 8.5, weak: 10, strong: 8.5, closed: 8 } as const satisfies Record<Way, number>;

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
    const { way, power, more } = access;
    const look = isGreat(power) ? 'solid' : 'soft';
    shapes.add(way === 'closed' ? 'closed' : `${way}-${look}`, SIGNS[way](x, y, RADIUS[way]));
    if (way === 'closed') continue;
    letters[look].add(POWER_WORDS[power].letter, x);
    if (more) shapes.add('more', disc(x + 7.5, y - 7.5, 2));
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
export interface GroupAccess {
  ways: Record<Way, number>;
  entered: number;
  onward: number;
  worst: Access;
  unread: number;
}

export function groupAccess(row: Row, { accounts }: Column): GroupAccess {
  const ways = { none: 0, weak: 0, strong: 0, closed: 0 };
  const powers: Partial<Record<Way, Power>> = {};
  let onward = 0;
  for (const { scope } of accounts) {
    const access = row.accounts.get(scope.accountId);
    if (access === undefined) onward += Number(row.onward.has(scope.accountId));
    else {
      const { way, power } = access;
      ways[way] += 1;
      powers[way] = greaterPower(powers[way] ?? power, power);
    }
  }
  const way = WAYS.find((one) => ways[one] > 0) ?? 'closed';
  return {
    ways,
    entered: ways.none + ways.weak + ways.strong + ways.closed,
    onward,
    worst: { way, power: powers[way] ?? 'unknown', more: false },
    unread: accounts.filter(({ rolesRead }) => !rolesRead).length,
  };
}

/** The cells of a row where columns are groups: worst sign, number and letter, and the shares of the ways as a bar. */
export function groupCells(
  row: Row,
  columns: readonly Column[],
  shapes: Shapes,
  { y, width }: { y: number; width: number },
): MapText[] {
  const texts: MapText[] = [];
  for (const [index, column] of columns.entries()) {
    const { ways, entered, onward, worst, unread } = groupAccess(row, column);
    const left = index * width + 3;
    const share = (width - 6) / Math.max(1, column.accounts.length);
    let x = left;
    for (const way of WAYS) {
      if (ways[way] > 0) shapes.add(`bar-${way}`, box(x, y + 5, share * ways[way], 4));
      x += share * ways[way];
    }
    if (unread > 0)
      shapes.add('unread', box(left + share * (column.accounts.length - unread), y + 5, share * unread, 4));
    if (entered === 0) {
      if (onward > 0) {
        shapes.add('onward', arrow(left + 6, y - 3, 4));
        texts.push({ kind: 'number', x: String(left + 14), y: String(y + 1), text: number(onward) });
      }
      continue;
    }
    const { way, power } = worst;
    if (way !== 'closed') shapes.add(`tint-${way}`, box(left - 2, y - 9, width - 2, 18));
    shapes.add(
      way === 'closed' ? 'closed' : `bar-${way}`,
      SIGNS[way](left + 6, y - 3, way === 'weak' ? 5 : 4),
    );
    texts.push({
      kind: isGreat(power) && way !== 'closed' ? 'great' : 'number',
      x: String(left + 14),
      y: String(y + 1),
      text: way === 'closed' ? number(entered) : `${number(entered)} ${POWER_WORDS[power].letter}`,
    });
  }
  return texts;
}
