import { accountCheck, type CheckContext, type Failed } from '../../model/check.ts';
import type { Grant } from '../../model/grant.ts';
import { ANYONE } from '../../model/party.ts';
import { locksOutEveryone } from '../../policy/locked-out.ts';
import { narrowingOf } from '../../policy/narrowing.ts';
import {
  requiresExternalId,
  requiresExternalIdOrNetwork,
  requiresNetwork,
} from '../../policy/required-guards.ts';
import { endOf } from '../../policy/time-limit.ts';
import { oneOrAll, withConditions } from '../remedies/trust-policy.ts';
import {
  corrected,
  documentEvidence,
  type JudgedRole,
  judgeRoles,
  listed,
  passed,
  statementEvidence,
} from '../support/judged-role.ts';
import { statementsOf } from '../support/wording.ts';

export const publicTrust = accountCheck({
  id: 'public-trust',
  area: 'trust',
  title: 'Role admits named parties only',
  failureTitle: 'Role can be assumed by anyone',
  severity: 'critical',
  rationale:
    'Whoever holds any AWS account, which takes minutes to open, can try to enter by such a role. What it may do is then open to strangers, and no contract or review covers them.',
  remediation:
    'Name the accounts or roles that need the access in Principal, or keep "*" only together with a StringEquals condition on aws:PrincipalOrgID or aws:PrincipalAccount.',
  cannotKnow:
    "Whether a resource control policy of the organization keeps strangers out as well, and what an organization's members are that a condition names.",
  per: 'account',
  requires: ['authorization-details'],
  evaluate: (facts, context) =>
    judgeRoles(facts['authorization-details'], context, (subject) => {
      const open = subject.trust.grants.filter((grant) => isPublic(grant, context));
      const failures: Failed[] = [];
      if (subject.trust.problems.length > 0) failures.push(unreadable(subject));
      if (open.length > 0) {
        failures.push({
          status: 'FAIL',
          resource: subject.resource,
          discriminator: 'anyone',
          thirdParty: ANYONE,
          severity: open.every(requiresExternalIdOrNetwork) ? 'high' : 'critical',
          detail: detailOf(open),
          evidence: statementEvidence(subject, open, { conditions: ({ loophole }) => loophole !== null }),
          remediation:
            'Name the accounts or roles that need the access in Principal. If all of your own organization is meant, keep the statement only together with the condition below; who else came by it is then refused.',
          ...corrected(
            subject,
            {
              correct: (document) =>
                withConditions(document, open, () => ({ StringEquals: ownOnly(context) })),
            },
            context,
            ({ trust }) => !trust.grants.some((grant) => isPublic(grant, context)),
          ),
        });
      }
      return failures.length > 0
        ? failures
        : [
            passed(
              subject,
              'Every principal that the trust policy admits is named, or narrowed to a named one; or nobody can meet its conditions, or its time is over.',
            ),
          ];
    }),
});

/** The own organizations; the role's own account where none is known. */
function ownOnly({ parties, account }: CheckContext): Record<string, string | string[]> {
  const organizations = parties.ownOrganizationIds;
  return organizations.length === 0
    ? { 'aws:PrincipalAccount': account.accountId }
    : { 'aws:PrincipalOrgID': oneOrAll(organizations) };
}

/** Not so where the grant has ended, or asks for what no request has: it lets nobody in. */
function isPublic(grant: Grant, { asOf }: CheckContext): boolean {
  if (grant.principal.kind !== 'any' || narrowingOf(grant) !== null) return false;
  if (locksOutEveryone(grant)) return false;
  const end = endOf(grant);
  return end === undefined || end >= Date.parse(asOf);
}

function detailOf(open: readonly Grant[]): string {
  const guards = [
    ...(open.every(requiresExternalId) ? ['an external ID'] : []),
    ...(open.every(requiresNetwork) ? ['the network that the request comes from'] : []),
  ];
  const but = open.some(({ principal }) => principal.kind === 'any' && principal.except !== undefined)
    ? ' By NotPrincipal everyone is admitted but those whom it names.'
    : '';
  const loopholes = [
    ...new Set(open.flatMap(({ conditions }) => conditions.flatMap(({ loophole }) => loophole ?? []))),
  ];
  const apparent = loopholes.length === 0 ? '' : ` Conditions that do not narrow it: ${listed(loopholes)}.`;
  const narrowed =
    guards.length > 0
      ? `Only ${listed(guards)} stands in the way of a stranger.`
      : open.every(requiresExternalIdOrNetwork)
        ? 'Only an external ID or a network range stands in the way of a stranger.'
        : 'No condition narrows it to named accounts, an organization or named principals.';
  return `By ${statementsOf(open)} of the trust policy anyone may assume the role. ${narrowed}${but}${apparent}`;
}

function unreadable(subject: JudgedRole): Failed {
  return {
    status: 'FAIL',
    resource: subject.resource,
    discriminator: 'unreadable-trust-policy',
    severity: 'high',
    detail: `The trust policy could not be understood in full, so that it cannot be ruled out that anyone may assume the role: ${listed(subject.trust.problems.slice(0, 5))}.`,
    evidence: [documentEvidence(subject)],
    remediation: 'Rewrite the trust policy as a valid IAM policy document, then scan again.',
  };
}
