import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { usualConfiguration } from '../../src/simulator/fleet/demo-configuration.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { countersign } from '../support/command.ts';
import { PAGES } from '../support/short-configuration.ts';

let simulator: Simulator;
let home: string;
let env: Record<string, string>;
beforeAll(async () => {
  simulator = await startSimulator({ accounts: 2, asOf: new Date().toISOString(), pageSize: PAGES });
  home = await mkdtemp(join(tmpdir(), 'countersign-theme-'));
  await mkdir(join(home, 'ours'));
  // In a folder of its own: the path of the theme starts at the configuration.
  const config = { ...usualConfiguration(simulator.world), report: { theme: '../ours' } };
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

it('a theme that is refused stops a scan before it begins, with file, line and column', async () => {
  const style = join(home, 'ours/theme.css');
  await writeFile(style, 'p {\n  background: url(https://attacker.example/x.png);\n}\n');
  const logo = join(home, 'ours/logo.svg');
  await writeFile(logo, '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  const { code, stderr, stdout } = await scan('refused');
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toContain(`${style}:2:15  a page loads nothing`);
  expect(stderr).toContain(`${logo}:1:41  the element <script> is not allowed`);
  expect(simulator.calls).toEqual([]);
  expect(await readdir(home)).not.toContain('refused');
  await writeFile(style, ':root { --accent: #0b5d3b; }\n');
  await writeFile(logo, '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><circle r="1"/></svg>');
});

it('a folder that is missing is named with the place of its key', async () => {
  const text = (await readFile(join(home, 'etc/config.yaml'), 'utf8')).replace('../ours', '../lost');
  await writeFile(join(home, 'etc/lost.yaml'), text);
  const line = text.split('\n').findIndex((candidate) => candidate.includes('../lost')) + 1;
  const { code, stderr } = await countersign(['scan', '--config', 'etc/lost.yaml'], { env, cwd: home });
  expect(code).toBe(1);
  expect(stderr).toMatch(
    new RegExp(`lost\\.yaml:${line}:\\d+ {2}report\\.theme: names a folder that cannot be read \\(ENOENT\\)`),
  );
});

it('a scan uses it on every page and says so in run.json; judging again uses it with the configuration', async () => {
  const { code, stderr } = await scan('runs');
  expect(code, stderr).toBe(0);
  const run = join(home, 'runs/latest');
  const page = await readFile(join(run, 'report.html'), 'utf8');
  const accounts = (await readdir(join(run, 'accounts'))).map((id) => `accounts/${id}/report.html`);
  for (const name of ['report.html', 'explorer.html', ...accounts]) {
    const text = await readFile(join(run, name), 'utf8');
    expect(text).toContain('--accent: #0b5d3b; }</style>');
    expect(text).toContain('<img class="logo"');
  }
  const { theme, judgement } = JSON.parse(await readFile(join(run, 'run.json'), 'utf8'));
  expect(theme.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(judgement.report).not.toHaveProperty('theme');
  expect((await countersign(['verify', run])).code).toBe(0);

  const said = 'The run’s own pages were made with another theme';
  const plain = await countersign(['report', run, '--out', join(home, 'plain')]);
  expect(plain.code, plain.stderr).toBe(0);
  expect(plain.stderr).toContain(`${said}, so these look different. Name the configuration`);
  expect(await readFile(join(home, 'plain/report.html'), 'utf8')).not.toContain('<img');
  const args = ['--config', 'etc/config.yaml', '--out', join(home, 'again')];
  const again = await countersign(['report', run, ...args], { cwd: home });
  expect(again.code, again.stderr).toBe(0);
  expect(again.stderr).not.toContain(said);
  await writeFile(join(home, 'etc/plain.yaml'), JSON.stringify(usualConfiguration(simulator.world)));
  const without = ['--config', 'etc/plain.yaml', '--out', join(home, 'without')];
  const { stderr: toldOnce } = await countersign(['report', run, ...without], { cwd: home });
  expect(toldOnce).toContain(said);
  expect(toldOnce).not.toContain('Name the configuration');
  expect(await readFile(join(home, 'again/report.html'), 'utf8')).toBe(page);
});
