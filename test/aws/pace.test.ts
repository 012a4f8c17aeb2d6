import pLimit from 'p-limit';
import { describe, expect, test } from 'vitest';
import { createGate, createPaces } from '../../src/aws/gate.ts';
import { Pace } from '../../src/aws/pace.ts';
import { createThrottle, type ThrottleRule } from '../../src/simulator/throttle.ts';
import { type VirtualClock, virtualClock } from '../support/virtual-clock.ts';

const stillClock = () => virtualClock(undefined, true);
const GO_ON = new AbortController().signal;
const BEGINNING = { perSecond: 5, burst: 8 };
const CALL = { accountId: '111122223333', service: 'cloudformation', region: 'us-east-1' };

/** Makes calls at a pace, so many at once, to an AWS with such buckets; answers with how many it refused. */
async function calls(pace: Pace, clock: VirtualClock, rule: ThrottleRule, count: number): Promise<number> {
  const admits = createThrottle([rule], clock.milliseconds);
  let refused = 0;
  const four = pLimit(4);
  const made = Array.from({ length: count }, () =>
    four(async () => {
      for (;;) {
        await pace.turn(GO_ON);
        const sentAt = pace.moment();
        const admitted = admits(CALL);
        await clock.sleep(150);
        if (admitted) return pace.passed();
        refused += 1;
        pace.refused(sentAt);
      }
    }),
  );
  await Promise.all(made);
  return refused;
}

describe('the pace of a service', () => {
  test.each([100, 500, 2000])('meets no more than one refusal in a hundred calls: %i', async (count) => {
    const clock = stillClock();
    const refused = await calls(new Pace(clock, BEGINNING), clock, { ratePerSecond: 5, burst: 10 }, count);
    expect(refused / count).toBeLessThan(0.01);
  });

  test.each([1, 2, 3])('finds out that an account is given %i calls a second', async (ratePerSecond) => {
    const clock = stillClock();
    const pace = new Pace(clock, BEGINNING);
    await calls(pace, clock, { ratePerSecond, burst: 4 }, 150);
    expect(pace.perSecond).toBeLessThanOrEqual(ratePerSecond * 1.05);
    expect(pace.perSecond).toBeGreaterThan(ratePerSecond * 0.5);
  });

  test('never goes above what AWS says that it lets through', async () => {
    const clock = stillClock();
    const pace = new Pace(clock, { perSecond: 2, burst: 2, most: 2 });
    expect(await calls(pace, clock, { ratePerSecond: 2, burst: 2 }, 500)).toBe(0);
    expect(pace.perSecond).toBe(2);
  });

  test('goes up where nothing is refused, so that much is read in a fraction of the time', async () => {
    const clock = stillClock();
    const started = clock.milliseconds();
    const refused = await calls(
      new Pace(clock, BEGINNING),
      clock,
      { ratePerSecond: 1000, burst: 1000 },
      3000,
    );
    expect(refused).toBe(0);
    expect(clock.milliseconds() - started).toBeLessThan((3000 / 5) * 1000 * 0.5);
  });

  test('takes no more than a few refusals for one, though all were on their way', async () => {
    const clock = stillClock();
    const pace = new Pace(clock, BEGINNING);
    const sentAt = pace.moment();
    for (let n = 0; n < 4; n += 1) pace.refused(sentAt);
    expect(pace.perSecond).toBe(2.5);
  });

  test('sends nothing before the time that the service asked to wait', async () => {
    const clock = stillClock();
    const pace = new Pace(clock, BEGINNING);
    const started = clock.milliseconds();
    pace.refused(pace.moment(), 45_000);
    await pace.turn(GO_ON);
    expect(clock.milliseconds() - started).toBe(45_000);
  });

  test('lets go of who is cut off, and of nobody else', async () => {
    const clock = stillClock();
    const pace = new Pace(clock, { perSecond: 1, burst: 1 });
    const cut = new AbortController();
    const turns = [GO_ON, cut.signal, GO_ON].map((signal) => pace.turn(signal));
    cut.abort(new Error('enough'));
    const ended = await Promise.allSettled(turns);
    expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  test('goes on by a clock that stands still, or was set back', async () => {
    let now = 1_000_000;
    let slept = 0;
    const clock = {
      now: () => new Date(now),
      sleep: async (milliseconds: number) => {
        slept += milliseconds;
      },
      alarm: () => () => {},
    };
    const pace = new Pace(clock, { perSecond: 1, burst: 1 });
    for (let n = 0; n < 5; n += 1) await pace.turn(GO_ON);
    now = 0;
    for (let n = 0; n < 5; n += 1) await pace.turn(GO_ON);
    expect(slept).toBe(9_000);
  });
});

describe('the gate of an account', () => {
  const tooFast = Object.assign(new Error('Rate exceeded'), { name: 'Throttling' });

  test('a Region that refuses takes no place from the others while it waits', async () => {
    const clock = stillClock();
    const gate = createGate({ clock, paces: createPaces(clock), places: [pLimit(2)] });
    const started = clock.milliseconds();
    const ended: Array<{ region: string; at: number }> = [];
    const call = (region: string, fails: number) =>
      gate.pass('cloudformation', region, GO_ON, async (attempts) => {
        for (let left = fails; ; left -= 1) {
          try {
            await attempts.make(GO_ON, async () => {
              await clock.sleep(100);
              if (left > 0) throw tooFast;
            });
            ended.push({ region, at: clock.milliseconds() - started });
            return;
          } catch {}
        }
      });
    await Promise.all([
      ...[1, 2].map(() => call('eu-west-1', 3)),
      ...[1, 2, 3, 4].map(() => call('us-east-1', 0)),
    ]);
    const others = ended.splice(0, 4);
    expect(others.every(({ region, at }) => region === 'us-east-1' && at <= 300)).toBe(true);
    // Three refusals in a row: pauses of one, two and four seconds.
    expect(ended.every(({ region, at }) => region === 'eu-west-1' && at >= 7_000)).toBe(true);
  });

  test('gives back the places of who gives up while it waits for its turn', async () => {
    const clock = stillClock();
    const places = pLimit(1);
    const gate = createGate({ clock, paces: createPaces(clock), places: [places] });
    const late = new AbortController();
    const given = gate.pass('iam', 'global', GO_ON, async (attempts) => {
      await attempts.make(late.signal, () => Promise.reject(tooFast)).catch(() => {});
      const again = attempts.make(late.signal, async () => {});
      again.catch(() => {});
      throw new Error('given up');
    });
    await expect(given).rejects.toThrow('given up');
    await gate.pass('iam', 'global', GO_ON, (attempts) => attempts.make(GO_ON, async () => {}));
    await clock.sleep(60_000);
    expect(places.activeCount).toBe(0);
  });
});
