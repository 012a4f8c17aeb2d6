import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { registry } from '../../src/checks/registry.ts';
import { exitCodeFor } from '../../src/cli/exit-code-for.ts';
import { toJudgement } from '../../src/config/judgement.ts';
import { loadConfig } from '../../src/config/load.ts';
import { OUTPUT_FORMATS, OUTPUTS, type OutputFormat } from '../../src/model/output.ts';
import { writeOutputs } from '../../src/run/outputs.ts';
import { auditReport } from '../report/fixture.ts';
import { COMPLIANCE_FINDING } from '../report/ocsf-schema.ts';
import { scanFleet } from '../support/fleet.ts';
import { rebuild } from '../support/rebuild.ts';
import { size } from '../support/thorough.ts';

async function temporary(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'countersign-outputs-'));
}

it.each(OUTPUT_FORMATS)('writes %s where it is asked for, and report.json beside it', async (format) => {
  const out = await temporary();
  await writeOutputs(out, auditReport(), { formats: [format, format] });
  const [name = ''] = OUTPUTS[format].file.split('/');
  // Security Hub and OCSF take the findings of one account at a time, so there is a file for each besides.
  const besides = ['asff', 'ocsf'].includes(format) ? ['accounts'] : [];
  expect(await readdir(out)).toEqual([...new Set([name, 'report.json', ...besides])].sort());
});

it('writes pages for people, JSON, JSON Lines and CSV where nothing is named', async () => {
  const out = await temporary();
  await writeOutputs(out, auditReport());
  expect(await readdir(out)).toEqual([
    'accounts',
    'explorer.html',
    'findings.csv',
    'findings.jsonl',
    'report.html',
    'report.json',
    'summary.html',
  ]);
});

it('writes a page for each account, linked with the report where both are written', async () => {
  const report = auditReport();
  const ids = report.scope.accounts.map(({ accountId }) => accountId);
  const [id = ''] = ids;
  const [both, pages, page] = [await temporary(), await temporary(), await temporary()];
  await writeOutputs(both, report, { formats: ['html', 'accounts'] });
  await writeOutputs(pages, report, { formats: ['accounts'] });
  await writeOutputs(page, report, { formats: ['html'] });
  const link = `href="accounts/${id}/report.html"`;
  for (const out of [both, pages]) {
    expect(await readdir(join(out, 'accounts'))).toEqual(ids);
    for (const account of ids) expect(await readdir(join(out, 'accounts', account))).toEqual(['report.html']);
  }
  expect(await readFile(join(both, 'report.html'), 'utf8')).toContain(link);
  expect(await readFile(join(page, 'report.html'), 'utf8')).not.toContain(link);
  expect(await readFile(join(both, 'accounts', id, 'report.html'), 'utf8')).toContain(
    'href="../../report.html"',
  );
  expect(await readFile(join(pages, 'accounts', id, 'report.html'), 'utf8')).not.toContain(
    '../../report.html',
  );
});

it.each(['../../../etc', '12345678901', '1234567890123', '12345678901a', ''])(
  'writes nothing for an account whose id is no account id: %j',
  async (accountId) => {
    const report = structuredClone(auditReport());
    const [first] = report.scope.accounts;
    if (first === undefined) throw new Error('The fixture holds no account.');
    report.scope.accounts = [{ ...first, accountId }];
    const out = await temporary();
    const { failedOutputs } = await writeOutputs(out, report, { formats: ['accounts'] });
    expect(failedOutputs).toEqual([
      { output: 'accounts', problem: expect.stringContaining('not 12 digits') },
    ]);
    expect(await readdir(out)).toEqual(['report.json']);
  },
);

it('a form that fails takes no other with it, and is named in those that are written', async () => {
  const report = structuredClone(auditReport());
  const [finding] = report.findings;
  if (finding === undefined) throw new Error('The fixture holds no finding.');
  // What no door has let in: a text that is none, in the middle of what several forms show.
  Object.assign(finding, { controls: { none: 'of them' } });
  const out = await temporary();
  const formats = [...OUTPUT_FORMATS];
  const { failedOutputs = [] } = await writeOutputs(out, report, { formats });
  expect(failedOutputs.map(({ output }) => output)).toContain('csv');
  const written = await readdir(out);
  expect(written).toContain('report.json');
  for (const { output } of failedOutputs) expect(written).not.toContain(OUTPUTS[output].file);
  const kept = JSON.parse(await readFile(join(out, 'report.json'), 'utf8'));
  expect(kept.failedOutputs).toEqual(failedOutputs);
  expect(kept.verdict).toMatchObject({
    complete: false,
    reasons: expect.arrayContaining([expect.objectContaining({ reason: 'FAILED_OUTPUTS' })]),
  });
  expect(exitCodeFor(kept, { failOn: 'none', allowIncomplete: { share: 0 } })).toBe(3);
});

it('writes the pages of accounts byte for byte again when a run is judged again', async () => {
  const { directory } = await scanFleet({ accounts: 4 });
  const out = await temporary();
  await rebuild(directory, out);
  const ids = await readdir(join(directory, 'accounts'));
  expect(await readdir(join(out, 'accounts'))).toEqual(ids);
  expect(ids.length).toBeGreaterThan(2);
  for (const name of ids.map((id) => join('accounts', id, 'report.html'))) {
    const [again, first] = await Promise.all([readFile(join(out, name)), readFile(join(directory, name))]);
    expect(again.equals(first), name).toBe(true);
  }
});

it('writes what the configuration names, in a scan and byte for byte again when it is judged again', async () => {
  const outputs = ['explorer', 'ocsf', 'junit', 'asff', 'markdown'] satisfies OutputFormat[];
  const { directory, report } = await scanFleet({ accounts: size(4, 2) }, { config: { outputs } });
  const out = await temporary();
  await rebuild(directory, out);
  const names = [
    'explorer.html',
    'findings.asff.json',
    'findings.ocsf.json',
    'junit.xml',
    'report.json',
    'summary.md',
  ];
  expect(await readdir(out)).toEqual(['accounts', ...names]);
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

it('writes events of a made-up fleet that meet the schema of OCSF', async () => {
  const { directory } = await scanFleet({ accounts: size(12, 3) }, { config: { outputs: ['ocsf'] } });
  const events = JSON.parse(await readFile(join(directory, 'findings.ocsf.json'), 'utf8'));
  expect(events.length).toBeGreaterThan(20);
  for (const event of events) expect(COMPLIANCE_FINDING.safeParse(event).error).toBeUndefined();
});

it('links the explorer from the report where both are written', async () => {
  const page = async (formats: OutputFormat[]) => {
    const out = await temporary();
    await writeOutputs(out, auditReport(), { formats });
    return readFile(join(out, 'report.html'), 'utf8');
  };
  expect(await page(['html', 'explorer'])).toContain('href="explorer.html"');
  expect(await page(['html'])).not.toContain('explorer.html');
});

it('has the explorer link to the pages that are written beside it, and to no other', async () => {
  const links = async (formats: OutputFormat[]) => {
    const out = await temporary();
    await writeOutputs(out, auditReport(), { formats: formats });
    const page = await readFile(join(out, 'explorer.html'), 'utf8');
    return [...new Set([...page.matchAll(/\shref="([^#"]+)"/g)].map((match) => match[1]))].sort();
  };
  expect(await links(['explorer'])).toEqual(['report.json']);
  expect(await links(['explorer', 'html', 'csv'])).toEqual(['findings.csv', 'report.html', 'report.json']);
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
