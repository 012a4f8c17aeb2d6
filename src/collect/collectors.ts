import type { DriftMode } from '../model/config.ts';
import type { AccountFactKey, FactKey } from '../model/fact-values.ts';
import { analyzers } from './access-analyzer/analyzers.ts';
import { externalAccessFindings } from './access-analyzer/external-access-findings.ts';
import { unusedAccessFindings } from './access-analyzer/unused-access-findings.ts';
import { drift } from './cloudformation/drift.ts';
import { roleStacks } from './cloudformation/role-stacks.ts';
import { stackSets } from './cloudformation/stack-sets.ts';
import { stackTemplates } from './cloudformation/stack-templates.ts';
import { stacks } from './cloudformation/stacks.ts';
import { activity } from './cloudtrail/activity.ts';
import { trails } from './cloudtrail/trails.ts';
import type { Collector } from './collector.ts';
import { configRecorders } from './config/config-recorders.ts';
import { accountIdentity } from './iam/account-identity.ts';
import { authorizationDetails } from './iam/authorization-details.ts';
import { credentialReport } from './iam/credential-report.ts';
import { delegationRequests } from './iam/delegation-requests.ts';
import { roleSettings } from './iam/role-settings.ts';
import { serviceLastAccessed } from './iam/service-last-accessed.ts';
import { identityCenter } from './identitycenter/identity-center.ts';
import { resourceShares } from './ram/resource-shares.ts';
import { resourcePolicies } from './resources/resource-policies.ts';
import { rolesAnywhere } from './rolesanywhere/roles-anywhere.ts';
import { wellArchitectedShares } from './wellarchitected/well-architected-shares.ts';

/** All that is read of an account, in the order in which facts are kept. A fact that nobody collects does not compile. */
const COLLECTORS: readonly Collector[] = Object.values({
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
} satisfies { [K in AccountFactKey]: Collector<K> });

/**
 * The collectors that a run uses: those of the wanted facts and of the facts that these require, all of them when
 * nothing is said; without drift when its mode is off.
 */
export function collectorsFor(driftMode: DriftMode, wanted?: ReadonlySet<FactKey>): readonly Collector[] {
  const needed = wanted === undefined ? undefined : withRequirements(wanted);
  return COLLECTORS.filter(
    ({ fact }) => (driftMode !== 'off' || fact !== 'drift') && (needed === undefined || needed.has(fact)),
  );
}

/** The facts that are read of an account without the configuration asking for them. */
export function usualFacts(): ReadonlySet<FactKey> {
  return new Set(COLLECTORS.filter(({ isAskedFor }) => isAskedFor !== true).map(({ fact }) => fact));
}

function withRequirements(wanted: ReadonlySet<FactKey>): ReadonlySet<FactKey> {
  const needed = new Set(wanted);
  for (const key of needed) {
    const collector = COLLECTORS.find(({ fact }) => fact === key);
    // A set that grows while it is walked is walked to its new end.
    for (const required of collector?.requires ?? []) needed.add(required);
  }
  return needed;
}
