import type {
  Analyzers,
  ExternalAccessFindings,
  UnusedAccessFindings,
} from '../model/access-analyzer-facts.ts';
import type { Drift, RoleStacks, Stacks, StackTemplates } from '../model/cloudformation-facts.ts';
import { type FactRecord, GLOBAL } from '../model/fact.ts';
import { type AccountFactKey, type FactValues, isFact } from '../model/fact-values.ts';
import type { AuthorizationDetails, Role } from '../model/iam-facts.ts';
import { comparedOneByOne } from './cloudformation/drift/compared-resources.ts';
import type { PlanningPopulation } from './collector.ts';

/** An account in which nothing is known to be. */
export const EMPTY_POPULATION: PlanningPopulation = {
  roles: 0,
  usersAndGroups: 0,
  policies: 0,
  accessRoles: 0,
  analyzers: 0,
  externalFindings: [],
  unusedFindings: [],
  homeRegionBesides: false,
  stacks: 0,
  askedPolicies: 0,
  owningStacks: 0,
  searchedStacks: 0,
  accessResources: 0,
};

/**
 * What an earlier reading found in an account, in one Region or (`global`) in all of it. A fact that was not
 * collected counts as nothing.
 */
export function populationFrom(
  records: readonly FactRecord[],
  region: string,
  isAccessRole: (role: Role) => boolean,
): PlanningPopulation {
  const value = <K extends AccountFactKey>(fact: K, place: string): FactValues[K] | undefined => {
    const record = records.find((candidate) => candidate.fact === fact && candidate.region === place);
    return record?.status === 'COLLECTED' && isFact(record, fact) ? record.value : undefined;
  };
  const details: AuthorizationDetails | undefined = value('authorization-details', GLOBAL);
  const unused: UnusedAccessFindings | undefined = value('unused-access-findings', GLOBAL);
  const analyzers: Analyzers | undefined = value('analyzers', region);
  const external: ExternalAccessFindings | undefined = value('external-access-findings', region);
  const stacks: Stacks | undefined = value('stacks', region);
  const owners: RoleStacks | undefined = value('role-stacks', region);
  const templates: StackTemplates | undefined = value('stack-templates', region);
  const working = (analyzers?.analyzers ?? []).filter(
    ({ type, status }) => (type === 'ACCOUNT' || type === 'ORGANIZATION') && status === 'ACTIVE',
  );
  const drift: Drift | undefined = value('drift', region);
  return {
    roles: details?.roles.length ?? 0,
    usersAndGroups: (details?.users?.length ?? 0) + (details?.groups?.length ?? 0),
    policies: details?.policies.length ?? 0,
    accessRoles: details?.roles.filter(isAccessRole).length ?? 0,
    analyzers: analyzers?.analyzers.length ?? 0,
    externalFindings: findingsOfEach(working, external?.findings ?? []),
    unusedFindings: findingsOfEach(unused?.analyzers ?? [], unused?.findings ?? []),
    homeRegionBesides: false,
    stacks: stacks?.stacks.length ?? 0,
    askedPolicies: askedPolicies(owners),
    owningStacks: templates?.perResource.length ?? 0,
    searchedStacks: drift?.searched?.length ?? 0,
    accessResources: comparedResources(owners, { templates, drift }, details),
  };
}

function findingsOfEach(
  analyzers: ReadonlyArray<{ arn: string }>,
  findings: ReadonlyArray<{ analyzerArn: string }>,
): number[] {
  const counts = new Map(analyzers.map(({ arn }) => [arn, 0]));
  for (const { analyzerArn } of findings) counts.set(analyzerArn, (counts.get(analyzerArn) ?? 0) + 1);
  return [...counts.values()];
}

/** Of the stacks that own an access role, and of those that were found to have lost a role. */
function comparedResources(
  owners: RoleStacks | undefined,
  { templates, drift }: { templates: StackTemplates | undefined; drift: Drift | undefined },
  details: AuthorizationDetails | undefined,
): number {
  const live = new Set((details?.roles ?? []).map(({ name }) => name));
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

/** A policy of the stack that owns its role came up with the role, at no call of its own. */
function askedPolicies(owners: RoleStacks | undefined): number {
  const members = (owners?.perResource ?? []).map(({ resource, fact }) => ({
    isPolicy: resource.includes(':policy/'),
    stackId: fact.status === 'COLLECTED' ? fact.value?.stackId : undefined,
  }));
  const withRoles = new Set(members.flatMap(({ isPolicy, stackId }) => (isPolicy ? [] : (stackId ?? []))));
  return members.filter(({ isPolicy, stackId }) => isPolicy && !withRoles.has(stackId ?? '')).length;
}
