import { stackSetInWords } from '../../model/stack-set-name.ts';
import type { PartyShare } from '../../model/third-party-summary.ts';
import { toolKind } from '../../model/tool-kind.ts';
import { listed, quantity } from '../html/support/format.ts';
import { shellWord } from '../role-fix/printable.ts';
import { lines, type ShownText, shown, visible } from '../visible.ts';
import { otherWays, peopleNotSeen, peopleToEnd } from './people-steps.ts';
import { accountsOf, type RevocationPlan, type RevokedRole, type RevokedUser } from './plan.ts';
import { code, text } from './words.ts';

/** The plan for whoever carries it out and whoever answers for it. */
export function revocationMarkdown(plan: RevocationPlan): ShownText {
  const { party, entry, roles, users, runId, asOf, anchors, shares, people } = plan;
  const what = [
    quantity(roles.length, 'role'),
    ...(users.length === 0 ? [] : [quantity(users.length, 'user')]),
    ...(anchors.length === 0 ? [] : [quantity(anchors.length, 'trust anchor')]),
    ...(shares.length === 0 ? [] : [quantity(shares.length, 'share')]),
  ];
  const changed = roles.filter(({ notChanged }) => notChanged === undefined);
  const kept = roles.filter(({ notChanged }) => notChanged !== undefined);
  const scripted = [...new Set([...changed, ...users].map(({ accountId }) => accountId))];
  const stacked = changed.filter(({ stack }) => stack !== null);
  return lines([
    shown`# Cutting off ${text(party.name)}`,
    shown``,
    shown`From run ${code(runId)}, judged as of ${text(asOf)}. Nothing was changed: this is what to do. What has changed since that run is not in it; scan again where that may matter.`,
    shown``,
    shown`${text(listed(what))} in ${text(quantity(accountsOf(plan).size, 'account'))}, and ${text(quantity(people.length, 'person', 'people'))} in IAM Identity Center.${kept.length === 0 ? shown`` : shown` ${kept.length} of the roles cannot be changed by IAM, or not by this plan.`}`,
    ...notSeen(plan),
    shown``,
    shown`## At once`,
    shown``,
    ...(scripted.length === 0
      ? [shown`There is no role and no user that a script could change.`, shown``]
      : toChange(plan, changed, scripted)),
    ...peopleToEnd(plan),
    ...anchorsToDisable(plan, changed),
    ...sharesToEnd(plan),
    ...(kept.length === 0 ? [] : [shown`Not changed by the scripts:`, shown``]),
    ...kept.map(({ roleArn, notChanged = '' }) => shown`- ${code(roleArn)}: ${text(notChanged)}`),
    shown``,
    shown`## What breaks`,
    shown``,
    ...(changed.length === 0
      ? []
      : [shown`- Whatever the party does by these roles ends. Last visit: ${text(lastVisit(plan))}`]),
    ...whatWasUsed(changed),
    ...(changed.length === 0
      ? []
      : [
          shown`- All sessions of these roles end, those of others too (column “others”): they are not shut out${anchors.some(({ others }) => others.length > 0) ? shown`, unless they come by a trust anchor of the party` : shown``}, and begin new ones. New sessions of the first 30 seconds may have to be begun again.`,
        ]),
    ...(users.length === 0
      ? []
      : [
          shown`- Whatever runs with the keys of these users ends, and whoever else works as one of them is shut out with the party: the register says whose they are.`,
        ]),
    ...(shares.length === 0
      ? []
      : [
          shown`- What the party uses by a share ends when the share does, and networks and databases that hang on it stop at once. What it has read or copied stays with it.`,
        ]),
    ...otherWays(plan),
    shown``,
    ...askForServices(
      plan,
      changed.filter(({ servicesUsed }) => servicesUsed === undefined || 'notKnown' in servicesUsed),
    ),
    shown`## To check`,
    shown``,
    ...(scripted.length === 0
      ? []
      : [
          shown`${code('bash ACCOUNT/revoke.sh check')} says of each role whether the party is refused and older sessions have ended, and of each user whether it is refused, has an active key or a password. IAM takes a few seconds to know everywhere.`,
        ]),
    shown`${scripted.length === 0 ? shown`Scan` : shown`Then scan`} again: ${code('countersign scan')}.`,
    shown``,
    shown`## To undo`,
    shown``,
    ...(scripted.length === 0
      ? []
      : [
          shown`${code('bash ACCOUNT/revoke.sh undo')} takes the refusals and the inline policy away again, and nothing else: what others have changed meanwhile stays. Keys that were active are activated again. A password is not given back: IAM keeps none, so make a new one (${code('aws iam create-login-profile')}). The script names what it could not give back, and ends with 1.`,
          shown``,
        ]),
    ...(anchors.length === 0
      ? []
      : [
          shown`A trust anchor that was disabled is enabled again:`,
          shown``,
          ...anchors.map((anchor) => shown`    ${visible(anchorCommand('enable', anchor))}`),
          shown``,
        ]),
    ...(people.length === 0
      ? []
      : [
          shown`Take the statement out of the service control policy, let the people sign in again, and give them their assignments and groups as ${code('plan.json')} has them.`,
          shown``,
        ]),
    ...(shares.length === 0
      ? []
      : [
          shown`A share that was taken back has to be given again, and the party to accept it again.`,
          shown``,
        ]),
    shown`## For good`,
    shown``,
    ...forGood(plan, changed, stacked),
    ...users.map(
      ({ userArn }) =>
        shown`- ${code(userArn)}: once it is not missed, delete its keys, its policies and the user; where a template or a deployment tool made it, take it out there. CloudFormation can refuse it (${code('template.yaml')}) and cannot deactivate a key that is there.`,
    ),
    ...anchors.map(({ anchorArn, others }) =>
      others.length === 0
        ? shown`- ${code(anchorArn)}: once it is not missed, delete the trust anchor, take it out of the trust policies that name it, and delete profiles that open roles for nobody else.`
        : shown`- ${code(anchorArn)}: others come by it too. Have the certificates of the party revoked, and let the trust policies name by their subjects whose certificates they take.`,
    ),
    shown``,
    shown`## Who is to be told`,
    shown``,
    entry === undefined
      ? shown`- Nobody answers for the party in the register. Ask the owners of the accounts.`
      : shown`- ${text(entry.owner)}, who answers for the access (${text(entry.justification)})${entry.approvedBy === undefined ? shown`` : shown`; approved by ${text(entry.approvedBy)}`}.`,
    shown`- Whoever watches for alarms: refused calls of the party are to be expected.`,
    shown`- The party itself, if and when that is decided.`,
    shown``,
  ]);
}

