import { createHash } from 'node:crypto';
import type { ExternalIdKey } from '../masking/external-ids.ts';
import { maskExternalIds } from '../masking/mask-external-ids.ts';
import type { Role } from '../model/facts/authorization-details.ts';
import type { AnywhereProfile } from '../model/facts/roles-anywhere.ts';
import { groupedBy } from '../model/grouped-by.ts';
import { parseJson } from '../model/json-text.ts';
import type { RoleDigests } from '../model/role-inventory-entry.ts';
import type { AccountStudy } from '../model/study.ts';
import { externalIdsInAnyCase, externalIdsOf, inAnyCase } from '../parties/external-ids.ts';
import { thirdPartyGrants } from '../parties/third-party.ts';
import { compareText } from './findings.ts';

interface DigestSetting {
  study: AccountStudy;
  /** What the spellings of an external ID in upper and lower case have in common; undefined where that is not known. */
  foldedId(id: string): string | undefined;
}

/**
 * What tells whether a role is what it was in another run. External IDs stay out of the digests of documents:
 * whoever has the rest of a policy could try values until the digest fits.
 *
 * @param documents of managed policies, by ARN
 */
export function roleDigests(
  role: Role,
  documents: ReadonlyMap<string, string>,
  setting: DigestSetting & { externalIdKey: ExternalIdKey | undefined },
): RoleDigests {
  const { externalIdKey } = setting;
  return {
    trustPolicy: sha256(withoutExternalIds(role.trustPolicy)),
    permissions: permissionsDigest(role, documents),
    ...(externalIdKey === undefined ? {} : { externalIds: externalIds(role, setting, externalIdKey) }),
  };
}

/** Of all policies that say what a role may do. */
export function permissionsDigest(role: Role, documents: ReadonlyMap<string, string>): string {
  const managed = (arn: string) => [arn, withoutExternalIds(documents.get(arn) ?? '')];
  return sha256({
    inline: role.inlinePolicies
      .map(({ name, document }) => [name, withoutExternalIds(document)])
      .sort(byName),
    attached: role.attachedPolicies.map(({ arn }) => managed(arn)).sort(byName),
    boundary: role.permissionsBoundaryArn === null ? null : managed(role.permissionsBoundaryArn),
  });
}

/** Of the session policies of the profiles that open a role: they limit it, and are none of its own. */
export function sessionsDigest(
  profiles: readonly Pick<AnywhereProfile, 'sessionPolicy' | 'managedPolicyArns'>[],
  documents: ReadonlyMap<string, string>,
): string {
  const limits = profiles.map(({ sessionPolicy, managedPolicyArns }) => [
    sessionPolicy,
    ...[...managedPolicyArns].sort().map((arn) => [arn, documents.get(arn) ?? '']),
  ]);
  return sha256(limits.map((one) => JSON.stringify(one)).sort());
}

function externalIds(
  role: Role,
  { study, foldedId }: DigestSetting,
  key: ExternalIdKey,
): NonNullable<RoleDigests['externalIds']> {
  const byParty = groupedBy(
    thirdPartyGrants(role, study).filter((grant) => externalIdsOf(grant).length > 0),
    (grant) => grant.key,
  );
  return [...byParty].sort(byName).map(([party, grants]) => {
    const ids = grants.flatMap(externalIdsOf);
    const anyCase = inAnyCase(ids, grants.flatMap(externalIdsInAnyCase), foldedId);
    const fingerprints = (of: readonly string[]) => [...new Set(of.map(key.fingerprint))].sort();
    return {
      party,
      fingerprints: fingerprints(ids),
      ...(anyCase === undefined ? {} : { inAnyCase: fingerprints(anyCase) }),
    };
  });
}

function withoutExternalIds(document: string): unknown {
  return spelled(maskExternalIds(document, () => ''));
}

/** A document with its keys in order; as it is, where it is not JSON. */
function spelled(document: unknown): unknown {
  if (typeof document !== 'string') return document;
  try {
    return inOrder(parseJson(document));
  } catch {
    return document;
  }
}

/** Objects as lists of members, since a key such as `__proto__` is a name like any other. */
function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(inOrder);
  return {
    members: Object.entries(value)
      .map(([name, member]) => [name, inOrder(member)])
      .sort(byName),
  };
}

function byName([a]: readonly unknown[], [b]: readonly unknown[]): number {
  return compareText(String(a), String(b));
}

function sha256(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
