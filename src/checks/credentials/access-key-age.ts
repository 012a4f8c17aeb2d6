import { accountCheck, type CheckContext, type Failed, type Outcome } from '../../model/check.ts';
import type { AuthorizationDetails } from '../../model/facts/authorization-details.ts';
import type { CredentialHolder, CredentialReport } from '../../model/facts/credential-report.ts';
import { standingOfUser } from '../../parties/third-party-users.ts';
import { rotationFixes } from '../remedies/access-keys.ts';
import {
  type ActiveKey,
  activeKeys,
  asOfReport,
  daysBetween,
  isRoot,
  keyEvidence,
  keyInWords,
  keysInWords,
  LISTS_NOBODY,
} from '../support/access-keys.ts';

type Limits = CheckContext<{ maxAgeDays: number; unusedAfterDays: number }>;

export const accessKeyAge = accountCheck({
  id: 'access-key-age',
  area: 'credentials',
  per: 'account',
  title: 'Access keys are young and in use',
  failureTitle: 'Access key is too old or not used any more',
  failsWhen:
    'A user has an active access key that was made more than `maxAgeDays` ago, or was not used for more than `unusedAfterDays`; a key that was never used counts from the day on which it was made. Keys of the root user are not judged here.',
  severity: 'medium',
  rationale:
    'A key works wherever it has been copied to, for as long as nobody changes it. The older it is, the more places know it; one that nobody uses is missed by nobody when it is stolen.',
  remediation:
    'Ask who uses the key. If nobody does, deactivate it, and delete it when nobody has missed it. If somebody does, move them to a role or to IAM Identity Center; until then make a second key, hand it over by a channel that is meant for secrets, deactivate the old one when its last use stands still, and delete it later.',
  cannotKnow:
    'Who holds copies of a key. IAM keeps the last use of a key since 22 April 2015, and no more than one for 15 minutes. Keys of the root user are for root-access-key. It goes by the credential report, which may be four hours old.',
  parameters: {
    maxAgeDays: { default: 90, description: 'Days after which an active access key counts as too old.' },
    unusedAfterDays: {
      default: 90,
      description: 'Days without use after which an active access key counts as unused.',
    },
  },
  requires: ['authorization-details', 'credential-report'],
  evaluate(facts, context): Outcome[] {
    const report = facts['credential-report'];
    const partyOf = partiesOf(facts['authorization-details'], context);
    const outcomes = report.users
      .flatMap((user, index) => (isRoot(user) ? [] : judge(user, index, report, context)))
      .map((outcome) => (outcome.status === 'FAIL' ? { ...outcome, ...partyOf(outcome) } : outcome));
    if (outcomes.length > 0) return outcomes;
    const resource = {
      arn: `aws:iam:global:${context.account.accountId}:users`,
      type: 'AWS::IAM::User',
    };
    if (report.users.length === 0) return [{ status: 'UNKNOWN', resource, detail: LISTS_NOBODY }];
    const detail = `No user of the account has an active access key. ${asOfReport(report)}`;
    return [{ status: 'NOT_APPLICABLE', resource, detail }];
  },
});

/** The third party whose user it is, by the register; one of which that is not known is told of by third-party-access-key. */
function partiesOf({ users = [] }: AuthorizationDetails, { study }: Limits) {
  const known = new Map(users.map((user) => [user.arn, user]));
  return ({ resource: { arn } }: Failed): Pick<Failed, 'thirdParty'> => {
    const user = known.get(arn);
    const standing = user === undefined ? undefined : standingOfUser(user, study);
    return standing?.whose === 'third-party' ? { thirdParty: standing.party } : {};
  };
}

/** Users without keys are not in its population. */
function judge(user: CredentialHolder, index: number, report: CredentialReport, context: Limits): Outcome[] {
  const resource = { arn: user.arn, type: 'AWS::IAM::User' };
  const keys = activeKeys(user);
  const bad = keys.flatMap((key) => {
    const wrong = wrongWith(key, context);
    return wrong === undefined ? [] : [{ key, wrong }];
  });
  if (bad.length > 0) {
    return [
      {
        status: 'FAIL',
        resource,
        detail: [...bad.map(({ wrong }) => wrong), asOfReport(report)].join(' '),
        evidence: keyEvidence(
          index,
          bad.map(({ key }) => key),
          ['rotatedAt', 'lastUsedAt'],
        ),
        fixes: () => rotationFixes(user.name, context.account),
      },
    ];
  }
  const undated = keys.filter(({ rotatedAt }) => rotatedAt === null);
  if (undated.length > 0) {
    const detail = `The credential report does not say when these keys were made: ${keysInWords(undated)}.`;
    return [{ status: 'UNKNOWN', resource, detail }];
  }
  if (user.moreCredentials !== undefined) {
    const detail = 'The credential report speaks of more credentials of this user than it lists.';
    return [{ status: 'UNKNOWN', resource, detail }];
  }
  if (keys.length === 0) return [];
  return [{ status: 'PASS', resource, detail: `In use: ${keysInWords(keys)}. ${asOfReport(report)}` }];
}

/** A key that was never used has been idle since it was made. */
function wrongWith(
  key: ActiveKey,
  { asOf, parameters: { maxAgeDays, unusedAfterDays } }: Limits,
): string | undefined {
  const { rotatedAt, lastUsedAt } = key;
  const age = rotatedAt === null ? 0 : daysBetween(rotatedAt, asOf);
  const since = lastUsedAt ?? rotatedAt;
  const idle = since === null ? 0 : daysBetween(since, asOf);
  const reasons = [
    ...(age > maxAgeDays ? [`is ${age} days old, where at most ${maxAgeDays} are allowed`] : []),
    ...(idle > unusedAfterDays
      ? [`was not used for ${idle} days, where ${unusedAfterDays} are allowed`]
      : []),
  ];
  return reasons.length === 0 ? undefined : `${keyInWords(key)}, ${reasons.join(', and ')}.`;
}
