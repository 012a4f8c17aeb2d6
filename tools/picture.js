// npm run picture: docs/images/report.webp, the top of the demo's report as a person sees it; needs Chromium (COUNTERSIGN_CHROMIUM).
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const PICTURE = 'docs/images/report.webp';
const MOST_BYTES = 150_000;

const folder = mkdtempSync(join(tmpdir(), 'countersign-picture-'));
const demo = ['dist/cli/main.js', 'demo', '--out', folder];
execFileSync(process.execPath, demo, { stdio: ['ignore', 'ignore', 'inherit'] });

const executablePath = process.env.COUNTERSIGN_CHROMIUM ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
const size = { width: 1120, height: 850 };
const page = await browser.newPage({ viewport: size, colorScheme: 'light' });
await page.goto(pathToFileURL(join(folder, 'latest/report.html')).href);
// Chromium itself makes the picture small: a WebP, which playwright does not.
const devtools = await page.context().newCDPSession(page);
const { data } = await devtools.send('Page.captureScreenshot', { format: 'webp', quality: 80 });
await browser.close();
rmSync(folder, { recursive: true });

mkdirSync('docs/images', { recursive: true });
writeFileSync(PICTURE, Buffer.from(data, 'base64'));
const { size: bytes } = statSync(PICTURE);
if (bytes > MOST_BYTES) throw new Error(`${PICTURE} has ${bytes} bytes; ${MOST_BYTES} are the most.`);
console.log(`${PICTURE}: ${bytes} bytes`);
