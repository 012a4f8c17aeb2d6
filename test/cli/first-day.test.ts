import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { countersign } from '../support/command.ts';
import { oneIn } from '../support/thorough.ts';

const main = join(resolve(import.meta.dirname, '../..'), 'dist/cli/main.js');

let simulator: ChildProcess;
let env: Record<string, string>;
let home: string;
const run = (...args: string[]) => countersign(args, { cwd: home, env });
const text = (name: string) => readFile(join(home, name), 'utf8');

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'countersign-first-day-'));
  simulator = spawn(process.execPath, ['--no-warnings', main, 'simulate', '--accounts', '3', '--json'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  env = JSON.parse(
    await new Promise<string>((done) => simulator.stdout?.setEncoding('utf8').once('data', done)),
  );
});

afterAll(() => {
  simulator.kill('SIGTERM');
});

oneIn(5)('goes from nothing to a register that a scan is judged by, and writes over nothing', async () => {
  const begun = await run('init');
  expect(begun.code, begun.stderr).toBe(0);
  const first = await text('config.yaml');
  expect(first).toMatch(/^# Seen: 3 accounts\./m);
  expect(first).toMatch(/^# Seen: 17 Regions are switched on/m);
  const again = await run('init');
  expect([again.code, again.stderr]).toEqual([
    1,
    expect.stringContaining('FILE_EXISTS: There is already a config.yaml'),
  ]);
  const other = await run('init', '--out', '-');
  expect(other.stdout).toContain('\norganization:\n  id: o-');

  const scanned = await run('scan', '--allow-incomplete');
  expect(scanned.code, scanned.stderr).toBe(0);
  const drafted = await run('register', 'draft', 'countersign-runs/latest', '--out', 'register.yaml');
  expect(drafted.code, drafted.stderr).toBe(0);
  const draft = await text('register.yaml');
  expect(draft).toMatch(/^ {2}# arn:aws:iam::\d{12}:role\/\S+: guarded by external ID; last used /m);
  expect(draft).not.toContain(env.COUNTERSIGN_EXTERNAL_ID);
  expect((await run('register', 'draft', 'countersign-runs/latest')).stdout).toBe(draft);
  expect((await run('register', 'draft', 'countersign-runs/latest', '--out', 'register.yaml')).code).toBe(1);

  await writeFile(join(home, 'config.yaml'), first.replace('# register:', 'register:'));
  const refused = await run('plan');
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(
    /register\.yaml:\d+:12 {2}thirdParties\[0\]\.owner: is still to be filled in/,
  );

  const filled = draft
    .replaceAll(/^ +(approvedBy|contractEnds|lastReviewed): .*\n/gm, '')
    .replaceAll('TO BE FILLED IN', 'Ana');
  await writeFile(join(home, 'register.yaml'), filled);
  expect(await run('register', 'check')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('all in order'),
  });
  const second = await run('scan', '--allow-incomplete', '--json');
  const { thirdParties, findings } = JSON.parse(second.stdout);
  expect(
    findings.filter(({ checkId }: { checkId: string }) => checkId === 'unregistered-third-party'),
  ).toEqual([]);
  const kinds = new Set(thirdParties.map(({ party }: { party: { kind: string } }) => party.kind));
  expect(kinds).toContain('registered');
  for (const kind of ['unknown', 'known-vendor', 'organization']) expect(kinds).not.toContain(kind);
  const record = JSON.parse(await text('countersign-runs/latest/run.json'));
  expect(record.configFiles).toEqual([{ key: 'register', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
  const rest = await run('register', 'draft', 'countersign-runs/latest', '--json');
  expect(JSON.parse(rest.stdout).thirdParties).toEqual([]);
});

it('tells a register that is over from one that cannot be used', async () => {
  const entry =
    '- { name: N, accountIds: ["111122223333"], owner: Ana, justification: Metrics, contractEnds: 2020-01-31 }';
  await writeFile(join(home, 'over.yaml'), `thirdParties:\n  ${entry}\n`);
  const over = await run('register', 'check', 'over.yaml');
  expect([over.code, over.stdout]).toEqual([
    2,
    'over.yaml: 1 third party, 0 exceptions; 1 to look at\n  expired    thirdParties[0]  N: The last day of the contract is 2020-01-31.\n',
  ]);
  await writeFile(join(home, 'twice.yaml'), `thirdParties:\n  ${entry}\n  ${entry}\n`);
  const twice = await run('register', 'check', 'twice.yaml');
  expect(twice.code).toBe(1);
  expect(twice.stderr).toContain(
    'twice.yaml:3:13  thirdParties[1].name: is given twice; it first stands in line 2',
  );
});
