import type { z } from 'zod';
import type { Fact, FactRecord, FactScope } from './fact.ts';
import { accountIdentity } from './facts/account-identity.ts';
import { activity } from './facts/activity.ts';
import { analyzers } from './facts/analyzers.ts';
import { authorizationDetails } from './facts/authorization-details.ts';
import { billingTransfers } from './facts/billing-transfers.ts';
import { configRecorders } from './facts/config-recorders.ts';
import { credentialReport } from './facts/credential-report.ts';
import { delegatedAdministrators } from './facts/delegated-administrators.ts';
import { delegationRequests } from './facts/delegation-requests.ts';
import { drift } from './facts/drift.ts';
import { externalAccessFindings } from './facts/external-access-findings.ts';
import { identityCenter } from './facts/identity-center.ts';
import { organization } from './facts/organization.ts';
import { organizationAccounts } from './facts/organization-accounts.ts';
import { resourcePolicies } from './facts/resource-policies.ts';
import { resourceShares } from './facts/resource-shares.ts';
import { roleSettings } from './facts/role-settings.ts';
import { roleStacks } from './facts/role-stacks.ts';
import { rolesAnywhere } from './facts/roles-anywhere.ts';
import { serviceLastAccessed } from './facts/service-last-accessed.ts';
import { stackSets } from './facts/stack-sets.ts';
import { stackTemplates } from './facts/stack-templates.ts';
import { stacks } from './facts/stacks.ts';
import { trails } from './facts/trails.ts';
import { unusedAccessFindings } from './facts/unused-access-findings.ts';
import { wellArchitectedShares } from './facts/well-architected-shares.ts';

/** Every fact that the tool can collect, in the order in which facts are kept. */
export const FACTS = {
  organization,
  'organization-accounts': organizationAccounts,
  'delegated-administrators': delegatedAdministrators,
  'billing-transfers': billingTransfers,
  'account-identity': accountIdentity,
  'authorization-details': authorizationDetails,
  'role-settings': roleSettings,
  'service-last-accessed': serviceLastAccessed,
  'credential-report': credentialReport,
  'delegation-requests': delegationRequests,
  'identity-center': identityCenter,
  activity,
  trails,
  'config-recorders': configRecorders,
  'unused-access-findings': unusedAccessFindings,
  analyzers,
  'external-access-findings': externalAccessFindings,
  'roles-anywhere': rolesAnywhere,
  'resource-policies': resourcePolicies,
  stacks,
  'role-stacks': roleStacks,
  'stack-templates': stackTemplates,
  drift,
  'resource-shares': resourceShares,
  'well-architected-shares': wellArchitectedShares,
  'stack-sets': stackSets,
} as const;

type Facts = typeof FACTS;

export type FactKey = keyof Facts;

/** The shape of each fact's value. */
export type FactValues = { [K in FactKey]: z.output<Facts[K]['shape']> };

type KeysOfScope<S extends FactScope> = {
  [K in FactKey]: Facts[K]['scope'] extends S ? K : never;
}[FactKey];

export type RegionalFactKey = KeysOfScope<'regional'>;
export type GlobalFactKey = KeysOfScope<'global'>;
export type AccountFactKey = RegionalFactKey | GlobalFactKey;

export function isRegional(fact: FactKey): fact is RegionalFactKey {
  return FACTS[fact].scope === 'regional';
}

export function isFactKey(name: string): name is FactKey {
  return Object.hasOwn(FACTS, name);
}

/** Whether a record is of this fact. What is collected, or read back, as a fact has the type of its value. */
export function isFact<K extends FactKey>(
  record: FactRecord,
  fact: K,
): record is FactRecord & { fact: K } & Fact<FactValues[K]> {
  return record.fact === fact;
}
