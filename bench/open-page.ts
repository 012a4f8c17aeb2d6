import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const CHROMIUM = process.env.COUNTERSIGN_CHROMIUM ?? '/usr/bin/chromium';
const ROUNDS = 5;

/**
 * How long Chromium takes to open a page from the disk until it has laid it out and painted it, in seconds: the median
 * of five rounds. Undefined, and said so, where there is no Chromium.
 */
export async function secondsToOpen(file: string): Promise<number | undefined> {
  if (!existsSync(CHROMIUM)) {
    console.warn(`SKIPPED: there is no Chromium at ${CHROMIUM} to open pages in; set COUNTERSIGN_CHROMIUM.`);
    return undefined;
  }
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const rounds: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const page = await browser.newPage();
      const started = performance.now();
      await page.goto(pathToFileURL(file).href, { waitUntil: 'load' });
      // Two frames: the first is asked for before the page is painted, the second comes after.
      await page.evaluate(
        'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(null))))',
      );
      rounds.push((performance.now() - started) / 1000);
      await page.close();
    }
    return rounds.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)];
  } finally {
    await browser.close();
  }
}
