import type { NotCollectedFact } from '../model/fact.ts';
import { UnusableAnswer } from './answer.ts';
import { AwsCallError, notCollected } from './errors.ts';

/** What a collector threw that AWS did not cause. It may hold anything, and is kept nowhere as it is. */
export interface CaughtFault {
  error: unknown;
  /** The fact that was to be collected. */
  fact: string;
  region: string;
}

/** The gap that an error leaves in a fact; what is a fault of ours is added to `faults`, each error once. */
export function gapsOf(
  faults: CaughtFault[],
  fact: string,
  region: string,
): (error: unknown) => NotCollectedFact {
  return (error) => {
    const isOurs = !(error instanceof AwsCallError) && !(error instanceof UnusableAnswer);
    if (isOurs && !faults.some((known) => known.error === error)) {
      faults.push({ error, fact, region });
    }
    return notCollected(error);
  };
}
