/** A detection on a whole stack, as a poll finds it. */
interface Detection {
  stackArn: string;
  startedAt: Date;
  inProgress: boolean;
  /** True for the one poll that first finds it done. */
  justFinished: boolean;
}

/** Whole-stack detections: asynchronous, and counted in polls rather than in time so that they repeat. */
export interface Detections {
  /** False when one is already in progress on the stack. */
  start(id: string, stackArn: string, now: Date): boolean;
  poll(id: string): Detection | undefined;
}

const POLLS_IN_PROGRESS = 2;

export function createDetections(): Detections {
  const started = new Map<string, { stackArn: string; startedAt: Date; polls: number }>();
  return {
    start(id, stackArn, startedAt) {
      const busy = [...started.values()].some(
        (detection) => detection.stackArn === stackArn && detection.polls <= POLLS_IN_PROGRESS,
      );
      if (!busy) started.set(id, { stackArn, startedAt, polls: 0 });
      return !busy;
    },
    poll(id) {
      const detection = started.get(id);
      if (!detection) return undefined;
      detection.polls++;
      const { stackArn, startedAt, polls } = detection;
      return {
        stackArn,
        startedAt,
        inProgress: polls <= POLLS_IN_PROGRESS,
        justFinished: polls === POLLS_IN_PROGRESS + 1,
      };
    },
  };
}
