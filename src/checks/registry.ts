import { controlsOf } from '../controls/controls-of.ts';
import type { Check } from '../model/check.ts';
import { analyzerCoverage } from './access-analyzer/analyzer-coverage.ts';
import { analyzerError } from './access-analyzer/analyzer-error.ts';
import { archivedExternalAccess } from './access-analyzer/archived-external-access.ts';
import { externalAccessFinding } from './access-analyzer/external-access-finding.ts';
import { unusedAccessFinding } from './access-analyzer/unused-access-finding.ts';
import { activityAfterEnd } from './activity/activity-after-end.ts';
import { activityHighRisk } from './activity/activity-high-risk.ts';
import { activityHours } from './activity/activity-hours.ts';
import { activityNewVisitor } from './activity/activity-new-visitor.ts';
import { activityRefused } from './activity/activity-refused.ts';
import { activitySource } from './activity/activity-source.ts';
import { recordingAtRisk } from './activity/recording-at-risk.ts';
import { recordingMissing } from './activity/recording-missing.ts';
import { standingAccess } from './activity/standing-access.ts';
import { accessKeyAge } from './credentials/access-key-age.ts';
import { rootAccessKey } from './credentials/root-access-key.ts';
import { thirdPartyAccessKey } from './credentials/third-party-access-key.ts';
import { thirdPartyConsolePassword } from './credentials/third-party-console-password.ts';
import { roleDrift } from './drift/role-drift.ts';
import { stackDrift } from './drift/stack-drift.ts';
import { stackSetDrift } from './drift/stack-set-drift.ts';
import { undeclaredPolicy } from './drift/undeclared-policy.ts';
import { unmanagedRole } from './drift/unmanaged-role.ts';
import { externalIdChange } from './external-ids/external-id-change.ts';
import { externalIdFormat } from './external-ids/external-id-format.ts';
import { externalIdGuessable } from './external-ids/external-id-guessable.ts';
import { externalIdReuse } from './external-ids/external-id-reuse.ts';
import { resourceBeyondRegister } from './resources/resource-beyond-register.ts';
import { resourcePublic } from './resources/resource-public.ts';
import { resourceThirdParty } from './resources/resource-third-party.ts';
import { billingTransfer } from './sharing/billing-transfer.ts';
import { delegationRequest } from './sharing/delegation-request.ts';
import { externalResourceShare } from './sharing/external-resource-share.ts';
import { identityCenterGuest } from './sharing/identity-center-guest.ts';
import { rolesAnywhereTrust } from './sharing/roles-anywhere-trust.ts';
import { wellArchitectedShare } from './sharing/well-architected-share.ts';
import { accountRootPrincipal } from './trust/account-root-principal.ts';
import { auditorRole } from './trust/auditor-role.ts';
import { closedAccountTrust } from './trust/closed-account-trust.ts';
import { confusedDeputyService } from './trust/confused-deputy-service.ts';
import { deadGuard } from './trust/dead-guard.ts';
import { deletedPrincipal } from './trust/deleted-principal.ts';
import { expiredTrust } from './trust/expired-trust.ts';
import { externalIdMissing } from './trust/external-id-missing.ts';
import { externalIdNotEnforced } from './trust/external-id-not-enforced.ts';
import { fullAdminPolicy } from './trust/full-admin-policy.ts';
import { openEndedTrust } from './trust/open-ended-trust.ts';
import { overdueReview } from './trust/overdue-review.ts';
import { ownerTag } from './trust/owner-tag.ts';
import { publicTrust } from './trust/public-trust.ts';
import { samlAudience } from './trust/saml-audience.ts';
import { sessionDuration } from './trust/session-duration.ts';
import { thirdPartyAdmin } from './trust/third-party-admin.ts';
import { thirdPartyPrivileges } from './trust/third-party-privileges.ts';
import { transitiveThirdPartyAccess } from './trust/transitive-third-party-access.ts';
import { trustHardening } from './trust/trust-hardening.ts';
import { unconditionedTrust } from './trust/unconditioned-trust.ts';
import { unregisteredThirdParty } from './trust/unregistered-third-party.ts';
import { webIdentitySubject } from './trust/web-identity-subject.ts';
import { staleRole } from './usage/stale-role.ts';
import { unusedServices } from './usage/unused-services.ts';

const checks: readonly Check[] = [
  publicTrust,
  unregisteredThirdParty,
  externalIdMissing,
  externalIdNotEnforced,
  unconditionedTrust,
  accountRootPrincipal,
  deletedPrincipal,
  closedAccountTrust,
  expiredTrust,
  openEndedTrust,
  trustHardening,
  sessionDuration,
  confusedDeputyService,
  webIdentitySubject,
  samlAudience,
  thirdPartyAdmin,
  thirdPartyPrivileges,
  transitiveThirdPartyAccess,
  fullAdminPolicy,
  overdueReview,
  ownerTag,
  auditorRole,
  deadGuard,
  externalIdReuse,
  externalIdGuessable,
  externalIdFormat,
  externalIdChange,
  analyzerCoverage,
  externalAccessFinding,
  archivedExternalAccess,
  unusedAccessFinding,
  analyzerError,
  staleRole,
  unusedServices,
  roleDrift,
  undeclaredPolicy,
  stackDrift,
  stackSetDrift,
  unmanagedRole,
  rootAccessKey,
  thirdPartyAccessKey,
  thirdPartyConsolePassword,
  accessKeyAge,
  externalResourceShare,
  wellArchitectedShare,
  rolesAnywhereTrust,
  delegationRequest,
  identityCenterGuest,
  billingTransfer,
  resourcePublic,
  resourceThirdParty,
  resourceBeyondRegister,
  activitySource,
  activityHours,
  activityHighRisk,
  activityNewVisitor,
  activityRefused,
  activityAfterEnd,
  standingAccess,
  recordingMissing,
  recordingAtRisk,
];

/** Every check with the controls it serves, in the order of the catalogue. A test holds this list against the files on disk. */
export const registry: readonly Check[] = checks.map((check) => ({
  ...check,
  controls: controlsOf(check.id),
}));
