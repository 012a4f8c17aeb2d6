import { channel } from 'node:diagnostics_channel';
import { onTestFinished } from 'vitest';
import type { Clock } from '../../src/aws/clock.ts';

export interface VirtualClock extends Clock {
  milliseconds(): number;
  /** Every sleep that was asked for, in milliseconds. */
  slept: number[];
}

/** So many turns of the event loop without a request on its way are taken for nothing left to do. */
const QUIET_TURNS = 12;
const OTHER_THREADS_MS = 5;

/**
 * A clock that stands still while anything is done and then goes on to the end of the next sleep: hours of waiting take
 * no time, and take as long on every machine. Whatever sends by Node's HTTP, or reads and writes files, is seen. Where
 * nothing but promises is tried, `promisesAlone` saves looking for more: those are done when the event loop turns.
 */
export function virtualClock(start = '2026-11-01T00:00:00.000Z', promisesAlone = false): VirtualClock {
  let now = Date.parse(start);
  const timers = new Set<{ at: number; ring: () => void; wakes: boolean }>();
  let underWay = 0;
  let quiet = 0;
  const slept: number[] = [];
  const watch = (name: string, change: number) => {
    const heard = () => {
      underWay += change;
      quiet = 0;
    };
    channel(name).subscribe(heard);
    onTestFinished(() => void channel(name).unsubscribe(heard));
  };
  watch('http.client.request.start', 1);
  watch('http.client.response.finish', -1);
  watch('http.client.request.error', -1);

  let isPumping = false;
  function pump(): void {
    if (isPumping) return;
    isPumping = true;
    const turn = () => {
      quiet = !promisesAlone && (underWay > 0 || isFileUnderWay()) ? 0 : quiet + 1;
      if (promisesAlone || quiet > QUIET_TURNS) goOn();
      if (![...timers].some(({ wakes }) => wakes)) isPumping = false;
      // What is compressed or hashed on another thread is not seen, and is given some time to end.
      else if (quiet === QUIET_TURNS) setTimeout(turn, OTHER_THREADS_MS);
      else setImmediate(turn);
    };
    setImmediate(turn);
  }

  function goOn(): void {
    quiet = 0;
    const next = Math.min(...[...timers].flatMap(({ at, wakes }) => (wakes ? [at] : [])));
    now = Math.max(now, next);
    for (const timer of [...timers].filter(({ at }) => at <= now)) {
      timers.delete(timer);
      timer.ring();
    }
  }

  function after(milliseconds: number, ring: () => void, wakes: boolean): () => void {
    const timer = { at: now + milliseconds, ring, wakes };
    timers.add(timer);
    quiet = 0;
    if (wakes) pump();
    return () => timers.delete(timer);
  }

  return {
    milliseconds: () => now,
    now: () => new Date(now),
    slept,
    sleep: (milliseconds) => {
      slept.push(milliseconds);
      return new Promise((wake) => void after(milliseconds, wake, true));
    },
    alarm: (milliseconds, ring) => after(milliseconds, ring, false),
  };
}

/** On a busy machine a file takes many turns of the event loop. */
function isFileUnderWay(): boolean {
  return process.getActiveResourcesInfo().some((resource) => resource.startsWith('FSReq'));
}
