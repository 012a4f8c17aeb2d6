import pLimit from 'p-limit';
import { untilCutOff } from './allowance.ts';
import type { Clock } from './clock.ts';

/** So many calls at once, and so many a second when those are used up: how AWS limits calls too. */
export interface Rate {
  perSecond: number;
  burst: number;
  /** What AWS says that it never lets more through than. */
  most?: number;
}

/** So many calls in a row must pass before more a second are tried; twice as many after each refusal. */
const CALM = 200;
/** How much faster each call makes it that passes after that. */
const GROWTH = 1.01;
const SLOWEST = 0.2;
const FASTEST = 500;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * The calls of one account to one service in one Region, one after the other in the order in which they came. Nobody
 * publishes how many are let through: it begins carefully, goes up while nothing is refused, and learns from refusals.
 * Between two of them AWS's bucket was empty twice, so that what passed is what the account is given.
 */
export class Pace {
  readonly #clock: Clock;
  readonly #line = pLimit(1);
  readonly #most: number;
  #perSecond: number;
  #burst: number;
  #tokens: number;
  /** The latest moment known: a clock that is set back, or stands still, holds nobody up. */
  #now: number;
  /** When tokens were last counted. */
  #counted: number;
  #closedUntil = 0;
  /** When the last refusal came that taught something. */
  #refusedAt: number | undefined;
  /** Calls that passed since. */
  #passed = 0;
  #pauses = 0;
  #calm = CALM;
  /** Whether a call has waited since the last one passed: who waits for nothing learns nothing. */
  #waited = false;

  constructor(clock: Clock, { perSecond, burst, most = FASTEST }: Rate) {
    this.#clock = clock;
    this.#most = most;
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#tokens = burst;
    this.#now = clock.now().getTime();
    this.#counted = this.#now;
  }

  /** Calls a second that it lets through now, when many come. */
  get perSecond(): number {
    return this.#perSecond;
  }

  /** Ends when it is this call's turn; rejects with the signal's reason. */
  turn(signal: AbortSignal): Promise<void> {
    return this.#line(async () => {
      for (let wait = this.#toWait(); wait > 0; wait = this.#toWait()) {
        signal.throwIfAborted();
        this.#waited = true;
        const end = this.#now + wait;
        await untilCutOff(this.#clock.sleep(wait), signal);
        this.#now = Math.max(this.#now, end);
      }
      signal.throwIfAborted();
      this.#tokens -= 1;
    });
  }

  /** The moment of a call, for `refused`. */
  moment(): number {
    this.#now = Math.max(this.#now, this.#clock.now().getTime());
    return this.#now;
  }

  /** AWS let a call through. */
  passed(): void {
    this.#passed += 1;
    this.#pauses = 0;
    if (this.#waited && this.#passed > this.#calm)
      this.#perSecond = Math.min(this.#most, this.#perSecond * GROWTH);
    this.#waited = false;
  }

  /** AWS wanted no call then. Nothing is sent before `retryAfterMs`, where it said how long to wait. */
  refused(sentAt: number, retryAfterMs = 0): void {
    const now = this.moment();
    // What was on its way when the first of several was refused says nothing new.
    const isNews = this.#refusedAt === undefined || sentAt > this.#refusedAt;
    if (isNews) this.#learn(now);
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.max(0, this.#pauses - 1));
    this.#closedUntil = Math.max(this.#closedUntil, now + Math.max(pause, retryAfterMs));
  }

  #learn(now: number): void {
    const half = this.#perSecond / 2;
    const given =
      this.#refusedAt === undefined || now === this.#refusedAt
        ? half
        : (0.9 * this.#passed * 1000) / (now - this.#refusedAt);
    this.#perSecond = Math.max(SLOWEST, half, Math.min(given, this.#perSecond * 0.9));
    this.#calm = this.#refusedAt === undefined ? CALM : 2 * this.#calm;
    this.#refusedAt = now;
    this.#passed = 0;
    this.#pauses += 1;
    this.#burst = 1;
    this.#tokens = Math.min(this.#tokens, 0);
  }

  /** Milliseconds until a call may go, as things stand. */
  #toWait(): number {
    const now = this.moment();
    const refilled = this.#tokens + ((now - this.#counted) / 1000) * this.#perSecond;
    this.#tokens = Math.min(this.#burst, refilled);
    this.#counted = now;
    if (now < this.#closedUntil) return this.#closedUntil - now;
    return this.#tokens >= 1 ? 0 : Math.ceil(((1 - this.#tokens) / this.#perSecond) * 1000);
  }
}
