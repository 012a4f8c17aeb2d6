import type { CheckContext, Failed, Outcome, Passed, Resource } from '../../model/check.ts';
import type { AuthorizationDetails, User } from '../../model/facts/authorization-details.ts';
import type { CredentialHolder, CredentialReport } from '../../model/facts/credential-report.ts';
import type { RegisteredThirdParty } from '../../model/party.ts';
import { standingOfUser } from '../../parties/third-party-users.ts';
import { asOfReport, isRoot, LISTS_NOBODY } from './access-keys.ts';

/** A user of a third party under judgement, with its credentials. */
export interface JudgedUser {
  user: User;
  holder: CredentialHolder;
  /** The place of its credentials in the report, for pointers. */
  index: number;
  entry: RegisteredThirdParty;
}

type Verdict =
  | Pick<Passed, 'status' | 'detail'>
  | Pick<Failed, 'status' | 'detail' | 'evidence' | 'remediation' | 'fixes'>;

/** What is asked of the users of third parties. */
export interface Question {
  judge(subject: JudgedUser): Verdict;
  /** Whether somebody has what the question is about, whoever they are. */
  concerns(holder: CredentialHolder): boolean;
  /** What that is: `an active access key`. */
  matter: string;
}

/**
 * Judges every user that the register gives to a third party; all others are in nobody's population. Where the register
 * names no users, that nobody is judged shows nothing as long as somebody has what the question is about.
 */
export function judgeThirdPartyUsers(
  { users }: AuthorizationDetails,
  report: CredentialReport,
  context: CheckContext,
  question: Question,
): Outcome[] {
  const { accountId } = context.account;
  const all = { arn: `aws:iam:global:${accountId}:users`, type: 'AWS::IAM::User' };
  if (users === undefined) {
    const detail = 'The evidence does not hold users: it was collected before they were read.';
    return [{ status: 'UNKNOWN', resource: all, detail }];
  }
  const outcomes = [
    ...judged(users, report, context, question),
    ...unlisted(users, report, context, question),
  ];
  if (outcomes.length > 0) return outcomes;
  if (report.users.length === 0) return [unknown(all, LISTS_NOBODY)];
  const concerned = report.users.filter((holder) => !isRoot(holder) && question.concerns(holder)).length;
  if (concerned === 0 || context.parties.entriesWithUsers.length > 0) {
    const whose = concerned === 0 ? 'No user' : 'No user that the register gives to a third party';
    const detail = `${whose} has ${question.matter}. ${asOfReport(report)}`;
    return [{ status: 'NOT_APPLICABLE', resource: all, detail }];
  }
  const detail = `${concerned === 1 ? '1 user has' : `${concerned} users have`} ${question.matter}, and the register names no users of third parties, so that it is not known whether one of them is a third party's.`;
  return [{ status: 'NOT_APPLICABLE', silent: true, resource: all, detail }];
}

function judged(
  users: readonly User[],
  report: CredentialReport,
  context: CheckContext,
  question: Question,
): Outcome[] {
  const places = new Map(report.users.map(({ arn }, index) => [arn, index]));
  return users.flatMap((user): Outcome[] => {
    const resource = { arn: user.arn, type: 'AWS::IAM::User' };
    const standing = standingOfUser(user, context.study);
    const index = places.get(user.arn) ?? -1;
    const holder = report.users[index];
    if (standing.whose === 'nobody-registered') return [];
    if (standing.whose === 'not-known') {
      if (holder !== undefined && !question.concerns(holder)) return [];
      return [unknown(resource, 'Whose user this is, is not known: its tags were not read.')];
    }
    if (holder === undefined)
      return [unknown(resource, `The credential report does not list this user. ${asOfReport(report)}`)];
    const { party, entry } = standing;
    const verdict = question.judge({ user, holder, index, entry });
    if (verdict.status !== 'FAIL') return [{ resource, ...verdict }];
    return [{ resource, ...verdict, thirdParty: party }];
  });
}

/** Users that the report alone lists: it may be older than the listing of users, or a little younger. */
function unlisted(
  users: readonly User[],
  report: CredentialReport,
  { study }: CheckContext,
  { concerns }: Question,
): Outcome[] {
  const known = new Set(users.map(({ arn }) => arn));
  return report.users
    .filter((holder) => !known.has(holder.arn) && !isRoot(holder) && concerns(holder))
    .filter(({ arn, name }) => standingOfUser({ arn, name }, study).whose !== 'nobody-registered')
    .map(({ arn }) =>
      unknown(
        { arn, type: 'AWS::IAM::User' },
        `The credential report lists this user, and the listing of users does not: it was deleted since, or made while the account was read. ${asOfReport(report)}`,
      ),
    );
}

function unknown(resource: Resource, detail: string): Outcome {
  return { status: 'UNKNOWN', resource, detail };
}
