import { createHash } from 'node:crypto';
import { maskExternalIds } from '../masking/mask-external-ids.ts';
import type { ResourceWithPolicy } from '../model/facts/resource-policies.ts';
import type { GrantPrincipal } from '../model/grant.ts';
import { groupedBy } from '../model/grouped-by.ts';
import type { OpenResource, Way } from '../parties/resource-access.ts';
import { isObject } from '../policy/condition.ts';
import { canonicalPolicy } from '../policy/documents/same-policy.ts';
import { rawPolicy } from './raw-policy.ts';

/**
 * What tells whether a resource admits a party as it did in another run, by its ways: the statements by which it comes, without
 * the others whom they name, all that the policy forbids, and the grants on a key and entries of a list by which it comes.
 * Statements for others, labels and ways of writing the same make no difference. External IDs stay out: whoever has the rest
 * could try values until the digest fits. What is the same of all parties is worked out once.
 *
 * @param behind of an access point: its bucket, where that was read
 */
export function resourceDigests(
  { held, unknown }: Pick<OpenResource, 'held' | 'unknown'>,
  behind: readonly ResourceWithPolicy[],
): (ways: readonly Way[]) => string {
  const { version, statements } = rawPolicy(withoutExternalIds(held.policy));
  const policyOf = (Statement: readonly unknown[]) =>
    canonicalPolicy({ ...(version === undefined ? {} : { Version: version }), Statement });
  const forbids = (statement: unknown) => isObject(statement) && statement.Effect === 'Deny';
  const forbidden = policyOf(statements.filter(forbids));
  // What was not understood may be anywhere in the policy.
  const whole = [...(unknown.length > 0 ? [held] : []), ...behind].map(({ policy }) => canonical(policy));
  return (ways) => {
    const named = groupedBy(
      ways.filter(({ by }) => by === 'policy'),
      ({ place }) => String(place),
    );
    const theirs = [...named].map(([place, some]) => forThem(statements[Number(place)], some));
    const beside = ways.flatMap(({ by, place }) => (by === 'policy' ? [] : [besideText(held, by, place)]));
    const said = [policyOf(theirs), forbidden, whole, [...new Set(beside)].sort()];
    return sha256(JSON.stringify(said));
  };
}

/** The same of a policy alone: it differs where what the policy says differs, and not by how that is written. */
export function policyDigest(document: string): string {
  return sha256(canonical(document));
}

function canonical(policy: string | null): string {
  const document = withoutExternalIds(policy);
  return canonicalPolicy(document) ?? document;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A statement as if it were for those alone who come by it. */
function forThem(statement: unknown, ways: readonly Way[]): unknown {
  return isObject(statement) && statement.NotPrincipal === undefined
    ? { ...statement, Principal: principalOf(ways.map(({ grant }) => grant.principal)) }
    : statement;
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
