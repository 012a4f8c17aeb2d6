import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { CHROMIUM, locate, missing } from '../outsiders.ts';

const program = locate(CHROMIUM);

/** Milliseconds that end what hangs; a busy machine does not come near it. */
const LIMIT = 300_000;

/** False where there is no Chromium, which is said aloud. */
export function chromiumIsPresent(): boolean {
  if (program === undefined) missing(CHROMIUM);
  return program !== undefined;
}

export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: program ?? '',
    timeout: LIMIT,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
    ],
  });
}

/** A page as it was opened, and what has gone wrong in it since. */
export interface Opened {
  page: Page;
  /** Console messages, uncaught errors, dialogs and CSP violations. */
  troubles: string[];
  /** Addresses that were asked for. */
  requests: string[];
  /** Requests that did not leave the browser, and why. */
  refused: string[];
}

/** Evaluates an expression in a page, which knows types of the browser that this project does not load. */
export function ask<T>(page: Page, expression: string): Promise<T> {
  return page.evaluate<T>(expression);
}

/** Unfolds everything on a page. */
export const OPEN_ALL = 'document.querySelectorAll("details").forEach((details) => { details.open = true; })';

/** Opens a file from the disk; `prepare` runs in the page before its own scripts. */
export async function openFile(
  browser: Browser,
  file: string,
  {
    fragment = '',
    prepare,
    ...options
  }: BrowserContextOptions & { fragment?: string; prepare?: string } = {},
): Promise<Opened> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(LIMIT);
  const page = await context.newPage();
  const troubles: string[] = [];
  const requests: string[] = [];
  const refused: string[] = [];
  page.on('console', (message) => troubles.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => requests.push(request.url()));
  page.on('requestfailed', (request) => {
    refused.push(`${request.url()} ${request.failure()?.errorText}`);
  });
  if (prepare !== undefined) await page.addInitScript(prepare);
  await page.goto(pathToFileURL(file).href + fragment);
  return { page, troubles, requests, refused };
}
