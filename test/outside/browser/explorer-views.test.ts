import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCsv } from '../../report/csv.ts';
import { explorerOf } from '../../report/explorer-file.ts';
import { auditReport } from '../../report/fixture.ts';
import { withActions } from '../../report/fixture-actions.ts';
import { ask, chromiumIsPresent, launchChromium, openFile } from './chromium.ts';

const FIX = {
  kind: 'cli' as const,
  title: 'Close it',
  text: 'aws iam get-role --role-name x\necho \'<done> & "so"\'',
};

/** What somebody does with the findings of a run: puts them together, takes them away, copies what is to be pasted. */
describe.runIf(chromiumIsPresent())('views of explorer.html in Chromium', () => {
  const fixture = withActions(auditReport());
  const onRole = fixture.findings.find(({ resourceArn }) => /:role\//.test(resourceArn));
  const findings = [...fixture.findings].map((one) => (one === onRole ? { ...one, fixes: [FIX] } : one));
  const { actions = [] } = fixture;
  const report = { ...fixture, findings };
  let folder = '';
  let browser: Browser;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'countersign-views-'));
    writeFileSync(join(folder, 'explorer.html'), explorerOf(report));
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function on(fragment: string, look: (page: Page) => Promise<void>): Promise<void> {
    const { page, troubles } = await openFile(browser, join(folder, 'explorer.html'), {
      fragment,
      acceptDownloads: true,
    });
    await page.locator('#findings tbody tr').first().waitFor();
    await look(page);
    expect(troubles).toEqual([]);
    await page.context().close();
  }

  const control = (page: Page, name: string) => page.locator(`#findings select[name="${name}"]`);

  /** The rows of the table in their order: the head of each group, then its findings. */
  const lines = (page: Page) =>
    ask<string[][]>(
      page,
      `[...document.querySelectorAll('#findings tbody tr')].map((row) => [
        row.className, row.querySelector('.name, button.open').textContent, row.querySelector('.count')?.textContent ?? ''])`,
    );

  async function saved(page: Page): Promise<Array<Record<string, string>>> {
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save these as CSV' }).click();
    const download = await saving;
    expect(download.suggestedFilename()).toBe('findings.csv');
    const path = join(folder, 'saved.csv');
    await download.saveAs(path);
    const [heads = [], ...rows] = parseCsv(readFileSync(path, 'utf8'));
    return rows.map((row) => Object.fromEntries(heads.map((head, at) => [head, row[at] ?? ''])));
  }

  it('groups findings by action: each action once, in its order, with all that it clears below it', async () => {
    await on('#view=findings&size=250', async (page) => {
      await control(page, 'group').selectOption('action');
      const rows = await lines(page);
      const groups = rows.filter(([kind]) => kind === 'group').map(([, name, count]) => [name, count]);
      const clearing = actions.filter(({ forActions }) => forActions === undefined);
      const expected = clearing.map(({ title, causes }) => {
        const count = causes.reduce((sum, cause) => sum + cause.findings.length, 0);
        return [title, `${count} ${count === 1 ? 'finding' : 'findings'}`];
      });
      const byName = (all: Array<Array<string | undefined>>) => all.map((one) => one.join('\n')).sort();
      expect(byName(groups.filter(([name]) => name !== 'None'))).toEqual(byName(expected));
      const at = rows.findIndex(([kind]) => kind === 'group');
      const next = rows.findIndex(([kind], index) => index > at && kind === 'group');
      expect(Number.parseInt(rows[at]?.[2] ?? '', 10)).toBe(next - at - 1);
      await expect.poll(() => page.evaluate('location.hash')).toContain('group=action');
    });
  });

  it.each(['owner', 'party', 'account', 'unit'])(
    'groups findings by %s, each of them in one group',
    async (by) => {
      await on(`#view=findings&size=250&group=${by}`, async (page) => {
        const rows = await lines(page);
        const counts = rows
          .filter(([kind]) => kind === 'group')
          .map(([, , count]) => Number.parseInt(count ?? '', 10));
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(findings.length);
        expect(rows.filter(([kind]) => kind === 'row')).toHaveLength(findings.length);
      });
    },
  );

  it('saves what is filtered and nothing else, by fingerprints that lead back', async () => {
    await on('#view=findings', async (page) => {
      expect((await saved(page)).map(({ fingerprint }) => fingerprint).sort()).toEqual(
        findings.map(({ fingerprint }) => fingerprint).sort(),
      );
      await page.locator('#findings input[value="critical"]').check({ force: true });
      const rows = await saved(page);
      const critical = findings.filter(({ severity }) => severity === 'critical');
      expect(rows.map(({ fingerprint }) => fingerprint).sort()).toEqual(
        critical.map(({ fingerprint }) => fingerprint).sort(),
      );
      expect(new Set(rows.map(({ severity }) => severity))).toEqual(new Set(['critical']));
      for (const { resourceArn, fingerprint } of rows) {
        expect(findings.find((finding) => finding.fingerprint === fingerprint)?.resourceArn).toBe(
          resourceArn,
        );
      }
    });
  });

  it('saves no cell that a spreadsheet would run', async () => {
    const [first] = findings;
    if (first === undefined) throw new Error('The fixture holds no finding.');
    const hostile = { ...report, findings: [{ ...first, title: '=HYPERLINK("https://x","y")' }] };
    writeFileSync(join(folder, 'hostile.html'), explorerOf(hostile));
    const { page } = await openFile(browser, join(folder, 'hostile.html'), { acceptDownloads: true });
    await page.locator('#findings tbody tr.row').first().waitFor();
    expect((await saved(page))[0]?.title).toBe(`'=HYPERLINK("https://x","y")`);
    await page.context().close();
  });

  it('copies an ARN and a fix, and leads to the resource in the console of AWS', async () => {
    if (onRole === undefined) throw new Error('The fixture holds no finding on a role.');
    const { resourceArn, fingerprint } = onRole;
    await on(`#view=findings&q=${fingerprint}`, async (page) => {
      const detail = page.locator('#findings .detail-body');
      await detail.waitFor();
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      const clipboard = () => page.evaluate<string>('navigator.clipboard.readText()');
      await detail.getByRole('button', { name: `Copy ${resourceArn}` }).click();
      expect(await clipboard()).toBe(resourceArn);
      const fix = detail.locator('details.fix').first();
      if ((await fix.getAttribute('open')) === null) await fix.locator('summary').click();
      await fix.locator('.copy').click();
      expect(await clipboard()).toBe(FIX.text);
      expect(await fix.locator('.copy').textContent()).toBe('Copied');
      const link = detail.getByRole('link', { name: 'In the AWS console' });
      expect(await link.getAttribute('href')).toMatch(
        /^https:\/\/[a-z0-9-]+\.console\.aws\.amazon\.com\/iam\//,
      );
      expect(await link.getAttribute('rel')).toBe('noreferrer');
    });
  });
});
