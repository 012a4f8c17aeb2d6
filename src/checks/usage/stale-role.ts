import { accountCheck, type CheckContext, type Outcome } from '../../model/check.ts';
import { TRACKED_DAYS } from '../../model/facts/iam-limits.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import { partyKey } from '../../model/party.ts';
import { outsideParties } from '../../parties/outside-providers.ts';
import { partyName } from '../../parties/party-name.ts';
import { isCrossAccountRole, thirdPartyGrants } from '../../parties/third-party.ts';
import { retirement } from '../remedies/retirement.ts';
import { certificatesUnread, comingByCertificate } from '../support/certificate-ways.ts';
import { type JudgedRole, judgeRoles, listed } from '../support/judged-role.ts';
import { lastOf, periodOf, unreadOf, visitorsByRole } from '../support/role-activity.ts';

const DAY = 86_400_000;

export const staleRole = accountCheck({
  id: 'stale-role',
  area: 'usage',
  per: 'account',
  title: 'Cross-account role in use',
  failureTitle: 'Cross-account role not used any more',
  severity: 'medium',
  rationale:
    'A role that nobody uses is a way in that nobody watches. When a vendor or a project is gone, the role it came by should go too.',
  remediation:
    'Ask the owner whether the role is still needed. If not, first refuse all sessions (`aws iam update-assume-role-policy` with a Deny, or attach AWSDenyAll) for a while, then remove its policies and run `aws iam delete-role --role-name NAME`, or delete it from the template that made it. If it is kept for emergencies, record an exception with an end date.',
  cannotKnow:
    'What happened longer ago than the 400 days for which IAM keeps the last use (less in Regions that came later), what the role was used for, and whether a yearly task still needs it. Roles that only certificates open (IAM Roles Anywhere) are judged where the register, or the account of a private authority, says that the trust anchor is a third party’s.',
  parameters: {
    staleAfterDays: { default: 90, description: 'Days without use after which a role counts as stale.' },
  },
  requires: ['authorization-details'],
  evaluate(facts, context) {
    const limit = context.parameters.staleAfterDays;
    const now = Date.parse(context.asOf);
    return judgeRoles(facts['authorization-details'], context, (subject): Outcome[] => {
      const { role, index, resource } = subject;
      const byCertificate = comingByCertificate(role, [], facts['authorization-details'], context);
      const isCrossAccount = byCertificate.length > 0 || isCrossAccountRole(role, context.study);
      const unread = isCrossAccount ? undefined : certificatesUnread(role, context);
      if (!isCrossAccount && unread === undefined) return [];
      const age = daysBetween(role.createdAt, now);
      const { lastUsed } = role;
      if (lastUsed === null && age <= limit) {
        return [
          {
            status: 'PASS',
            resource,
            detail: `The role has not been used yet, but was made only ${inDays(age)} ago, on ${day(role.createdAt)}.`,
          },
        ];
      }
      const idle = lastUsed === null ? age : daysBetween(lastUsed.at, now);
      if (lastUsed !== null && idle <= limit) {
        return [
          {
            status: 'PASS',
            resource,
            detail: `The role was last used on ${day(lastUsed.at)}${place(lastUsed)}.`,
          },
        ];
      }
      if (unread !== undefined) return [{ status: 'UNKNOWN', resource, detail: unread }];
      const grants = [...thirdPartyGrants(role, context.study), ...byCertificate];
      const [first] = grants;
      const parties = [...new Set(grants.map(partyName))];
      const keys = new Set(grants.map(({ party }) => partyKey(party)));
      const admits = parties.length === 0 ? '' : ` It admits ${listed(parties)}.`;
      return [
        {
          status: 'FAIL',
          resource,
          detail: `${lastUsed === null ? neverUsed(role.createdAt, age) : `The role was last used on ${day(lastUsed.at)}${place(lastUsed)}, ${inDays(idle)} ago; the limit is ${inDays(limit)}.`}${admits}${onRecord(subject, context, byCertificate.length > 0)}`,
          evidence: [
            evidence(index, 'lastUsed', lastUsed),
            ...(lastUsed === null ? [evidence(index, 'createdAt', role.createdAt)] : []),
          ],
          ...retirement(role, context),
          ...(keys.size === 1 && first !== undefined ? { thirdParty: first.party } : {}),
        },
      ];
    });
  },
});

/** No last use on record is not the same as never used: IAM forgets. */
function neverUsed(createdAt: string, age: number): string {
  return `IAM has no use of the role on record since it was made on ${day(createdAt)}, ${inDays(age)} ago. ${
    age > TRACKED_DAYS
      ? `That means not within the ${TRACKED_DAYS} days that IAM tracks, fewer in newer Regions; it may have been used before.`
      : `IAM tracks ${TRACKED_DAYS} days, fewer in newer Regions.`
  }`;
}

/** What CloudTrail has of third parties in the role, where it was read: entries by certificates are not looked for. */
function onRecord({ role, study }: JudgedRole, { activity }: CheckContext, isByCertificate: boolean): string {
  if (activity === undefined || outsideParties(role, study).size === 0) return '';
  if (unreadOf(activity, role.arn) !== undefined) return '';
  const came = (visitorsByRole(activity, study).get(role.arn) ?? []).flatMap((visitor) => visitor.came);
  if (came.length === 0 && isByCertificate) return '';
  return came.length === 0
    ? ` CloudTrail shows no entry of a third party in ${periodOf(activity)} either.`
    : ` CloudTrail shows an entry of a third party all the same, the last on ${day(lastOf(came))}.`;
}

function evidence(index: number, property: 'lastUsed' | 'createdAt', value: unknown) {
  return {
    fact: 'authorization-details' as const,
    region: 'global',
    pointer: jsonPointer('roles', index, property),
    value,
    marks: [''],
  };
}

function place({ region }: { region: string | null }): string {
  return region === null ? '' : ` in ${region}`;
}

function daysBetween(from: string, to: number): number {
  return Math.floor((to - Date.parse(from)) / DAY);
}

function inDays(days: number): string {
  return days === 1 ? '1 day' : `${days} days`;
}

function day(time: string): string {
  return time.slice(0, 10);
}
