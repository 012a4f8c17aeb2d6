import { SIGNS } from '../map/cells.ts';
import { box, Shapes } from '../map/drawn.ts';
import { MAP_LIMITS } from '../map/limits.ts';
import { accountHead, HEADS, type MatrixView, ROW } from '../map/matrix.ts';
import { number } from '../support/format.ts';
import { isIntoProduction, isWhole, type Source, type Trust, type Trusts } from './trusts.ts';

const WIDTH = 26;

/** Who comes, in the groups of the drawing. */
const GROUPS = {
  sandbox: 'From sandboxes',
  whole: 'From the whole organization',
  other: 'From other own accounts',
  production: 'From production',
} as const;

interface Row {
  source: Source;
  group: keyof typeof GROUPS;
  into: Map<string, Trust>;
}

/** Own accounts that let others in by columns, those that come in by rows; null where there are none. */
export function pictureOf(
  all: Trusts,
  nameOf: (accountId: string) => string,
): { matrix: MatrixView; leftOut: string | null } | null {
  if (all.trusts.length === 0) return null;
  const rows = rowsOf(all);
  const targets = [...new Set(all.trusts.map(({ to }) => to))];
  const columns = targets.slice(0, MAP_LIMITS.accounts);
  const shown = rows.filter(({ into }) => columns.some((id) => into.has(id))).slice(0, MAP_LIMITS.parties);
  const left = [
    ...(rows.length > shown.length ? [`${number(rows.length - shown.length)} more that come in`] : []),
    ...(targets.length > columns.length
      ? [`${number(targets.length - columns.length)} more that let others in`]
      : []),
  ];
  return {
    matrix: draw(shown, columns, all, nameOf),
    leftOut: left.length === 0 ? null : `Not drawn: ${left.join(', ')}. They are in report.json.`,
  };
}

/** Those who come in, in the order of the worst that each may do. */
function rowsOf({ trusts, environments }: Trusts): Row[] {
  const rows = new Map<string, Row>();
  for (const trust of trusts) {
    const { from, to } = trust;
    const group = isWhole(from) ? 'whole' : (environments.get(from.id) ?? 'other');
    const row = rows.get(from.id) ?? { source: from, group, into: new Map() };
    rows.set(from.id, row);
    row.into.set(to, trust);
  }
  return [...rows.values()];
}

function draw(
  rows: readonly Row[],
  columns: readonly string[],
  all: Trusts,
  nameOf: (accountId: string) => string,
): MatrixView {
  const shapes = new Shapes();
  const texts: MatrixView['texts'] = [];
  const labels: MatrixView['labels'] = [];
  const centre = () => HEADS.accounts + (labels.length + 0.5) * ROW;
  const line = () => shapes.add('line', `M0 ${centre() + ROW / 2}h${columns.length * WIDTH}`);
  for (const group of Object.keys(GROUPS) as Array<keyof typeof GROUPS>) {
    const own = rows.filter((row) => row.group === group);
    if (own.length === 0) continue;
    line();
    labels.push({ kind: 'head', text: GROUPS[group], count: '', href: null });
    for (const { source, into } of own) {
      for (const [index, id] of columns.entries()) {
        const trust = into.get(id);
        if (trust === undefined) continue;
        const [x, y] = [(index + 0.5) * WIDTH, centre()];
        if (isIntoProduction(trust, all)) shapes.add('tint-none', box(index * WIDTH, y - 12, WIDTH, 24));
        shapes.add(`${trust.way}-solid`, SIGNS[trust.way](x, y, trust.way === 'weak' ? 10 : 8.5));
        if (trust.roles > 1)
          texts.push({
            kind: 'solid',
            x: String(x),
            y: String(y + 4),
            text: trust.roles > 9 ? '+' : String(trust.roles),
          });
      }
      line();
      labels.push({ kind: 'party', text: source.name, count: number(into.size), href: null });
    }
  }
  line();
  labels.push({ kind: 'head', text: 'The account that lets them in', count: '', href: null });
  for (const [index, id] of columns.entries()) {
    const letter = { production: 'P', sandbox: 'S', none: '' }[all.environments.get(id) ?? 'none'];
    if (letter !== '')
      texts.push({ kind: 'heat', x: String((index + 0.5) * WIDTH), y: String(centre() + 4), text: letter });
  }
  labels.push({ kind: 'heat', text: 'P production, S sandbox', count: '', href: null });
  return {
    grouped: false,
    labels,
    width: String(columns.length * WIDTH + 4),
    height: String(HEADS.accounts + labels.length * ROW + 2),
    heads: columns.flatMap((id, index) => accountHead({ name: nameOf(id) }, (index + 0.5) * WIDTH + 4)),
    shapes: shapes.all(),
    texts,
  };
}
