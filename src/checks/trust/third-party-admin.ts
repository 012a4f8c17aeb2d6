import {
  accountCheck,
  type CheckContext,
  type DeniedAccess,
  type Failed,
  type OutcomeEvidence,
} from '../../model/check.ts';
import type { AuthorizationDetails, Role } from '../../model/facts/authorization-details.ts';
import type { Fix } from '../../model/fix.ts';
import type { Administered } from '../../model/reach.ts';
import { partyName } from '../../parties/party-name.ts';
import type { ThirdPartyGrant } from '../../parties/third-party.ts';
import type { Administration } from '../../policy/permissions/access.ts';
import type { PlacedStatement } from '../../policy/permissions/effective.ts';
import { goesByUsers, METHODS_TRIED } from '../../policy/permissions/escalation.ts';
import type { OpenMethod } from '../../policy/permissions/open-way.ts';
import { matchesWildcard } from '../../policy/wildcard.ts';
import { command } from '../remedies/command.ts';
import { denyFixes } from '../remedies/deny-policy.ts';
import { commandFixes } from '../remedies/fix.ts';
import { administratorsBeyond, type Beyond } from '../support/administrators-beyond.ts';
import type { JudgedRole } from '../support/judged-role.ts';
import { listed } from '../support/judged-role.ts';
import { type RolePermissions, whatIsHeld } from '../support/role-permissions.ts';
import {
  judgeThirdPartyPermissions,
  type PermissionsVerdict,
  policyOrPolicies,
  reservations,
  statementNames,
} from '../support/third-party-permissions.ts';

/**
 * Administrator access and ways to it. A way is certain where nothing stands between the role and the rights of an
 * administrator but what was read: no condition, no Deny that speaks of some of what it needs, no document that was not
 * understood, and, where it leads by another role or by a user, a collected one that lets the way be gone and has those
 * rights. That is critical. With any of these open it "may", the doubts are named, and it is high: the role holds the
 * permissions, so it fails, and what is missing stands outside of them. Only a document that could add rights and was
 * not read, with nothing else open, makes it UNKNOWN.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export const thirdPartyAdmin = accountCheck({
  id: 'third-party-admin',
  area: 'trust',
  title: 'Third parties cannot become administrators',
  failureTitle: 'Third party is, or can make itself, administrator',
  severity: 'critical',
  rationale:
    'Whoever administers an account can read, change and delete all of it, give access to others and cover the traces. A break-in at the third party is then a break-in here.',
  remediation:
    'Replace the policies by ones that name the actions and resources that the service needs. Where the role must manage roles or pass them, bind that to named roles, to iam:PassedToService and to a permissions boundary.',
  cannotKnow:
    'Ways to more rights are tried from a list of published ones; a new one may not be on it. What runs in the account (functions, instances, clusters), instance profiles, identity providers and IAM Identity Center are not read, nor whether a user has a password or two access keys already, or signs in with MFA: ways by these are open as far as the permissions say. Service and resource control policies may close a way. Which rights the roles of other accounts give that a third party can go on to: transitive-third-party-access judges these over all accounts, and is critical where a chain ends in an administrator. Whose people come by a SAML provider, or workloads by a cluster, that the account itself has set up: these are taken for your own sign-in and not judged here. Nor does it know whose an issuer is that is in no list of shared ones. Whoever comes with a certificate of IAM Roles Anywhere is judged where that was read and the register, or the account of a private authority, says whose the trust anchor is; other trust anchors are taken for your own.',
  per: 'account',
  requires: ['authorization-details'],
  evaluate: (facts, context) =>
    judgeThirdPartyPermissions(facts['authorization-details'], context, (party, held, subject) => {
      if (held.administration !== undefined)
        return isAdministrator(party, held, held.administration, subject, context);
      const [certain, ...more] = held.methods.filter(isCertain);
      const limited = held.methods.filter(isLimited);
      if (certain !== undefined) {
        const others = [...more, ...limited];
        return canBecomeAdministrator(party, held, { shown: certain, others }, subject, context);
      }
      const beyond = goingOn(subject.role, held, facts['authorization-details'], context);
      if (beyond.way?.certain === true) return goesOnToAdministrator(party, beyond.way, subject, context);
      const [first, ...others] = limited;
      if (first !== undefined)
        return canBecomeAdministrator(party, held, { shown: first, others }, subject, context);
      if (beyond.way !== undefined) return goesOnToAdministrator(party, beyond.way, subject, context);
      if (beyond.unclear.length > 0)
        return {
          status: 'UNKNOWN',
          detail: `Whether other roles of the account make it administrator is not known: ${listed(beyond.unclear.slice(0, 3))}.`,
        };
      return {
        status: 'PASS',
        detail: `${whatIsHeld(held)} does not administer the account, and none of the ${METHODS_TRIED} published ways to more rights that were tried is open to it.${goesByUsers(held.access) ? ' It may act on users or groups, but no user that was collected, or that it can make, gets it further.' : ''}`,
      };
    }),
});

function isAdministrator(
  party: ThirdPartyGrant,
  held: RolePermissions,
  { by, conditional }: Administration,
  { role }: JudgedRole,
  { stackOf }: CheckContext,
): PermissionsVerdict {
  const stack = stackOf?.(role.arn);
  const conditions = conditional ? ' under conditions' : '';
  const narrowed = held.permissions.problems.some(({ effect }) => effect === 'may-narrow');
  return {
    status: 'FAIL',
    ...(narrowed && { severity: 'high' as const }),
    detail: `By this role ${partyName(party)} ${narrowed ? 'may be' : 'is'} administrator${conditions}: ${statementNames(by)} ${by.length === 1 ? 'allows' : 'allow'} every action on every resource.${reservations(held)}`,
    statements: by,
    blame: (pattern) => /^[*?:]+$/.test(pattern),
    remediation: `Give the role only what the third party's service needs, then take the ${policyOrPolicies(by)} away${stack === null || stack === undefined ? '' : ` in the template of stack ${stack.stackName} (${stack.region}), where the role is ${stack.logicalId}; made elsewhere the change would be drift`}.`,
    fixes: () => (stack === null || stack === undefined ? removal(by, role.name) : []),
    corrects: {
      decision: `What the role is for, and so which rights it needs in place of those of an administrator`,
    },
  };
}

/** The commands that take the policies of these statements off a role. */
function removal(by: Administration['by'], roleName: string): Fix[] {
  const commands = by.map(({ ref: { policy } }) =>
    policy.kind === 'inline'
      ? command`aws iam delete-role-policy --role-name ${roleName} --policy-name ${policy.name}`
      : command`aws iam detach-role-policy --role-name ${roleName} --policy-arn ${policy.arn}`,
  );
  return commandFixes('Take the rights of an administrator away with the AWS CLI', [...new Set(commands)]);
}

