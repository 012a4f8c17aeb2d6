import type { Analyzers, ExternalAccessFindings, UnusedAccessFindings } from './access-analyzer-facts.ts';
import type { Drift, RoleStacks, Stacks, StackTemplates } from './cloudformation-facts.ts';
import type { Fact, FactRecord, FactScope } from './fact.ts';
import type { AccountIdentity, AuthorizationDetails, RoleSettings } from './iam-facts.ts';
import type { DelegatedAdministrators, Organization, OrganizationAccounts } from './organization-facts.ts';

/** Every fact the tool can collect and the shape of its value. */
export interface FactValues {
  organization: Organization;
  'organization-accounts': OrganizationAccounts;
  'delegated-administrators': DelegatedAdministrators;
  'account-identity': AccountIdentity;
  'authorization-details': AuthorizationDetails;
  'role-settings': RoleSettings;
  'unused-access-findings': UnusedAccessFindings;
  analyzers: Analyzers;
  'external-access-findings': ExternalAccessFindings;
  stacks: Stacks;
  'role-stacks': RoleStacks;
  'stack-templates': StackTemplates;
  drift: Drift;
}

export type FactKey = keyof FactValues;

/** The scope of each fact; a collector declares the same and a test holds the two together. */
export const FACT_SCOPES = {
  organization: 'organization',
  'organization-accounts': 'organization',
  'delegated-administrators': 'organization',
  'account-identity': 'global',
  'authorization-details': 'global',
  'role-settings': 'global',
  'unused-access-findings': 'global',
  analyzers: 'regional',
  'external-access-findings': 'regional',
  stacks: 'regional',
  'role-stacks': 'regional',
  'stack-templates': 'regional',
  drift: 'regional',
} as const satisfies Record<FactKey, FactScope>;

type KeysOfScope<S extends FactScope> = {
  [K in FactKey]: (typeof FACT_SCOPES)[K] extends S ? K : never;
}[FactKey];

export type RegionalFactKey = KeysOfScope<'regional'>;
export type GlobalFactKey = KeysOfScope<'global'>;
export type AccountFactKey = RegionalFactKey | GlobalFactKey;

export function isRegional(fact: FactKey): fact is RegionalFactKey {
  return FACT_SCOPES[fact] === 'regional';
}

/** Whether a record is of this fact. What is collected, or read back, as a fact has the type of its value. */
export function isFact<K extends FactKey>(
  record: FactRecord,
  fact: K,
): record is FactRecord & { fact: K } & Fact<FactValues[K]> {
  return record.fact === fact;
}
