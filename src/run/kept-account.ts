import { rm } from 'node:fs/promises';
import { factPlaces } from '../collect/collect-facts.ts';
import type { Collector } from '../collect/collector.ts';
import { readCalls, readFacts } from '../evidence/account-evidence.ts';
import { directoryReader } from '../evidence/evidence-reader.ts';
import { readFaults } from '../evidence/faults.ts';
import type { AccountTarget } from '../model/account.ts';
import { type FactRecord, GLOBAL } from '../model/fact.ts';
import type { Fault } from '../model/fault.ts';
import { type CallsMade, callsMade } from './calls-made.ts';
import { whyOf } from './history.ts';
import type { Watch } from './progress.ts';

/** What was read of an account. */
export interface AccountReading extends CallsMade {
  facts: FactRecord[];
  regions: string[];
  /** What collectors threw. */
  faults: Fault[];
}

/**
 * What the run has of the account from before it was interrupted; undefined when it has nothing. What is damaged is said
 * and thrown away, so that the account is read again: nothing has been sealed or judged by it yet.
 */
export async function readKept(
  evidence: string,
  target: AccountTarget,
  { collectors, watch }: { collectors: readonly Collector[]; watch: Watch },
): Promise<AccountReading | undefined> {
  try {
    const facts = await readFacts(evidence);
    if (facts === undefined) {
      await rm(evidence, { recursive: true, force: true });
      return undefined;
    }
    const regions = regionsRead(facts, target);
    demandAll(facts, collectors, regions);
    const faults = await readFaults(directoryReader(evidence));
    return { facts, regions, ...callsMade(await readCalls(evidence)), faults };
  } catch (error) {
    const { accountId, name } = target;
    watch({ kind: 'account-damaged', accountId, name, problem: whyOf(error) });
    await rm(evidence, { recursive: true, force: true });
    return undefined;
  }
}

/** A directory under its own name is whole: what lacks a fact has lost it since. */
function demandAll(facts: readonly FactRecord[], collectors: readonly Collector[], regions: string[]): void {
  const kept = new Set(facts.map(({ fact, region }) => `${fact} ${region}`));
  for (const { collector, region } of factPlaces(collectors, regions))
    if (!kept.has(`${collector.fact} ${region}`)) throw new Error(`It lacks the fact ${collector.fact}.`);
}

/** The Regions that were read, in their order: enabled ones were found out then. */
function regionsRead(facts: readonly FactRecord[], { regions }: AccountTarget): string[] {
  if (!regions.includes('enabled')) return regions;
  const read = [...new Set(facts.map(({ region }) => region).filter((region) => region !== GLOBAL))];
  if (read.length === 0) throw new Error('No fact says which Regions were read.');
  return read;
}