const SHARES_NOT_READ = {
  all: shown`shares in Regions out of scope`,
  part: shown`shares in some of the accounts and Regions, or of some services`,
  none: shown`shares`,
} as const satisfies Record<RevocationPlan['sharesRead'], ShownText>;

const ANCHORS_NOT_READ = {
  all: shown`Trust anchors in Regions out of scope`,
  part: shown`Trust anchors in some of the accounts and Regions`,
  none: shown`Trust anchors of IAM Roles Anywhere`,
} as const satisfies Record<RevocationPlan['anchorsRead'], ShownText>;

/** The scripts, and tables of what they change. */
function toChange(
  { policyName, users }: RevocationPlan,
  changed: readonly RevokedRole[],
  accounts: readonly string[],
): ShownText[] {
  return [
    shown`In each account, with credentials of it that may change roles and users, run its script. It refuses the party in the trust policy of each role by which it comes in, and then ends all sessions that were begun before (${code(policyName)}, an inline policy that denies by aws:TokenIssueTime). Users it refuses whatever they do, by an inline policy of the same name, and so their older sessions (GetSessionToken, console) too; then it deactivates their access keys and deletes their passwords. It says how long that took: write it down, it is the measure of this exercise.`,
    shown``,
    ...accounts.map((id) => shown`- ${code(`bash ${id}/revoke.sh`)}`),
    shown``,
    ...roleTable(changed),
    ...userTable(users),
  ];
}

