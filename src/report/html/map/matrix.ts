import { cut } from '../../visible.ts';
import { number } from '../support/format.ts';
import { accountCells, groupCells, type MapText } from './cells.ts';
import type { Column, Columns } from './columns.ts';
import { box, type Shape, Shapes } from './drawn.ts';
import { drawHeat, heatRows } from './heat.ts';
import { cameIn, type Row, type Rows } from './rows.ts';

/** A name beside the drawing, as high as its row there. */
interface MapLabel {
  kind: 'head' | 'party' | 'rest' | 'heat';
  text: string;
  /** Accounts that the party may enter; empty beside other rows. */
  count: string;
  href: string | null;
  /** Whether it is on record that the party came in. */
  came?: boolean;
}

export interface MatrixView {
  grouped: boolean;
  labels: MapLabel[];
  width: string;
  height: string;
  /** Names above the columns. */
  heads: Array<MapText & { turned: string | null }>;
  shapes: Shape[];
  texts: MapText[];
}

/** Heights and widths of the drawing, in pixels: names beside it stand in rows of the same height. */
export const ROW = 24;
export const HEADS = { accounts: 140, groups: 56 } as const;
/** Columns share what the page has room for, within limits. */
const COLUMN = {
  accounts: { all: 700, least: 20, most: 28 },
  groups: { all: 700, least: 70, most: 116 },
} as const;

/**
 * Parties by rows and accounts or groups of them by columns, with how far each was read and its findings below. Names of
 * parties stand beside the drawing as text, so that they can be read, followed and never scroll away.
 */
export function matrixView(
  { kinds }: Rows,
  { by, columns }: Columns,
  detailsOf: ReadonlyMap<Row, string>,
): MatrixView {
  const grouped = by !== 'accounts';
  const size = grouped ? 'groups' : 'accounts';
  const width = columnWidth(COLUMN[size], columns.length);
  const shapes = new Shapes();
  const texts: MapText[] = [];
  const labels: MapLabel[] = [];
  const centre = () => HEADS[size] + (labels.length + 0.5) * ROW;
  const line = () => shapes.add('line', `M0 ${centre() + ROW / 2}h${columns.length * width}`);

  for (const { name, rows } of kinds) {
    line();
    labels.push({ kind: 'head', text: name, count: '', href: null });
    for (const row of rows) {
      const draw = grouped ? groupCells : accountCells;
      texts.push(...draw(row, columns, shapes, { y: centre(), width }));
      line();
      const href = detailsOf.get(row);
      labels.push({
        kind: row.parties.length === 1 ? 'party' : 'rest',
        text: row.name,
        count: number(row.accounts.size),
        href: href === undefined ? null : `#${href}`,
        came: cameIn(row) === 'yes',
      });
    }
  }
  const bottom = centre() - ROW / 2;
  if (!grouped) {
    for (const [index, { accounts }] of columns.entries()) {
      if (accounts.some(({ rolesRead }) => !rolesRead))
        shapes.add('unread', box(index * width + 1, HEADS.accounts, width - 2, bottom - HEADS.accounts));
    }
  }
  labels.push({ kind: 'head', text: grouped ? 'These accounts' : 'The account', count: '', href: null });
  for (const heat of heatRows(
    columns,
    kinds.flatMap(({ rows }) => rows),
  )) {
    texts.push(...drawHeat(heat, shapes, { y: centre(), width }));
    labels.push({ kind: 'heat', text: heat.name, count: '', href: null });
  }
  return {
    grouped,
    labels,
    width: String(columns.length * width + (grouped ? 0 : 4)),
    height: String(HEADS[size] + labels.length * ROW + 2),
    heads: columns.flatMap((column, index) =>
      grouped ? groupHead(column, index * width + 4, width) : accountHead(column, (index + 0.5) * width + 4),
    ),
    shapes: shapes.all(),
    texts,
  };
}

function columnWidth(
  { all, least, most }: { all: number; least: number; most: number },
  columns: number,
): number {
  return Math.max(least, Math.min(most, Math.floor(all / columns)));
}

export function accountHead({ name }: Pick<Column, 'name'>, x: number): MatrixView['heads'] {
  const y = HEADS.accounts - 6;
  return [
    {
      kind: 'head',
      x: String(x),
      y: String(y),
      text: cut(name, wide(name) ? 10 : 19),
      turned: `rotate(-90 ${x} ${y})`,
    },
  ];
}

/** The last parts of a unit's path, below each other, and how many accounts there are. */
function groupHead({ name, under }: Column, x: number, width: number): MatrixView['heads'] {
  const parts = name.split('/');
  const last = parts.at(-1) ?? '';
  const before = parts.slice(0, -1).join('/');
  const short = (text: string) => cut(text, Math.floor((width - 4) / (wide(text) ? 12 : 6.2)));
  const lines = [
    { kind: 'head-soft', text: before === '' ? '' : short(`${before}/`) },
    { kind: 'head', text: short(last) },
    { kind: 'head-soft', text: short(under.replace(/ accounts?$/, ' acc.')) },
  ];
  return lines.flatMap(({ kind, text }, at) =>
    text === '' ? [] : [{ kind, x: String(x), y: String(14 + at * 15), text, turned: null }],
  );
}

/** Whether a text holds characters that may be as wide as two. */
function wide(text: string): boolean {
  return /[^\u0020-\u052f]/.test(text);
}
