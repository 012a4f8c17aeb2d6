/** One measured figure beside the one that it is compared with. */
export interface Comparison {
  what: string;
  base: string;
  measured: string;
  ratio: number;
}

/** Comparisons as a Markdown table. */
export function table(rows: readonly Comparison[]): string {
  const cells = [
    ['', 'against', 'measured', 'ratio'],
    ['---', '---', '---', '---:'],
    ...rows.map(({ what, base, measured, ratio }) => [
      what,
      base,
      measured,
      String(Number(ratio.toPrecision(2))),
    ]),
  ];
  return cells.map((row) => `| ${row.join(' | ')} |`).join('\n');
}
