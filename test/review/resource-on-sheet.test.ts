import { expect, it } from 'vitest';
import { type ThirdPartyRef, thirdPartyRef } from '../../src/model/party.ts';
import type { PartyResource } from '../../src/model/third-party-summary.ts';
import { renderReviewForm } from '../../src/report/review-form.ts';
import type { ReportOfAccesses } from '../../src/review/accesses.ts';
import { readAnswerFile } from '../../src/review/answer-file.ts';
import { checkAnswers } from '../../src/review/answers.ts';
import { parseCsv, sheetCsv } from '../../src/review/csv.ts';
import { formView } from '../../src/review/form.ts';
import { sheetsOf } from '../../src/review/sheets.ts';
import { HOSTILE } from '../report/fixture-parties.ts';
import { readTemplates } from '../report/templates.ts';

const NAMES = [
  ...Object.values(HOSTILE),
  '=cmd|/c calc',
  '\u202egnp.exe',
  'a\r\nb',
  'x'.repeat(50_000),
  '-1+1',
];

/** A sheet of resources whose names, principals, ARNs and guards an attacker chose. */
function sheetOf(party: ThirdPartyRef) {
  const resources = NAMES.map((name, index): PartyResource => {
    const way = { by: 'policy' as const, moreActions: 2, guards: [name, 'TLS'] };
    return {
      ...{ accountId: '111122223333', region: name, resourceArn: `arn:aws:s3:::${name}` },
      ...{ resourceType: `AWS::${name}`, highestAccess: 'read', admitted: `${index}` },
      ways: [{ ...way, principals: [name], actions: [`s3:${name}`], on: [name] }],
      ...(index % 2 === 0 ? {} : { notKnown: name }),
    };
  });
  const report = { roles: [], findings: [], thirdParties: [{ party, owner: null, resources }] };
  const run = { runId: 'r', asOf: '2026-11-01T00:00:00.000Z', title: 't' };
  const [sheet] = sheetsOf({ ...report, run } as unknown as ReportOfAccesses & { run: never }, 'a', 'party');
  if (sheet === undefined) throw new Error('There is no sheet.');
  return sheet;
}

it('a table of resources with hostile names is read back as it was written, and runs in no spreadsheet', () => {
  const sheet = sheetOf(thirdPartyRef('unknown', '=HYPERLINK("x")'));
  expect(sheet.accesses).toHaveLength(NAMES.length);
  const [header = [], ...body] = parseCsv(sheetCsv(sheet)) ?? [];
  expect(body).toHaveLength(NAMES.length);
  for (const cell of body.flat()) {
    expect(cell).not.toMatch(/^[=+@\-\t]|[\r\n\u202e]/u);
    expect(cell.length).toBeLessThan(5_000);
  }
  const answered = body.map((row) => [...row.slice(0, -3), 'remove', 'until 2027-01-31', 'Not agreed.']);
  const quoted = [header, ...answered].map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`));
  const read = readAnswerFile(Buffer.from(quoted.map((row) => row.join(';')).join('\r\n')));
  if ('problem' in read) throw new Error(read.problem);
  const checked = checkAnswers([{ file: 'a', answers: read.answers }], [sheet], '2026-11-02');
  expect(checked.problems).toEqual([]);
  expect(checked.decided.size).toBe(NAMES.length);
});

it('a form of such resources holds nothing that a browser would run, nor what hides', () => {
  const sheet = sheetOf(thirdPartyRef('unknown', '<script>alert(1)</script>'));
  const page = renderReviewForm(
    formView(sheet, ['Not in this run: 1 account (<b>x</b>\u202e).']),
    readTemplates(),
  );
  expect(page).not.toMatch(/<script>alert|<img|<b>x|\u202e/u);
  expect(page).toContain('There may be more than is on this sheet.');
  expect(page.match(/<fieldset/g)).toHaveLength(NAMES.length);
});

it('a form says nothing of what was not looked at where all was', () => {
  const page = renderReviewForm(formView(sheetOf(thirdPartyRef('unknown', 'x')), []), readTemplates());
  expect(page).not.toContain('There may be more');
});