const ENDS = {
  is: 'administers the account',
  can: 'can make itself administrator',
  may: 'may be able to make itself administrator',
} as const satisfies Record<Administered, string>;

/** Where other roles lead; whether sessions that are limited get there is never certain. */
function goingOn(
  role: Role,
  { leaves }: RolePermissions,
  details: AuthorizationDetails,
  { study, anywhere }: CheckContext,
): Beyond {
  const beyond = administratorsBeyond(role, details, study, { anywhere, leaves });
  return leaves === undefined || beyond.way === undefined
    ? beyond
    : { ...beyond, way: { ...beyond.way, certain: false } };
}

/** Other roles of the account admit the role and lead to an administrator. */
function goesOnToAdministrator(
  party: ThirdPartyGrant,
  { steps, certain }: NonNullable<Beyond['way']>,
  { role }: JudgedRole,
  context: CheckContext,
): PermissionsVerdict {
  const conditions = [...new Set(steps.flatMap((step) => step.conditions))];
  const provided = conditions.length === 0 ? '' : `, provided that ${listed(conditions)}`;
  const [next] = steps;
  const [end] = steps.slice(-1);
  if (next === undefined || end === undefined) throw new Error('a way on has no step');
  return {
    status: 'FAIL',
    severity: certain ? 'critical' : 'high',
    detail: `From this role ${partyName(party)} ${certain ? 'can' : 'may be able to'} go on to one that ${ENDS[end.administered ?? 'may']}: ${[role.arn, ...steps.map(({ roleArn }) => roleArn)].join(' → ')}${provided}.`,
    statements: [],
    beyond: steps.flatMap(({ statements }) =>
      statements.map(
        ({ pointer, value }): OutcomeEvidence => ({
          fact: 'authorization-details',
          region: 'global',
          pointer,
          value,
        }),
      ),
    ),
    remediation: `Take ${role.arn} out of the trust policy of ${next.roleArn}${next.permission === null ? '' : `, or sts:AssumeRole on it out of ${next.permission}`}, or give ${end.roleArn} only the rights that it needs.`,
    ...denying(role, { actions: ['sts:AssumeRole'], resource: next.roleArn }, context),
  };
}

