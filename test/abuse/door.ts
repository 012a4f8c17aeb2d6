import { type Random, randomOf } from '../../src/simulator/fleet/random.ts';

/**
 * Makes one input from chance alone and gives it to the tool. Says what the input is before that, so that it is known
 * of what never comes back; answers what is wrong with how the tool took it, undefined where nothing is.
 */
export type Attempt = (
  random: Random,
  say: (what: string) => void,
) => Promise<string | undefined> | string | undefined;

/** Where foreign input comes in. */
export interface Door {
  attempt: Attempt;
  close(): Promise<void>;
}

/** An input that the tool took badly. */
export interface BadCase {
  number: number;
  /** The input in words. */
  what: string;
  problem: string;
}

/** Tries one case. The same door, seed and number are the same input. */
export async function tryCase(
  door: Door,
  kind: string,
  seed: number,
  number: number,
): Promise<BadCase | undefined> {
  let what = 'nothing yet';
  try {
    const problem = await door.attempt(randomOf('abuse', kind, seed, number), (words) => {
      what = words;
    });
    return problem === undefined ? undefined : { number, what, problem };
  } catch (error) {
    const problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { number, what, problem: `It crashed: ${problem.slice(0, 2_000)}` };
  }
}

/** One of several attempts, the likelier the greater its weight. */
export function oneOf(...weighted: ReadonlyArray<readonly [weight: number, attempt: Attempt]>): Attempt {
  const attempts = weighted.flatMap(([weight, attempt]) => Array.from({ length: weight }, () => attempt));
  return (random, say) => random.pick(attempts as [Attempt, ...Attempt[]])(random, say);
}
