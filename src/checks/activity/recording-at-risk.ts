import { accountCheck } from '../../model/check.ts';
import { lazily } from '../../model/lazily.ts';
import { partyName } from '../../parties/party-name.ts';
import {
  actionNames,
  actionSet,
  intersection,
  isEmpty,
  matchesMember,
  overlap,
} from '../../policy/permissions/catalogue.ts';
import { denyFixes } from '../remedies/deny-policy.ts';
import { listed } from '../support/judged-role.ts';
import { whatIsHeld } from '../support/role-permissions.ts';
import {
  judgeThirdPartyPermissions,
  reservations,
  statementNames,
} from '../support/third-party-permissions.ts';

/** What stops, narrows or deletes the record of CloudTrail and of AWS Config. */
const STOPPING = [
  'cloudtrail:DeleteTrail',
  'cloudtrail:PutEventSelectors',
  'cloudtrail:StopLogging',
  'cloudtrail:UpdateTrail',
  'config:DeleteConfigurationRecorder',
  'config:DeleteDeliveryChannel',
  'config:DeleteRetentionConfiguration',
  'config:PutConfigurationRecorder',
  'config:PutRetentionConfiguration',
  'config:StopConfigurationRecorder',
];

const stopping = lazily(() => actionSet(STOPPING));

export const recordingAtRisk = accountCheck({
  id: 'recording-at-risk',
  area: 'activity',
  per: 'account',
  title: 'Third parties cannot stop the recording',
  failureTitle: 'Third party may stop the recording',
  failsWhen:
    'A role that a third party may assume gives, after boundary and denials, one of the actions that stop, narrow or delete what CloudTrail and AWS Config record: cloudtrail:DeleteTrail, PutEventSelectors, StopLogging, UpdateTrail; config:DeleteConfigurationRecorder, DeleteDeliveryChannel, DeleteRetentionConfiguration, PutConfigurationRecorder, PutRetentionConfiguration, StopConfigurationRecorder. A role that gives the rights of an administrator is for third-party-admin.',
  severity: 'high',
  rationale:
    'Whoever may switch the record off can do what they like without a trace. No third party needs that, and an intruder who has its credentials does it first.',
  remediation:
    'Take these actions away from the role, or deny them to it. For the whole organization a service control policy can keep everybody but the logging team from them.',
  cannotKnow:
    'Whether the role may delete or change the bucket that log files go to, or the key that they are encrypted with, and whether a service control policy keeps it from these actions. Whoever comes with a certificate of IAM Roles Anywhere is judged where that was read and the register, or the account of a private authority, says whose the trust anchor is.',
  requires: ['authorization-details'],
  evaluate: (facts, context) =>
    judgeThirdPartyPermissions(facts['authorization-details'], context, (party, held, { role }) => {
      if (held.administration !== undefined)
        return {
          status: 'NOT_APPLICABLE',
          detail: `${whatIsHeld(held)} gives the rights of an administrator, and with them these: see third-party-admin.`,
        };
      const given = intersection(held.access.actions, stopping());
      if (isEmpty(given))
        return {
          status: 'PASS',
          detail: `${whatIsHeld(held)} gives none of the actions that stop a recording.`,
        };
      const actions = actionNames(given).sort();
      const statements = held.access.statements
        .filter((one) => overlap(one.actions, given))
        .map(({ statement }) => statement);
      return {
        status: 'FAIL',
        detail: `By this role ${partyName(party)} may stop, narrow or delete what is recorded: ${listed(actions)} (${statementNames(statements)}).${reservations(held)}`,
        statements,
        blame: (pattern) => matchesMember(pattern, given),
        fixes: () => denyFixes(role, { actions, resource: '*' }, 'Until then', context),
        corrects: { deny: () => ({ actions, resource: '*' }) },
      };
    }),
});
