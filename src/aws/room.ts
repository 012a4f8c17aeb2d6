import { EventEmitter, once } from 'node:events';
import type { Meter } from './transport.ts';

/** What the answers of all accounts under way may hold together before the younger ones wait. */
const ROOM_BYTES = 64 * 2 ** 20;

/** An account under way. */
export interface Guest {
  /** Ends when there is room for one more of its answers; rejects with the signal's reason. */
  room(signal: AbortSignal): Promise<void>;
  /** What it held is let go. */
  leave(): void;
}

/**
 * Room for answers, shared by the accounts under way. Where it is used up, the one that came first goes on, so that all
 * come to an end, and the others wait until one has left.
 */
export class Room {
  readonly #bytes: number;
  /** How much each has had, in the order in which they came. */
  readonly #guests = new Set<() => number>();
  readonly #departures = new EventEmitter().setMaxListeners(0);

  constructor(bytes = ROOM_BYTES) {
    this.#bytes = bytes;
  }

  enter(meter: Meter): Guest {
    const before = meter.left;
    const had = () => before - meter.left;
    this.#guests.add(had);
    return {
      room: async (signal) => {
        while (this.#isFull() && !this.#isFirst(had)) {
          // It fails with an error of its own where the signal says why.
          await once(this.#departures, 'left', { signal }).catch(() => {});
          signal.throwIfAborted();
        }
      },
      leave: () => {
        this.#guests.delete(had);
        this.#departures.emit('left');
      },
    };
  }

  #isFull(): boolean {
    let held = 0;
    for (const had of this.#guests) held += had();
    return held > this.#bytes;
  }

  #isFirst(had: () => number): boolean {
    const [first] = this.#guests;
    return first === had;
  }
}
