import { UnusableAnswer } from '../aws/answer.ts';
import type { Caller } from '../aws/caller.ts';
import type { Call } from '../model/call.ts';
import { checkedFact, unusable } from '../model/check-fact.ts';
import {
  type CollectedFact,
  type Fact,
  type FactRecord,
  GLOBAL,
  type NotCollectedFact,
} from '../model/fact.ts';
import { type AccountFactKey, type FactKey, type FactValues, isRegional } from '../model/fact-values.ts';
import type { CollectContext, Collector } from './collector.ts';

/**
 * A fact of an earlier run that holds for this one too; undefined where it has to be read.
 *
 * @param current the facts of this run that were read by then
 */
export type Carry = (
  fact: AccountFactKey,
  region: string,
  current: (fact: FactKey, region: string) => Fact<unknown> | undefined,
) => CollectedFact<unknown> | undefined;

export interface CollectFactsSetup {
  collectors: readonly Collector[];
  /** Why the Regions are not known; then no Regional collector runs. */
  missingRegions: NotCollectedFact | undefined;
  context: Omit<CollectContext, 'region' | 'caller' | 'fact' | 'gap'>;
  carry?: Carry | undefined;
  /** The gap that an error leaves in a fact. */
  gap(error: unknown, fact: string, region: string): NotCollectedFact;
  caller(fact: string): Caller;
  /** The calls made so far for a fact, in one Region where one is given. */
  callsOf(fact: string, region: string | undefined): readonly Call[];
}

interface FactPlace {
  collector: Collector;
  region: string;
}

/** Every fact that collectors give for these Regions: one a global collector, one a Region for the others. */
export function factPlaces(collectors: readonly Collector[], regions: readonly string[]): FactPlace[] {
  return collectors.flatMap((collector) =>
    (isRegional(collector.fact) ? regions : [GLOBAL]).map((region) => ({ collector, region })),
  );
}

/** Runs the collectors, each as soon as what it requires is there, and keeps their failures to themselves. */
export async function collectFacts(setup: CollectFactsSetup): Promise<FactRecord[]> {
  const { collectors, context } = setup;
  const running = new Map<string, Promise<Fact<unknown>>>();
  const done = new Map<string, Fact<unknown>>();

  function factAt(key: FactKey, region: string): Promise<Fact<unknown>> {
    const place = `${key} ${region}`;
    const started = running.get(place);
    if (started !== undefined) return started;
    const collector = collectors.find((candidate) => candidate.fact === key);
    if (collector === undefined) throw new Error(`No collector reads ${key}.`);
    const fact = run(collector, region)
      .catch((error: unknown) => gap(error, collector, region))
      .then((settled) => {
        done.set(place, settled);
        return settled;
      });
    running.set(place, fact);
    return fact;
  }

  async function run(collector: Collector, region: string): Promise<Fact<unknown>> {
    if (isRegional(collector.fact) && setup.missingRegions !== undefined) return setup.missingRegions;
    for (const key of collector.requires) {
      const regional = isRegional(key);
      if (regional && !isRegional(collector.fact)) {
        await Promise.all(context.regions.map((each) => factAt(key, each)));
        continue;
      }
      const fact = await factAt(key, regional ? region : GLOBAL);
      if (fact.status === 'NOT_COLLECTED') {
        return { ...fact, message: `Needs ${key}, which was not collected: ${fact.message}` };
      }
    }
    const carried = setup.carry?.(collector.fact, region, (key, of) => done.get(`${key} ${of}`));
    if (carried !== undefined) return carried;
    const value = await collector.collect({
      ...context,
      missingRegions: setup.missingRegions,
      region,
      caller: setup.caller(collector.fact),
      gap: (error) => gap(error, collector, region),
      fact: (key, of = GLOBAL) => settledFact(collector, key, of),
    });
    const source = sourceOf(collector, region);
    return checkedFact(
      collector.fact,
      { status: 'COLLECTED', value, collectedAt: context.clock.now().toISOString(), source },
      { accountId: context.account.accountId, region },
      (problem, of = source) => unusable(of, problem),
    );
  }

  /** An answer that cannot be used is a gap that names the calls behind the fact. */
  function gap(error: unknown, collector: Collector, region: string): NotCollectedFact {
    if (error instanceof UnusableAnswer) return unusable(sourceOf(collector, region), error.message);
    return setup.gap(error, collector.fact, region);
  }

  function settledFact<K extends FactKey>(collector: Collector, key: K, region: string): Fact<FactValues[K]> {
    const fact = collector.requires.some((required) => required === key)
      ? done.get(`${key} ${region}`)
      : undefined;
    if (fact === undefined) throw new Error(`${collector.fact} does not require ${key} of ${region}.`);
    return fact as Fact<FactValues[K]>;
  }

  /** The operations that answered; what the fact was concluded from, where it took no call: nothing, where none was asked for. */
  function sourceOf(collector: Collector, region: string): string {
    const calls = setup.callsOf(collector.fact, isRegional(collector.fact) ? region : undefined);
    const operations = calls.map((call) => `${call.service}:${call.operation}`).toSorted();
    if (operations.length > 0) return [...new Set(operations)].join(', ');
    return collector.requires.length > 0 ? collector.requires.join(', ') : 'the configuration';
  }

  return Promise.all(
    factPlaces(collectors, context.regions).map(async ({ collector, region }) => ({
      fact: collector.fact,
      region,
      ...(await factAt(collector.fact, region)),
    })),
  );
}
