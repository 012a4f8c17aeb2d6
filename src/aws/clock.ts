/** The only time that anything talking to AWS knows of. */
export interface Clock {
  now(): Date;
  sleep(milliseconds: number): Promise<void>;
  /** Rings after so long unless it is called off, and keeps no process alive. */
  alarm(milliseconds: number, ring: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  alarm: (milliseconds, ring) => {
    const timer = setTimeout(ring, milliseconds);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
