import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditReport } from '../../../src/model/report.ts';
import { renderHtml } from '../../../src/report/html.ts';
import { renderSummary } from '../../../src/report/summary-html.ts';
import { auditReport } from '../../report/fixture.ts';
import { withActions } from '../../report/fixture-actions.ts';
import { fleetReport, largeReport } from '../../report/fixture-variants.ts';
import { readTemplates } from '../../report/templates.ts';
import { axeViolations } from './axe.ts';
import { ask, chromiumIsPresent, launchChromium, openFile } from './chromium.ts';

const LONG = 'a-name-that-does-not-end'.repeat(40);

/** Everything that an account or a person may write, as long as it can be. */
function longNames(): AuditReport {
  const report = auditReport();
  const owner = { name: LONG, from: 'role tag' as const };
  const findings = report.findings.map((finding) => ({ ...finding, owner, accountName: LONG }));
  const accounts = report.scope.accounts.map((account) => ({ ...account, name: LONG }));
  return withActions({ ...report, findings, scope: { ...report.scope, accounts } });
}

const REPORTS: Record<string, () => AuditReport> = {
  fixture: () => withActions(auditReport()),
  fleet: () => withActions(fleetReport()),
  large: () => withActions(largeReport(5_000)),
  'long names': longNames,
  'without actions': auditReport,
};

describe.runIf(chromiumIsPresent())('the first two pages in Chromium', () => {
  let folder = '';
  let browser: Browser;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'countersign-summary-'));
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function written(name: string, text: string): string {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  }

  async function pages(file: string, format = 'A4'): Promise<number> {
    const { page, troubles, requests } = await openFile(browser, file);
    expect(troubles).toEqual([]);
    expect(requests).toEqual([pathToFileURL(file).href]);
    const path = `${file}.pdf`;
    await page.pdf({ path, format, preferCSSPageSize: true });
    await page.context().close();
    return (
      readFileSync(path)
        .toString('latin1')
        .match(/\/Type \/Page\b/g)?.length ?? 0
    );
  }

  it.each(Object.entries(REPORTS))('are two sheets of A4 alone: %s', async (name, report) => {
    const file = written(`${name}.html`, renderSummary(report(), readTemplates()));
    expect(await pages(file)).toBeLessThanOrEqual(2);
  });

  it.each(['fixture', 'fleet', 'large'])('begin a print of at most 20 pages: %s', async (name) => {
    const report = REPORTS[name]?.() ?? auditReport();
    const file = written(`${name}-report.html`, renderHtml(report, readTemplates()));
    expect(await pages(file)).toBeLessThanOrEqual(20);
    const { page } = await openFile(browser, file);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByText(/^Not printed: /).isVisible()).toBe(true);
    expect(await page.locator('#accounts').isVisible()).toBe(false);
    await page.context().close();
  });

  it('print everything where somebody asks for it on the page', async () => {
    const file = written('all.html', renderHtml(withActions(auditReport()), readTemplates()));
    const { page } = await openFile(browser, file, {
      prepare: 'window.print = () => { window.printed = true; };',
    });
    await page.getByRole('button', { name: 'Print everything' }).click();
    expect(await ask(page, 'window.printed')).toBe(true);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('#accounts').isVisible()).toBe(true);
    await ask(page, 'dispatchEvent(new Event("afterprint"))');
    expect(await page.locator('#accounts').isVisible()).toBe(false);
    await page.context().close();
  });

  it.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 390],
    ['dark', 390],
  ] as const)('break no rule of WCAG 2.2 AA that axe-core knows, %s at %i px', async (colorScheme, width) => {
    const file = written(
      'axe.html',
      renderSummary(longNames(), readTemplates(), { reportHref: 'report.html' }),
    );
    const { page } = await openFile(browser, file, { colorScheme, viewport: { width, height: 900 } });
    expect(await axeViolations(page)).toEqual([]);
    expect(await ask<number>(page, 'document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await page.context().close();
  });
});
