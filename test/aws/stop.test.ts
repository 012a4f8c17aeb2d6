import { expect, onTestFinished, test } from 'vitest';
import { limitedSignal, untilCutOff } from '../../src/aws/allowance.ts';
import { systemClock } from '../../src/aws/clock.ts';
import { stopper } from '../../src/aws/stop.ts';

test('a hundred may wait for one signal, and Node warns of no leak', async () => {
  const warnings: Error[] = [];
  const warn = (warning: Error) => void warnings.push(warning);
  process.on('warning', warn);
  onTestFinished(() => void process.off('warning', warn));
  const stop = stopper();
  const limit = limitedSignal(stop.signal, {
    clock: systemClock,
    milliseconds: 600_000,
    reason: () => new Error('late'),
  });
  const waiting = Array.from({ length: 100 }, () => untilCutOff(new Promise<never>(() => {}), limit.signal));
  stop.abort(new Error('enough'));
  const ends = await Promise.allSettled(waiting);
  limit.end();
  expect(new Set(ends.map((end) => String(end.status === 'rejected' && end.reason.message)))).toEqual(
    new Set(['enough']),
  );
  await new Promise((next) => setImmediate(next));
  expect(warnings).toEqual([]);
});
