import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { renderReviewForm } from '../../../src/report/review-form.ts';
import { readAnswerFile } from '../../../src/review/answer-file.ts';
import { checkAnswers } from '../../../src/review/answers.ts';
import { formView } from '../../../src/review/form.ts';
import { sheetsOfFixture } from '../../report/review-fixture.ts';
import { readTemplates } from '../../report/templates.ts';
import { axeViolations } from './axe.ts';
import { ask, chromiumIsPresent, launchChromium, openFile } from './chromium.ts';

it.runIf(chromiumIsPresent())(
  'the form of a review works from disk, asks for nothing, and saves what is read back',
  async () => {
    const sheets = sheetsOfFixture();
    const [first] = sheets;
    if (first === undefined) throw new Error('There is no sheet.');
    const name = '</script></style></fieldset><img src=x onerror=alert(1)>';
    const hostile = first.accesses.map((access) => ({ ...access, roleName: name, principal: `"'>${name}` }));
    const directory = await mkdtemp(join(tmpdir(), 'countersign-form-'));
    const file = join(directory, 'form.html');
    const form = formView({ ...first, accesses: hostile, name }, [`Not in this run: 1 account (${name}).`]);
    await writeFile(file, renderReviewForm(form, readTemplates()));
    const browser = await launchChromium();
    try {
      const { page, troubles, requests } = await openFile(browser, file);
      for (const { id } of first.accesses) {
        const field = page.locator(`[data-access="${id}"]`);
        await field.locator('input[value=reduce]').check();
        await field.locator('[data-field=until]').fill('2027-01-31');
        await field.locator('[data-field=reason]').fill('Reading is enough.\nSaid the owner.');
      }
      const status = await page.locator('#progress').textContent();
      expect(status).toContain(`${first.accesses.length} of ${first.accesses.length} decided`);
      for (const [colorScheme, width] of [
        ['light', 1280],
        ['dark', 1280],
        ['light', 390],
        ['dark', 390],
      ] as const) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 900 });
        expect(await axeViolations(page)).toEqual([]);
        expect(await ask<number>(page, 'document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
        const narrowest = "Math.min(...[...document.querySelectorAll('dd')].map((dd) => dd.clientWidth))";
        expect(await ask<number>(page, narrowest)).toBeGreaterThan(240);
      }
      const shots = process.env.COUNTERSIGN_SCREENSHOTS;
      if (shots !== undefined)
        await page.screenshot({ path: join(shots, 'review-form.png'), fullPage: true });
      const saving = page.waitForEvent('download');
      await page.locator('button[type=submit]').click();
      const saved = join(directory, 'answers.json');
      await (await saving).saveAs(saved);
      const read = readAnswerFile(await readFile(saved));
      if ('problem' in read) throw new Error(read.problem);
      const { problems, undecided, decided } = checkAnswers(
        [{ file: 'a', answers: read.answers }],
        sheets,
        '2026-11-02',
      );
      expect([problems, undecided]).toEqual([[], []]);
      expect(decided.get(first.accesses[0]?.id ?? '')?.reason).toBe('Reading is enough. Said the owner.');
      expect(troubles).toEqual([]);
      expect(
        requests.filter((address) => !address.startsWith('file:') && !address.startsWith('blob:')),
      ).toEqual([]);
    } finally {
      await browser.close();
    }
  },
);
