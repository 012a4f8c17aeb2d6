import type { ManagedPolicy, Role } from '../model/facts/authorization-details.ts';
import type { AnywhereProfile, RolesAnywhere, TrustAnchor } from '../model/facts/roles-anywhere.ts';
import type { Grant } from '../model/grant.ts';
import { type ThirdPartyRef, thirdPartyRef } from '../model/party.ts';
import type { AccountStudy } from '../model/study.ts';
import { certificateGrants, mayComeBy } from '../policy/roles-anywhere.ts';
import { sessionPolicies } from '../policy/session-limit.ts';
import { exemptReason } from './third-party.ts';
import { partiesOfAnchor } from './trust-anchors.ts';

/** Whoever comes into a role by certificates that one trust anchor vouches for. */
export interface CertificateEntry {
  grant: Grant;
  anchor: TrustAnchor;
  key: string;
  party: ThirdPartyRef;
  /** Any of which it may come by. */
  profiles: readonly AnywhereProfile[];
  /** Set where a session policy limits all sessions, or may: they may do less than the role. */
  limited?: true;
}

/**
 * By which trust anchors certificates open a role, or that cannot be ruled out: in one Region an anchor and a profile
 * that names the role are enabled, and a grant of the role may mean the anchor. None for a role that is exempt.
 *
 * @param regions what was read of IAM Roles Anywhere, a Region each
 * @param policies the managed policies of the account, by ARN
 */
export function certificateEntries(
  role: Role,
  regions: readonly RolesAnywhere[],
  policies: ReadonlyMap<string, Pick<ManagedPolicy, 'document'>>,
  study: AccountStudy,
): CertificateEntry[] {
  if (regions.length === 0 || exemptReason(role, study) !== null) return [];
  const grants = certificateGrants(role, study);
  if (grants.length === 0) return [];
  return regions.flatMap(({ trustAnchors, profiles }) => {
    const opening = profiles.filter(({ enabled, roleArns }) => enabled && roleArns.includes(role.arn));
    if (opening.length === 0) return [];
    const isLimited = opening.every(
      (profile) => sessionPolicies(profile, policies, study).limit !== 'nothing',
    );
    const limited = isLimited ? { limited: true as const } : {};
    return trustAnchors
      .filter(({ enabled }) => enabled)
      .flatMap((anchor) =>
        grants
          .filter((grant) => mayComeBy(grant, anchor.arn))
          .flatMap((grant) =>
            vouchedForBy(anchor, study).map((whose) => ({
              ...{ grant, anchor, profiles: opening },
              ...whose,
              ...limited,
            })),
          ),
      );
  });
}

/**
 * Who comes by a trust anchor: the third parties to which the register gives it. Of any other nobody has said whose
 * certificates it vouches for; it is a party of its own then, as an identity provider is, by its name.
 */
function vouchedForBy(
  anchor: TrustAnchor,
  study: AccountStudy,
): Array<Pick<CertificateEntry, 'key' | 'party'>> {
  const registered = partiesOfAnchor(anchor, study);
  if (registered.length > 0)
    return registered.map((party) => ({ key: `${BY_CERTIFICATE}${party.name}`, party }));
  const key = `${TRUST_ANCHOR}${anchor.name}`;
  const party = thirdPartyRef('identity-provider', `trust anchor ${anchor.name}`, {
    key: `identity-provider:${key}`,
  });
  return [{ key, party }];
}

/** Keys of trust anchors that the register gives to nobody, and of third parties that come by theirs. */
export const TRUST_ANCHOR = 'trust-anchor/';
export const BY_CERTIFICATE = 'by-certificate/';
