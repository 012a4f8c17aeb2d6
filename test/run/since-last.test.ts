import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readFacts } from '../../src/evidence/account-evidence.ts';
import { directoryReader } from '../../src/evidence/evidence-reader.ts';
import { accountDirectory } from '../../src/evidence/run-paths.ts';
import { judgeRun, readRun } from '../../src/run/open-run.ts';
import type { SimulatorOptions } from '../../src/simulator/simulator.ts';
import { AS_OF, fixedClock } from '../support/fixed-clock.ts';
import { scanFleet } from '../support/fleet.ts';
import { some } from '../support/thorough.ts';

const EXPENSIVE = ['DescribeStackResources', 'GetTemplate', 'DetectStackResourceDrift'];

async function folder(): Promise<string> {
  const out = await mkdtemp(join(tmpdir(), 'countersign-since-last-'));
  onTestFinished(() => rm(out, { recursive: true, force: true }));
  return out;
}

/** A scan so many hours after the first, in the same place. */
async function run(out: string, hours: number, options: SimulatorOptions = {}, config: object = {}) {
  const clock = fixedClock(new Date(Date.parse(AS_OF) + hours * 3_600_000).toISOString());
  const scanned = await scanFleet(
    { accounts: 3, pageSize: 'aws', clock: clock.now, ...options },
    { out, aws: { clock }, sinceLast: true, bare: true, config: { outputs: ['json'], ...config } },
  );
  const { simulator } = scanned;
  const asked = (accountId?: string) =>
    simulator.calls.filter(
      (call) =>
        EXPENSIVE.includes(call.operation) && (accountId === undefined || call.accountId === accountId),
    ).length;
  const record = await readRun(directoryReader(scanned.directory));
  return { ...scanned, asked, record };
}

/** What is wrong with what, whatever run says it. */
function verdicts({ report }: Awaited<ReturnType<typeof run>>) {
  return {
    findings: [...report.findings].map(({ fingerprint }) => fingerprint).sort(),
    // It speaks of the run before, of which the first has none.
    checks: report.summary.checks.filter(({ checkId }) => checkId !== 'external-id-change'),
    gaps: report.coverage.gaps,
    roles: report.roles.map(({ roleArn, stack }) => ({ roleArn, stack })),
  };
}

describe('scan --since-last', () => {
  test('takes over what has not changed, says so, and comes to the same', async () => {
    const out = await folder();
    const first = await run(out, 0);
    expect(first.record.sinceLast).toMatchObject({ run: null, why: expect.any(String), facts: 0 });
    const second = await run(out, 1);
    expect(first.asked()).toBeGreaterThan(10);
    expect(second.asked()).toBe(0);
    expect(verdicts(second)).toEqual(verdicts(first));

    const { sinceLast } = second.record;
    expect(sinceLast).toMatchObject({ run: first.report.run.runId, maxAge: 168, accounts: 3 });
    const saved = first.simulator.calls.length - second.simulator.calls.length;
    expect(sinceLast?.callsSaved).toBe(saved);
    expect(second.log.join('\n')).toContain(`${sinceLast?.callsSaved} calls saved`);
    expect(second.report.coverage.older).toHaveLength(sinceLast?.facts ?? 0);
    for (const { since, run: by } of second.report.coverage.older ?? [])
      expect([since, by]).toEqual([AS_OF, first.report.run.runId]);

    // All that it was judged by is its own: it can be judged again without the run before.
    await rm(first.directory, { recursive: true });
    const again = await judgeRun(directoryReader(second.directory), second.record);
    expect(again.findings.map(({ fingerprint }) => fingerprint)).toEqual(
      second.report.findings.map(({ fingerprint }) => fingerprint),
    );
    expect(again.coverage).toEqual(second.report.coverage);
  });

  test('keeps the first date of reading from run to run, and reads again what is too old', async () => {
    const out = await folder();
    const first = await run(out, 0);
    await run(out, 20);
    const third = await run(out, 30);
    const older = third.report.coverage.older ?? [];
    const carried = older.filter(({ run: by }) => by !== undefined);
    expect(new Set(carried.map(({ since }) => since))).toEqual(new Set([AS_OF]));
    expect(new Set(carried.map(({ run: by }) => by))).toEqual(new Set([first.report.run.runId]));
    // A comparison counts for drift.maxAge, 24 hours.
    expect(third.simulator.calls.some(({ operation }) => operation === 'DetectStackResourceDrift')).toBe(
      true,
    );
    expect(third.simulator.calls.some(({ operation }) => operation === 'GetTemplate')).toBe(false);
    const late = await run(out, 169);
    expect(late.simulator.calls.some(({ operation }) => operation === 'GetTemplate')).toBe(true);
  });

  test('reads an account again whose roles, policies or stacks have changed, and no other', async () => {
    const out = await folder();
    const first = await run(out, 0);
    const world = structuredClone(first.simulator.world);
    const changed = world.accounts.find(({ id }) => first.asked(id) > 0);
    const role = changed?.contents.roles.find(({ name }) => name !== 'CountersignAuditor');
    if (changed === undefined || role === undefined) throw new Error('There is no such account.');
    role.inlinePolicies = { ...role.inlinePolicies, added: { Version: '2012-10-17', Statement: [] } };
    const second = await run(out, 1, { world });
    expect(second.asked(changed.id)).toBeGreaterThan(0);
    expect(second.asked()).toBe(second.asked(changed.id));
    const facts = await readFacts(join(second.directory, accountDirectory(changed.id)));
    expect(facts?.some((fact) => 'carriedFrom' in fact)).toBe(false);
  });

  const hindrances: Array<[string, string, object, ((directory: string) => Promise<void>)?]> = [
    ['the run before is damaged', 'no earlier run', {}, (at) => appendFile(join(at, 'run.json'), ' ')],
    ['drift was read in another way', 'drift.mode', { drift: { mode: 'last-known' } }],
    ['external IDs are masked', 'masked', { evidence: { externalIds: 'masked' } }],
  ];
  test.each(some(hindrances, 1))(
    'takes over nothing where %s, and says so',
    async (_what, why, config, harm) => {
      const out = await folder();
      const first = await run(out, 0);
      await harm?.(first.directory);
      const second = await run(out, 1, {}, config);
      expect(second.record.sinceLast).toMatchObject({
        run: null,
        why: expect.stringContaining(why),
        facts: 0,
      });
      expect(second.report.coverage.older?.some(({ run: by }) => by !== undefined) ?? false).toBe(false);
      expect(second.log.join('\n')).toContain('Nothing is taken over from an earlier run');
    },
  );
});
