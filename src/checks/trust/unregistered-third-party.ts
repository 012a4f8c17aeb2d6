import { accountCheck } from '../../model/check.ts';
import { registerFixes } from '../remedies/register.ts';
import { withoutGrants } from '../remedies/trust-policy.ts';
import { judgeThirdParties } from '../support/judged-role.ts';
import { partyName, statementsOf } from '../support/wording.ts';

export const unregisteredThirdParty = accountCheck({
  id: 'unregistered-third-party',
  area: 'trust',
  title: 'Third party is in the register',
  failureTitle: 'Role admits a third party that is not registered',
  severity: 'high',
  rationale:
    'Access that nobody has put on record has no owner, no reason and no end. It is the access that stays when a vendor, an acquisition or a contractor is long gone.',
  remediation:
    'Find out who asked for the access. Register the third party under thirdParties in the configuration with owner and justification, or remove its statement from the trust policy.',
  cannotKnow:
    'Who is behind an account id that neither the register nor a public list names, and whether somebody approved the access without writing it down.',
  per: 'account',
  requires: ['authorization-details'],
  evaluate: (facts, context) =>
    judgeThirdParties(facts['authorization-details'], context, (admitted) => {
      const [first] = admitted;
      if (first === undefined) return { status: 'NOT_APPLICABLE', detail: 'No third party is admitted.' };
      if (first.entry !== undefined) {
        return {
          status: 'PASS',
          detail: `${partyName(first)} is registered; its owner is ${first.entry.owner}.`,
        };
      }
      const grants = admitted.map(({ grant }) => grant);
      const known =
        first.vendor === undefined
          ? 'It is neither registered nor a known vendor.'
          : `It is known as a vendor, ${first.vendor}, but not registered: known is not approved.`;
      return {
        status: 'FAIL',
        detail: `By ${statementsOf(grants)} of the trust policy ${partyName(first)} may assume the role. ${known}`,
        grants,
        correction: {
          when: 'If the access is not wanted',
          correct: (document) => withoutGrants(document, grants),
        },
        fixes: registerFixes(first, {}, 'If it is wanted: an entry for the register'),
      };
    }),
});
