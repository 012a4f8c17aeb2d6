import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Access, ReviewSheet } from '../../src/model/review.ts';
import { readAnswerFile } from '../../src/review/answer-file.ts';
import { checkAnswers } from '../../src/review/answers.ts';
import { parseCsv, sheetCsv } from '../../src/review/csv.ts';
import { readDay } from '../../src/review/days.ts';
import { sheetFileName } from '../../src/review/sheets.ts';
import { sheetsOfFixture } from '../report/review-fixture.ts';
import { atLeast, tries } from '../support/thorough.ts';

const TODAY = '2026-11-02';
const sheets = sheetsOfFixture('owner');
const ALL = sheetsOfFixture('party');
const [sheet] = sheets;
if (sheet === undefined) throw new Error('There is no sheet.');
const whole: ReviewSheet = sheet;

function rowsOf(of: ReviewSheet): string[][] {
  return parseCsv(sheetCsv(of)) ?? [];
}

/** The table with an answer to each access, changed as a test wants it. */
function answered(
  of = whole,
  change: (row: string[], at: (name: string) => number) => string[] = (row) => row,
) {
  const [header = [], ...body] = rowsOf(of);
  const at = (name: string) => header.indexOf(name);
  const filled = body.map((row) => change([...row.slice(0, -3), 'keep', '2027-01-31', 'Needed.'], at));
  return [header, ...filled];
}

