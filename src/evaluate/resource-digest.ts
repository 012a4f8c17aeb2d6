import { createHash } from 'node:crypto';
import { maskExternalIds } from '../masking/mask-external-ids.ts';
import type { ResourceWithPolicy } from '../model/facts/resource-policies.ts';
import type { GrantPrincipal } from '../model/grant.ts';
import type { OpenResource, Way } from '../parties/resource-access.ts';
import { isObject } from '../policy/condition.ts';
import { canonicalPolicy } from '../policy/documents/same-policy.ts';
import { rawPolicy } from './raw-policy.ts';

/**
 * What tells whether a resource admits a party as it did in another run: the statements by which it comes, without the others
 * whom they name, all that the policy forbids, and the grants on a key and entries of a list by which it comes. Statements
 * for others, labels and ways of writing the same make no difference. External IDs stay out: whoever has the rest could try
 * values until the digest fits.
 *
 * @param behind of an access point: its bucket, where that was read
 */
export function resourceDigest(
  { held, unknown }: Pick<OpenResource, 'held' | 'unknown'>,
  ways: readonly Way[],
  behind: readonly ResourceWithPolicy[],
): string {
  // What was not understood may be anywhere in the policy.
  const whole = [...(unknown.length > 0 ? [held] : []), ...behind].map(({ policy }) => {
    const document = withoutExternalIds(policy);
    return canonicalPolicy(document) ?? document;
  });
  const beside = ways.flatMap(({ by, place }) => (by === 'policy' ? [] : [besideText(held, by, place)]));
  const said = [canonicalPolicy(theirPart(held.policy, ways)), whole, [...new Set(beside)].sort()];
  return createHash('sha256').update(JSON.stringify(said)).digest('hex');
}

/** Of a policy the statements by which someone comes, as if they were for them alone, and those that forbid. */
function theirPart(document: string | null, ways: readonly Way[]): object {
  const { version, statements } = rawPolicy(withoutExternalIds(document));
  const Statement = statements.flatMap((statement, place) => {
    if (!isObject(statement)) return [];
    if (statement.Effect === 'Deny') return [statement];
    const named = ways.flatMap(({ by, place: of, grant }) =>
      by === 'policy' && of === place ? [grant.principal] : [],
    );
    if (named.length === 0) return [];
    return [
      statement.NotPrincipal === undefined ? { ...statement, Principal: principalOf(named) } : statement,
    ];
  });
  return { ...(version === undefined ? {} : { Version: version }), Statement };
}

function principalOf(named: readonly GrantPrincipal[]): object {
  const of = (isAws: boolean) =>
    named.flatMap(({ kind, value }) => (OF_AWS.has(kind) === isAws ? [value] : []));
  return { AWS: of(true), Other: of(false) };
}

const OF_AWS: ReadonlySet<GrantPrincipal['kind']> = new Set(['any', 'account', 'role', 'user', 'session']);

function besideText({ grants, bucket }: ResourceWithPolicy, by: Way['by'], place: number): string {
  if (by === 'acl') return JSON.stringify(bucket?.acl[place]?.permission);
  const { operations = [], constrained } = grants?.[place] ?? {};
  return JSON.stringify([[...operations].sort(), constrained]);
}

function withoutExternalIds(document: string | null): string {
  const masked = maskExternalIds(document ?? '', () => '');
  return typeof masked === 'string' ? masked : JSON.stringify(masked);
}
