import type { LimitFunction } from 'p-limit';
import type { Clock } from './clock.ts';
import { isThrottled, retryAfterOf } from './errors.ts';
import type { Attempts, Service } from './operations.ts';
import { Pace, type Rate } from './pace.ts';

/** What the calls of one account pass on their way out. */
export interface Gate {
  /** Runs the task when a call to the service in the Region may be made. */
  pass<T>(
    service: Service,
    region: string,
    signal: AbortSignal,
    task: (attempts: Attempts) => Promise<T>,
  ): Promise<T>;
}

/** The paces of one account, by service and Region: what one of them learns is no other's. */
export type Paces = (service: Service, region: string) => Pace;

/**
 * What an account is let do at the beginning. AWS publishes no rates for most of what is read, only that of STS, of which
 * each AssumeRole takes from the caller's account, and that of looking up events; the others are careful, and a short
 * account is read before it meets them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
const BEGINNINGS: Partial<Record<Service, Rate>> = {
  cloudtrail: { perSecond: 2, burst: 2, most: 2 },
  iam: { perSecond: 10, burst: 16 },
  sts: { perSecond: 100, burst: 100 },
};

const BEGINNING: Rate = { perSecond: 5, burst: 8 };

export function createPaces(clock: Clock): Paces {
  const paces = new Map<string, Pace>();
  return (service, region) => {
    const place = `${service} ${region}`;
    const pace = paces.get(place) ?? new Pace(clock, BEGINNINGS[service] ?? BEGINNING);
    paces.set(place, pace);
    return pace;
  };
}

export interface GateSetup {
  clock: Clock;
  paces: Paces;
  /** Places that a call needs, all of them, taken in this order; whoever waits for its turn holds none. */
  places: readonly LimitFunction[];
  /** Ends when there is room for one more answer. */
  room?(signal: AbortSignal): Promise<void>;
}

/**
 * First the pace, then room, then the places: what waits for a slow Region keeps no place from the others. A call that
 * was refused lets go of its places until it is its turn again.
 */
export function createGate({ clock, paces, places, room }: GateSetup): Gate {
  return {
    async pass(service, region, signal, task) {
      const pace = paces(service, region);
      const held: Array<() => void> = [];
      let isIn = false;
      let isOver = false;
      const leave = () => {
        for (const free of held.splice(0)) free();
        isIn = false;
      };
      const enter = async (until: AbortSignal) => {
        await pace.turn(until);
        await room?.(until);
        for (const place of places) held.push(await taken(place));
        isIn = true;
        // Whoever gave up meanwhile does not come back for what is taken in its name.
        if (isOver) leave();
      };
      const attempts: Attempts = {
        async make(until, send) {
          if (!isIn) await enter(until);
          const sentAt = pace.moment();
          try {
            const answer = await send();
            pace.passed();
            return answer;
          } catch (error) {
            const wait = retryAfterOf(error, clock.now());
            if (isThrottled(error) || wait !== undefined) {
              pace.refused(sentAt, wait);
              leave();
            }
            throw error;
          }
        },
      };
      try {
        await enter(signal);
        return await task(attempts);
      } finally {
        isOver = true;
        leave();
      }
    },
  };
}

/** Takes a place as soon as there is one; what it comes to gives it back. */
function taken(place: LimitFunction): Promise<() => void> {
  return new Promise((take) => {
    void place(() => new Promise<void>((free) => take(free)));
  });
}
