import { GLOBAL } from '../model/fact.ts';
import type { FactIndex } from '../model/fact-index.ts';
import type { RolePopulation } from '../model/report.ts';
import type { AccountStudy } from '../model/study.ts';
import { exemptReason } from '../parties/third-party.ts';

/** Roles listed = evaluated + left out, each with its reason. All zero when roles were not read. */
export function populationOf(index: FactIndex, study: AccountStudy): RolePopulation {
  const fact = index.get('authorization-details', GLOBAL);
  if (fact?.status !== 'COLLECTED') return { listed: 0, evaluated: 0, leftOut: [] };
  const { roles } = fact.value;
  const reasons = roles.map((role) => exemptReason(role, study)).filter((reason) => reason !== null);
  return { listed: roles.length, evaluated: roles.length - reasons.length, leftOut: tally(reasons) };
}

export function addPopulations(populations: readonly RolePopulation[]): RolePopulation {
  const total = { listed: 0, evaluated: 0 };
  const reasons = new Map<string, number>();
  for (const population of populations) {
    total.listed += population.listed;
    total.evaluated += population.evaluated;
    for (const { reason, count } of population.leftOut)
      reasons.set(reason, (reasons.get(reason) ?? 0) + count);
  }
  return { ...total, leftOut: sortedByReason(reasons) };
}

function tally(reasons: readonly string[]): RolePopulation['leftOut'] {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return sortedByReason(counts);
}

function sortedByReason(counts: Map<string, number>): RolePopulation['leftOut'] {
  return [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .sort((a, b) => (a.reason < b.reason ? -1 : 1));
}
