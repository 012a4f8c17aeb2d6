import { accountCheck } from '../../model/check.ts';
import { groupedBy } from '../../model/grouped-by.ts';
import { partyName } from '../../parties/party-name.ts';
import { type AdmittedParty, admittedParties } from '../../parties/third-party.ts';
import { oneOrAll, withConditions } from '../remedies/trust-policy.ts';
import { corrected, judgeRoles, notApplicable, passed, statementEvidence } from '../support/judged-role.ts';
import { statementsOf } from '../support/wording.ts';

export const unconditionedTrust = accountCheck({
  id: 'unconditioned-trust',
  area: 'trust',
  title: 'Access from own accounts is conditional',
  failureTitle: 'Another own account is trusted without any condition',
  severity: 'low',
  rationale:
    'Whoever takes over the trusted account takes this role along. A condition, on the organization or on the calling role, keeps one breach from becoming two.',
  remediation:
    'Require aws:PrincipalOrgID, and where one role is meant its ARN by aws:PrincipalArn, in every statement that admits another own account.',
  cannotKnow:
    'What the identities of the other account may do there: whether one of them may call AssumeRole at all is decided by its own policies.',
  per: 'account',
  requires: ['authorization-details'],
  evaluate: (facts, context) =>
    judgeRoles(facts['authorization-details'], context, (subject) => {
      const own = admittedParties(subject.role, context.study).filter(({ party }) => party.kind === 'own');
      if (own.length === 0) return [notApplicable(subject, 'No other own account may assume this role.')];
      return [...groupedBy(own, ({ key }) => key)].map(([key, admitted]) => {
        const open = admitted.filter(isOpen);
        const [first] = open;
        if (first === undefined) {
          return passed(
            subject,
            `Every statement that admits ${partyName({ party: { kind: 'own', name: key }, key })} has conditions.`,
          );
        }
        const grants = open.map(({ grant }) => grant);
        const organizations = context.parties.ownOrganizationIds;
        return {
          status: 'FAIL',
          resource: subject.resource,
          discriminator: key,
          detail: `By ${statementsOf(grants)} of the trust policy your own ${partyName(first)} may assume the role without any condition.`,
          evidence: statementEvidence(subject, grants),
          remediation:
            'Require your own organization at least (aws:PrincipalOrgID), and where one role is meant its ARN (aws:PrincipalArn), in every statement that admits another own account.',
          ...corrected(
            subject,
            {
              correct: (document) =>
                withConditions(document, grants, () =>
                  organizations.length === 0
                    ? {
                        ArnLike: {
                          'aws:PrincipalArn': `arn:${context.account.partition}:iam::${key}:role/<the role that needs the access>`,
                        },
                      }
                    : { StringEquals: { 'aws:PrincipalOrgID': oneOrAll(organizations) } },
                ),
            },
            context,
            (again) =>
              !admittedParties(again.role, context.study).some((one) => one.key === key && isOpen(one)),
          ),
        };
      });
    }),
});

function isOpen({ grant }: AdmittedParty): boolean {
  return grant.conditions.length === 0;
}
