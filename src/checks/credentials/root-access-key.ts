import { accountCheck, type CheckContext, type Outcome } from '../../model/check.ts';
import { rootKeyFixes } from '../remedies/access-keys.ts';
import { activeKeys, asOfReport, isRoot, keyEvidence, keysInWords } from '../support/access-keys.ts';

export const rootAccessKey = accountCheck({
  id: 'root-access-key',
  area: 'credentials',
  per: 'account',
  title: 'Root user without access keys',
  failureTitle: 'Root user has an active access key',
  failsWhen: 'The root user has an access key that is active.',
  severity: 'critical',
  rationale:
    'No policy of the account limits the root user. Whoever finds such a key, in a file or a log, holds the account until somebody notices.',
  remediation:
    'Find out what uses the key and give that a role. Then deactivate the key as the root user, or delete it from the management account by a root session (`aws sts assume-root`) where root access is managed centrally; delete it once nobody has missed it. In an organization, let root credentials of member accounts be removed centrally.',
  cannotKnow:
    'Where copies of the key are, and who uses it. Keys that are deactivated, which whoever is root can activate again. It goes by the credential report, which may be four hours old.',
  requires: ['credential-report'],
  evaluate(facts, context): Outcome[] {
    const report = facts['credential-report'];
    const resource = { arn: rootArn(context), type: 'AWS::IAM::User' };
    const index = report.users.findIndex(isRoot);
    const root = report.users[index];
    if (root === undefined) {
      return [{ status: 'UNKNOWN', resource, detail: 'The credential report has no row for the root user.' }];
    }
    const keys = activeKeys(root);
    if (keys.length > 0) {
      return [
        {
          status: 'FAIL',
          resource,
          detail: `The root user has active access keys: ${keysInWords(keys)}. ${asOfReport(report)}`,
          evidence: keyEvidence(index, keys, ['active']),
          fixes: () => rootKeyFixes(context.account),
        },
      ];
    }
    if (root.moreCredentials !== undefined) {
      const detail = 'The credential report speaks of more credentials of the root user than it lists.';
      return [{ status: 'UNKNOWN', resource, detail }];
    }
    const detail = `The root user has no active access key. ${asOfReport(report)}`;
    return [{ status: 'PASS', resource, detail }];
  },
});

function rootArn({ account: { partition, accountId } }: Pick<CheckContext, 'account'>): string {
  return `arn:${partition}:iam::${accountId}:root`;
}
