import type { DriftMode } from '../model/config.ts';
import type { FactKey } from '../model/fact-values.ts';
import type { ResourceService } from '../model/resource-services.ts';
import { collectorsFor } from './collectors.ts';

/** What an auditor role must be allowed to do in every account. */
export interface AuditorActions {
  /** The actions of the calls that the tool makes itself. */
  called: string[];
  /**
   * What CloudFormation does in the caller's name while it detects the drift of access-granting resources: it reads
   * them, and reads how their types are configured. Empty when no detection is started.
   */
  onBehalf: string[];
}

/**
 * The actions for reading one account; `enabledRegions` when the Regions are to be found out, `wanted` when not every
 * fact is, and the services whose resource policies are read.
 */
export function auditorActions(
  driftMode: DriftMode,
  enabledRegions: boolean,
  wanted?: ReadonlySet<FactKey>,
  resourcePolicies: readonly ResourceService[] = [],
): AuditorActions {
  const collectors = collectorsFor(driftMode, wanted);
  const called = new Set(
    collectors.flatMap((collector) => [...collector.actions(driftMode, resourcePolicies)]),
  );
  if (enabledRegions) called.add(LIST_REGIONS_ACTION);
  const detects = [...called].some((action) => action.startsWith('cloudformation:Detect'));
  return {
    called: [...called].toSorted(),
    onBehalf: detects ? READ_DURING_DETECTION.filter((action) => !called.has(action)) : [],
  };
}

const LIST_REGIONS_ACTION = 'account:ListRegions';

const READ_DURING_DETECTION = [
  'cloudformation:BatchDescribeTypeConfigurations',
  'cloudformation:DetectStackResourceDrift',
  'iam:GetPolicy',
  'iam:GetPolicyVersion',
  'iam:GetRole',
  'iam:GetRolePolicy',
  'iam:ListAttachedRolePolicies',
  'iam:ListEntitiesForPolicy',
  'iam:ListRolePolicies',
];

/** What discovering accounts through Organizations calls, in the management or a delegated administrator account. */
export const ORGANIZATION_ACTIONS = [
  'organizations:DescribeOrganization',
  'organizations:ListAccounts',
  'organizations:ListAccountsForParent',
  'organizations:ListDelegatedAdministrators',
  'organizations:ListOrganizationalUnitsForParent',
  'organizations:ListOutboundResponsibilityTransfers',
  'organizations:ListRoots',
] as const;
