import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/model/finding.ts';
import { renderHtml } from '../../../src/report/html.ts';
import { explorerOf } from '../../report/explorer-file.ts';
import { auditReport } from '../../report/fixture.ts';
import { cleanReport, largeReport } from '../../report/fixture-variants.ts';
import { readTemplates } from '../../report/templates.ts';
import { axeViolations } from './axe.ts';
import { chromiumIsPresent, launchChromium, openFile } from './chromium.ts';

describe.runIf(chromiumIsPresent())('explorer.html in Chromium', () => {
  const report = auditReport();
  const large = largeReport(1000);
  let folder = '';
  let browser: Browser;
  const file = (name: string) => join(folder, name);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'countersign-explorer-'));
    writeFileSync(file('report.html'), renderHtml(report, readTemplates()));
    writeFileSync(file('explorer.html'), explorerOf(report));
    writeFileSync(file('large.html'), explorerOf(large));
    writeFileSync(file('clean.html'), explorerOf(cleanReport()));
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  type Options = BrowserContextOptions & { fragment?: string; prepare?: string };

  /** Opens one of the pages, waits for its rows, and closes it again; what went wrong meanwhile must be nothing. */
  async function on(name: string, options: Options, look: (page: Page) => Promise<void>): Promise<void> {
    const { page, troubles, requests } = await openFile(browser, file(name), options);
    await page.locator('section:not([hidden]) tbody tr').first().waitFor();
    await look(page);
    expect(troubles).toEqual([]);
    expect(requests).toEqual([pathToFileURL(file(name)).href]);
    await page.context().close();
  }

  const matches = (page: Page) => page.locator('section:not([hidden]) .matches').textContent();
  const search = (page: Page, text: string) =>
    page.locator('section:not([hidden])').getByRole('searchbox').fill(text);
  const cells = (page: Page, label: string) =>
    page.locator(`section:not([hidden]) tr.row td[data-label="${label}"]`).allInnerTexts();
  const titles = (page: Page) => page.locator('section:not([hidden]) tr.row button.open').allInnerTexts();
  const openEveryRow = async (page: Page) => {
    const buttons = page.locator('section:not([hidden]) button.open');
    for (let index = 0; index < (await buttons.count()); index += 1) await buttons.nth(index).click();
    await expect
      .poll(() => page.locator('section:not([hidden]) .detail-body').count())
      .toBe(await buttons.count());
  };

  it('opens from disk without an error or a request besides the file itself', async () => {
    await on('explorer.html', {}, async (page) => {
      expect(await page.title()).toBe('Explorer: Third-party access audit – Fjordline Commerce');
      expect(await matches(page)).toBe('77 findings');
      expect(await page.locator('tr.row').count()).toBe(50);
      expect(await page.locator('.elsewhere:visible').count()).toBe(0);
    });
  });

  it.each(['findings', 'roles'])(
    'lets no hostile name become an element, a handler or a script: %s',
    async (view) => {
      await on('explorer.html', { fragment: `#view=${view}&size=100` }, async (page) => {
        await openEveryRow(page);
        expect(await page.locator('script:not([type="text/plain"])').count()).toBe(1);
        expect(await page.locator('img, iframe, object, embed, form, link, base').count()).toBe(0);
        const bad =
          '[...document.querySelectorAll("*")].filter((e) => [...e.attributes].some((a) => a.name.startsWith("on") || a.name === "style")).length';
        expect(await page.evaluate<number>(bad)).toBe(0);
        expect(await page.getByText('<script>document.title="owned"</script>').count()).toBeGreaterThan(0);
        expect(await page.getByText('admin[U+202E]gpj.exe[U+2066]').count()).toBeGreaterThan(0);
      });
    },
  );

  it('has a policy that holds: an injected script does nothing', async () => {
    const { page, troubles } = await openFile(browser, file('explorer.html'));
    await page.evaluate(
      `(() => { const script = document.createElement('script'); script.textContent = 'document.title = "owned"'; document.body.append(script); })()`,
    );
    expect(await page.title()).not.toBe('owned');
    expect(troubles.filter((line) => line.includes('Content Security Policy'))).toHaveLength(1);
    await page.context().close();
  });

  it('finds the rows in which every word stands, in whatever column and case', async () => {
    await on('explorer.html', {}, async (page) => {
      const [finding] = report.findings.filter(({ resourceArn }) => resourceArn.includes('meridian'));
      const expected = report.findings.filter(
        ({ severity, accountName, thirdParty }) =>
          severity === 'high' && accountName === 'build' && thirdParty?.name === 'Meridian CI',
      );
      expect(expected.length).toBeGreaterThan(0);
      await search(page, 'MERIDIAN  high build');
      expect(await matches(page)).toBe(`${expected.length} of 77 findings`);
      await search(page, finding?.fingerprint ?? '?');
      expect(await matches(page)).toBe('1 of 77 findings');
      await search(page, finding?.resourceArn ?? '?');
      expect(await matches(page)).toMatch(/^[1-9] of 77 findings$/);
      await search(page, '866677778888');
      expect(new Set(await cells(page, 'Third party'))).toEqual(
        new Set(['Meridian CI\nKnown vendor, not registered']),
      );
      await search(page, '');
      expect(await matches(page)).toBe('77 findings');
    });
  });

  it('says of nothing found how much was not looked at', async () => {
    await on('explorer.html', {}, async (page) => {
      await search(page, 'no such thing');
      expect(await page.locator('#findings tbody').innerText()).toBe(
        'None of the 77 findings of this run is like that. That says nothing about what was not looked at: 8 of 459 facts could not be read (in 4 of 25 accounts), 3 results have no answer and 1 result is missing because a check failed.',
      );
    });
    await on('clean.html', {}, async (page) => {
      expect(await page.locator('#findings tbody').innerText()).toBe('This run has no finding to show.');
    });
  });

  it('filters by severity, check, account, third party and status, and by all of them together', async () => {
    await on('explorer.html', {}, async (page) => {
      const count = (keep: (finding: Finding) => boolean) =>
        `${report.findings.filter(keep).length} of 77 findings`;
      const section = page.locator('#findings');
      await section.getByRole('checkbox', { name: 'critical' }).check();
      await section.getByRole('checkbox', { name: 'high' }).check();
      expect(await matches(page)).toBe(count(({ severity }) => ['critical', 'high'].includes(severity)));
      await section.locator('select[name="check"]').selectOption('external-id-missing');
      expect(await matches(page)).toBe(count(({ checkId }) => checkId === 'external-id-missing'));
      await section.locator('select[name="account"]').selectOption('build (210000000010)');
      expect(await matches(page)).toBe(
        count(({ checkId, accountId }) => checkId === 'external-id-missing' && accountId === '210000000010'),
      );
      await section.getByRole('button', { name: 'Clear filters' }).click();
      expect(await matches(page)).toBe('77 findings');
      expect(await section.getByRole('button', { name: 'Clear filters' }).isVisible()).toBe(false);
      await section.locator('select[name="party"]').selectOption('Halyard Backup (Registered)');
      expect(await matches(page)).toBe(count(({ thirdParty }) => thirdParty?.name === 'Halyard Backup'));
      await section.locator('select[name="status"]').selectOption('excepted');
      expect(await matches(page)).toBe(
        count(({ thirdParty, status }) => thirdParty?.name === 'Halyard Backup' && status === 'EXCEPTED'),
      );
    });
  });

  it('filters roles by who may come in and by what is required', async () => {
    await on('explorer.html', { fragment: '#view=roles' }, async (page) => {
      const section = page.locator('#roles');
      expect(await matches(page)).toBe(`${report.roles.length} roles`);
      await section
        .locator('select[name="party"]')
        .selectOption('Skylark Posture (Known vendor, not registered)');
      expect(await titles(page)).toEqual(Array(4).fill('skylark-posture-scan'));
      await section.locator('select[name="party"]').selectOption('');
      await section.locator('select[name="required"]').selectOption('Nothing is required');
      const bare = report.roles.filter(({ admits }) =>
        admits.some((one) => one.requiredConditions.length === 0),
      );
      expect(await matches(page)).toBe(`${bare.length} of 38 roles`);
    });
  });

  it('sorts by each column, both ways, and says so', async () => {
    await on('explorer.html', { fragment: '#size=100' }, async (page) => {
      const columns = [
        'Check',
        'Account',
        'Region',
        'Resource',
        'Third party',
        'State',
        'Owner',
        'First seen',
      ];
      for (const column of columns) {
        const head = page.locator('#findings').getByRole('columnheader', { name: column });
        const button = head.getByRole('button');
        const inOrder = (texts: string[]) =>
          [...texts]
            .sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))
            .map((text) => text.toLowerCase());
        await button.click();
        expect(await head.getAttribute('aria-sort')).toBe('ascending');
        const ascending = (await cells(page, column)).map((text) => text.replace(/^–$/, '').toLowerCase());
        expect(ascending).toEqual(inOrder(ascending));
        await button.click();
        expect(await head.getAttribute('aria-sort')).toBe('descending');
        const descending = (await cells(page, column)).map((text) => text.toLowerCase());
        expect(descending).toEqual(inOrder(descending).reverse());
        expect(await page.locator('#findings th[aria-sort]').count()).toBe(1);
      }
      const severity = page.locator('#findings').getByRole('columnheader', { name: 'Severity' });
      await severity.getByRole('button').click();
      expect(await severity.getAttribute('aria-sort')).toBe('descending');
      expect((await cells(page, 'Severity'))[0]).toBe('critical');
      await severity.getByRole('button').click();
      expect(await severity.getAttribute('aria-sort')).toBe('ascending');
      expect((await cells(page, 'Severity'))[0]).toBe('info');
    });
  });

  it('pages through all rows, each once', async () => {
    await on('large.html', {}, async (page) => {
      const section = page.locator('#findings');
      // By force: a button that leads nowhere says that it is disabled and is pressed all the same.
      const go = (name: string) => section.getByRole('button', { name, exact: true }).click({ force: true });
      const place = () => section.locator('.range, .page').allInnerTexts();
      await section.locator('select[name="size"]').selectOption('250');
      const seen: string[] = [];
      for (const range of ['1–250', '251–500', '501–750', '751–1,000']) {
        expect((await place())[0]).toBe(`${range} of 1,000`);
        seen.push(...(await cells(page, 'Resource')));
        await go('Next');
      }
      expect(new Set(seen).size).toBe(1000);
      expect((await place())[1]).toBe('Page 4 of 4');
      expect(await section.getByRole('button', { name: 'Next' }).getAttribute('aria-disabled')).toBe('true');
      await go('Previous');
      expect((await place())[1]).toBe('Page 3 of 4');
      await go('First');
      await go('Previous');
      expect((await place())[1]).toBe('Page 1 of 4');
      await section.locator('select[name="size"]').selectOption('50');
      await go('Last');
      expect((await place())[0]).toBe('951–1,000 of 1,000');
      await search(page, 'r99');
      expect((await place())[0]).toBe('1–11 of 11');
    });
  });

  it('keeps in the address what is asked, and shows the same again from there', async () => {
    await on('large.html', {}, async (page) => {
      const section = page.locator('#findings');
      await section.getByRole('checkbox', { name: 'low' }).check();
      await section.locator('select[name="account"]').selectOption({ index: 3 });
      await section.getByRole('columnheader', { name: 'Resource' }).getByRole('button').click();
      await section.getByRole('columnheader', { name: 'Resource' }).getByRole('button').click();
      await section.locator('select[name="size"]').selectOption('100');
      const shown = await section.locator('tbody').innerText();
      await expect.poll(() => new URL(page.url()).hash).toContain('size=100');
      const { hash } = new URL(page.url());
      const counted = await matches(page);
      await on('large.html', { fragment: hash }, async (again) => {
        expect(await again.locator('#findings tbody').innerText()).toBe(shown);
        expect(await matches(again)).toBe(counted);
        expect(await again.locator('#findings').getByRole('checkbox', { name: 'low' }).isChecked()).toBe(
          true,
        );
        expect(await again.locator('#findings').locator('select[name="size"]').inputValue()).toBe('100');
      });
    });
  });

  it.each([
    '#view=__proto__&sort=__proto__&size=7&page=-3&severity=none&order=sideways',
    '#view=findings&sort=fingerprint&page=9999999999999999999999',
    '#%E0%A4%A',
    '#view=constructor&page=NaN',
  ])('shows the findings for an address that makes no sense: %s', async (fragment) => {
    await on('explorer.html', { fragment }, async (page) => {
      expect(await matches(page)).toBe('77 findings');
    });
  });

  it('finds nothing for a choice that the run does not have, and keeps it in sight', async () => {
    await on('explorer.html', { fragment: '#view=findings&account=gone+(999999999999)' }, async (page) => {
      expect(await matches(page)).toBe('0 of 77 findings');
      const chosen = page.locator('#findings').locator('select[name="account"]').locator('option:checked');
      expect(await chosen.textContent()).toBe('gone (999999999999) (not in this run)');
    });
  });

  it('switches views by links, keeps what each was asked, and leads from a role to its finding', async () => {
    await on('explorer.html', {}, async (page) => {
      await search(page, 'halyard');
      const before = await matches(page);
      const views = page.getByRole('navigation', { name: 'Views' });
      await views.getByRole('link', { name: /^Roles/ }).click();
      await page.locator('#roles tr.row').first().waitFor();
      expect(await views.getByRole('link', { name: /^Roles/ }).getAttribute('aria-current')).toBe('page');
      expect(await page.locator('#findings').isVisible()).toBe(false);
      expect(await titles(page)).toContain('public-upload');
      await page.getByRole('button', { name: 'public-upload' }).click();
      await views.getByRole('link', { name: /^Findings/ }).click();
      await page.locator('#findings tr.row').first().waitFor();
      expect(await matches(page)).toBe(before);
      await views.getByRole('link', { name: /^Roles/ }).click();
      await page.getByRole('button', { name: 'public-upload' }).click();
      await page.getByRole('link', { name: 'Role can be assumed by anyone' }).click();
      await page.locator('#findings .detail-body').waitFor();
      expect(await matches(page)).toBe('1 of 77 findings');
    });
  });

  it('opens a row to what is wrong, how to fix it, the place of the evidence, and links that lead there', async () => {
    await on('explorer.html', {}, async (page) => {
      const [finding] = report.findings;
      if (finding === undefined) throw new Error('The fixture holds no finding.');
      const button = page.locator('#findings button.open').first();
      await button.click();
      const detail = page.locator('#findings .detail-body');
      await detail.waitFor();
      expect(await button.getAttribute('aria-expanded')).toBe('true');
      const text = await detail.innerText();
      const [evidence] = finding.evidence;
      for (const part of [
        finding.detail,
        finding.remediation,
        finding.fingerprint,
        finding.resourceArn,
        evidence?.pointer,
        evidence?.file,
      ]) {
        expect(text).toContain(part);
      }
      const links = await page.evaluate<string[]>(
        '[...document.querySelectorAll(".detail-body a")].map((link) => link.getAttribute("href"))',
      );
      expect(links).toEqual([
        expect.stringMatching(/^https:\/\/[a-z0-9-]+\.console\.aws\.amazon\.com\//),
        `report.html#f-${finding.fingerprint}`,
        `accounts/${finding.accountId}/report.html`,
      ]);
      expect(readFileSync(file('report.html'), 'utf8')).toContain(`id="f-${finding.fingerprint}"`);
      await button.click();
      expect(await detail.count()).toBe(0);
    });
  });

  it('links no finding into the report that the report does not show whole', async () => {
    await on('large.html', { fragment: '#size=250' }, async (page) => {
      await page.locator('#findings').getByRole('button', { name: 'Last' }).click();
      await page.locator('#findings button.open').first().click();
      await page.locator('#findings .detail-body').waitFor();
      expect(await page.locator('.detail-body a[href^="report.html"]').count()).toBe(0);
    });
  });

  it('is used by keyboard alone', async () => {
    await on('explorer.html', {}, async (page) => {
      await page.keyboard.press('Tab');
      expect(await page.evaluate<string>('document.activeElement.textContent')).toBe('Skip to the table');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      await page.keyboard.type('meridian');
      expect(await matches(page)).toMatch(/ of 77 findings$/);
      await page.locator('#findings thead button').last().focus();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.locator('#findings .detail-body').waitFor();
      await page.keyboard.press('Space');
      await expect.poll(() => page.locator('#findings .detail-body').count()).toBe(0);
    });
  });

  it('says without a script where else everything is', async () => {
    const { page, troubles } = await openFile(browser, file('explorer.html'), { javaScriptEnabled: false });
    expect(await page.locator('noscript').innerText()).toBe(
      'The tables of this page are made by a script, and scripts do not run here. What they hold is in report.json, every finding also in findings.csv; report.html is the report for people.',
    );
    expect(await page.getByRole('link', { name: /^(Findings|Roles)/ }).count()).toBe(0);
    expect(await page.locator('table:visible').count()).toBe(0);
    expect(await page.getByText('This audit is incomplete').isVisible()).toBe(true);
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it('says so where a browser cannot unpack the data, and where the data is damaged', async () => {
    const old = await openFile(browser, file('explorer.html'), {
      prepare: 'delete window.DecompressionStream',
    });
    await old.page.getByRole('alert').waitFor();
    expect(await old.page.getByRole('alert').innerText()).toContain('What they hold is in report.json');
    await old.page.context().close();

    writeFileSync(
      file('damaged.html'),
      explorerOf(report).replace(/(id="findings-column-title">.{200})..../, '$1AAAA'),
    );
    const damaged = await openFile(browser, file('damaged.html'));
    await damaged.page.getByRole('alert').waitFor();
    expect(await damaged.page.getByRole('alert').innerText()).toMatch(/^The tables cannot be shown: /);
    expect(await damaged.page.locator('tr.row').count()).toBe(0);
    await damaged.page.context().close();

    writeFileSync(file('details.html'), explorerOf(report).replace(/(id="findings-0">.{200})..../, '$1AAAA'));
    await on('details.html', {}, async (page) => {
      await page.locator('#findings button.open').first().click();
      await page.getByText(/^This cannot be shown: .* All of it is in report\.json\.$/).waitFor();
      expect(await page.locator('#findings tr.row').count()).toBe(50);
    });
  });

  it.each([320, 390, 768, 1024, 1360])('has no sideways scroll at %i px, rows opened', async (width) => {
    for (const view of ['findings', 'roles']) {
      await on(
        'explorer.html',
        { viewport: { width, height: 844 }, fragment: `#view=${view}` },
        async (page) => {
          for (const index of [0, 5]) await page.locator(`#${view} button.open`).nth(index).click();
          await page.locator('.detail-body').nth(1).waitFor();
          expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
            width,
          );
        },
      );
    }
  });

  it('sorts on a narrow screen, where there are no heads to press', async () => {
    await on('explorer.html', { viewport: { width: 390, height: 844 } }, async (page) => {
      await page
        .locator('#findings')
        .locator('select[name="order"]')
        .selectOption('Severity, the other way round');
      expect((await cells(page, 'Severity'))[0]).toBe('info');
    });
  });

  it.each(['A4', 'Letter'])(
    'prints all rows that are asked for to %s, the head on each page',
    async (format) => {
      await on('explorer.html', {}, async (page) => {
        const path = file(`${format}.pdf`);
        await page.pdf({ path, format, preferCSSPageSize: true });
        const text = pdfText(path);
        if (text === null) return;
        expect(text).toMatch(/Page 1 of \d+/);
        expect(text).toContain('This audit is incomplete');
        expect(text).toContain('1–77 of 77');
        expect(text).not.toContain('Previous');
        expect(text.match(/Severity/g)?.length).toBe(text.match(/Page \d+ of/g)?.length);
      });
    },
  );

  describe('by axe-core', () => {
    it.each([
      ['light', 1280],
      ['dark', 1280],
      ['light', 390],
      ['dark', 390],
    ] as const)('breaks no rule of WCAG 2.2 AA, %s at %i px', async (colorScheme, width) => {
      for (const view of ['findings', 'roles']) {
        const options = { colorScheme, viewport: { width, height: 900 }, fragment: `#view=${view}` };
        await on('explorer.html', options, async (page) => {
          for (const index of [0, 3]) await page.locator(`#${view} button.open`).nth(index).click();
          await page.locator('.detail-body').nth(1).waitFor();
          expect(await axeViolations(page)).toEqual([]);
        });
      }
      await on('explorer.html', { colorScheme, fragment: '#q=nothing+at+all' }, async (page) => {
        expect(await axeViolations(page)).toEqual([]);
      });
    });
  });
});

/** The text of a PDF by poppler, null where that is not installed. */
function pdfText(path: string): string | null {
  try {
    return execFileSync('pdftotext', ['-layout', path, '-'], { maxBuffer: 64 << 20 }).toString();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
