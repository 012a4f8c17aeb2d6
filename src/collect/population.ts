import { type Fact, type FactRecord, GLOBAL } from '../model/fact.ts';
import { type FactIndex, indexFacts } from '../model/fact-index.ts';
import { FACTS, isFactKey } from '../model/fact-values.ts';
import type { Role } from '../model/facts/authorization-details.ts';
import { EMPTY_POPULATION, type PlanningPopulation } from '../model/planning-population.ts';
import { comparedOneByOne } from './cloudformation/drift/compared-resources.ts';

/**
 * What an earlier reading found in an account, in one Region or (`global`) in all of it: what each fact knows, and what
 * is told by several together. A fact that was not collected counts as nothing.
 */
export function populationFrom(
  records: readonly FactRecord[],
  region: string,
  isAccessRole: (role: Role) => boolean,
): PlanningPopulation {
  const known = records.flatMap((record) => {
    if (record.status !== 'COLLECTED' || !isFactKey(record.fact)) return [];
    if (record.region !== region && record.region !== GLOBAL) return [];
    const { planning }: { planning(value: never): Partial<PlanningPopulation> } = FACTS[record.fact];
    return [planning(record.value as never)];
  });
  const index = indexFacts(records);
  const details = index.get('authorization-details', GLOBAL);
  const roles = details?.status === 'COLLECTED' ? details.value.roles : [];
  return {
    ...EMPTY_POPULATION,
    // The most that there can be, where no report was read.
    lastAccessReports: roles.filter(isAccessRole).map(() => 1),
    ...Object.assign({}, ...known),
    accessRoles: roles.filter(isAccessRole).length,
    accessResources: region === GLOBAL ? 0 : comparedResources(index, region, roles),
  };
}

/** Of the stacks that own an access role, and of those that were found to have lost a role. */
function comparedResources(index: FactIndex, region: string, roles: readonly Role[]): number {
  const owners = collectedValue(index.get('role-stacks', region));
  const templates = collectedValue(index.get('stack-templates', region));
  const drift = collectedValue(index.get('drift', region));
  const live = new Set(roles.map(({ name }) => name));
  const listed = new Map(
    [...(drift?.perResource ?? []), ...(templates?.perResource ?? [])].map(({ resource, fact }) => [
      resource,
      fact.status === 'COLLECTED' ? fact.value.resources : [],
    ]),
  );
  const counts = [...listed].map(([stackId, resources]) => {
    const owned = (owners?.perResource ?? []).flatMap(({ fact: owner }) =>
      owner.status === 'COLLECTED' && owner.value?.stackId === stackId ? [owner.value.physicalId] : [],
    );
    return comparedOneByOne(resources, { owned: new Set(owned), live }).length;
  });
  return counts.reduce((sum, count) => sum + count, 0);
}

function collectedValue<T>(fact: Fact<T> | undefined): T | undefined {
  return fact?.status === 'COLLECTED' ? fact.value : undefined;
}
