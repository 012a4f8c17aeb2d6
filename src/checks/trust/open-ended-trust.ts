import { accountCheck } from '../../model/check.ts';
import { yearFrom } from '../../model/days.ts';
import { partyName } from '../../parties/party-name.ts';
import { nearEndOf } from '../../policy/time-limit.ts';
import { registerFixes } from '../remedies/register.ts';
import { withConditions } from '../remedies/trust-policy.ts';
import { judgeThirdParties } from '../support/judged-role.ts';
import { statementsOf } from '../support/wording.ts';

export const openEndedTrust = accountCheck({
  id: 'open-ended-trust',
  area: 'trust',
  title: 'Third-party access has an end',
  failureTitle: 'Third-party access has no end',
  severity: 'low',
  rationale:
    'Access without an end is access that someone must remember to take away. An end in the policy or in the register makes forgetting visible.',
  remediation:
    'Add DateLessThan on aws:CurrentTime to the statement, or contractEnds to the third party in the register.',
  cannotKnow: 'Whether a contract with an end exists that the register does not hold.',
  per: 'account',
  requires: ['authorization-details'],
  evaluate: (facts, context) =>
    judgeThirdParties(facts['authorization-details'], context, (admitted) => {
      const open = admitted.filter(
        ({ grant, entry }) =>
          nearEndOf(grant, context.asOf) === undefined && entry?.contractEnds === undefined,
      );
      const [first] = open;
      if (first === undefined) {
        return { status: 'PASS', detail: 'The access ends by a date in the policy or in the register.' };
      }
      const grants = open.map(({ grant }) => grant);
      return {
        status: 'FAIL',
        detail: `${statementsOf(grants).replace(/^s/, 'S')} of the trust policy admits ${partyName(first)} for good: no date condition ends it within five years, and the register gives no end of contract.`,
        grants,
        remediation:
          "Give the contract's end in the register (contractEnds), or end the access by DateLessThan on aws:CurrentTime in every statement that admits the third party. The date below is a year from now: put the end of the contract in its place.",
        correction: {
          when: 'With an end in the policy',
          correct: (document) =>
            withConditions(document, grants, () => ({
              DateLessThan: { 'aws:CurrentTime': yearFrom(context.asOf) },
            })),
        },
        fixes: () =>
          registerFixes(
            first,
            { contractEnds: yearFrom(context.asOf).slice(0, 10) },
            'With an end in the register: their entry',
          ),
      };
    }),
});
