import type { DriftMode } from '../../../model/config.ts';
import type { Drift, StackDrift } from '../../../model/facts/drift.ts';
import type { StackTemplate } from '../../../model/facts/stack-templates.ts';
import type { Stack } from '../../../model/facts/stacks.ts';
import type { PlanningPopulation } from '../../../model/planning-population.ts';
import type { CollectContext, PlannedCall } from '../../collector.ts';

/** One way to read drift. */
export interface DriftReading {
  mode: Exclude<DriftMode, 'off'>;
  actions: readonly string[];
  /** What it reads each stack from. */
  source: string;
  plan(population: PlanningPopulation): PlannedCall[];
  /** The stacks to read, in order. */
  stackIds(context: CollectContext): string[];
  /** What there is to say of other stacks. */
  others?(context: CollectContext): Promise<Drift>;
  read(context: CollectContext, stack: Stack, resources: StackTemplate['resources']): Promise<StackDrift>;
}
