import { existsSync } from 'node:fs';
import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Interruption } from '../../src/run/ending.ts';
import { verifyEvidence } from '../../src/run/verify-evidence.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { AS_OF, fixedClock } from '../support/fixed-clock.ts';
import { runScan } from '../support/scan.ts';
import { bareConfiguration, PAGES } from '../support/short-configuration.ts';

let simulator: Simulator;
let config: object;
beforeAll(async () => {
  simulator = await startSimulator({ accounts: 4, asOf: AS_OF, pageSize: PAGES });
  config = { ...bareConfiguration(simulator.world), concurrency: { accounts: 1, callsPerAccount: 2 } };
});
beforeEach(() => simulator.clearFaults());
afterAll(() => simulator.close());

type Setup = Omit<Parameters<typeof runScan>[0], 'config' | 'aws'>;

function run(setup: Setup, aws: Partial<Parameters<typeof runScan>[0]['aws']> = {}) {
  const { endpoint, credentials } = simulator;
  return runScan({ config, aws: { endpoint, credentials, ...aws }, ...setup });
}

/** A clock that stands still; alarms of so many minutes ring once the simulator has let a call stall. */
function ringing(minutes: number): Partial<Parameters<typeof runScan>[0]['aws']> {
  const alarm = (milliseconds: number, ring: () => void) => {
    if (milliseconds !== minutes * 60_000) return () => {};
    const before = simulator.calls.length;
    const stalled = () => simulator.calls.slice(before).some(({ outcome }) => outcome === 'stall');
    const timer = setInterval(() => stalled() && ring(), 20);
    return () => clearInterval(timer);
  };
  return { clock: { ...fixedClock(AS_OF), alarm } };
}

const newOut = () => mkdtemp(join(tmpdir(), 'countersign-ending-'));

/** A run that is interrupted once AWS has been asked for its second account. */
function interruptedAtSecond(outcome: Interruption['outcome']): Setup {
  const controller = new AbortController();
  let started = 0;
  return {
    interrupted: { signal: controller.signal, outcome },
    watch: (event) => {
      if (event.kind !== 'account-started') return;
      started += 1;
      if (started !== 2) return;
      const before = simulator.calls.length;
      const timer = setInterval(() => {
        if (simulator.calls.length === before) return;
        clearInterval(timer);
        controller.abort(new Error('SIGTERM'));
      }, 1);
    },
  };
}

it('an account that answers for ever costs itself alone, and says which call was cut off', async () => {
  const undisturbed = await run({});
  const [slow] = undisturbed.report.scope.accounts;
  const accountId = slow?.accountId ?? '';
  simulator.addFault({ accountId, operation: 'GetTemplate', kind: 'stall' });
  const { report, directory } = await run({}, ringing(60));
  expect(report.coverage.complete).toBe(false);
  const { gaps } = report.coverage;
  expect(new Set(gaps.map((gap) => gap.accountId))).toEqual(new Set([accountId]));
  expect(gaps).toContainEqual(
    expect.objectContaining({
      reason: 'TIMED_OUT',
      action: 'cloudformation:GetTemplate',
      message: expect.stringContaining('limits.accountMinutes'),
    }),
  );
  // What had been read of it before stands.
  expect(gaps.map(({ fact }) => fact)).not.toContain('authorization-details');
  expect((await verifyEvidence({ runs: [directory] })).damage).toEqual([]);
});

it('a run that is over its time begins no account and cuts off the one under way', async () => {
  simulator.addFault({ operation: 'ListAnalyzers', kind: 'stall' });
  const { report } = await run({}, ringing(480));
  const { COMPLETE, PARTIAL, FAILED } = report.summary.accounts;
  // Whether anything of the one under way was read by then hangs on which answer came first.
  expect([COMPLETE, PARTIAL <= 1]).toEqual([0, true]);
  expect(PARTIAL + FAILED).toBe(report.scope.accounts.length);
  for (const gap of report.coverage.gaps) expect(gap.message).toContain('limits.runMinutes');
});

it('an interrupted run begins no further account, and seals what was read', async () => {
  const { report, directory } = await run(interruptedAtSecond('seal'));
  const [first, second, ...rest] = report.scope.accounts;
  expect([first?.status, second?.status]).toEqual(['COMPLETE', 'COMPLETE']);
  expect(rest.length).toBeGreaterThan(0);
  for (const { status } of rest) expect(status).toBe('FAILED');
  for (const gap of report.coverage.gaps) {
    expect(gap.reason).toBe('FAILED');
    expect(gap.message).toContain('the run was ended by SIGTERM');
  }
  expect((await verifyEvidence({ runs: [directory] })).damage).toEqual([]);
});

it('one that is to be kept is not sealed, and ends as if undisturbed when it is gone on with', async () => {
  const undisturbed = await run({});
  const out = await newOut();
  await expect(run({ out, ...interruptedAtSecond('keep') })).rejects.toMatchObject({
    code: 'INTERRUPTED',
    message: expect.stringContaining('--resume'),
  });
  const [runId = ''] = (await readdir(out)).filter((name) => /^\d{8}T/.test(name));
  expect(existsSync(join(out, runId, 'manifest.json'))).toBe(false);
  const resumed = await run({ out, resume: true });
  expect(resumed.report.coverage.complete).toBe(true);
  const fingerprints = ({ report }: typeof resumed) => report.findings.map(({ fingerprint }) => fingerprint);
  expect(fingerprints(resumed)).toEqual(fingerprints(undisturbed));
});

it('a run that is gone on with may leave accounts out, which are gaps then', async () => {
  const out = await newOut();
  await expect(run({ out, ...interruptedAtSecond('keep') })).rejects.toMatchObject({ code: 'INTERRUPTED' });
  const { scope } = (await run({})).report;
  const accountId = scope.accounts.at(-1)?.accountId ?? '';
  await expect(run({ out, resume: true, leaveOut: ['999999999999'] })).rejects.toMatchObject({
    code: 'UNKNOWN_ACCOUNT',
  });
  const { report } = await run({ out, resume: true, leaveOut: [accountId] });
  expect(report.scope.accounts.filter(({ status }) => status === 'FAILED')).toHaveLength(1);
  expect(report.coverage.gaps.at(0)).toMatchObject({ accountId, reason: 'FAILED' });
  expect(report.coverage.gaps.at(0)?.message).toContain('--leave-out');
});

it('one that is interrupted before it has found the accounts leaves nothing', async () => {
  const out = await newOut();
  const interrupted = { signal: AbortSignal.abort(new Error('SIGINT')), outcome: 'seal' } as const;
  await expect(run({ out, interrupted })).rejects.toMatchObject({ code: 'INTERRUPTED' });
  expect((await readdir(out)).filter((name) => name.includes('T'))).toEqual([]);
});
