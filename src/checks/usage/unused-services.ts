import {
  accountCheck,
  type CheckContext,
  type Failed,
  type Outcome,
  type OutcomeEvidence,
} from '../../model/check.ts';
import type { AuthorizationDetails, Role } from '../../model/facts/authorization-details.ts';
import { TRACKED_DAYS } from '../../model/facts/iam-limits.ts';
import type { LastAccessReport, ServiceLastAccessed } from '../../model/facts/service-last-accessed.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import { type OutsideGrant, outsideParties, WHOSE_IS_NOT_KNOWN } from '../../parties/outside-providers.ts';
import { partyName } from '../../parties/party-name.ts';
import { matchedActions, matchesMember, overlap } from '../../policy/permissions/catalogue.ts';
import { surroundingsOf } from '../../policy/permissions/role-surroundings.ts';
import { periodBefore, type ServiceUse, serviceUse } from '../../policy/permissions/service-use.ts';
import { retirement } from '../remedies/retirement.ts';
import { usedPolicyFixes } from '../remedies/used-policy.ts';
import { type JudgedRole, judgeRoles, listed, notApplicable, passed } from '../support/judged-role.ts';
import { evidenceOf } from '../support/third-party-permissions.ts';

/** More services than these are counted, and not named. */
const MOST_NAMED = 10;
/** Entries of the report that stand as evidence; the others are beside them in it. */
const MOST_SHOWN = 5;

export const unusedServices = accountCheck({
  id: 'unused-services',
  area: 'usage',
  per: 'account',
  title: 'Third parties use the services that they may use',
  failureTitle: 'Third party may use services that it does not touch',
  failsWhen:
    'A role that third parties may assume, and that is older than the period, may use services by its policies and boundary that IAM has seen no use of for `days`, refused attempts included.',
  severity: 'low',
  rationale:
    'What a third party never does it need not be able to do. A permission that nobody misses is only of use to whoever takes the role over.',
  remediation:
    'Ask the third party what its service needs, and take away the rest: the finding shows a policy for what was used. Leave what a yearly task needs, and say so in an exception.',
  cannotKnow:
    'Whether a use was let through: IAM counts refused attempts too. It shows a use within about four hours, remembers 400 days (less in Regions that came later), does not track every service, and of some services tracks actions that manage resources only. Permissions that the role was given within the period count as if it had had them all along, and what service and resource control policies take away is not known. Roles that third parties come into by certificates of IAM Roles Anywhere alone are not asked for.',
  parameters: {
    days: {
      default: 90,
      description: `Days before the report in which a service has to be used; at most the ${TRACKED_DAYS} that IAM tracks.`,
    },
  },
  requires: ['authorization-details', 'service-last-accessed'],
  evaluate(facts, context) {
    const details = facts['authorization-details'];
    const reports = context.study.once(membersByArn, facts['service-last-accessed']);
    const days = Math.min(context.parameters.days, TRACKED_DAYS);
    return judgeRoles(details, context, (subject): Outcome[] => {
      const { role, resource, study } = subject;
      const grants = [...outsideParties(role, study).values()].flat();
      if (grants.length === 0) return [notApplicable(subject, 'No third party may assume this role.')];
      const outsiders = grants.filter(({ standing }) => standing === 'outside');
      if (outsiders.length === 0) {
        const detail = `The role admits ${namesOf(grants)}, and ${WHOSE_IS_NOT_KNOWN}.`;
        return [{ status: 'NOT_APPLICABLE', silent: true, resource, detail }];
      }
      const found = reports.get(role.arn);
      const fact = found?.member.fact;
      if (found === undefined || fact?.status !== 'COLLECTED') {
        const why =
          fact?.status === 'NOT_COLLECTED' ? fact.message : 'no report was asked for when it was read.';
        return [{ status: 'UNKNOWN', resource, detail: `What the role used is not known: ${why}` }];
      }
      const since = periodBefore(fact.value, days);
      if (Date.parse(role.createdAt) > Date.parse(since)) {
        return [
          notApplicable(
            subject,
            `The role was made on ${day(role.createdAt)}, within the ${inDays(days)} that are looked at: what it has not used yet says nothing.`,
          ),
        ];
      }
      const held = surroundingsOf(details, study).held(role);
      const use = serviceUse(fact.value, held, since);
      const period = `the ${inDays(days)} up to ${day(fact.value.completedAt)}`;
      if (use.untouched.size === 0) {
        if (use.unclear.length === 0) return [nothingIdle(subject, use, period)];
        const detail = `Whether the role may use ${named(use.unclear)}, which it did not touch in ${period}, cannot be told: IAM lists them, and its boundary may take them back.`;
        return [{ status: 'UNKNOWN', resource, detail }];
      }
      const idle = matchedActions({ not: false, patterns: [...use.untouched].map((name) => `${name}:*`) });
      const statements = held.access.statements
        .filter(({ actions }) => overlap(actions, idle))
        .map(({ statement }) => statement);
      const [first] = outsiders;
      const isOne = new Set(outsiders.map(({ key }) => key)).size === 1;
      return [
        {
          status: 'FAIL',
          resource,
          detail: `By this role ${namesOf(outsiders)} may use, by its policies and boundary, ${services(use.untouched)} that it did not touch in ${period}: ${named([...use.untouched])}. ${whatWasUsed(use)}${reservations(use)}`,
          ...(isOne && first !== undefined ? { thirdParty: first.party } : {}),
          evidence: [
            ...reportEvidence(fact.value, found.index, use),
            ...evidenceOf(details, subject, statements, (pattern) => matchesMember(pattern, idle)),
          ],
          ...remedy(role, details, use, context),
          corrects: { decision: 'If it needs no more than it used' },
        },
      ];
    });
  },
});

