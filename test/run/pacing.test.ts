import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { progressDisplay } from '../../src/cli/progress-display.ts';
import { type SimulatorOptions, startSimulator } from '../../src/simulator/simulator.ts';
import { AS_OF } from '../support/fixed-clock.ts';
import { runScan } from '../support/scan.ts';
import { shortConfiguration } from '../support/short-configuration.ts';
import { size } from '../support/thorough.ts';
import { type VirtualClock, virtualClock } from '../support/virtual-clock.ts';

const BUCKETS = [
  { service: 'iam', ratePerSecond: 10, burst: 20 },
  { service: 'access-analyzer', ratePerSecond: 5, burst: 10 },
  { service: 'cloudformation', ratePerSecond: 5, burst: 10 },
];

/** Scans a fleet with a clock that stands still while anything is done. */
async function paced(options: SimulatorOptions, out: string, clock: VirtualClock, more: object = {}) {
  const simulator = await startSimulator({
    clock: clock.now,
    asOf: AS_OF,
    seed: '1',
    throttleClock: clock.milliseconds,
    ...options,
  });
  const lines: Array<{ at: number; text: string }> = [];
  const note = (text: string) => void lines.push({ at: clock.milliseconds(), text });
  try {
    const started = clock.milliseconds();
    const { report } = await runScan({
      config: { ...shortConfiguration(simulator.world), outputs: ['json'], ...more },
      aws: {
        clock,
        endpoint: simulator.endpoint,
        credentials: simulator.credentials,
        maxAttempts: 6,
      },
      out,
      watch: progressDisplay(
        { live: true, colour: false, logFormat: 'text', print: note, say: note, log: note, rewrite: note },
        clock.milliseconds,
      ),
    });
    return { report, simulator, lines, started, ended: clock.milliseconds() };
  } finally {
    await simulator.close();
  }
}

async function folder(): Promise<string> {
  const out = await mkdtemp(join(tmpdir(), 'countersign-pacing-'));
  onTestFinished(() => rm(out, { recursive: true, force: true }));
  return out;
}

describe('a fleet with token buckets', () => {
  test('has fewer than one call in a hundred throttled, reads everything, and tells how long it takes', async () => {
    const out = await folder();
    const clock = virtualClock(AS_OF);
    const fleet = { accounts: size(12, 8), throttle: BUCKETS };
    for (const isFirst of [true, false]) {
      const { report, simulator, lines, started, ended } = await paced(fleet, out, clock, {
        concurrency: { accounts: 2, callsPerAccount: 4 },
      });
      const throttled = simulator.calls.filter(({ outcome }) => outcome.startsWith('Throttling'));
      expect(simulator.calls.length).toBeGreaterThan(200);
      expect(throttled.length / simulator.calls.length).toBeLessThan(0.01);
      expect(report.coverage.gaps.filter(({ reason }) => reason === 'THROTTLED')).toEqual([]);
      if (isFirst) continue;
      const told = lines.find(
        ({ at, text }) => at >= started + (ended - started) / 10 && /about \d+ s left/.test(text),
      );
      const said = Number(/about (\d+) s left/.exec(told?.text ?? '')?.[1]);
      const was = (ended - (told?.at ?? Number.NaN)) / 1000;
      // It is told in whole seconds, which weigh much in a run of ten; how the calls fall together does too.
      expect(Math.abs(said - was)).toBeLessThan(0.25 * was + 1);
    }
  });
});

test('a Region that asks to wait makes its account wait, and no other', async () => {
  const clock = virtualClock(AS_OF);
  const slow =
    '<ErrorResponse><Error><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>';
  const { report, simulator } = await paced({ accounts: 4 }, await folder(), clock);
  const [someone = ''] = report.scope.accounts.map(({ accountId }) => accountId);
  const change = () => ({ status: 503, headers: { 'retry-after': '40' }, body: slow });
  const again = await paced(
    {
      world: simulator.world,
      faults: [{ accountId: someone, operation: 'ListStacks', kind: 'other-answer', change, times: 1 }],
    },
    await folder(),
    clock,
  );
  expect(again.report.coverage.gaps).toEqual(report.coverage.gaps);
  expect(again.simulator.calls).toHaveLength(simulator.calls.length + 1);
  // Only the head of a line sleeps: no other account or Region has waited for that.
  expect(clock.slept.filter((milliseconds) => milliseconds > 20_000)).toEqual([40_000]);
});
