/** How long accounts will still be read, by how long they took. */
export interface TimeLeft {
  started(accountId: string, now: number): void;
  /** `kept`: it was not read, and says nothing of how long others take. */
  done(accountId: string, now: number, kept: boolean): void;
  /** Milliseconds; undefined while nothing is known to go by. */
  left(now: number): number | undefined;
}

/** So few are left that it counts which of them comes where; of more, only their sum does. */
const FEW = 200;

/**
 * So many accounts, some at once, of which the run before knows how long they took. Accounts of which it does not know
 * are taken for those that are done by now; all others for what they took, times how much slower this run is.
 *
 * @param seconds what the run before took for each
 */
export function timeLeft(inScope: number, atOnce: number, seconds: ReadonlyMap<string, number>): TimeLeft {
  const started = new Map<string, number>();
  const known = new Map([...seconds].map(([id, value]) => [id, value * 1000]));
  // Sums of what is done, by what was expected of it and by what it took; and of accounts that nothing was known of.
  const done = { expected: 0, took: 0, strangers: 0, strangersTook: 0 };
  let waiting = inScope;
  let waitingKnown = known.size;
  const begun = new Set<string>();
  const knownMs = sum([...known.values()]);
  let waitingMs = knownMs;

  function slower(): number {
    return done.expected === 0 ? 1 : done.took / done.expected;
  }

  /** What an account takes of which nothing is known; undefined while none was read. */
  function ordinary(): number | undefined {
    if (done.strangers > 0) return done.strangersTook / done.strangers;
    return known.size > 0 ? (slower() * knownMs) / known.size : undefined;
  }

  return {
    started(accountId, now) {
      started.set(accountId, now);
      begun.add(accountId);
      const expected = known.get(accountId);
      waiting -= 1;
      if (expected === undefined) return;
      waitingKnown -= 1;
      waitingMs -= expected;
    },
    done(accountId, now, kept) {
      const took = now - (started.get(accountId) ?? now);
      started.delete(accountId);
      if (kept) return;
      const expected = known.get(accountId);
      if (expected === undefined) {
        done.strangers += 1;
        done.strangersTook += took;
      } else {
        done.expected += expected;
        done.took += took;
      }
    },
    left(now) {
      const other = ordinary();
      if (other === undefined) return undefined;
      const running = [...started].map(([accountId, at]) => {
        const expected = known.get(accountId);
        return Math.max(0, (expected === undefined ? other : expected * slower()) - (now - at));
      });
      const strangers = Math.max(0, waiting - waitingKnown);
      if (waiting > FEW) {
        const all = waitingMs * slower() + strangers * other + sum(running);
        return Math.max(all / atOnce, ...running);
      }
      const ahead = [...known]
        .flatMap(([accountId, expected]) => (begun.has(accountId) ? [] : [expected * slower()]))
        .concat(Array.from({ length: strangers }, () => other))
        .sort((one, another) => another - one);
      const free = [...running, ...Array.from({ length: Math.max(0, atOnce - running.length) }, () => 0)];
      for (const expected of ahead) {
        const soonest = free.indexOf(Math.min(...free));
        free[soonest] = (free[soonest] ?? 0) + expected;
      }
      return Math.max(...free);
    },
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
