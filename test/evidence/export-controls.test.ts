import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { resolvePointer } from '../../src/model/json-pointer.ts';
import { exportControls } from '../../src/run/export-controls.ts';
import { fixedClock } from '../support/fixed-clock.ts';
import { sealedRun } from '../support/sealed-run.ts';

const GOLDEN = new URL('../golden/run/report.json', import.meta.url);
const s3 = { region: 'eu-west-1', clock: fixedClock('2026-11-02T00:00:00Z'), version: '0.0.0' };

it('an export holds rows that the sealed report says, digests of all, and no folder that was there', async () => {
  const text = await readFile(GOLDEN, 'utf8');
  const report: unknown = JSON.parse(text);
  const run = await sealedRun({ 'report.json': text });
  const out = join(run.out, 'exported');
  const request = { run: run.directory, s3, framework: 'pci', out, withReport: true };
  const { controls } = await exportControls(request);
  expect(controls.length).toBeGreaterThan(0);
  const sums = (await readFile(join(out, 'SHA256SUMS'), 'utf8')).trimEnd().split('\n');
  for (const [digest, name] of sums.map((line) => line.split('  ')))
    expect(
      createHash('sha256')
        .update(await readFile(join(out, name ?? '')))
        .digest('hex'),
    ).toBe(digest);
  expect(await readFile(join(out, 'run/manifest.json'))).toEqual(run.manifest);
  const guides = (await readFile(join(out, 'README.md'), 'utf8')).match(/docs\/[a-z-]+\.md/g) ?? [];
  expect(guides).toContain('docs/for-auditors.md');
  for (const guide of guides) expect(sums.join('\n')).toContain(`  ${guide}`);
  const folder = join(out, 'controls/PCI-DSS-4.0.1/7.2.4');
  for (const name of (await readdir(folder)).filter((one) => one.endsWith('.jsonl')))
    for (const line of (await readFile(join(folder, name), 'utf8')).split('\n').filter((one) => one !== '')) {
      const { pointer, value } = JSON.parse(line);
      expect(value, pointer).toEqual(resolvePointer(report, pointer));
    }
  await expect(exportControls(request)).rejects.toThrow('There is already');
  await expect(exportControls({ ...request, out: `${out}2`, framework: 'cis' })).rejects.toThrow(
    'more than one',
  );
  await exportControls({ ...request, out: `${out}3`, withReport: false });
  expect(await readdir(join(`${out}3`, 'run'))).toEqual(['manifest.json']);
  await mkdir(`${out}4`);
  await expect(exportControls({ ...request, out: `${out}4` })).rejects.toThrow('There is already');
});
