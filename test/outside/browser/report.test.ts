import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditReport } from '../../../src/model/report.ts';
import { renderHtml } from '../../../src/report/html.ts';
import { auditReport } from '../../report/fixture.ts';
import { withActions } from '../../report/fixture-actions.ts';
import { largeReport } from '../../report/fixture-variants.ts';
import { readTemplates } from '../../report/templates.ts';
import { axeViolations } from './axe.ts';
import { ask, chromiumIsPresent, launchChromium, OPEN_ALL, type Opened, openFile } from './chromium.ts';

describe.runIf(chromiumIsPresent())('report.html in Chromium', () => {
  let folder = '';
  let files = { report: '', whole: '', large: '' };
  let browser: Browser;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'countersign-report-'));
    files = {
      report: join(folder, 'report.html'),
      whole: join(folder, 'whole.html'),
      large: join(folder, 'large.html'),
    };
    writeFileSync(files.report, renderHtml(withActions(auditReport()), readTemplates()));
    written('whole', auditReport());
    writeFileSync(files.large, renderHtml(largeReport(5_000), readTemplates()));
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A report, printed in full, as a file of that name. */
  function written(name: string, { run, ...rest }: AuditReport): string {
    const file = join(folder, `${name}.html`);
    writeFileSync(file, renderHtml({ ...rest, run: { ...run, print: 'full' } }, readTemplates()));
    return file;
  }

  function open(file: string, options: BrowserContextOptions = {}): Promise<Opened> {
    return openFile(browser, file, options);
  }

  it('opens from disk without an error or a request besides the file itself', async () => {
    const { page, troubles, requests } = await open(files.report);
    await ask(page, OPEN_ALL);
    expect(troubles).toEqual([]);
    expect(requests).toEqual([pathToFileURL(files.report).href]);
    expect(await page.title()).toBe('Third-party access audit – Fjordline Commerce');
    await page.context().close();
  });

  it('lets no hostile name become an element, a handler or a script', async () => {
    const { page } = await open(files.report);
    expect(await page.locator('script').count()).toBe(1);
    expect(await page.locator('img, iframe, object, embed, form, link, base').count()).toBe(0);
    expect(
      await ask(
        page,
        '[...document.querySelectorAll("*")].filter((e) => [...e.attributes].some((a) => a.name.startsWith("on") || a.name === "style")).length',
      ),
    ).toBe(0);
    expect(await page.getByText('<script>document.title="owned"</script>').count()).toBeGreaterThan(0);
    await page.context().close();
  });

  it('has a policy that holds: an injected script, handler, style or image does nothing', async () => {
    const { page, troubles, requests, refused } = await open(files.report);
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
    expect(await page.title()).toBe('Third-party access audit – Fjordline Commerce');
    expect(await ask<string>(page, 'getComputedStyle(document.getElementById("styled")).color')).not.toBe(
      'rgb(1, 2, 3)',
    );
    expect(refused).toEqual(['https://attacker.example/x.png csp']);
    expect(requests).toHaveLength(1 + refused.length);
    await page.context().close();
  });

  it.each([320, 390, 768, 1024, 1360])(
    'has no sideways scroll at %i px, everything unfolded',
    async (width) => {
      const { page } = await open(files.report, { viewport: { width, height: 844 } });
      await ask(page, OPEN_ALL);
      expect(await ask<number>(page, 'document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      await page.context().close();
    },
  );

  it('lets a keyboard reach every table that scrolls, folded and unfolded', async () => {
    let scrolling = 0;
    for (const width of [760, 1024, 1360]) {
      const { page } = await open(files.report, { viewport: { width, height: 844 } });
      await ask(page, OPEN_ALL);
      await expect.poll(() => ask(page, UNREACHED)).toEqual([]);
      scrolling += await ask<number>(page, 'document.querySelectorAll(".table[tabindex]").length');
      expect(
        await ask(page, 'document.querySelectorAll("table:not(:has(> caption)), th:not([scope])").length'),
      ).toBe(0);
      await page.context().close();
    }
    expect(scrolling).toBeGreaterThan(0);
  });

  it('shows an incomplete verdict in the first view, on a wide and on a narrow screen', async () => {
    for (const viewport of [
      { width: 1360, height: 900 },
      { width: 390, height: 844 },
    ]) {
      const { page } = await open(files.report, { viewport });
      const box = await page.getByText('This audit is incomplete').boundingBox();
      expect(box?.y).toBeLessThan(viewport.height / 2);
      await page.context().close();
    }
  });

  it.each([true, false])(
    'unfolds the finding that a link leads to (script %s)',
    async (javaScriptEnabled) => {
      const { fingerprint } = auditReport().findings.at(5) ?? { fingerprint: '' };
      const { page } = await open(files.report, { javaScriptEnabled });
      await page.locator(`a[href="#f-${fingerprint}"]`).first().click();
      await page.locator(`[id="f-${fingerprint}"] > summary`).waitFor({ state: 'visible' });
      await page.context().close();
    },
  );

  it('can be read without a script: verdict, folding and every section', async () => {
    const { page } = await open(files.report, { javaScriptEnabled: false });
    const account = page.locator('details.account').first();
    await account.locator('summary').first().click();
    await account.locator('details.finding > summary').first().click();
    expect(await account.getByText('What is wrong').first().isVisible()).toBe(true);
    await page.context().close();
  });

  it('differs between light and dark and keeps text readable in both', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await open(files.report, { colorScheme });
      expect(await ask<number[]>(page, contrasts)).toSatisfy((ratios: number[]) => {
        return ratios.length > 10 && ratios.every((ratio) => ratio >= 4.5);
      });
      await page.context().close();
    }
  });

  it.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 390],
    ['dark', 390],
  ] as const)(
    'breaks no rule of WCAG 2.2 AA that axe-core knows, %s, %i px wide',
    async (colorScheme, width) => {
      for (const unfold of [false, true]) {
        const { page } = await open(files.report, { colorScheme, viewport: { width, height: 900 } });
        if (unfold) await ask(page, OPEN_ALL);
        expect(await axeViolations(page)).toEqual([]);
        await page.context().close();
      }
    },
  );

  it.each([
    ['A4', true],
    ['Letter', false],
  ] as const)(
    'prints all of it to %s where that is asked for, with page numbers and what is folded away (script %s)',
    async (format, script) => {
      const { page } = await open(files.whole, { javaScriptEnabled: script });
      const path = join(folder, `${format}.pdf`);
      await page.pdf({ path, format, preferCSSPageSize: true });
      const bytes = readFileSync(path);
      expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
      expect(bytes.toString('latin1').match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(20);
      const text = pdfText(path);
      if (text !== null) {
        expect(text).toMatch(/Page 1 of \d+/);
        for (const { fingerprint } of auditReport().findings) expect(text).toContain(fingerprint);
      }
      await page.context().close();
    },
  );

  it('fits the width of A4, so that printing need not shrink it', async () => {
    const { page } = await open(files.report, { viewport: { width: 680, height: 900 } });
    await page.emulateMedia({ media: 'print' });
    expect(await ask<number>(page, 'document.documentElement.scrollWidth')).toBeLessThanOrEqual(680);
    await page.context().close();
  });

  it('fits it also where people and accounts write words of 300 letters', async () => {
    const wide = /^(?:accountName|approvedBy|detail|justification|message|name|note|stackName|ticket)$/;
    const word = 'W'.repeat(300);
    const report: AuditReport = JSON.parse(JSON.stringify(auditReport()), (key, value) =>
      wide.test(key) && typeof value === 'string' ? word : value,
    );
    for (const one of [...report.exceptions, ...(report.blindSpots ?? [])]) one.reason = word;
    const { page } = await open(written('words', report), { viewport: { width: 680, height: 900 } });
    await page.emulateMedia({ media: 'print' });
    expect(await ask<number>(page, 'document.documentElement.scrollWidth')).toBeLessThanOrEqual(680);
    await page.context().close();
  });

  it('opens a page of many findings', async () => {
    const { page, troubles } = await open(files.large);
    expect(troubles).toEqual([]);
    await page.context().close();
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

/** The beginnings of what scrolls sideways and takes no focus. */
const UNREACHED = `[...document.querySelectorAll('.table')]
  .filter((place) => place.scrollWidth > place.clientWidth && place.tabIndex < 0)
  .map((place) => place.outerHTML.slice(0, 160))`;

/** The contrast of the text of each kind of thing on the page against what is behind it. */
const contrasts = `(() => {
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const parts = (color) => color.match(/[\\d.]+/g).map(Number);
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const color = parts(getComputedStyle(e).backgroundColor);
      if (color.length < 4 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  const kinds = ['.chip-critical', '.chip-high', '.chip-medium', '.chip-low', '.chip-info', '.tag', '.tag-bad', '.tag-good', '.status', '.eyebrow', '.verdict-label', '.lead', '.under', 'nav a', 'summary', 'a[href^="#f-"]', '.bare', 'caption', '.meaning', '.kind-known-vendor', '.warning', '.left-out, .note, code'];
  return kinds.flatMap((kind) => {
    const element = document.querySelector('main ' + kind) ?? document.querySelector(kind);
    if (element === null) return [];
    const [a, b] = [luminance(parts(getComputedStyle(element).color)), luminance(behind(element))];
    return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)];
  });
})()`;
