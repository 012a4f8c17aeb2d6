import type { AnywhereRead } from '../../model/anywhere-read.ts';
import type { CheckContext, OutcomeEvidence } from '../../model/check.ts';
import type { AuthorizationDetails, Role } from '../../model/facts/authorization-details.ts';
import type { AnywhereProfile, RolesAnywhere, TrustAnchor } from '../../model/facts/roles-anywhere.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import { partyKey } from '../../model/party.ts';
import { type CertificateParty, certificateParties } from '../../parties/certificate-parties.ts';
import { exemptReason, type ThirdPartyGrant } from '../../parties/third-party.ts';
import { administration } from '../../policy/permissions/access.ts';
import { passedInSession } from '../../policy/permissions/escalation.ts';
import { surroundingsOf } from '../../policy/permissions/role-surroundings.ts';
import { withinSession } from '../../policy/permissions/within-session.ts';
import { certificateGrants } from '../../policy/roles-anywhere.ts';
import { permissionsIn, type RolePermissions } from './role-permissions.ts';
import { listed } from './wording.ts';

/**
 * The third parties that come into a role by certificates.
 *
 * @param others who comes in otherwise: a party of these has its answer, and holds no more by certificates
 */
export function comingByCertificate(
  role: Role,
  others: Iterable<Pick<ThirdPartyGrant, 'party'>>,
  details: AuthorizationDetails,
  { anywhere, study }: CheckContext,
): CertificateParty[] {
  if (anywhere === undefined || anywhere.regions.length === 0) return [];
  const known = new Set([...others].map(({ party }) => partyKey(party)));
  const values = anywhere.regions.map(({ value }) => value);
  return certificateParties(role, values, surroundingsOf(details, study).policies, study).filter(
    ({ party }) => !known.has(partyKey(party)),
  );
}

/** Why it is not known whether third parties come into a role by certificates; undefined where it is known. */
export function certificatesUnread(role: Role, { anywhere, study }: CheckContext): string | undefined {
  const unread = anywhere?.unread ?? [];
  if (unread.length === 0 || exemptReason(role, study) !== null) return undefined;
  if (certificateGrants(role, study).length === 0) return undefined;
  return `The role admits IAM Roles Anywhere, which was not read in ${listed(unread)}: whether certificates of third parties open it there is not known.`;
}

/** That no third party comes into a role, as far as was looked: certificates are no matter of a run that reads none. */
export function noThirdParty(role: Role, { anywhere, study }: CheckContext): string {
  const isLookedAt = (anywhere?.regions.length ?? 0) > 0 || certificateGrants(role, study).length === 0;
  return isLookedAt
    ? 'No third party may assume this role.'
    : 'No third party may assume this role but by certificates of IAM Roles Anywhere, which were not looked at.';
}

/** What a party holds by one profile. */
export interface CertificateWay {
  held: RolePermissions;
  /** The name of the profile. */
  profile: string;
  /** How it comes, to follow on what is wrong with that. */
  said: string;
  evidence: OutcomeEvidence[];
}

/**
 * What a party may do that comes into a role by certificates: what the role may, where some profile sets no limit;
 * else what each profile leaves of it.
 */
export function waysByCertificate(
  role: Role,
  { entries }: CertificateParty,
  details: AuthorizationDetails,
  { anywhere, study }: CheckContext,
): [CertificateWay, ...CertificateWay[]] {
  const whole = study.once(permissionsIn, details)(role);
  const profiles = [...new Set(entries.flatMap((entry) => entry.profiles))];
  const by = (profile: AnywhereProfile, limited: RolePermissions | undefined): CertificateWay => {
    const anchors = entries.flatMap((entry) => (entry.profiles.includes(profile) ? [entry.anchor] : []));
    const names = listed([...new Set(anchors.map(({ name }) => name))]);
    return {
      held: limited ?? whole,
      profile: profile.name,
      said: ` It comes by the trust anchor ${names} and the profile ${profile.name}, ${limited === undefined ? 'which sets no limit' : 'within its session policy'}.`,
      evidence: evidenceOfWay(anywhere, [...new Set(anchors)], profile),
    };
  };
  const limits = profiles.map((profile) => ({ profile, limited: limitedBy(profile, role, details, study) }));
  const open = limits.find(({ limited }) => limited === undefined);
  if (open !== undefined) return [by(open.profile, undefined)];
  const [first, ...more] = limits.map(({ profile, limited }) => by(profile, limited));
  if (first === undefined) throw new Error('a certificate opens a role by no profile');
  return [first, ...more];
}

/** Which others are to be changed besides the one that is worst, to follow on it. */
export function otherProfiles(names: readonly string[]): string {
  if (names.length === 0) return '';
  const shown =
    names.length > MOST_NAMED ? [...names.slice(0, MOST_NAMED), `${names.length - MOST_NAMED} more`] : names;
  return ` It may do too much by ${names.length === 1 ? 'another profile' : 'other profiles'} as well: ${listed(shown)}.`;
}

const MOST_NAMED = 5;

/**
 * What a profile leaves of a role; undefined where it sets no limit. Ways to more rights count where some of each of
 * their actions is left, and none of them is certain.
 */
function limitedBy(
  profile: AnywhereProfile,
  role: Role,
  details: AuthorizationDetails,
  study: CheckContext['study'],
): RolePermissions | undefined {
  const around = surroundingsOf(details, study);
  const session = withinSession({ arn: role.arn, ...around.held(role) }, profile, around.policies, study);
  if (session === undefined) return undefined;
  const { permissions, access, leaves } = session;
  const admin = administration(access);
  const doubt = `what the session policy of the profile ${profile.name} leaves is enough for it`;
  const left = around.ways(role).filter(({ by }) => by.every(({ action }) => leaves.some(action)));
  const isPassed = left.some(({ method }) => method.role === 'passed');
  const methods = (isPassed ? left : [...left, ...passedInSession(session, role, around)]).map((way) => ({
    ...way,
    doubts: [...way.doubts, doubt],
  }));
  return {
    ...{ permissions, access, leaves },
    administration: admin,
    methods: admin === undefined ? methods : [],
    whole: study.once(permissionsIn, details)(role),
  };
}

function evidenceOfWay(
  anywhere: AnywhereRead | undefined,
  anchors: readonly TrustAnchor[],
  profile: AnywhereProfile,
): OutcomeEvidence[] {
  const place = (of: 'trustAnchors' | 'profiles', value: TrustAnchor | AnywhereProfile) =>
    (anywhere?.regions ?? []).flatMap(({ region, value: read }): OutcomeEvidence[] => {
      const listing: RolesAnywhere[typeof of][number][] = read[of];
      const index = listing.indexOf(value);
      return index < 0
        ? []
        : [{ fact: 'roles-anywhere', region, pointer: jsonPointer(of, index), value, marks: [] }];
    });
  return [...anchors.flatMap((anchor) => place('trustAnchors', anchor)), ...place('profiles', profile)];
}
