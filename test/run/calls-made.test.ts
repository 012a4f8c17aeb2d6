import { expect, it } from 'vitest';
import type { Call } from '../../src/model/call.ts';
import { callsMade } from '../../src/run/calls-made.ts';

function call(startedAt: string, durationMs: number): Call {
  return { startedAt, durationMs } as Call;
}

it.each<[string, Call[], { calls: number; seconds: number }]>([
  ['nothing', [], { calls: 0, seconds: 0 }],
  ['one call', [call('2026-01-01T00:00:00.000Z', 250)], { calls: 1, seconds: 0.25 }],
  [
    'calls beside each other, whichever is named first',
    [
      call('2026-01-01T00:00:02.000Z', 100),
      call('2026-01-01T00:00:00.500Z', 4_000),
      call('2026-01-01T00:00:01.000Z', 1),
    ],
    { calls: 3, seconds: 4 },
  ],
  [
    'calls of which one tells no time',
    [call('yesterday', 5), call('2026-01-01T00:00:00.000Z', 1_000)],
    { calls: 2, seconds: 1 },
  ],
  ['a call whose clock was set back', [call('2026-01-01T00:00:00.000Z', -5)], { calls: 1, seconds: 0 }],
])('takes from the beginning of the first call to the end of the last: %s', (_what, calls, made) => {
  expect(callsMade(calls)).toEqual(made);
});
