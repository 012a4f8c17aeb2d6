import { CutOff, limitedSignal } from '../aws/allowance.ts';
import type { Clock } from '../aws/clock.ts';
import { stopper } from '../aws/stop.ts';
import type { Config } from '../config/schema.ts';

/** What ends a run before all accounts were read. */
export interface Interruption {
  /** Aborted by whoever wants the run to end; the reason's message names it, as `SIGTERM`. */
  signal: AbortSignal;
  /** seal: what was read is judged and sealed as incomplete. keep: the run is left as it is, for `--resume`. */
  outcome: 'seal' | 'keep';
}

/** How long accounts under way may go on after an interruption: ECS waits 30 seconds before it kills. */
const GRACE_MS = 10_000;

const MINUTE_MS = 60_000;

/** Says when a run begins no account any more, and when it cuts off those under way. */
export interface Ending {
  /** Aborted when calls under way are cut off; the reason is a `CutOff`. */
  cut: AbortSignal;
  /** What one account may take, from now; to be ended with the account. */
  forAccount(): { signal: AbortSignal; end(): void };
  /** Lets go of its timers. */
  end(): void;
}

/** How a run ends that is stopped from outside, or by the limits of its configuration. */
export function endingOf(
  { accountMinutes, runMinutes }: Config['limits'],
  clock: Clock,
  interrupted?: AbortSignal,
): Ending {
  const nothingNew = stopper();
  const cut = stopper();
  const alarms: Array<() => void> = [];

  function interrupt(): void {
    const reason = new CutOff('FAILED', `the run was ended by ${interruptedBy(interrupted)}`);
    nothingNew.abort(reason);
    alarms.push(clock.alarm(GRACE_MS, () => cut.abort(reason)));
  }

  const late = new CutOff('TIMED_OUT', `the run took longer than ${runMinutes} minutes (limits.runMinutes)`);
  alarms.push(
    clock.alarm(runMinutes * MINUTE_MS, () => {
      nothingNew.abort(late);
      cut.abort(late);
    }),
  );
  if (interrupted?.aborted === true) interrupt();
  interrupted?.addEventListener('abort', interrupt, { once: true });

  return {
    cut: cut.signal,
    forAccount() {
      // Whether the account is begun at all is asked when its turn comes.
      const parent = nothingNew.signal.aborted ? nothingNew.signal : cut.signal;
      const why = `reading the account took longer than ${accountMinutes} minutes (limits.accountMinutes)`;
      const reason = () => new CutOff('TIMED_OUT', why);
      return limitedSignal(parent, { clock, milliseconds: accountMinutes * MINUTE_MS, reason });
    },
    end() {
      for (const callOff of alarms) callOff();
      interrupted?.removeEventListener('abort', interrupt);
    },
  };
}

/** What interrupted a run, as its signal says. */
export function interruptedBy(interrupted: AbortSignal | undefined): string {
  return interrupted?.reason instanceof Error ? interrupted.reason.message : 'its caller';
}