type Member = ServiceLastAccessed['perResource'][number];

/** Reports by the ARN of their role, with their places. */
function membersByArn({
  perResource,
}: ServiceLastAccessed): ReadonlyMap<string, { member: Member; index: number }> {
  return new Map(perResource.map((member, index) => [member.resource, { member, index }]));
}

/** What to do about it: a role that used nothing has no need of another policy. */
function remedy(
  role: Role,
  details: AuthorizationDetails,
  use: ServiceUse,
  context: CheckContext,
): Pick<Failed, 'remediation' | 'fixes'> {
  if (use.used.length === 0) return retirement(role, context);
  return {
    remediation:
      'Ask the third party what its service needs, and put a policy of what it used in place of those that give more. Where a wildcard has to be written out for that, actions on no published list are not in it. Leave what a yearly task needs, and say so in an exception.',
    fixes: () => usedPolicyFixes(role, details, use, context),
  };
}

/** That nothing is idle shows something only where something was looked at. */
function nothingIdle(subject: JudgedRole, use: ServiceUse, period: string): Outcome {
  if (use.used.length > 0) {
    const detail = `The role used every service in ${period} that it may use and IAM tracks.`;
    return passed(subject, `${detail}${reservations(use)}`);
  }
  if (use.untracked.length === 0)
    return notApplicable(subject, 'The role may use no service whose use IAM tracks.');
  return {
    status: 'UNKNOWN',
    resource: subject.resource,
    detail: `What the role used is not known: it may use ${named(use.untracked)}, and the report of IAM lists none of these services.`,
  };
}

function whatWasUsed({ used }: ServiceUse): string {
  if (used.length === 0) return 'It used nothing else either.';
  const names = used.map(({ namespace, at }) => `${namespace} (last on ${day(at)})`);
  return `It used ${named(names)}.`;
}

/** What IAM's list does not tell. */
function reservations({ untracked }: ServiceUse): string {
  return `${
    untracked.length === 0
      ? ''
      : ` IAM tracks no use of ${named(untracked)}, so ${untracked.length === 1 ? 'that is' : 'those are'} not judged.`
  } Refused attempts count as uses, and a use of the last four hours may be missing.`;
}

/** The entries of services that were not touched, as far as they are shown. */
function reportEvidence(
  report: LastAccessReport,
  index: number,
  { untouched }: ServiceUse,
): OutcomeEvidence[] {
  return report.services
    .flatMap((value, at) => (untouched.has(value.namespace.toLowerCase()) ? [{ value, at }] : []))
    .slice(0, MOST_SHOWN)
    .map(({ value, at }) => ({
      fact: 'service-last-accessed',
      region: 'global',
      pointer: jsonPointer('perResource', index, 'fact', 'value', 'services', at),
      value,
      marks: ['/lastAccessedAt'],
    }));
}

function namesOf(grants: readonly OutsideGrant[]): string {
  return named([...new Set(grants.map(partyName))]);
}

function named(names: readonly string[]): string {
  return names.length > MOST_NAMED
    ? `${names.slice(0, MOST_NAMED).join(', ')} and ${names.length - MOST_NAMED} more`
    : listed(names);
}

function services({ size }: ReadonlySet<string>): string {
  return size === 1 ? '1 service' : `${size} services`;
}

function inDays(days: number): string {
  return days === 1 ? '1 day' : `${days} days`;
}

function day(time: string): string {
  return time.slice(0, 10);
}
