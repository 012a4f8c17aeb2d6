import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { registry } from '../../src/checks/registry.ts';
import { toJudgement } from '../../src/config/judgement.ts';
import { loadConfig } from '../../src/config/load.ts';
import { OUTPUT_FORMATS, type OutputFormat } from '../../src/model/output.ts';
import { writeOutputs } from '../../src/run/outputs.ts';
import { auditReport } from '../report/fixture.ts';
import { scanFleet } from '../support/fleet.ts';
import { rebuild } from '../support/rebuild.ts';

const FILES: Record<OutputFormat, string> = {
  html: 'report.html',
  json: 'report.json',
  jsonl: 'findings.jsonl',
  csv: 'findings.csv',
  ocsf: 'findings.ocsf.json',
  junit: 'junit.xml',
  asff: 'findings.asff.json',
  markdown: 'summary.md',
};

async function temporary(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'countersign-outputs-'));
}

it.each(OUTPUT_FORMATS)('writes %s where it is asked for, and report.json beside it', async (format) => {
  const out = await temporary();
  await writeOutputs(out, auditReport(), [format, format]);
  expect(await readdir(out)).toEqual([...new Set([FILES[format], 'report.json'])].sort());
});

it('writes HTML, JSON, JSON Lines and CSV where nothing is named', async () => {
  const out = await temporary();
  await writeOutputs(out, auditReport());
  expect(await readdir(out)).toEqual(['findings.csv', 'findings.jsonl', 'report.html', 'report.json']);
});

it('writes what the configuration names, in a scan and byte for byte again when it is judged again', async () => {
  const outputs = ['ocsf', 'junit', 'asff', 'markdown'] satisfies OutputFormat[];
  const { directory, report } = await scanFleet({ accounts: 4 }, { config: { outputs } });
  const out = await temporary();
  await rebuild(directory, out);
  const names = ['findings.asff.json', 'findings.ocsf.json', 'junit.xml', 'report.json', 'summary.md'];
  expect(await readdir(out)).toEqual(names);
  expect(await readdir(directory)).toEqual(expect.arrayContaining(names));
  expect(await readdir(directory)).not.toContain('report.html');
  for (const name of names) {
    const [again, first] = await Promise.all([readFile(join(out, name)), readFile(join(directory, name))]);
    expect(again.equals(first), name).toBe(true);
  }
  expect(report.findings.length).toBeGreaterThan(0);
  for (const name of ['findings.asff.json', 'findings.ocsf.json']) {
    expect(JSON.parse(await readFile(join(out, name), 'utf8'))).toHaveLength(report.findings.length);
  }
});

it('writes what another configuration names when a run is judged again by it', async () => {
  const { directory } = await scanFleet({ accounts: 2 });
  const config = loadConfig(
    JSON.stringify({ accounts: [{ id: '111122223333' }], outputs: ['markdown'] }),
    'other.yaml',
    {},
    registry,
  );
  const out = await temporary();
  await rebuild(directory, out, { judgement: toJudgement(config, []) });
  expect(await readdir(out)).toEqual(['report.json', 'summary.md']);
});

it.each([['pdf'], [[]], [['html', 'pdf']]])('refuses outputs: %j', (outputs) => {
  const text = JSON.stringify({ accounts: [{ id: '111122223333' }], outputs });
  expect(() => loadConfig(text, 'config.yaml', {}, registry)).toThrow('outputs');
});