function saved(rows: string[][], separator = ',', end = '\r\n'): Buffer {
  const cell = (text: string) => (/[";,\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return Buffer.from(rows.map((row) => row.map(cell).join(separator)).join(end));
}

function check(bytes: Buffer, of: readonly ReviewSheet[] = [...sheets, ...ALL], today = TODAY) {
  const read = readAnswerFile(bytes);
  if ('problem' in read) return { problems: [read.problem], decided: new Map(), undecided: [], sheets: [] };
  return checkAnswers([{ file: 'answers', answers: read.answers }], of, today);
}

describe('answers as a spreadsheet saves them', () => {
  const forms: Array<[string, (rows: string[][]) => Buffer]> = [
    ['as they were written', (rows) => saved(rows)],
    ['with semicolons', (rows) => saved(rows, ';')],
    ['with tabs and line feeds', (rows) => saved(rows, '\t', '\n')],
    ['with a mark at the beginning', (rows) => Buffer.concat([Buffer.from('\ufeff'), saved(rows, ';')])],
    ['rows in another order', ([header = [], ...body]) => saved([header, ...body.reverse()])],
    ['columns in another order', (rows) => saved(rows.map((row) => [...row].reverse()))],
    ['with empty rows at the end', (rows) => saved([...rows, rows[0]?.map(() => '') ?? []])],
    ['with a column of their own', (rows) => saved(rows.map((row) => [...row, 'note to self']))],
  ];
  it.each(forms)('%s', (_, save) => {
    const { problems, decided, undecided } = check(save(answered()));
    expect(problems).toEqual([]);
    expect(decided.size).toBe(whole.accesses.length);
    expect(undecided).toEqual([]);
  });

  it('keep what names say that a spreadsheet would run, round or write anew', () => {
    const names = [
      '=1+1',
      '111122223333',
      '2026-11-01',
      '1e5',
      'TRUE',
      'mar 3',
      '@x',
      'a"b;c,d',
      'a;"=1;-2',
      '<script>',
      'x\u202ey',
    ];
    for (const name of names) {
      const accesses = whole.accesses.map(
        (access): Access => ({ ...access, party: { ...access.party, name }, principal: name }),
      );
      const of = { ...whole, accesses };
      const cells = rowsOf(of).slice(1).flat();
      for (const cell of cells) expect(cell).not.toMatch(/^(?:[=+\-@\d]|true$)|;"*[=+\-@]|\u202e/i);
      expect(check(saved(answered(of), ';'), [of]).problems, name).toEqual([]);
      // Some take the mark before it for their own, and save the cell without it.
      const without = answered(of).map((row) => row.map((cell) => cell.replace(/^'/, '')));
      expect(check(saved(without), [of]).problems, name).toEqual([]);
    }
  });

  it('any text of a cell comes back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 4 }), { minLength: 1 }),
        (rows) => {
          const quoted = rows
            .map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
            .join('\r\n');
          const kept = rows.filter((row) => row.some((cell) => cell.trim() !== ''));
          expect(parseCsv(`"h","h"\r\n${quoted}`)?.slice(1)).toEqual(kept);
        },
      ),
      tries(100, 20_261_221),
    );
  });
});

describe('answers that do not fit', () => {
  const wrong: Array<[string, string, string]> = [
    ['decision', 'stay', 'is no decision'],
    ['decision', '', 'it has no decision'],
    ['until', '', 'does not say until when'],
    ['until', '2026-11-01', '2026-11-01 has passed'],
    ['until', '3/4/2027', 'no day that can be told'],
    ['until', '2027-02-30', 'no day that can be told'],
    ['until', '2099-01-01', 'more than three years'],
    ['reason', '', 'its reason is empty'],
    ['reason', 'TODO', 'its reason is a placeholder'],
    ['reason', 'fine\u001b[31m', 'its reason holds'],
    ['reason', 'a'.repeat(2001), 'its reason is longer'],
    ['access', 'a-0000000000000000', 'has no access'],
    ['sheet', 's-0000000000000000', 'of another run'],
    ['role', 'arn:aws:iam::111122223333:role/other', 'role of'],
    ['can do', 'up to list', 'can do of'],
    ['open findings', 'none at all', 'open findings of'],
  ];
  it.each(wrong)('%s %s', (column, value, problem) => {
    const rows = answered(whole, (row, at) =>
      row.map((cell, index) => (index === at(column) ? value : cell)),
    );
    const { problems } = check(saved(rows));
    expect(problems).not.toEqual([]);
    expect(problems.every((one) => one.includes(problem))).toBe(true);
  });

  it('an answer given twice, also on sheets made in another way', () => {
    const [header = [], first = []] = answered();
    expect(check(saved([header, first, first])).problems[0]).toContain('has an answer already');
    const other = ALL.find(({ accesses }) => accesses.some(({ id }) => id === first[0]));
    if (other === undefined) throw new Error('It is on no other sheet.');
    const read = [saved(answered()), saved(answered(other))].map(readAnswerFile);
    const files = read.flatMap((one, index) =>
      'answers' in one ? [{ file: `${index}`, answers: one.answers }] : [],
    );
    expect(checkAnswers(files, [...sheets, ...ALL], TODAY).problems[0]).toContain(
      'has an answer already, in 0, row',
    );
  });

  it.each([
    ['', 'has no column'],
    ['a;b\n1;2', 'has no column access'],
    ['{"format":', 'cut short'],
    ['{"format":"other"}', 'not what the form'],
    ['"access","party', 'does not end'],
  ])('no sheet at all: %s', (text, problem) => {
    expect(check(Buffer.from(text)).problems[0]).toContain(problem);
  });

  it('a file that is not UTF-8', () => {
    expect(check(Buffer.from([0x61, 0xe4, 0x0a])).problems[0]).toContain('not UTF-8');
  });

  it('names what is not answered', () => {
    const [header = [], ...body] = answered();
    const { undecided, problems } = check(saved([header, ...body.slice(1)]));
    expect(problems).toEqual([]);
    expect(undecided).toHaveLength(1);
  });
});

it('the form saves what is read back', () => {
  const form = {
    ...{
      format: 'countersign-review-answers',
      version: 1,
      sheet: whole.id,
      run: whole.runId,
      manifest: whole.manifestSha256,
    },
    answers: whole.accesses.map(({ id }) => ({
      access: id,
      decision: 'remove',
      until: '2026-12-01',
      reason: 'It ended.',
    })),
  };
  const { problems, decided } = check(Buffer.from(JSON.stringify(form)));
  expect(problems).toEqual([]);
  expect([...decided.values()].every(({ decision }) => decision === 'remove')).toBe(true);
});

describe('answers that were damaged on their way', () => {
  const form = JSON.stringify({
    ...{ format: 'countersign-review-answers', version: 1 },
    ...{ sheet: whole.id, run: whole.runId, manifest: whole.manifestSha256 },
    answers: whole.accesses.map(({ id }) => ({
      ...{ access: id, decision: 'keep', until: '2027-01-31', reason: 'Needed.' },
    })),
  });
  const ids = new Set([...sheets, ...ALL].flatMap(({ accesses }) => accesses.map(({ id }) => id)));

  it.each<[string, Buffer]>([
    ['table', saved(answered())],
    ['form', Buffer.from(form)],
  ])('are told of, or decide nothing that nobody has said: %s', (_kind, whole) => {
    let refused = 0;
    const place = fc.integer({ min: 0, max: whole.length - 1 });
    fc.assert(
      fc.property(place, fc.nat(255), fc.constantFrom('cut', 'byte', 'twice'), (at, byte, how) => {
        const damaged = Buffer.from(how === 'cut' ? whole.subarray(0, at) : whole);
        if (how === 'byte') damaged[at] = byte;
        const { problems, decided } = check(how === 'twice' ? Buffer.concat([damaged, damaged]) : damaged);
        if (problems.length > 0) refused += 1;
        for (const [id, { decision, until }] of decided) {
          expect(ids).toContain(id);
          expect(decision).toMatch(/^(?:keep|reduce|remove)$/);
          expect(until).toMatch(/^\d{4}-\d\d-\d\d$/);
        }
      }),
      tries(2_000, 14),
    );
    expect(refused).toBeGreaterThanOrEqual(atLeast(1));
  });
});

it.each([
  ['2027-03-31', '2027-03-31'],
  ['until 2027-03-31', '2027-03-31'],
  ['31.03.2027', '2027-03-31'],
  ['31.3.2027', '2027-03-31'],
  ['2027/3/31', '2027-03-31'],
  ['3/31/2027', '2027-03-31'],
  ['31/3/2027', '2027-03-31'],
  ['2027-03-31 00:00:00', '2027-03-31'],
  ['3/4/2027', undefined],
  ['31.02.2027', undefined],
  ['tomorrow', undefined],
  ['46477', undefined],
])('reads the day %s as %s', (text, day) => {
  expect(readDay(text)).toBe(day);
});

it('names files after a party without letting it lead anywhere', () => {
  for (const name of ['../../etc/passwd', '\u0000', 'a/b\\c', '日本', '.'.repeat(10_000), '-rf'])
    expect(sheetFileName({ ...whole, name })).toMatch(/^review-[\w-]+$/);
});