/** The roles by which it comes in, and those that it goes on to. */
function roleTable(changed: readonly RevokedRole[]): ShownText[] {
  if (changed.length === 0) return [];
  return [
    shown`| role | account | comes in | others by the same role | last used | made by |`,
    shown`| --- | --- | --- | --- | --- | --- |`,
    ...changed.map(roleRow),
    shown``,
  ];
}

/** The users that it works as, with what they can be used by. */
function userTable(users: readonly RevokedUser[]): ShownText[] {
  if (users.length === 0) return [];
  return [
    shown`| user | account | others by the same user | active keys | password | last used |`,
    shown`| --- | --- | --- | --- | --- | --- |`,
    ...users.map(({ userName, accountId, others, activeKeys, password, lastUsedAt }) => {
      const isRead = activeKeys !== null || password !== null;
      const has = password === null ? 'not known' : password ? 'yes' : 'no';
      return shown`| ${code(userName)} | ${text(accountId)} | ${text(others.slice(0, 5).join(', ') || '–')} | ${text(String(activeKeys ?? 'not known'))} | ${text(has)} | ${text(lastUsedAt ?? (isRead ? 'no use on record' : 'not known'))} |`;
    }),
    shown``,
  ];
}

/**
 * By what certificates it comes, and how to shut that out of all roles at once, those of tomorrow too. An authority takes
 * back those of one party by a revocation list.
 * https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
 */
function anchorsToDisable(
  { anchors, policyName }: RevocationPlan,
  changed: readonly RevokedRole[],
): ShownText[] {
  if (anchors.length === 0) return [];
  return [
    shown`It comes with certificates of IAM Roles Anywhere. ${changed.length === 0 ? shown`` : shown`The scripts refuse its trust anchors in the roles that they open now, and end the sessions. `}Whoever else has a certificate of the same authority is shut out with the party. Where others are to go on, leave the trust anchor enabled, have the authority revoke the certificates of the party, and give the revocation list to IAM Roles Anywhere (${code('aws rolesanywhere import-crl')})${changed.length === 0 ? shown`` : shown`; then take the statement ${code(`${policyName}c`)} out of the trust policies`}. Else disable them, in the account of each, so that they open no other role either:`,
    shown``,
    ...anchors.flatMap((anchor) => [
      shown`- ${code(anchor.anchorArn)}${anchor.others.length === 0 ? shown`` : shown`, by which ${text(listed(anchor.others))} ${anchor.others.length === 1 ? shown`comes` : shown`come`} too,`} opens ${text(anchor.roles.join(', '))}:`,
      shown``,
      shown`      ${visible(anchorCommand('disable', anchor))}`,
      shown``,
    ]),
  ];
}

function anchorCommand(
  verb: 'disable' | 'enable',
  { anchorId, region }: RevocationPlan['anchors'][number],
): string {
  return `aws rolesanywhere ${verb}-trust-anchor --trust-anchor-id ${shellWord(anchorId)} --region ${shellWord(region)}`;
}

/** What is shared with the party without any role, and how to end that. */
function sharesToEnd({ shares, roles, users }: RevocationPlan): ShownText[] {
  if (shares.length === 0) return [];
  return [
    shown`It ${roles.length + users.length === 0 ? shown`` : shown`also `}has ${shares.length} ${shares.length === 1 ? shown`share` : shown`shares`}, which no role gives it. In the account of each, with credentials that may change shares; where AWS RAM refuses because a resource policy made the share, change that policy:`,
    shown``,
    ...shares.flatMap((share) => [
      shown`- ${code(share.name)} in ${text(share.accountId)}:`,
      shown``,
      ...endingCommands(share).map((command) => shown`      ${visible(command)}`),
      shown``,
    ]),
  ];
}

