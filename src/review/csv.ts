import { stringify } from 'csv-stringify/sync';
import type { ReviewSheet } from '../model/review.ts';
import { composed, type ShownText, visible } from '../report/visible.ts';
import { ANSWER_COLUMNS, cellText, FACT_COLUMNS } from './columns.ts';

/**
 * A sheet as a table for a spreadsheet: RFC 4180 with CRLF, every cell quoted, and a mark at the beginning by which
 * spreadsheets know UTF-8.
 */
export function sheetCsv(sheet: ReviewSheet): ShownText {
  const header = [...FACT_COLUMNS.map(([name]) => name), ...ANSWER_COLUMNS].map(visible);
  const rows = sheet.accesses.map((access) => [
    ...FACT_COLUMNS.map(([, cell]) => cellText(cell(access, sheet))),
    ...ANSWER_COLUMNS.map(() => visible('')),
  ]);
  return composed([header, ...rows], (cells) =>
    stringify(cells, { record_delimiter: '\r\n', quoted: true, quoted_empty: true, bom: true }),
  );
}

/**
 * The rows of a table as a spreadsheet may have saved it: with or without a mark at the beginning, with commas,
 * semicolons or tabs between the cells, any ends of lines, quoted or not. Undefined where a quoted cell does not end.
 */
export function parseCsv(text: string): string[][] | undefined {
  const body = text.replace(/^\ufeff/, '');
  const separator = separatorOf(body);
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < body.length) {
    const quoted = body[at] === '"' ? quotedCell(body, at) : { text: '', end: at };
    if (quoted === undefined) return undefined;
    const rest = plainCell(body, quoted.end, separator);
    row.push(quoted.text + rest.text);
    at = rest.end;
    if (body[at] === separator) {
      at += 1;
      if (at === body.length) row.push('');
      continue;
    }
    if (body[at] === '\r') at += 1;
    if (body[at] === '\n') at += 1;
    rows.push(row);
    row = [];
  }
  if (row.length > 0) rows.push(row);
  return rows.filter((cells) => cells.some((cell) => cell.trim() !== ''));
}

/** Of the separators, the one that is most often in the first line. */
function separatorOf(body: string): string {
  const line = body.slice(0, 2000).split(/[\r\n]/, 1)[0] ?? '';
  const counts = [',', ';', '\t'].map((separator) => ({ separator, count: line.split(separator).length }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).separator;
}

/** From the quote at `at` to the one that ends it. */
function quotedCell(body: string, at: number): { text: string; end: number } | undefined {
  const parts: string[] = [];
  let from = at + 1;
  for (;;) {
    const quote = body.indexOf('"', from);
    if (quote === -1) return undefined;
    parts.push(body.slice(from, quote));
    if (body[quote + 1] !== '"') return { text: parts.join(''), end: quote + 1 };
    parts.push('"');
    from = quote + 2;
  }
}

function plainCell(body: string, at: number, separator: string): { text: string; end: number } {
  let end = at;
  while (end < body.length && body[end] !== separator && body[end] !== '\r' && body[end] !== '\n') end += 1;
  return { text: body.slice(at, end), end };
}
