import { accountCheck } from '../../model/check.ts';
import { NEW_EXTERNAL_ID } from '../../model/fix.ts';
import { partyName } from '../../parties/party-name.ts';
import { externalIdConditions } from '../../policy/required-guards.ts';
import { withConditions } from '../remedies/trust-policy.ts';
import { judgeThirdParties } from '../support/judged-role.ts';
import { statementsOf } from '../support/wording.ts';

export const externalIdMissing = accountCheck({
  id: 'external-id-missing',
  area: 'trust',
  title: 'Third-party access asks for an external ID',
  failureTitle: 'Third-party access without an external ID',
  severity: 'high',
  rationale:
    "A vendor serves many customers with the same credentials. Without an external ID another customer who learns or guesses this role's name can make the vendor act on it: the confused deputy.",
  remediation:
    'Agree with the third party on a random UUID for this account and require it by StringEquals on sts:ExternalId in every statement that admits them.',
  cannotKnow:
    'Whether the third party acts for several customers from this account. Where it does not, there is no other customer whose request it could be tricked into.',
  per: 'account',
  requires: ['authorization-details'],
  evaluate: (facts, context) =>
    judgeThirdParties(facts['authorization-details'], context, (admitted) => {
      const without = admitted.filter(({ grant }) => externalIdConditions(grant).length === 0);
      const [first] = without;
      if (first === undefined) {
        return {
          status: 'PASS',
          detail: 'Every statement that admits the third party speaks of an external ID.',
        };
      }
      const grants = without.map(({ grant }) => grant);
      const guarded =
        admitted.length > without.length
          ? ' Another statement asks for one, which does not guard this one.'
          : '';
      return {
        status: 'FAIL',
        detail: `By ${statementsOf(grants)} of the trust policy ${partyName(first)} may assume the role without any external ID.${guarded}`,
        grants,
        remediation: `Agree with ${partyName(first)} on a random UUID for this account alone, and require it by StringEquals on sts:ExternalId in every statement that admits them. Set it on their side first: from then on, requests without it are refused.`,
        correction: {
          correct: (document) =>
            withConditions(document, grants, () => ({ StringEquals: { 'sts:ExternalId': NEW_EXTERNAL_ID } })),
        },
      };
    }),
});
