import type { CheckContext, Outcome } from '../../model/check.ts';
import type { AuthorizationDetails, Role } from '../../model/facts/authorization-details.ts';
import type { AnywhereProfile, RolesAnywhere } from '../../model/facts/roles-anywhere.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import { partyKey, type ThirdPartyRef } from '../../model/party.ts';
import { outsideParties } from '../../parties/outside-providers.ts';
import { exemptReason } from '../../parties/third-party.ts';
import { partiesOfAnchor } from '../../parties/trust-anchors.ts';
import { policiesByArn } from '../../policy/permissions/effective.ts';
import { certificateGrants, mayComeBy } from '../../policy/roles-anywhere.ts';
import { sessionPolicies } from '../../policy/session-limit.ts';
import { limitProfileFixes } from '../remedies/roles-anywhere.ts';
import { listed } from '../support/judged-role.ts';

const MOST_NAMED = 5;

/** Whether each profile limits what third parties may do with the roles that it opens. */
export function profileOutcomes(
  details: AuthorizationDetails,
  anywhere: RolesAnywhere,
  context: CheckContext,
): Outcome[] {
  const roles = new Map(details.roles.map((role) => [role.arn, role]));
  const policies = policiesByArn(details.policies);
  const outsiders = new Map<Role, ThirdPartyRef[]>();
  const outsidersOnce = (role: Role) => {
    const known = outsiders.get(role) ?? outsidersOf(role, anywhere, context);
    outsiders.set(role, known);
    return known;
  };
  return anywhere.profiles.map((profile, index): Outcome => {
    const { name } = profile;
    const resource = { arn: profile.arn, type: 'AWS::RolesAnywhere::Profile' };
    const none = (detail: string, more = {}): Outcome => ({
      status: 'NOT_APPLICABLE',
      resource,
      detail,
      ...more,
    });
    if (!profile.enabled) return none(`Profile ${name} is disabled: it opens no role.`);
    const open = profile.roleArns.flatMap((arn) => {
      const role = roles.get(arn);
      const parties = role === undefined ? [] : outsidersOnce(role);
      return parties.length === 0 ? [] : [{ arn, parties }];
    });
    if (open.length === 0) {
      const nobodyNamed = context.parties.entriesWithTrustAnchors.length === 0;
      return nobodyNamed &&
        anywhere.trustAnchors.some(({ enabled }) => enabled) &&
        profile.roleArns.length > 0
        ? none(
            `Profile ${name} opens no role that is known to be a third party's. The register names no trust anchors, so that it is not known whether third parties come by one.`,
            { silent: true },
          )
        : none(`Profile ${name} opens no role of a third party.`);
    }
    const { limit } = sessionPolicies(profile, policies, context.study);
    if (limit === 'not known') {
      const detail = `Profile ${name} limits its sessions by policies of which not all were understood, or read, or that allow everything under conditions alone: it is not known whether they limit anything.`;
      return { status: 'UNKNOWN', resource, detail };
    }
    if (limit === 'some') {
      return { status: 'PASS', resource, detail: `Profile ${name} limits its sessions by a session policy.` };
    }
    const parties = [
      ...new Map(open.flatMap((one) => one.parties).map((one) => [partyKey(one), one])).values(),
    ];
    const [party] = parties;
    return {
      status: 'FAIL',
      resource,
      detail: `Profile ${name} opens ${named(open.map(({ arn }) => arn))}, by which ${named(parties.map((one) => one.name))} may come, and has no session policy that limits it: whoever comes by it may do all that the role may${lasting(profile)}.`,
      evidence: [
        {
          fact: 'roles-anywhere',
          region: context.region,
          pointer: jsonPointer('profiles', index),
          value: profile,
          marks: ['/sessionPolicy', '/managedPolicyArns'],
        },
      ],
      ...(party === undefined || parties.length > 1 ? {} : { thirdParty: party }),
      roleArns: open.map(({ arn }) => arn),
      remediation:
        'Find out which part of the role those machines use, and give the profile a session policy that allows that part alone: the session may do what both the role and the session policy allow.',
      fixes: () => limitProfileFixes(profile, context.account),
    };
  });
}

/**
 * The third parties behind a role that certificates open: those whom its trust policy admits besides, whose role it is,
 * and those that come by a trust anchor which the register gives them. None where no certificate opens it.
 */
function outsidersOf(role: Role, { trustAnchors }: RolesAnywhere, { study }: CheckContext): ThirdPartyRef[] {
  if (exemptReason(role, study) !== null) return [];
  const grants = certificateGrants(role, study);
  const opening = trustAnchors.filter(
    (anchor) => anchor.enabled && grants.some((grant) => mayComeBy(grant, anchor.arn)),
  );
  if (opening.length === 0) return [];
  const byTrust = [...outsideParties(role, study).values()]
    .flat()
    .flatMap(({ standing, party }) => (standing === 'outside' ? [party] : []));
  return [...byTrust, ...opening.flatMap((anchor) => partiesOfAnchor(anchor, study))];
}

function lasting({ durationSeconds }: AnywhereProfile): string {
  return durationSeconds === null ? '' : `, for ${Math.round(durationSeconds / 60)} minutes at a time`;
}

function named(names: readonly string[]): string {
  const rest = names.length - MOST_NAMED;
  return listed(rest > 0 ? [...names.slice(0, MOST_NAMED), `${rest} more`] : names);
}
