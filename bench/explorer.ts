import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { renderExplorer } from '../src/report/explorer.ts';
import { packText } from '../src/run/pack.ts';
import { manyRows } from './many-rows.ts';
import { size } from './size.ts';
import type { Comparison } from './table.ts';

const CHROMIUM = process.env.COUNTERSIGN_CHROMIUM ?? '/usr/bin/chromium';
const TEMPLATES = join(import.meta.dirname, '../../../report-templates');
const ROUNDS = 5;
const OPEN_MS = 3000;
const FILTER_MS = 100;

/** How long `explorer.html` takes in Chromium to open and to filter, against what it is meant to take at most. */
export async function explorer(): Promise<Comparison[]> {
  if (!existsSync(CHROMIUM)) {
    console.error(
      `!!! The explorer is NOT measured: there is no Chromium at ${CHROMIUM}. Set COUNTERSIGN_CHROMIUM.`,
    );
    return [];
  }
  const folder = await mkdtemp(join(tmpdir(), 'countersign-bench-'));
  const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
  const browser = await chromium.launch({ executablePath: CHROMIUM, args });
  try {
    return [
      ...(await measured(browser, folder, { findings: size(60_000, 600), roles: size(40_000, 400) })),
      ...(await measured(browser, folder, { findings: size(100_000, 1000), roles: 0 })),
    ];
  } finally {
    await browser.close();
    await rm(folder, { recursive: true });
  }
}

async function measured(
  browser: Browser,
  folder: string,
  rows: { findings: number; roles: number },
): Promise<Comparison[]> {
  const beside = { report: true, csv: true, accountPages: false };
  const page = [...renderExplorer(manyRows(rows), await templates(), { pack: packText, beside })].join('');
  const file = join(folder, 'explorer.html');
  await writeFile(file, page);
  const what = `${rows.findings} findings and ${rows.roles} roles (${(page.length / 1e6).toFixed(1)} MB)`;
  const opening: number[] = [];
  const filtering: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const tab = await context.newPage();
    const started = performance.now();
    await tab.goto(pathToFileURL(file).href);
    await tab.locator('#findings tr.row').first().waitFor();
    opening.push(performance.now() - started);
    filtering.push(...(await keystrokes(tab, 'role high vendor-17')));
    await context.close();
  }
  return [
    compared(`Opening explorer.html of ${what}`, median(opening), Math.max(...opening), OPEN_MS),
    compared('Filtering it, a keystroke', median(filtering), Math.max(...filtering), FILTER_MS),
  ];
}

/** Types the text and takes it back, and says of each keystroke how long finding and laying out the rows took. */
function keystrokes(tab: Page, text: string): Promise<number[]> {
  const prefixes = Array.from(text, (_, index) => text.slice(0, index + 1));
  return tab.evaluate<number[]>(
    `(async () => {
      const search = document.querySelector('#findings input[name="q"]');
      const times = [];
      for (const value of ${JSON.stringify([...prefixes, ''])}) {
        await new Promise((done) => setTimeout(done, 60));
        search.value = value;
        const started = performance.now();
        search.dispatchEvent(new Event('input'));
        document.body.getBoundingClientRect();
        times.push(performance.now() - started);
      }
      return times;
    })()`,
  );
}

function compared(what: string, middle: number, worst: number, most: number): Comparison {
  return {
    what,
    base: `at most ${most} ms`,
    measured: `${middle.toFixed(0)} ms, at worst ${worst.toFixed(0)} ms`,
    ratio: middle / most,
  };
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

async function templates(): Promise<Record<string, string>> {
  const files = (await readdir(TEMPLATES, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );
  const texts = files.map(async ({ parentPath, name }) => {
    const path = join(parentPath, name);
    return [relative(TEMPLATES, path).replaceAll('\\', '/'), await readFile(path, 'utf8')];
  });
  return Object.fromEntries(await Promise.all(texts));
}
