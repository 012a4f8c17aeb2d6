import { accountCheck } from '../../model/check.ts';
import { correctedStatement } from '../support/corrected-statement.ts';
import { groupedBy, judgeRoles, notApplicable, passed, statementEvidence } from '../support/judged-role.ts';
import { admittedParties } from '../support/third-party.ts';
import { partyName, statementsOf } from '../support/wording.ts';

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
  per: 'account',
  requires: ['authorization-details'],
  evaluate: (facts, context) =>
    judgeRoles(facts['authorization-details'], context, (subject) => {
      const own = admittedParties(subject.role, context).filter(({ party }) => party.kind === 'own');
      if (own.length === 0) return [notApplicable(subject, 'No other own account may assume this role.')];
      return [...groupedBy(own, ({ key }) => key)].map(([key, admitted]) => {
        const open = admitted.filter(({ grant }) => grant.conditions.length === 0);
        const [first] = open;
        if (first === undefined) {
          return passed(
            subject,
            `Every statement that admits ${partyName({ party: { kind: 'own', name: key }, key })} has conditions.`,
          );
        }
        const grants = open.map(({ grant }) => grant);
        const corrected = correctedStatement(
          subject,
          first.grant.statement,
          {
            StringEquals: {
              'aws:PrincipalOrgID': context.parties.ownOrganizationIds[0] ?? '<your organization id>',
            },
          },
          context,
        );
        return {
          status: 'FAIL',
          resource: subject.resource,
          discriminator: key,
          detail: `By ${statementsOf(grants)} of the trust policy your own ${partyName(first)} may assume the role without any condition.`,
          evidence: statementEvidence(subject, grants),
          ...(corrected === undefined
            ? {}
            : { remediation: `Require your own organization at least:\n${corrected}` }),
        };
      });
    }),
});
