import type { CountedResource } from './resource-services.ts';

/** What is read of IAM Identity Center. */
export interface IdentityCenterPopulation {
  /** All that are looked through. */
  users: number;
  /** The people of third parties, their groups and those that the register means, and the members of each of the latter. */
  people: number;
  groups: number;
  members: readonly number[];
  permissionSets: number;
}

/** The number of things in an account that decide how many calls reading it takes. */
export interface PlanningPopulation {
  roles: number;
  usersAndGroups: number;
  policies: number;
  accessRoles: number;
  /** The pages of the report on each role that outsiders may assume. */
  lastAccessReports: readonly number[];
  delegationRequests: number;
  /** In the account in which IAM Identity Center is asked; null in all others. */
  identityCenter: IdentityCenterPopulation | null;
  /** Pages of events that CloudTrail gives, of all Regions together. */
  eventPages: number;
  /** Regions in which it is read who records, and the trails of all of them. */
  recordedRegions: number;
  trails: number;
  /** In the Region in question, of any type. */
  analyzers: number;
  /** Those of them that look for external access, and work. */
  externalAnalyzers: number;
  /** The findings of each of these that has any, and of each active analyzer of unused access. */
  externalFindings: readonly number[];
  unusedFindings: readonly number[];
  /** Whether the partition's home Region is asked for unused access though it is not scanned. */
  homeRegionBesides: boolean;
  /** Of IAM Roles Anywhere, in the Region in question. */
  trustAnchors: number;
  profiles: number;
  revocationLists: number;
  stacks: number;
  /** As whom stack sets are asked for: as the account itself, and as a delegated administrator. */
  stackSetListings: number;
  stackSets: number;
  /** The stacks of each stack set whose template names a role. */
  stackInstances: readonly number[];
  /** Managed policies of access roles whose owner no other answer tells. */
  askedPolicies: number;
  /** Stacks that own an access role or a policy of one. */
  owningStacks: number;
  /** Stacks that are looked through for roles that IAM no longer lists. */
  searchedStacks: number;
  /** The resources whose drift is asked for one by one. */
  accessResources: number;
  /** In the Region in question: shares of the account's own, who and what belongs to all of them together. */
  ownShares: number;
  sharePrincipals: number;
  shareResources: number;
  /** Shares of others that it has part in, and what these hold. */
  receivedShares: number;
  receivedResources: number;
  shareInvitations: number;
  /** Of the AWS Well-Architected Tool, in the Region in question: workloads of the account's own and of others. */
  listedWorkloads: number;
  /** The shares of each workload, and of each custom lens, of the account's own. */
  workloadShares: readonly number[];
  lensShares: readonly number[];
  receivedLenses: number;
  /** Its profiles and review templates, of the account's own and of others, and the shares of each own one. */
  listedProfiles: number;
  profileShares: readonly number[];
  listedTemplates: number;
  templateShares: readonly number[];
  toolInvitations: number;
  /** In the Region in question, the resources whose policies are read, by kind. */
  resources: Readonly<Partial<Record<CountedResource, number>>>;
}

/** An account in which nothing is known to be. */
export const EMPTY_POPULATION: PlanningPopulation = {
  roles: 0,
  usersAndGroups: 0,
  policies: 0,
  accessRoles: 0,
  lastAccessReports: [],
  delegationRequests: 0,
  identityCenter: null,
  eventPages: 0,
  recordedRegions: 0,
  trails: 0,
  analyzers: 0,
  externalAnalyzers: 0,
  externalFindings: [],
  unusedFindings: [],
  homeRegionBesides: false,
  trustAnchors: 0,
  profiles: 0,
  revocationLists: 0,
  stacks: 0,
  stackSetListings: 1,
  stackSets: 0,
  stackInstances: [],
  askedPolicies: 0,
  owningStacks: 0,
  searchedStacks: 0,
  accessResources: 0,
  ownShares: 0,
  sharePrincipals: 0,
  shareResources: 0,
  receivedShares: 0,
  receivedResources: 0,
  shareInvitations: 0,
  listedWorkloads: 0,
  workloadShares: [],
  lensShares: [],
  receivedLenses: 0,
  listedProfiles: 0,
  profileShares: [],
  listedTemplates: 0,
  templateShares: [],
  toolInvitations: 0,
  resources: {},
};
