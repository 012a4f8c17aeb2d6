import { accountCheck, type Outcome } from '../../model/check.ts';
import { roleInsteadOfUser } from '../remedies/role-for-user.ts';
import { activeKeys, asOfReport, keyEvidence, keysInWords } from '../support/access-keys.ts';
import { judgeThirdPartyUsers } from '../support/third-party-users.ts';

export const thirdPartyAccessKey = accountCheck({
  id: 'third-party-access-key',
  area: 'credentials',
  per: 'account',
  title: 'Third party without access keys',
  failureTitle: 'Third party works with an access key',
  failsWhen:
    'A user that the register gives to a third party (`users`, by name, path or tag) has an access key that is active.',
  severity: 'high',
  rationale:
    'A key in the hands of a vendor lasts until you take it away, and works for whoever finds it at the vendor. A role gives the same access for an hour at a time, to the vendor’s own account alone.',
  remediation:
    'Make a role with an external ID for what the user does, hand its ARN and the external ID over, and have the third party try it: an entry without the external ID must be refused. When the last use of the key stands still, deactivate the key; delete it, and the user with it, once nobody has missed it. Keys that a template or a deployment tool makes are taken out there.',
  cannotKnow:
    'Which users work for third parties: it goes by what the register names under users. Where copies of a key are. Keys in accounts that are not scanned. It goes by the credential report, which may be four hours old.',
  requires: ['authorization-details', 'credential-report'],
  evaluate(facts, context): Outcome[] {
    const details = facts['authorization-details'];
    const report = facts['credential-report'];
    return judgeThirdPartyUsers(details, report, context, {
      matter: 'an active access key',
      concerns: (holder) => activeKeys(holder).length > 0 || holder.moreCredentials !== undefined,
      judge({ user, holder, index, entry }) {
        const keys = activeKeys(holder);
        if (keys.length > 0) {
          return {
            status: 'FAIL',
            detail: `${entry.name} works with active access keys of this user: ${keysInWords(keys)}. ${asOfReport(report)}`,
            evidence: keyEvidence(index, keys, ['active']),
            fixes: () => roleInsteadOfUser(user, details, entry, context),
          };
        }
        if (holder.moreCredentials !== undefined) {
          const detail = 'The credential report speaks of more credentials of this user than it lists.';
          return { status: 'UNKNOWN', detail };
        }
        const detail = `This user of ${entry.name} has no active access key. ${asOfReport(report)}`;
        return { status: 'PASS', detail };
      },
    });
  },
});
