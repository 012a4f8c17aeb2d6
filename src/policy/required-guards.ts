import type { Grant, GrantCondition } from '../model/grant.ts';
import { type Alternative, choicesOf } from './alternatives.ts';
import { isPattern } from './guard-strength.ts';

/**
 * The keys that say from which network a request comes. Where a service does not send one of the newer ones, a
 * condition on it refuses everybody, strangers too. `aws:VpcSourceIp` alone never counts: see `tooWide`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-network-properties
 */
const NETWORK_KEYS: ReadonlySet<string> = new Set([
  'aws:sourceip',
  'aws:sourcevpc',
  'aws:sourcevpcarn',
  'aws:sourcevpce',
  'aws:vpcsourceip',
  'aws:vpceaccount',
  'aws:vpceorgid',
  'aws:vpceorgpaths',
]);

/** Whether a condition key says from which network a request comes. */
export function isNetworkKey(keyLower: string): boolean {
  return NETWORK_KEYS.has(keyLower);
}

/** The conditions on `sts:ExternalId`, required or not. */
export function externalIdConditions(grant: Pick<Grant, 'conditions'>): GrantCondition[] {
  return grant.conditions.filter(({ keyLower }) => keyLower === 'sts:externalid');
}

/** Whether one external ID out of a list must be sent. */
export function requiresExternalId({ conditions }: Pick<Grant, 'conditions'>): boolean {
  return conditions.some(agreesOnExternalId);
}

/** Whether callers must come from named addresses, VPCs or VPC endpoints. */
export function requiresNetwork({ conditions }: Pick<Grant, 'conditions'>): boolean {
  return conditions.some(namesNetwork);
}

/** Whether every request must bring a named external ID or come from a named network, whichever way it takes. */
export function requiresExternalIdOrNetwork(grant: Grant): boolean {
  const guards = (way: Alternative) => way.some((one) => agreesOnExternalId(one) || namesNetwork(one));
  return guards(grant.conditions) || choicesOf(grant).some((ways) => ways.every(guards));
}

function agreesOnExternalId(condition: GrantCondition): boolean {
  return condition.required && condition.keyLower === 'sts:externalid' && !isPattern(condition);
}

function namesNetwork({ required, keyLower }: GrantCondition): boolean {
  return required && NETWORK_KEYS.has(keyLower);
}

/**
 * Whether requests must come by TLS. The key is in every request, so that an operator for requests without it asks for the
 * same.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-securetransport
 */
export function requiresTls({ conditions }: Pick<Grant, 'conditions'>): boolean {
  return conditions.some(
    ({ keyLower, base, set, oneOf, values }) =>
      keyLower === 'aws:securetransport' &&
      base === 'Bool' &&
      set === null &&
      oneOf === undefined &&
      values.length > 0 &&
      values.every((value) => /^true$/i.test(value)),
  );
}

/** Ids of the organizations that conditions name, patterns as they are written. */
export function namedOrganizations({ conditions }: Pick<Grant, 'conditions'>): string[] {
  return conditions.flatMap(({ keyLower, values }) =>
    /^aws:(?:principal|source|vpce)org(?:id|paths)$/.test(keyLower)
      ? values.map((value) => value.split('/', 1)[0] ?? '')
      : [],
  );
}

/** Whether callers must have signed in with MFA. */
export function requiresMfa(grant: Grant): boolean {
  return grant.conditions.some(asksForMfa);
}

export function asksForMfa({ required, keyLower, base, values }: GrantCondition): boolean {
  return (
    required &&
    ((keyLower === 'aws:multifactorauthpresent' && values.every((value) => /^true$/i.test(value))) ||
      (keyLower === 'aws:multifactorauthage' && base.startsWith('NumericLess')))
  );
}