function canBecomeAdministrator(
  party: ThirdPartyGrant,
  held: RolePermissions,
  { shown, others }: { shown: OpenMethod; others: readonly OpenMethod[] },
  { role }: JudgedRole,
  context: CheckContext,
): PermissionsVerdict {
  const opening = actionsTaken(held.methods);
  const denied = closing(held.methods);
  const more =
    others.length === 0
      ? ''
      : ` ${others.length === 1 ? 'Another way is' : `${others.length} more ways are`} open: ${shortened(others.map(({ method }) => method.id))}.`;
  return {
    status: 'FAIL',
    severity: isCertain(shown) ? 'critical' : 'high',
    detail: `By this role ${partyName(party)} ${isCertain(shown) ? 'can' : 'may be able to'} make itself administrator: it may ${shown.method.does} (${given(shown)}).${leadingTo(shown)}${limits(shown)}${more}${reservations(held)}`,
    statements: uniqueStatements(held.methods),
    blame: (pattern) => opening.some((action) => matchesWildcard(pattern, action)),
    remediation: `Bind the permissions to what the service needs; the method is described at ${shown.method.source}. Until then, an inline policy that denies ${listed(denied)} closes ${others.length === 0 ? 'the way' : 'the ways'}.`,
    ...denying(role, { actions: denied, resource: '*' }, context),
  };
}

/** What closes a way, until the permissions are bound to what the service needs. */
function denying(
  role: Role,
  denied: DeniedAccess,
  context: CheckContext,
): Pick<Failed, 'fixes' | 'corrects'> {
  return {
    fixes: () => denyFixes(role, denied, 'Until then', context),
    corrects: { deny: () => denied },
  };
}

function isCertain({ doubts }: OpenMethod): boolean {
  return doubts.length === 0;
}

function isLimited(open: OpenMethod): boolean {
  return !isCertain(open);
}

function leadingTo({ leadsTo, leadsToUser: user }: OpenMethod): string {
  if (user !== undefined)
    return user.isNew ? ' This leads to a user that it makes.' : ` This leads to user ${user.name}.`;
  return leadsTo === undefined ? '' : ` This leads to role ${leadsTo.name}.`;
}

function limits({ doubts }: OpenMethod): string {
  return doubts.length === 0 ? '' : ` This works where ${listed(doubts)}.`;
}

/** The actions with the statements that give them: `iam:PassRole by statement 1 of inline policy x`. */
function given({ by }: OpenMethod): string {
  const byStatements = new Map<string, string[]>();
  for (const { action, statement } of by) {
    const name = statementNames([statement]);
    byStatements.set(name, [...(byStatements.get(name) ?? []), action]);
  }
  return [...byStatements].map(([name, actions]) => `${listed(actions)} by ${name}`).join('; ');
}

function uniqueStatements(methods: readonly OpenMethod[]) {
  const statements = new Set<PlacedStatement>();
  for (const { by } of methods) for (const { statement } of by) statements.add(statement);
  return [...statements];
}

/** In lower case, each once. */
function actionsTaken(methods: readonly OpenMethod[]): string[] {
  const actions = new Set<string>();
  for (const { by } of methods) for (const { action } of by) actions.add(action);
  return [...actions].map((action) => action.toLowerCase());
}

function shortened(ids: readonly string[]): string {
  return ids.length > 8 ? `${ids.slice(0, 7).join(', ')} and ${ids.length - 7} more` : listed(ids);
}

/** The first action of each method: without it the rest leads nowhere. */
function closing(methods: readonly OpenMethod[]): string[] {
  const actions = new Set<string>();
  for (const { method } of methods) for (const { action } of method.actions.slice(0, 1)) actions.add(action);
  return [...actions].sort();
}
