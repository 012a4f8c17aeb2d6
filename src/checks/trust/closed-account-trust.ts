import { accountCheck, type CheckContext } from '../../model/check.ts';
import type { Role } from '../../model/facts/authorization-details.ts';
import { groupedBy } from '../../model/grouped-by.ts';
import { partyName } from '../../parties/party-name.ts';
import { type AdmittedParty, admittedParties } from '../../parties/third-party.ts';
import { withoutGrants } from '../remedies/trust-policy.ts';
import { corrected, judgeRoles, notApplicable, passed, statementEvidence } from '../support/judged-role.ts';
import { statementsOf } from '../support/wording.ts';

export const closedAccountTrust = accountCheck({
  id: 'closed-account-trust',
  area: 'trust',
  title: 'Trusted own accounts are active',
  failureTitle: 'Role trusts an own account that is closed',
  severity: 'medium',
  rationale:
    'An account that is suspended or closed is watched by nobody. If it is reopened, or was suspended because it was taken over, its way in is still there.',
  remediation: 'Remove the account from the trust policy, or delete the role if nothing else uses it.',
  cannotKnow:
    'The state of an account is that of the moment when the organization was listed; of accounts outside the organization, and where it was not discovered, no state is known.',
  per: 'account',
  requires: ['authorization-details'],
  evaluate: (facts, context) =>
    judgeRoles(facts['authorization-details'], context, (subject) => {
      const own = admittedParties(subject.role, context.study).filter(({ party }) => party.kind === 'own');
      const closed = closedIn(subject.role, context);
      if (own.length === 0) return [notApplicable(subject, 'No other own account may assume this role.')];
      if (closed.length === 0) {
        return [
          passed(subject, 'No own account that may assume this role is known to be suspended or closed.'),
        ];
      }
      return [...groupedBy(closed, ({ key }) => key)].flatMap(([key, admitted]) => {
        const grants = admitted.map(({ grant }) => grant);
        return admitted.slice(0, 1).map((first) => ({
          status: 'FAIL' as const,
          resource: subject.resource,
          discriminator: key,
          detail: `${statementsOf(grants).replace(/^s/, 'S')} of the trust policy admits ${partyName(first)}, whose state in the organization is ${first.closedState}.`,
          evidence: statementEvidence(subject, grants),
          ...corrected(
            subject,
            { correct: (document) => withoutGrants(document, grants) },
            context,
            (again) => closedIn(again.role, context).every((one) => one.key !== key),
          ),
        }));
      });
    }),
});

function closedIn(role: Role, context: CheckContext): AdmittedParty[] {
  return admittedParties(role, context.study).filter(({ closedState }) => closedState !== undefined);
}
