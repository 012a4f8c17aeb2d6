import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderAccountPages } from '../../../src/report/account-pages.ts';
import { renderHtml } from '../../../src/report/html.ts';
import { auditReport } from '../../report/fixture.ts';
import { HOSTILE } from '../../report/fixture-parties.ts';
import { accountId } from '../../report/fixture-scope.ts';
import { readTemplates } from '../../report/templates.ts';
import { axeViolations } from './axe.ts';
import { ask, chromiumIsPresent, launchChromium, OPEN_ALL, type Opened, openFile } from './chromium.ts';

/** An account with findings, one with a hostile name, one that was not read. */
const SHOWN = [accountId(4), accountId(21), accountId(23)] as const;

describe.runIf(chromiumIsPresent())('the page of an account in Chromium', () => {
  let folder = '';
  let browser: Browser;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'countersign-account-'));
    const report = auditReport();
    const templates = readTemplates();
    for (const { accountId: id, text } of renderAccountPages(report, templates, '../../report.html')) {
      mkdirSync(dirname(fileOf(id)), { recursive: true });
      writeFileSync(fileOf(id), text);
    }
    const page = renderHtml(report, templates, { accountPage: (id) => `accounts/${id}/report.html` });
    writeFileSync(join(folder, 'report.html'), page);
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function fileOf(id: string): string {
    return join(folder, 'accounts', id, 'report.html');
  }

  function open(file: string, options: BrowserContextOptions = {}): Promise<Opened> {
    return openFile(browser, file, options);
  }

  it.each(SHOWN)('%s opens from disk without an error or a request besides the file itself', async (id) => {
    const { page, troubles, requests } = await open(fileOf(id));
    await ask(page, OPEN_ALL);
    expect(troubles).toEqual([]);
    expect(requests).toEqual([pathToFileURL(fileOf(id)).href]);
    expect(await page.title()).toContain(id);
    await page.context().close();
  });

  it.each(SHOWN)('%s breaks no rule of WCAG 2.2 AA that axe-core knows', async (id) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const width of [1280, 390]) {
        const { page } = await open(fileOf(id), { colorScheme, viewport: { width, height: 900 } });
        expect(await axeViolations(page)).toEqual([]);
        await ask(page, OPEN_ALL);
        expect(await axeViolations(page)).toEqual([]);
        await page.context().close();
      }
    }
  });

  it('lets no hostile name become an element, a handler or a script', async () => {
    const { page } = await open(fileOf(accountId(21)));
    expect(await page.locator('h1').innerText()).toContain(HOSTILE.markup);
    expect(await page.locator('script').count()).toBe(1);
    expect(await page.locator('img, iframe, object, embed, form, link, base').count()).toBe(0);
    await page.context().close();
  });

  it('has a policy that holds: an injected script, handler, style or image does nothing', async () => {
    const { page, troubles } = await open(fileOf(accountId(4)));
    const title = await page.title();
    await ask(
      page,
      `(() => {
        const script = document.createElement('script');
        script.textContent = 'document.title = "owned"';
        document.body.append(script);
        const holder = document.createElement('div');
        holder.innerHTML = '<img src="https://attacker.example/x.png" onerror="document.title=1"><p id="styled" style="color: rgb(1, 2, 3)">x</p>';
        document.body.append(holder);
      })()`,
    );
    await expect
      .poll(() => troubles.filter((line) => line.includes('Content Security Policy')).length)
      .toBeGreaterThanOrEqual(3);
    expect(await page.title()).toBe(title);
    expect(await ask<string>(page, 'getComputedStyle(document.getElementById("styled")).color')).not.toBe(
      'rgb(1, 2, 3)',
    );
    await page.context().close();
  });

  it.each([320, 390, 768, 1280])('has no sideways scroll at %i px, everything unfolded', async (width) => {
    for (const id of SHOWN) {
      const { page } = await open(fileOf(id), { viewport: { width, height: 844 } });
      await ask(page, OPEN_ALL);
      expect(await ask<number>(page, 'document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      await page.context().close();
    }
  });

  it('shows in the first view that an account was not read', async () => {
    const { page } = await open(fileOf(accountId(23)), { viewport: { width: 390, height: 844 } });
    const box = await page.getByText('Nothing of this account could be read').boundingBox();
    expect(box?.y).toBeLessThan(422);
    await page.context().close();
  });

  it('is reached from the report and leads back to it', async () => {
    const { page } = await open(join(folder, 'report.html'));
    await page.locator('#scope summary', { hasText: 'accounts' }).click();
    await page.locator(`#scope a[href="accounts/${accountId(4)}/report.html"]`).click();
    await page.getByRole('heading', { level: 1, name: 'payments-prod' }).waitFor();
    await page.getByRole('link', { name: 'The whole report' }).click();
    await page.getByText('This audit is incomplete').waitFor();
    const account = page.locator(`#a-${accountId(4)}`);
    await account.locator('summary').first().click();
    await account.getByRole('link', { name: 'A page for the owner of this account' }).click();
    await page.getByRole('heading', { level: 1, name: 'payments-prod' }).waitFor();
    await page.context().close();
  });

  it.each(['A4', 'Letter'] as const)(
    'prints to %s with everything unfolded; every sheet names account, run and its number',
    async (format) => {
      const id = accountId(4);
      const { page } = await open(fileOf(id), { javaScriptEnabled: false });
      const path = join(folder, `${format}.pdf`);
      await page.pdf({ path, format, preferCSSPageSize: true });
      const count =
        readFileSync(path)
          .toString('latin1')
          .match(/\/Type \/Page\b/g)?.length ?? 0;
      expect(count).toBeGreaterThan(1);
      const sheets = pdfSheets(path);
      if (sheets !== null) {
        expect(sheets).toHaveLength(count);
        sheets.forEach((sheet, index) => {
          expect(sheet).toMatch(new RegExp(`payments-prod ${id} +Run 20261122T060012Z-7c1e90ab`));
          expect(sheet).toContain('as of 2026-11-22');
          expect(sheet).toContain(`Page ${index + 1} of ${count}`);
        });
        const own = auditReport().findings.filter((finding) => finding.accountId === id);
        for (const { fingerprint } of own) expect(sheets.join()).toContain(fingerprint);
      }
      await page.context().close();
    },
  );
});

/** The text of each sheet of a PDF by poppler, null where that is not installed. */
function pdfSheets(path: string): string[] | null {
  try {
    const text = execFileSync('pdftotext', ['-layout', path, '-'], { maxBuffer: 64 << 20 }).toString();
    return text.split('\f').slice(0, -1);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
