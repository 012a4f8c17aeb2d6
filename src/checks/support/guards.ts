import type { Grant, GrantCondition } from '../../model/grant.ts';
import { dateValue } from '../../policy/values.ts';

const NETWORK_KEYS: ReadonlySet<string> = new Set([
  'aws:sourceip',
  'aws:vpcsourceip',
  'aws:sourcevpc',
  'aws:sourcevpce',
]);

const TIME_KEYS: ReadonlySet<string> = new Set(['aws:currenttime', 'aws:epochtime']);

/** The conditions on `sts:ExternalId`, required or not. */
export function externalIdConditions(grant: Grant): GrantCondition[] {
  return grant.conditions.filter(({ keyLower }) => keyLower === 'sts:externalid');
}

/** Whether one external ID out of a list must be sent. */
export function requiresExternalId(grant: Grant): boolean {
  return externalIdConditions(grant).some(({ required }) => required);
}

/** Whether callers must come from named addresses, VPCs or VPC endpoints. */
export function requiresNetwork(grant: Grant): boolean {
  return grant.conditions.some(({ required, keyLower }) => required && NETWORK_KEYS.has(keyLower));
}

/** Whether callers must have signed in with MFA. */
export function requiresMfa(grant: Grant): boolean {
  return grant.conditions.some(
    ({ required, keyLower, base, values }) =>
      required &&
      ((keyLower === 'aws:multifactorauthpresent' && values.every((value) => /^true$/i.test(value))) ||
        (keyLower === 'aws:multifactorauthage' && base.startsWith('NumericLess'))),
  );
}

/** Whether a condition ends the access on a date. */
export function isEnd({ required, keyLower, base }: GrantCondition): boolean {
  return required && TIME_KEYS.has(keyLower) && (base.startsWith('DateLess') || base === 'DateEquals');
}

/**
 * The moment after which a grant lets nobody in, in milliseconds since 1970; undefined when it has no end. Values of
 * one condition are ORed, so the latest of them counts; conditions are ANDed, so the earliest of those.
 */
export function endOf(grant: Grant): number | undefined {
  const ends = grant.conditions
    .filter(isEnd)
    .map(({ values }) => Math.max(...values.map((value) => dateValue(value) ?? Number.POSITIVE_INFINITY)));
  const end = Math.min(...ends);
  return Number.isFinite(end) ? end : undefined;
}
