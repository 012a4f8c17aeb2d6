import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoConfiguration } from '../../src/simulator/fleet/demo-configuration.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { countersign } from '../support/command.ts';

let simulator: Simulator;
let home: string;
let env: Record<string, string>;
beforeAll(async () => {
  simulator = await startSimulator({ accounts: 2, asOf: new Date().toISOString() });
  home = await mkdtemp(join(tmpdir(), 'countersign-looks-'));
  await mkdir(join(home, 'looks/styles'), { recursive: true });
  // In a folder of its own: the path of the templates starts at the configuration.
  const config = { ...demoConfiguration(simulator.world), report: { templates: '../looks' } };
  await mkdir(join(home, 'etc'));
  await writeFile(join(home, 'etc/config.yaml'), JSON.stringify(config, null, 2));
  env = {
    AWS_ENDPOINT_URL: simulator.endpoint,
    AWS_ACCESS_KEY_ID: simulator.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: simulator.credentials.secretAccessKey,
    AWS_REGION: 'us-east-1',
  };
});
afterAll(() => simulator.close());

function scan(out: string) {
  return countersign(['scan', '--config', 'etc/config.yaml', '--out', out], { env, cwd: home });
}

it('a template that is refused stops a scan before it begins, with file, line and column', async () => {
  await mkdir(join(home, 'looks/partials'));
  const partial = join(home, 'looks/partials/run-identity.hbs');
  await writeFile(partial, '<p>\n  {{runid}}</p>\n');
  const { code, stderr, stdout } = await scan('refused');
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toContain(`${partial}:2:5  there is no field "runid" here. There are: runId, `);
  expect(simulator.calls).toEqual([]);
  expect(await readdir(home)).not.toContain('refused');
  await writeFile(partial, '<p>Our own run {{runId}}</p>\n');
});

it('a folder that is missing is named with the place of its key', async () => {
  const text = (await readFile(join(home, 'etc/config.yaml'), 'utf8')).replace('../looks', '../lost');
  await writeFile(join(home, 'etc/lost.yaml'), text);
  const line = text.split('\n').findIndex((candidate) => candidate.includes('../lost')) + 1;
  const { code, stderr } = await countersign(['scan', '--config', 'etc/lost.yaml'], { env, cwd: home });
  expect(code).toBe(1);
  expect(stderr).toMatch(
    new RegExp(
      `lost\\.yaml:${line}:\\d+ {2}report\\.templates: names a folder that cannot be read \\(ENOENT\\)`,
    ),
  );
});

it('a scan uses them and says so in run.json; judging again uses them with the configuration', async () => {
  const { code, stderr } = await scan('runs');
  expect(code, stderr).toBe(0);
  const run = join(home, 'runs/latest');
  const page = await readFile(join(run, 'report.html'), 'utf8');
  expect(page).toContain('<p>Our own run 2');
  const { templates, judgement } = JSON.parse(await readFile(join(run, 'run.json'), 'utf8'));
  expect(templates.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(judgement.report).not.toHaveProperty('templates');
  expect((await countersign(['verify', run])).code).toBe(0);

  const said = 'The run’s own pages were made with other templates';
  const plain = await countersign(['report', run, '--out', join(home, 'plain')]);
  expect(plain.code, plain.stderr).toBe(0);
  expect(plain.stderr).toContain(said);
  expect(await readFile(join(home, 'plain/report.html'), 'utf8')).not.toContain('Our own run');
  const args = ['--config', 'etc/config.yaml', '--out', join(home, 'again')];
  const again = await countersign(['report', run, ...args], { cwd: home });
  expect(again.code, again.stderr).toBe(0);
  expect(again.stderr).not.toContain(said);
  expect(await readFile(join(home, 'again/report.html'), 'utf8')).toBe(page);
});