/** A command for each principal; AWS RAM asks for the principal, the AWS Well-Architected Tool for the share with it. */
function endingCommands({ service, shareArn, principals, ways = [], region }: PartyShare): string[] {
  const [thing, place] = [shellWord(shareArn), `--region ${shellWord(region)}`];
  if (service !== 'wellarchitected')
    return principals.map(
      (principal) =>
        `aws ram disassociate-resource-share --resource-share-arn ${thing} --principals ${shellWord(principal)} ${place}`,
    );
  const kind = toolKind(shareArn);
  if (kind === undefined) return [];
  const of = {
    workload: `delete-workload-share --workload-id ${shellWord(shareArn.slice(shareArn.lastIndexOf('/') + 1))}`,
    lens: `delete-lens-share --lens-alias ${thing}`,
    profile: `delete-profile-share --profile-arn ${thing}`,
    template: `delete-template-share --template-arn ${thing}`,
  }[kind];
  return ways.flatMap(({ shareId }) =>
    shareId === undefined ? [] : [`aws wellarchitected ${of} --share-id ${shellWord(shareId)} ${place}`],
  );
}

function lastVisit({ summary: { lastUsedAt } }: RevocationPlan): string {
  return lastUsedAt === null
    ? 'none within the period that IAM keeps; that does not mean never.'
    : `${lastUsedAt}, the latest use of any of these roles, by whomever: IAM does not say by whom.`;
}

/** Which services stop working for whoever comes by a role, by what they used; or why that is not known. */
function whatWasUsed(changed: readonly RevokedRole[]): ShownText[] {
  if (changed.length === 0) return [];
  return [
    shown`- Services used in the 90 days before the run, by whoever came by the role; refused attempts count, the last four hours may be missing, and services that IAM does not track are not among them:`,
    ...changed.map(({ roleName, accountId, servicesUsed }) => {
      const role = shown`  - ${code(roleName)} (${text(accountId)}):`;
      if (servicesUsed === undefined) return shown`${role} not asked by the run.`;
      if ('notKnown' in servicesUsed) return shown`${role} not known. ${text(servicesUsed.notKnown)}`;
      const used = servicesUsed.services.map(({ namespace, at }) => `${namespace} (${at.slice(0, 10)})`);
      return shown`${role} ${text(used.join(', ') || 'none')}`;
    }),
  ];
}

/**
 * IAM makes such a report when it is asked for, and keeps at most 400 days of it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html
 */
function askForServices({ asOf }: RevocationPlan, changed: readonly RevokedRole[]): ShownText[] {
  if (changed.length === 0) return [];
  const since = new Date(Date.parse(asOf) - 90 * 86_400_000).toISOString().slice(0, 10);
  return [
    shown`Where it is not known, IAM can be asked, with credentials of the role’s account that may read IAM; where it says ${code('IN_PROGRESS')}, ask the second time again, and where it says ${code('true')}, there are more services than it shows. What others did by the same role is in it too, and services that IAM does not report on are not.`,
    shown``,
    shown`    role=${visible(shellWord(changed[0]?.roleArn ?? ''))}`,
    shown`    job=$(aws iam generate-service-last-accessed-details --arn "$role" --query JobId --output text)`,
    shown`    aws iam get-service-last-accessed-details --job-id "$job" --max-items 1000 --output json --query "[JobStatus, IsTruncated, ServicesLastAccessed[?LastAuthenticated >= '${visible(since)}'].[ServiceNamespace, LastAuthenticated]]"`,
    shown``,
    ...(changed.length === 1
      ? []
      : [
          shown`The other roles of which it is not known are named above; their ARNs are in ${code('plan.json')}.`,
          shown``,
        ]),
  ];
}

