import type { DriftMode } from '../model/config.ts';
import { analyzers } from './access-analyzer/analyzers.ts';
import { externalAccessFindings } from './access-analyzer/external-access-findings.ts';
import { unusedAccessFindings } from './access-analyzer/unused-access-findings.ts';
import { drift } from './cloudformation/drift.ts';
import { roleStacks } from './cloudformation/role-stacks.ts';
import { stackTemplates } from './cloudformation/stack-templates.ts';
import { stacks } from './cloudformation/stacks.ts';
import type { Collector } from './collector.ts';
import { accountIdentity } from './iam/account-identity.ts';
import { authorizationDetails } from './iam/authorization-details.ts';
import { roleSettings } from './iam/role-settings.ts';

/** All that is read of an account, in the order in which facts are kept. */
const COLLECTORS: readonly Collector[] = [
  accountIdentity,
  authorizationDetails,
  roleSettings,
  unusedAccessFindings,
  analyzers,
  externalAccessFindings,
  stacks,
  roleStacks,
  stackTemplates,
  drift,
];

/** The collectors that a run with this drift mode uses. */
export function collectorsFor(driftMode: DriftMode): readonly Collector[] {
  return driftMode === 'off' ? COLLECTORS.filter((collector) => collector !== drift) : COLLECTORS;
}
