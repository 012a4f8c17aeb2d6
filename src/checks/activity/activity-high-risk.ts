import { accountCheck, type Outcome, type OutcomeEvidence } from '../../model/check.ts';
import type { Activity, ActivityCall } from '../../model/facts/activity.ts';
import { groupedBy } from '../../model/grouped-by.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import type { AccountStudy } from '../../model/study.ts';
import { outsideParties } from '../../parties/outside-providers.ts';
import { matchesWildcard } from '../../policy/wildcard.ts';
import { judgeRoles, notApplicable } from '../support/judged-role.ts';
import {
  day,
  firstFew,
  inTimes,
  MOST_SHOWN,
  nameOf,
  type Outsider,
  outsiderOf,
  periodOf,
  RECORD_CANNOT_KNOW,
  unreadOf,
  visitorsByRole,
} from '../support/role-activity.ts';

/** Policies, users and keys; what records; what keeps data. */
const HIGH_RISK = [
  'iam:AddUserToGroup',
  'iam:Attach*Policy',
  'iam:Create*',
  'iam:Delete*Policy',
  'iam:DeleteRolePermissionsBoundary',
  'iam:Detach*Policy',
  'iam:Put*Policy',
  'iam:SetDefaultPolicyVersion',
  'iam:Update*',
  'cloudtrail:DeleteTrail',
  'cloudtrail:PutEventSelectors',
  'cloudtrail:StopLogging',
  'cloudtrail:UpdateTrail',
  'config:DeleteConfigurationRecorder',
  'config:DeleteDeliveryChannel',
  'config:StopConfigurationRecorder',
  'guardduty:DeleteDetector',
  'guardduty:UpdateDetector',
  'securityhub:DisableSecurityHub',
  'access-analyzer:DeleteAnalyzer',
  'logs:DeleteLogGroup',
  'ec2:DeleteFlowLogs',
  'ec2:DeleteSnapshot',
  'ec2:ModifySnapshotAttribute',
  'ec2:DeleteVolume',
  'kms:DisableKey',
  'kms:PutKeyPolicy',
  'kms:ScheduleKeyDeletion',
  's3:DeleteBucket*',
  's3:PutBucketPolicy',
  'rds:DeleteDB*',
  'rds:ModifyDBSnapshotAttribute',
  'dynamodb:DeleteTable',
  'backup:DeleteBackupVault*',
  'backup:DeleteRecoveryPoint',
  'secretsmanager:DeleteSecret',
  'organizations:LeaveOrganization',
];

