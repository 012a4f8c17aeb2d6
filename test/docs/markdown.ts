/** Says in a generated page where it comes from. */
export function generatedFrom(source: string): string {
  return `<!-- Generated from ${source} by \`npm run docs\`. Do not edit. -->`;
}

/** Plain text in Markdown: nothing in it is read as markup but its code spans. Takes a table cell too. */
export function text(plain: string): string {
  return plain
    .split(/(`[^`]+`)/)
    .map((part) => (part.length > 1 && part.startsWith('`') ? part : escaped(part)))
    .join('')
    .replaceAll('|', '\\|');
}

function escaped(plain: string): string {
  return plain.replaceAll(/[\\`*_<>[\]]/g, '\\$&').replaceAll('&', '&amp;');
}

/** A value as code. Values that hold a backtick have no place in these pages. */
export function code(value: string): string {
  if (value.includes('`') || value === '') throw new Error(`Not to be shown as code: ${value}`);
  return `\`${value}\``;
}

export function codes(values: readonly string[]): string {
  return values.map(code).join(', ');
}

/** A table; cells are Markdown already. */
export function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Paragraphs, tables and headings into a page. */
export function page(blocks: readonly string[]): string {
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}
