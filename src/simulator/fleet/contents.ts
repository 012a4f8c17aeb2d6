import type { AccountContents, WorldRole, WorldStack } from '../world.ts';
import { activityOf } from './activity-scenarios.ts';
import { analyzersOf } from './analyzers.ts';
import { type Anywhere, anywhereOf } from './anywhere-scenarios.ts';
import { applicationStacks, deletedStack } from './application-stacks.ts';
import { auditorExternalId } from './auditor.ts';
import { credentialsOf } from './credential-scenarios.ts';
import { delegationOf } from './delegation-scenarios.ts';
import {
  boundaryAddedByHand,
  checkedBefore,
  type Deployed,
  detectionFails,
  inlinePolicyAddedByHand,
  inlinePolicyChangedByHand,
  largeStack,
  listOfOneInTemplate,
  managedPolicyChangedByHand,
  nested,
  otherResourceChanged,
  policyAttachedByHand,
  roleDeletedByHand,
  stateWithoutDetection,
  trustChangedByHand,
} from './drift-scenarios.ts';
import { identityCenterOf } from './identity-center.ts';
import { OPERATIONS_BOUNDARY, VENDOR_BOUNDARY } from './permissions.ts';
import { placeOf } from './place.ts';
import { recordingOf } from './recording-scenarios.ts';
import { resourcesOf } from './resource-scenarios.ts';
import { reviewsOf } from './review-scenarios.ts';
import { ROUND, scenarioRoles } from './scenarios.ts';
import { sharesOf } from './share-scenarios.ts';
import { stackSetsOf } from './stack-sets.ts';
import { auditorRole, standingRoles, widened, workloadRoles } from './standing-roles.ts';
import { complianceDeployment, monitoringDeployment } from './vendor-stacks.ts';

/** What happened to the vendor stacks, by seat in the round. */
const DRIFT_BY_SEAT: Readonly<Record<number, (deployed: Deployed) => void>> = {
  2: trustChangedByHand,
  3: inlinePolicyAddedByHand,
  4: inlinePolicyChangedByHand,
  5: policyAttachedByHand,
  6: listOfOneInTemplate,
  7: roleDeletedByHand,
  8: detectionFails,
  9: stateWithoutDetection,
  10: nested,
  11: largeStack,
  12: otherResourceChanged,
  13: managedPolicyChangedByHand,
  14: boundaryAddedByHand,
  15: checkedBefore,
};

/** The account in which somebody has given the audit's role more, and to more. */
const WIDENED_AUDITOR = 18;

export interface ContentsOptions {
  seed: string;
  asOf: string;
  index: number;
  /** Workload roles are added up to this many roles. */
  rolesPerAccount: number;
  withAuditor: boolean;
}

/** Everything in one account. */
export function generateContents({
  seed,
  asOf,
  index,
  rolesPerAccount,
  withAuditor,
}: ContentsOptions): AccountContents {
  const place = placeOf(seed, asOf, index);
  const monitoring = monitoringDeployment(place);
  const compliance = complianceDeployment(place);
  const stacks: WorldStack[] = [
    ...applicationStacks(place),
    deletedStack(place),
    monitoring.stack,
    compliance.stack,
  ];
  const delegation = delegationOf(place);
  const anywhere: Anywhere = anywhereOf(place);
  const identityCenter = identityCenterOf(place);
  const auditor = auditorRole(place, auditorExternalId(seed));
  const contents = {
    roles: [
      ...standingRoles(place),
      ...(withAuditor ? [index === WIDENED_AUDITOR ? widened(place, auditor) : auditor] : []),
      monitoring.role,
      compliance.role,
      ...scenarioRoles(place),
      ...anywhere.roles,
      ...delegation.roles,
    ],
    rolesAnywhere: anywhere.rolesAnywhere,
    ...(identityCenter === undefined ? {} : { identityCenter }),
    stackSets: stackSetsOf(place),
    delegationRequests: delegation.requests,
    ...credentialsOf(place),
    ...sharesOf(place),
    ...reviewsOf(place),
    ...resourcesOf(place),
    ...activityOf(place),
    ...recordingOf(place),
    policies: [VENDOR_BOUNDARY, OPERATIONS_BOUNDARY],
    stacks,
  };
  if (index < ROUND || place.random('drift').chance(0.2)) {
    DRIFT_BY_SEAT[index % ROUND]?.({ place, contents, monitoring, compliance });
  }
  const missing = rolesPerAccount - contents.roles.length;
  if (missing > 0) contents.roles.push(...workloadRoles(place, missing).map(asPadding));
  return { ...contents, analyzers: analyzersOf(place, contents.roles, seed, asOf) };
}

function asPadding(role: WorldRole): WorldRole {
  return { ...role, name: `load-${role.name}` };
}
