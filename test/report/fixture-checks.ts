import type { CheckInfo } from '../../src/model/report.ts';
import type { Severity } from '../../src/model/severity.ts';

function check(
  id: string,
  area: CheckInfo['area'],
  severity: Severity,
  title: string,
  failureTitle: string,
  rationale: string,
  remediation: string,
): CheckInfo {
  return { id, area, severity, title, failureTitle, rationale, remediation, controls: ['AWS-WA SEC03-BP09'] };
}

export const CHECKS: CheckInfo[] = [
  check(
    'public-trust',
    'trust',
    'critical',
    'Role is closed to the public',
    'Role can be assumed by anyone',
    'Any holder of any AWS account can take on this role and everything it may do.',
    'Name the principals that need the role, and require a condition that only they meet.',
  ),
  check(
    'external-id-missing',
    'trust',
    'high',
    'External ID is required of third parties',
    'No external ID is asked of a third party',
    'Another customer of the same vendor could have the vendor enter this role on their behalf.',
    'Agree on an external ID with the vendor and require it with StringEquals on sts:ExternalId.',
  ),
  check(
    'unregistered-third-party',
    'trust',
    'high',
    'Third parties are registered',
    'A third party that nobody registered may enter',
    'Nobody answers for this access, and nobody will notice when it is no longer needed.',
    'Register the third party with an owner and a justification, or remove it from the trust policy.',
  ),
  check(
    'web-identity-subject',
    'trust',
    'high',
    'OIDC trusts check the subject',
    'An OIDC trust accepts other tenants of the provider',
    'Any repository on the shared provider can obtain a token that this role accepts.',
    'Require the exact subject claim of the repository and branch that deploys.',
  ),
  check(
    'expired-trust',
    'trust',
    'medium',
    'Trust ends with the contract',
    'A third party may enter after its contract has ended',
    'The business reason has gone and the door is still open.',
    'Remove the role, or extend the contract in the register.',
  ),
  check(
    'stale-role',
    'usage',
    'medium',
    'Cross-account roles are in use',
    'A cross-account role is not used',
    'A role that nobody uses is a way in that nobody watches.',
    'Ask the owner whether it is needed; remove it if not.',
  ),
  check(
    'role-drift',
    'drift',
    'high',
    'Roles match their templates',
    'A role differs from its template',
    'Someone changed access outside the reviewed path.',
    'Bring the change into the template or undo it.',
  ),
  check(
    'open-ended-trust',
    'trust',
    'low',
    'Third-party trust has an end',
    'A third-party trust has no end',
    'Access without an end outlives its reason.',
    'Give the contract an end in the register or add a date condition.',
  ),
  check(
    'trust-hardening',
    'trust',
    'info',
    'Third-party trust is hardened',
    'Recommended conditions are absent',
    'Each further condition makes a stolen credential of the vendor less useful.',
    'Add source IP, MFA or time conditions where the vendor supports them.',
  ),
];
