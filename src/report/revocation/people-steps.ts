import type { PartyDelegation, PartyPerson, PersonHolds } from '../../model/third-party-summary.ts';
import { shellWord } from '../role-fix/printable.ts';
import { type ShownText, shown, visible } from '../visible.ts';
import type { RevocationPlan } from './plan.ts';
import { code, text } from './words.ts';

/** Assignments of a person, and resources, that are named. */
const MOST_NAMED = 20;

/**
 * The people of the party in IAM Identity Center, in the order that AWS gives: what was begun ends by a Deny, nothing new
 * begins without assignments, and nobody signs in whom the identity source does not let in.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/revoke-user-permissions.html
 */
export function peopleToEnd({ people, policyName }: RevocationPlan): ShownText[] {
  if (people.length === 0) return [];
  const deny = {
    ...{ Sid: `${policyName}i`, Effect: 'Deny', Action: '*', Resource: '*' },
    Condition: { StringEquals: { 'identitystore:userId': people.map(({ userId }) => userId) } },
  };
  return [
    shown`${people.length} of its people ${people.length === 1 ? shown`is` : shown`are`} in IAM Identity Center, which the scripts do not touch. In the management account, or the one that administers IAM Identity Center:`,
    shown``,
    shown`1. Sessions of roles that they have begun go on for as long as the permission set says. A service control policy with this statement ends them at once, except in the management account:`,
    shown``,
    shown`       ${visible(JSON.stringify(deny))}`,
    shown``,
    shown`2. Take away what is assigned to each of them, and take them out of the groups that give the rest; where an identity provider fills the groups, do it there, or it fills them again. Whoever is disabled and has a session of the access portal open begins new roles for as long as anything is assigned.`,
    shown`3. Disable them where they sign in (the identity provider, or IAM Identity Center), and delete their active sessions under Users in the console of IAM Identity Center.`,
    shown``,
    ...people.flatMap(personToEnd),
    shown``,
  ];
}

function personToEnd(person: PartyPerson): ShownText[] {
  const { userName, userId, isDisabled, assignments } = person;
  const byGroup = [...new Set(assignments.flatMap(({ group }) => group ?? []))];
  const own = assignments.filter(({ group }) => group === null || group === undefined);
  const commands = own.flatMap((one) => endingCommand(person, one));
  return [
    shown`- ${code(userName)} (${text(userId)}${isDisabled ? shown`, disabled` : shown``}): ${
      assignments.length === 0
        ? shown`nothing is assigned`
        : shown`${text(holdsInWords(assignments))}${byGroup.length === 0 ? shown`` : shown`; take the person out of ${text(byGroup.join(', '))}`}`
    }${commands.length === 0 ? shown`.` : shown`:`}`,
    ...(commands.length === 0
      ? []
      : [shown``, ...commands.map((command) => shown`      ${visible(command)}`), shown``]),
  ];
}

function holdsInWords(assignments: readonly PersonHolds[]): string {
  const named = assignments
    .slice(0, MOST_NAMED)
    .map(
      ({ permissionSet, accountId, group }) =>
        `${permissionSet} in ${accountId}${group === null || group === undefined ? '' : ` by the group ${group}`}`,
    );
  const rest = assignments.length - named.length;
  return [...named, ...(rest > 0 ? [`${rest} more, in plan.json`] : [])].join('; ');
}

/** None where the report is of a version that did not say what it takes. */
function endingCommand(
  { userId, region, instanceArn }: PartyPerson,
  { accountId, permissionSetArn }: PersonHolds,
): string[] {
  if (region === undefined || instanceArn === undefined || permissionSetArn === undefined) return [];
  return [
    `aws sso-admin delete-account-assignment --region ${shellWord(region)} --instance-arn ${shellWord(instanceArn)} --target-type AWS_ACCOUNT --target-id ${shellWord(accountId)} --permission-set-arn ${shellWord(permissionSetArn)} --principal-type USER --principal-id ${shellWord(userId)}`,
  ];
}

/** Whom the plan may miss in IAM Identity Center. */
export function peopleNotSeen({ peopleRead }: RevocationPlan): ShownText {
  return {
    read: shown`- People in IAM Identity Center that the register does not give to the party (${code('identityCenter')}).`,
    'not read': shown`- People of the party in IAM Identity Center: they were not read.`,
    'not asked': shown`- People of the party in IAM Identity Center: nobody looked for them (${code('identityCenter')} in the configuration).`,
  }[peopleRead];
}

/** What else the party has without any role, which the plan leaves to whoever carries it out. */
export function otherWays({
  summary: { billing = [], resources = [], delegations = [] },
}: RevocationPlan): ShownText[] {
  const all = [...new Set(resources.map(({ resourceArn }) => resourceArn))];
  const named = all.slice(0, MOST_NAMED);
  const rest = all.length - named.length;
  return [
    ...(all.length === 0
      ? []
      : [
          shown`- ${all.length === 1 ? shown`A resource admits the party by policies, grants or lists of its own` : shown`${all.length} resources admit the party by policies, grants or lists of their own`}, which goes on until these are changed: ${text(named.join(', '))}${rest > 0 ? shown` and ${rest} more, in report.json` : shown``}.`,
        ]),
    ...delegations.map(delegationToEnd),
    ...billing.map(
      ({ organizationId, managementAccountId }) =>
        shown`- The bills of ${text(organizationId ?? `the organization of ${managementAccountId}`)} go to the party: end the transfer in the management account ${text(managementAccountId)} (${code('aws organizations terminate-responsibility-transfer')}). It runs to the end of a month.`,
    ),
  ];
}

/** One whose token has been sent cannot be rejected: its sessions end by themselves, the roles that it left do not. */
function delegationToEnd({ requestId, accountId, standing, roleBoundaryArns }: PartyDelegation): ShownText {
  const request = shown`- The request ${code(requestId)} for temporary delegation in ${text(accountId)}`;
  const left =
    roleBoundaryArns.length === 0
      ? shown``
      : shown` Look for roles with the permissions boundary ${text(roleBoundaryArns.slice(0, 3).join(', '))}, which stay.`;
  if (standing === 'let-in')
    return shown`${request} was accepted and its token sent: a session ends by itself, after twelve hours at most.${left}`;
  const state = { asks: shown` waits`, accepted: shown` was accepted`, 'not-known': shown` may stand` }[
    standing
  ];
  return shown`${request}${state}: reject it (${code(`aws iam reject-delegation-request --delegation-request-id ${shellWord(requestId)}`)}).${left}`;
}
