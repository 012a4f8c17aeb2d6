/** One path of many shapes would be cut where texts of the page end; so would be no sentence. */
const PATH = 3_500;

export interface Shape {
  kind: string;
  /** What is not known is hatched, by an attribute: style sheets of the page name no address. */
  hatched: boolean;
  d: string;
}

/** Shapes of a kind as few paths, each of bearable length. */
export class Shapes {
  readonly #kinds = new Map<string, string[]>();

  add(kind: string, d: string): void {
    const paths = this.#kinds.get(kind) ?? [];
    const last = paths.at(-1);
    if (last === undefined || last.length + d.length > PATH) paths.push(d);
    else paths[paths.length - 1] = last + d;
    this.#kinds.set(kind, paths);
  }

  /** Grounds first, since what comes later lies above. */
  all(): Shape[] {
    const kinds = [...this.#kinds].sort(([a], [b]) => Number(isGround(b)) - Number(isGround(a)));
    return kinds.flatMap(([kind, paths]) => paths.map((d) => ({ kind, hatched: kind === 'unread', d })));
  }
}

function isGround(kind: string): boolean {
  return /^(tint|heat|line)/.test(kind);
}

/** A rectangle as part of a path. */
export function box(x: number, y: number, width: number, height: number): string {
  return `M${fixed(x)} ${fixed(y)}h${fixed(width)}v${fixed(height)}h${fixed(-width)}z`;
}

/** A circle as part of a path. */
export function disc(x: number, y: number, r: number): string {
  return `M${fixed(x - r)} ${fixed(y)}a${r} ${r} 0 1 1 ${2 * r} 0a${r} ${r} 0 1 1 ${-2 * r} 0z`;
}

/** A square on its tip as part of a path. */
export function diamond(x: number, y: number, r: number): string {
  return `M${fixed(x)} ${fixed(y - r)}l${r} ${r}l${-r} ${r}l${-r} ${-r}z`;
}

/** A shield as part of a path: a square above, a tip below. */
export function shield(x: number, y: number, r: number): string {
  return `M${fixed(x - r)} ${fixed(y - r)}h${2 * r}v${fixed(1.2 * r)}l${-r} ${r}l${-r} ${-r}z`;
}

/** A triangle that points onward as part of a path. */
export function arrow(x: number, y: number, r: number): string {
  return `M${fixed(x - r + 1)} ${fixed(y - r)}l${2 * r - 1} ${r}l${1 - 2 * r} ${r}z`;
}

export function fixed(value: number): string {
  return String(Math.round(value * 100) / 100);
}