export const activityHighRisk = accountCheck({
  id: 'activity-high-risk',
  area: 'activity',
  per: 'account',
  title: 'Sessions of third parties make no high-risk calls',
  failureTitle: 'A third party’s session made a high-risk call',
  failsWhen:
    'A session of somebody from outside made a call that is among `actions`; medium where none of these calls went through.',
  severity: 'high',
  rationale:
    'Changes to policies, users and keys, to what records, and deletions of what keeps data are how an intruder stays, hides and does harm. A third party that has to do such things does them by agreement.',
  remediation:
    'Ask the third party what it was for, and see in CloudTrail what exactly was changed. Take the permission away where its service does not need it. What belongs to the agreed work goes out of the list of actions, or into an exception with an end date.',
  cannotKnow: `What a call was for, and what data events would tell, such as objects that were deleted. Of sessions that were not looked into it is not known what they called. ${RECORD_CANNOT_KNOW}`,
  parameters: {
    actions: {
      default: HIGH_RISK,
      description:
        'The calls that count, as CloudTrail names them: the event source before .amazonaws.com, a colon and the name of the event. * stands for any run of characters and ? for one; case does not count.',
    },
  },
  requires: ['authorization-details', 'activity'],
  evaluate(facts, context) {
    const { activity } = facts;
    const patterns = context.parameters.actions.map((pattern) => pattern.toLowerCase());
    const calls = context.study.once(callsByRole, activity);
    const period = periodOf(activity);
    return judgeRoles(facts['authorization-details'], context, (subject): Outcome[] => {
      const { role, resource, study } = subject;
      const risky = (calls.get(role.arn) ?? []).filter(({ call }) => isAmong(call, patterns));
      const found = [...byOutsider(risky, study).values()].map((one) => failure(one, period));
      if (found.length > 0) return found.map((outcome) => ({ resource, ...outcome }));
      const sessions = activity.sessions.find((one) => one.role === role.arn);
      if (outsideParties(role, study).size === 0 && sessions === undefined)
        return [notApplicable(subject, 'No third party may assume this role.')];
      const unread = unreadOf(activity, role.arn);
      if (unread !== undefined) return [{ status: 'UNKNOWN', resource, detail: unread }];
      const strays = risky.filter(({ call }) => call.accountId === null && call.provider === null);
      if (strays.length > 0) {
        const detail = `Sessions whose beginning is not on record made high-risk calls in ${period}, and whose they were is not known: ${callsInWords(strays)}.`;
        return [{ status: 'UNKNOWN', resource, detail }];
      }
      if (sessions === undefined) {
        if (!visitorsByRole(activity, study).has(role.arn))
          return [notApplicable(subject, `CloudTrail shows no session of a third party in ${period}.`)];
        const detail = `CloudTrail shows entries in ${period} without the key of a session, so that it cannot be told what they called.`;
        return [{ status: 'NOT_APPLICABLE', silent: true, resource, detail }];
      }
      const { begun, lookedInto } = sessions;
      if (lookedInto < begun) {
        const detail = `Of ${begun} sessions that began in ${period}, the newest ${lookedInto} were looked into (activity.sessions), and made no high-risk call.`;
        return [{ status: 'NOT_APPLICABLE', silent: true, resource, detail }];
      }
      const detail = `The ${begun === 1 ? 'session' : `${begun} sessions`} that began in ${period} made no high-risk call.`;
      return [{ status: 'PASS', resource, detail }];
    });
  },
});

/** A call and its place in the fact. */
interface PlacedCall {
  call: ActivityCall;
  index: number;
}

function callsByRole({ calls }: Activity): Map<string, PlacedCall[]> {
  return groupedBy(
    calls.map((call, index) => ({ call, index })),
    ({ call }) => call.role,
  );
}

function isAmong({ service, name }: ActivityCall, patterns: readonly string[]): boolean {
  const action = `${service}:${name}`.toLowerCase();
  return patterns.some((pattern) => matchesWildcard(pattern, action));
}

interface RiskyCalls extends Outsider {
  risky: PlacedCall[];
}

function byOutsider(calls: readonly PlacedCall[], study: AccountStudy): Map<string, RiskyCalls> {
  const found = new Map<string, RiskyCalls>();
  for (const one of calls) {
    const outsider = outsiderOf(one.call, study);
    if (outsider === undefined) continue;
    const known = found.get(outsider.key);
    if (known === undefined) found.set(outsider.key, { ...outsider, risky: [one] });
    else known.risky.push(one);
  }
  return found;
}

/** Attempts that were refused did no harm, and say all the same that somebody tried. */
function failure({ risky, ...outsider }: RiskyCalls, period: string) {
  const done = risky.filter(({ call }) => call.errorCode === null);
  const shown = done.length > 0 ? done : risky;
  const detail =
    done.length > 0
      ? `Sessions of ${nameOf(outsider)} in this role made high-risk calls in ${period}: ${callsInWords(done)}.`
      : `Sessions of ${nameOf(outsider)} in this role tried high-risk calls in ${period}, and none went through: ${callsInWords(risky)}.`;
  return {
    status: 'FAIL' as const,
    ...(done.length > 0 ? {} : { severity: 'medium' as const }),
    detail,
    discriminator: outsider.key,
    thirdParty: outsider.party,
    evidence: shown.slice(0, MOST_SHOWN).map(
      ({ call, index }): OutcomeEvidence => ({
        fact: 'activity',
        region: 'global',
        pointer: jsonPointer('calls', index),
        value: call,
        marks: ['/name'],
      }),
    ),
  };
}

function callsInWords(calls: readonly PlacedCall[]): string {
  return firstFew(
    calls.map(
      ({ call }) => `${call.service}:${call.name} (${inTimes(call.count)}, last on ${day(call.lastAt)})`,
    ),
  );
}
