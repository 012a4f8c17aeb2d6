import { z } from 'zod';
import { ANSWER_COLUMNS, FACT_COLUMNS } from './columns.ts';
import { parseCsv } from './csv.ts';

/** What a form saves, and how it says so. */
export const ANSWERS_FORMAT = 'countersign-review-answers';

/** An answer as it stands in a file, before anything is known of it. */
export interface RawAnswer {
  /** Where it stands, for messages: `row 3`. */
  place: string;
  access: string;
  sheet: string;
  decision: string;
  until: string;
  reason: string;
  /** What the file says of the access, by column; only a table does. */
  facts?: ReadonlyMap<string, string>;
}

/** The answers of a file, or why it holds none that can be read. */
export type AnswerFile = { answers: RawAnswer[] } | { problem: string };

const savedForm = z.object({
  format: z.literal(ANSWERS_FORMAT),
  version: z.literal(1),
  sheet: z.string(),
  answers: z.array(
    z.object({ access: z.string(), decision: z.string(), until: z.string(), reason: z.string() }),
  ),
});

/** Longer files hold no sheet of ours. */
export const LONGEST_ANSWERS = 32 * 1024 * 1024;

export const TOO_LONG = { problem: 'is too long for a sheet' };

/** Reads what the form saved, or a table as a spreadsheet saved it. */
export function readAnswerFile(bytes: Uint8Array): AnswerFile {
  if (bytes.length > LONGEST_ANSWERS) return TOO_LONG;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { problem: 'is not UTF-8: save it as CSV UTF-8' };
  }
  return /^\s*\{/.test(text) ? readForm(text) : readTable(text);
}

function readForm(text: string): AnswerFile {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return { problem: 'is JSON that is cut short or damaged' };
  }
  const parsed = savedForm.safeParse(document);
  if (!parsed.success) return { problem: 'is not what the form of a review saves' };
  const { sheet, answers } = parsed.data;
  return {
    answers: answers.map((answer, index) => ({ ...answer, sheet, place: `answer ${index + 1}` })),
  };
}

const COLUMNS: readonly string[] = [...FACT_COLUMNS.map(([name]) => name), ...ANSWER_COLUMNS];

function readTable(text: string): AnswerFile {
  const rows = parseCsv(text);
  if (rows === undefined) return { problem: 'holds a quoted cell that does not end: it is cut short' };
  const [header = [], ...body] = rows;
  const names = header.map((name) => name.trim().toLowerCase());
  const missing = COLUMNS.filter((name) => !names.includes(name));
  if (missing.length > 0)
    return { problem: `is no sheet of a review: it has no column ${missing.join(', ')}` };
  const doubled = COLUMNS.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (doubled !== undefined) return { problem: `has the column ${doubled} twice` };
  const at = new Map(COLUMNS.map((name) => [name, names.indexOf(name)]));
  return {
    answers: body.map((row, index) => {
      const cell = (name: string) => (row[at.get(name) ?? -1] ?? '').trim();
      const facts = new Map(FACT_COLUMNS.map(([name]) => [name, cell(name)]));
      const [access, sheet] = [cell('access'), cell('sheet')];
      const [decision, until, reason] = [cell('decision'), cell('until'), cell('reason')];
      return { place: `row ${index + 2}`, ...{ access, sheet, decision, until, reason, facts } };
    }),
  };
}
