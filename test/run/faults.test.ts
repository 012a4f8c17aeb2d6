import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { registry } from '../../src/checks/registry.ts';
import { logLine } from '../../src/cli/log-line.ts';
import { progressDisplay } from '../../src/cli/progress-display.ts';
import { roleSettings } from '../../src/collect/iam/role-settings.ts';
import type { Check } from '../../src/model/check.ts';
import type { Fault } from '../../src/model/fault.ts';
import type { ProgressEvent } from '../../src/run/progress.ts';
import { verifyEvidence } from '../../src/run/verify-evidence.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { builtProgram } from '../support/built-program.ts';
import { countersign } from '../support/command.ts';
import { AS_OF } from '../support/fixed-clock.ts';
import { scanFleet } from '../support/fleet.ts';
import { rebuild } from '../support/rebuild.ts';
import { runScan } from '../support/scan.ts';
import { bareConfiguration, PAGES } from '../support/short-configuration.ts';
import { size, THOROUGH } from '../support/thorough.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

function broken(message: string): () => never {
  return () => {
    throw Object.assign(new TypeError(message), { code: 'E_BROKEN' });
  };
}

function installed(id: string): Check {
  const check = registry.find((one) => one.id === id);
  if (check === undefined) throw new Error(`There is no check ${id}.`);
  return check;
}

