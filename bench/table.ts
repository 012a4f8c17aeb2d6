/** One measured figure beside the one that it is compared with. */
export interface Comparison {
  what: string;
  base: string;
  measured: string;
  ratio: number;
  /** What the ratio is meant to be at most. */
  bound?: number;
}

/** Comparisons as a Markdown table. */
export function table(rows: readonly Comparison[]): string {
  const cells = [
    ['', 'against', 'measured', 'ratio', 'at most'],
    ['---', '---', '---', '---:', '---:'],
    ...rows.map(({ what, base, measured, ratio, bound }) => [
      what,
      base,
      measured,
      String(Number(ratio.toPrecision(2))),
      bound === undefined ? '' : String(bound),
    ]),
  ];
  return cells.map((row) => `| ${row.join(' | ')} |`).join('\n');
}