function notSeen(plan: RevocationPlan): ShownText[] {
  const { notRead, excluded, reserved, byOrganization, sharesRead, anchorsRead, agreementsRead } = plan;
  return [
    shown``,
    shown`What this plan does not cover:`,
    shown``,
    shown`- ${text(quantity(notRead.length, 'account'))} in scope whose roles were not read${notRead.length === 0 ? shown`` : shown`: ${text(notRead.join(', '))}`}.`,
    shown`- ${text(quantity(excluded, 'account'))} left out of the run.`,
    shown`- ${text(quantity(reserved, 'role'))} reserved to AWS (linked to services, or of IAM Identity Center) that no audit judges; IAM does not let them be changed.`,
    shown`- ${text(quantity(byOrganization.length, 'role'))} open to an organization as a whole: whether an account of the party is in it is not known${byOrganization.length === 0 ? shown`` : shown`: ${text(byOrganization.slice(0, 20).join(', '))}`}.`,
    shown`- Users that the party works as and the register does not name (${code('users')}); sessions of roles that its users have begun before, which last until they run out.`,
    peopleNotSeen(plan),
    shown`- Resources whose own policies admit the party (buckets, keys), beyond those that the run read (${code('resourcePolicies')}).`,
    shown`- ${ANCHORS_NOT_READ[anchorsRead]}, and ${SHARES_NOT_READ[sharesRead]}: they were not read.`,
    ...(agreementsRead.requests
      ? []
      : [shown`- Requests of the party for temporary delegation: they were not read in all accounts.`]),
    ...(agreementsRead.bills
      ? []
      : [
          shown`- Bills that go to the party: not of every organization was it read who receives them, or of none.`,
        ]),
    shown`- Trust anchors of IAM Roles Anywhere that the register does not give to the party (${code('trustAnchors')}): whose certificates they vouch for is not known.`,
  ];
}

function roleRow(role: RevokedRole): ShownText {
  const how = role.isDeleted
    ? 'not any more: its principal was deleted'
    : role.denies.length === 0
      ? 'by another role'
      : role.asAnyone
        ? 'as anyone may'
        : 'directly';
  const made =
    role.stack === undefined
      ? 'not known'
      : role.stack === null
        ? 'no stack'
        : `stack ${role.stack.stackName} (${role.stack.region})${ofStackSet(role.stack)}`;
  return shown`| ${code(role.roleName)} | ${text(role.accountId)} | ${text(how)} | ${text(role.others.slice(0, 5).join(', ') || '–')} | ${text(role.lastUsedAt ?? 'not tracked')} | ${text(made)} |`;
}

/** A stack that its stack set deploys is put right there. */
function ofStackSet(stack: NonNullable<RevokedRole['stack']>): string {
  return stackSetInWords(stack, (name) => name);
}

function forGood(
  { entry, anchors }: RevocationPlan,
  changed: readonly RevokedRole[],
  stacked: readonly RevokedRole[],
): ShownText[] {
  const byAnchor = new Set(anchors.flatMap((anchor) => anchor.roles));
  const own = changed.filter(
    (one) => !stacked.includes(one) && one.others.length === 0 && one.denies.length > 0,
  );
  const shared = changed.filter((one) => !stacked.includes(one) && one.others.length > 0);
  return [
    ...stacked
      .filter(({ denies }) => denies.length > 0)
      .map(({ roleArn, stack }) =>
        stack
          ? shown`- Change stack ${code(stack.stackName)} (${text(`${stack.region}${ofStackSet(stack)}`)}), and not the role ${code(roleArn)}: take the party out of its trust policy there, or the role out of the stack. Until then the stack shows drift, and its next update may give the access back.`
          : shown`- Whether a stack made ${code(roleArn)} is not known: find that out before you change it for good.`,
      ),
    ...own.map(
      ({ roleArn }) =>
        shown`- ${code(roleArn)}: nobody else comes in by it. Once it is not missed, delete it with its policies.`,
    ),
    ...shared.map(
      ({ roleArn }) =>
        shown`- ${code(roleArn)}: others come in by it too. Take the party’s principals out of its trust policy${byAnchor.has(roleArn) ? shown`, and name in it the trust anchors of the others (aws:SourceArn)` : shown``}; once that is done for each role of the account, ${code('undo')}.`,
    ),
    ...(entry !== undefined
      ? [
          shown`- In the register: set ${code('contractEnds')} to today, so that what is left is a finding (expired-trust). Take the entry out once nothing is left: of users, people and trust anchors nobody would know then whose they are.`,
        ]
      : []),
    shown`- Templates, modules and pipelines that make such roles: take the party out there, or they come back.`,
  ];
}