async function faultsIn(directory: string): Promise<Fault[]> {
  const text = await readFile(join(directory, 'faults.jsonl'), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('a check that throws', () => {
  it('leaves a trace in the sealed evidence, and ERROR as its answer', async () => {
    vi.spyOn(installed('stale-role'), 'evaluate').mockImplementation(broken('not a role'));
    const { directory, report } = await scanFleet({ accounts: size(3, 2) });
    const [fault, ...more] = await faultsIn(directory);
    expect(more).toEqual([]);
    const accounts = report.scope.accounts.map(({ accountId }) => accountId);
    expect(fault).toMatchObject({
      source: 'check',
      id: 'stale-role',
      code: 'E_BROKEN',
      message: 'not a role.',
    });
    expect(fault).toMatchObject({ accountId: accounts.at(0), region: 'global', times: accounts.length });
    expect(fault?.stack.join('\n')).toMatch(/ \(src\/evaluate\/account\.ts:\d+:\d+\)/);
    expect(JSON.stringify(fault)).not.toContain(process.cwd());

    const errors = report.unanswered.filter(({ checkId }) => checkId === 'stale-role');
    expect(errors.map(({ status }) => status)).toEqual(accounts.map(() => 'ERROR'));
    const manifest = JSON.parse(await readFile(join(directory, 'manifest.json'), 'utf8'));
    expect(manifest.subject.map(({ name }: { name: string }) => name)).toContain('faults.jsonl');
    expect(await readFile(join(directory, 'report.html'), 'utf8')).toContain('faults.jsonl');

    expect((await verifyEvidence({ runs: [directory] })).intact).toBe(true);
    const again = await mkdtemp(join(tmpdir(), 'countersign-again-'));
    await rebuild(directory, again);
    expect(await readFile(join(again, 'faults.jsonl'), 'utf8')).toBe(
      await readFile(join(directory, 'faults.jsonl'), 'utf8'),
    );
    await writeFile(join(directory, 'faults.jsonl'), '');
    expect((await verifyEvidence({ runs: [directory] })).intact).toBe(false);
  });

  it('over all accounts leaves one too, and no external ID anywhere', async () => {
    const seen = new Set<string>();
    vi.spyOn(installed('external-id-reuse'), 'evaluate').mockImplementation((population: unknown) => {
      const text = JSON.stringify(population);
      for (const [, list = ''] of text.matchAll(/"externalIds":\["([^\]]*)"\]/g))
        for (const id of list.split('","')) seen.add(id);
      throw new Error(`cannot compare ${[...seen].slice(0, 5).join(' ')}`);
    });
    const { directory, report } = await scanFleet({ accounts: 6 });
    const [fault] = await faultsIn(directory);
    expect(fault).toMatchObject({ source: 'check', id: 'external-id-reuse', accountId: null, times: 1 });
    const detail = report.unanswered.find(({ checkId }) => checkId === 'external-id-reuse')?.detail;
    expect(detail).toMatch(/^The check external-id-reuse failed to run: cannot compare /);
    expect(seen.size).toBeGreaterThan(2);
    for (const id of seen) expect(`${fault?.message} ${detail}`).not.toContain(id);
  });
});

describe('a collector that throws', () => {
  it('leaves a trace with the account and in the run', async () => {
    vi.spyOn(roleSettings, 'collect').mockImplementation(broken('no settings'));
    const { directory, report } = await scanFleet({ accounts: size(3, 2) });
    const [fault, ...more] = await faultsIn(directory);
    expect(more).toEqual([]);
    expect(fault).toMatchObject({
      source: 'collector',
      id: 'role-settings',
      code: 'E_BROKEN',
      message: 'no settings.',
    });
    expect(fault?.times).toBe(report.scope.accounts.length);
    for (const { accountId } of report.scope.accounts) {
      const [own] = await faultsIn(join(directory, 'accounts', accountId));
      expect(own).toEqual({ ...fault, accountId, times: 1 });
    }
    expect(report.coverage.gaps.filter(({ fact }) => fact === 'role-settings')).toHaveLength(
      fault?.times ?? 0,
    );
    const again = await mkdtemp(join(tmpdir(), 'countersign-again-'));
    await rebuild(directory, again);
    expect(await faultsIn(again)).toEqual([fault]);
  });
});

it('what was thrown before a run was interrupted is there when it is gone on with', async () => {
  const simulator = await startSimulator({
    accounts: 2,
    seed: '1',
    asOf: AS_OF,
    clock: () => new Date(AS_OF),
  });
  const setup = {
    config: bareConfiguration(simulator.world),
    aws: { endpoint: simulator.endpoint, credentials: simulator.credentials },
    out: await mkdtemp(join(tmpdir(), 'countersign-faults-')),
  };
  try {
    vi.spyOn(roleSettings, 'collect').mockImplementation(broken('no settings'));
    const watch = ({ kind }: ProgressEvent) => {
      if (kind === 'writing') throw new Error('the power went out');
    };
    await expect(runScan({ ...setup, watch })).rejects.toThrow('the power went out');
    vi.restoreAllMocks();
    const { directory } = await runScan({ ...setup, resume: true });
    expect(await faultsIn(directory)).toEqual([
      expect.objectContaining({
        source: 'collector',
        id: 'role-settings',
        message: 'no settings.',
        times: 2,
      }),
    ]);
  } finally {
    await simulator.close();
  }
});

it('a run in which nothing was thrown has no such file', async () => {
  const { directory } = await scanFleet({ accounts: 2 });
  expect((await readdir(directory)).filter((name) => name.includes('faults'))).toEqual([]);
});

/** The program with a check that throws, as the test's own process has it. */
const BROKEN = `
  import { staleRole } from 'SRC/checks/usage/stale-role.ts';
  staleRole.evaluate = () => { throw new Error('it broke\\u001b[31m'); };
  import('SRC/cli/main.ts');`;

it('--debug shows it on stderr, once, and without --debug nothing is shown', async () => {
  const simulator = await startSimulator({ accounts: 2, asOf: new Date().toISOString(), pageSize: PAGES });
  const home = await mkdtemp(join(tmpdir(), 'countersign-debug-'));
  try {
    await writeFile(join(home, 'config.yaml'), JSON.stringify(bareConfiguration(simulator.world)));
    const program = THOROUGH ? { main: builtProgram(BROKEN) } : {};
    vi.spyOn(installed('stale-role'), 'evaluate').mockImplementation(() => {
      throw new Error('it broke\u001b[31m');
    });
    const env = {
      AWS_ENDPOINT_URL: simulator.endpoint,
      AWS_ACCESS_KEY_ID: simulator.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: simulator.credentials.secretAccessKey,
      AWS_REGION: 'us-east-1',
    };
    const debug = await countersign(['scan', '--debug', '--out', 'a'], { env, cwd: home, ...program });
    expect(debug.stderr.match(/The check stale-role threw in \d{12}, global: Error: it broke/g)).toHaveLength(
      1,
    );
    expect(debug.stderr).toMatch(/\n {4}at .*\(src\/evaluate\/account\.ts:\d+:\d+\)/);
    expect(debug.stderr).not.toContain('\u001b[31m');
    const quiet = await countersign(['scan', '--out', 'b'], { env, cwd: home, ...program });
    expect(quiet.stderr).not.toContain('it broke');
    const again = await countersign(['report', 'b/latest', '--debug', '--out', 'c'], {
      env,
      cwd: home,
      ...program,
    });
    expect(again.stderr).toContain('The check stale-role threw');
  } finally {
    await simulator.close();
  }
});

it('the machine-readable log holds it whole', () => {
  const said: string[] = [];
  const say = (text: string) => void said.push(text);
  const log = (message: string, data: Record<string, unknown>) => say(logLine('info', message, data));
  const terminal = {
    live: false,
    colour: false,
    logFormat: 'json' as const,
    print: say,
    say,
    log,
    rewrite: say,
  };
  const fault = {
    source: 'check',
    id: 'x',
    accountId: null,
    region: 'global',
    code: 'E',
    message: 'm.',
    stack: ['at a'],
    times: 1,
  };
  progressDisplay(terminal, () => 0, { debug: true })({ kind: 'fault', fault } as ProgressEvent);
  expect(said.map((line) => JSON.parse(line))).toMatchObject([{ level: 'info', message: 'fault', fault }]);
});
