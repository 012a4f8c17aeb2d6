import { type Fact, type FactRecord, GLOBAL } from './fact.ts';
import {
  type AccountFactKey,
  type FactKey,
  type FactValues,
  isFact,
  isRegional,
  type RegionalFactKey,
} from './fact-values.ts';

/** The facts of one account (or of the organization), by fact and Region; only what is Regional stands in a Region. */
export interface FactIndex {
  records: readonly FactRecord[];
  get<K extends Exclude<FactKey, RegionalFactKey>>(
    fact: K,
    region: typeof GLOBAL,
  ): Fact<FactValues[K]> | undefined;
  get<K extends RegionalFactKey, R extends string>(
    fact: K,
    region: R extends typeof GLOBAL ? never : R,
  ): Fact<FactValues[K]> | undefined;
}

export function indexFacts(records: readonly FactRecord[]): FactIndex {
  const byName = new Map(records.map((record) => [`${record.fact} ${record.region}`, record]));
  function get<K extends FactKey>(fact: K, region: string): Fact<FactValues[K]> | undefined {
    const record = byName.get(`${fact} ${region}`);
    return record !== undefined && isFact(record, fact) ? record : undefined;
  }
  return { records, get };
}

/** The facts a check needs, for one unit of judgement, or the first of them that is missing. */
export type Gathered =
  | { complete: true; values: Record<string, unknown> }
  | { complete: false; fact: FactKey; region: string; message: string };

/**
 * Gathers what a check requires. For a check that runs once an account, Regional facts come as a list by Region and
 * every Region must have been read; for one that runs in a Region, that Region's value.
 */
export function gatherFacts(
  index: FactIndex,
  requires: readonly AccountFactKey[],
  unit: { per: 'account'; regions: readonly string[] } | { per: 'region'; region: string },
): Gathered {
  const values: Record<string, unknown> = {};
  for (const fact of requires) {
    const regional = isRegional(fact);
    const regions = !regional ? [GLOBAL] : unit.per === 'region' ? [unit.region] : unit.regions;
    const read: Array<{ region: string; value: unknown }> = [];
    for (const region of regions) {
      const found = regional ? index.get(fact, region) : index.get(fact, GLOBAL);
      if (found === undefined) {
        return { complete: false, fact, region, message: 'it is not in the evidence' };
      }
      if (found.status === 'NOT_COLLECTED') {
        return { complete: false, fact, region, message: found.message };
      }
      read.push({ region, value: found.value });
    }
    values[fact] = regional && unit.per === 'account' ? read : read[0]?.value;
  }
  return { complete: true, values };
}
