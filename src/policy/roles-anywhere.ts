import type { Role } from '../model/facts/authorization-details.ts';
import type { Grant, GrantCondition } from '../model/grant.ts';
import type { Study } from '../model/study.ts';
import { admittingGrants } from './access-role.ts';
import { accountOfArnPattern } from './arn-account.ts';
import { conditionHolds } from './request-conditions.ts';
import { matchesWildcard } from './wildcard.ts';

/** The grants of a role by which whoever has a certificate comes, through IAM Roles Anywhere. */
export function certificateGrants(role: Role, study: Study): readonly Grant[] {
  return study.once(certificateGrantsIn, role);
}

function certificateGrantsIn(role: Role, study: Study): Grant[] {
  return admittingGrants(role, study).filter(
    ({ principal, actions }) =>
      principal.kind === 'service' &&
      /^rolesanywhere\.amazonaws\.(?:com|com\.cn|eu)$/i.test(principal.service) &&
      actions.includes('sts:AssumeRole'),
  );
}

/** Whether certificates that a trust anchor vouches for may come by the grant, or that cannot be ruled out. */
export function mayComeBy(grant: Grant, anchorArn: string): boolean {
  return !grant.conditions.some(
    (condition) => namesOthers(condition, anchorArn) || shutsOut(condition, anchorArn),
  );
}

function namesOthers({ required, keyLower, base, values }: GrantCondition, anchorArn: string): boolean {
  return (
    required &&
    keyLower === 'aws:sourcearn' &&
    /^(?:Arn|String)(?:Equals|Like)/.test(base) &&
    !values.some(
      (value) => value.includes('${') || matchesWildcard(value.toLowerCase(), anchorArn.toLowerCase()),
    )
  );
}

/** Whether it shuts out this very anchor, as a Deny does that names it: every request by the service carries its ARN. */
function shutsOut(
  { keyLower, base, ifExists, set, operator, key, values, oneOf }: GrantCondition,
  anchorArn: string,
): boolean {
  return (
    oneOf === undefined &&
    keyLower === 'aws:sourcearn' &&
    set === null &&
    !ifExists &&
    /^(?:Arn|String)Not/.test(base) &&
    !values.some((value) => value.includes('${')) &&
    !conditionHolds(operator, key, values, new Map([[keyLower, [anchorArn]]]))
  );
}

/**
 * Whether the grant takes certificates of named trust anchors alone: any of the account would be let in else.
 * https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
 */
export function bindsAnchor({ conditions }: Grant): boolean {
  return conditions.some(
    ({ required, keyLower, base, values }) =>
      required &&
      keyLower === 'aws:sourcearn' &&
      values.length > 0 &&
      values.every(
        (value) => accountOfArnPattern(value, base) !== undefined && /:trust-anchor\/[\w-]+$/.test(value),
      ),
  );
}

/**
 * Whether the grant takes certificates of named subjects alone. What the service reads from a certificate comes as tags;
 * the common name also as the source identity.
 * https://docs.aws.amazon.com/rolesanywhere/latest/userguide/attribute-mapping-and-trust-policy.html
 */
export function bindsSubject({ conditions }: Grant): boolean {
  return conditions.some(namesSubject);
}

/**
 * Whether a condition is about the certificate or who vouches for it. Anchors open roles of their own account alone: its id
 * and that of its organization are the same in every request.
 */
export function isAboutCertificate(condition: GrantCondition): boolean {
  const { keyLower } = condition;
  return (
    /^aws:source(?:arn|account|orgid|orgpaths)$/.test(keyLower) ||
    keyLower === 'sts:sourceidentity' ||
    /^aws:(?:principal|request)tag\/x509/.test(keyLower)
  );
}

function namesSubject({ required, keyLower }: GrantCondition): boolean {
  return (
    required &&
    (keyLower === 'sts:sourceidentity' ||
      /^aws:(?:principal|request)tag\/x509(?:subject|san)\//.test(keyLower))
  );
}
