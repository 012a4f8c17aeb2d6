import { accountCheck } from '../../model/check.ts';
import { dayOf, endOfDay } from '../../model/days.ts';
import { partyName } from '../../parties/party-name.ts';
import { endOf, isEnd } from '../../policy/time-limit.ts';
import { withoutGrants } from '../remedies/trust-policy.ts';
import { type Correction, judgeThirdParties } from '../support/judged-role.ts';
import { statementsOf } from '../support/wording.ts';

export const expiredTrust = accountCheck({
  id: 'expired-trust',
  area: 'trust',
  title: 'Third-party access has not run out',
  failureTitle: 'Third-party access has run out and is still there',
  severity: 'medium',
  rationale:
    'The agreed time is over. What is left is a way in that one edited date, or a contract nobody renewed, keeps open.',
  remediation:
    'Remove the role, or the statement that admits this third party. If the work goes on, renew the contract in the register and the date in the policy.',
  cannotKnow:
    'Whether the work is over in fact: the register and the date in the policy are all that it has to go by. Sessions that were started before the end last until they run out.',
  per: 'account',
  requires: ['authorization-details'],
  evaluate: (facts, context) =>
    judgeThirdParties(facts['authorization-details'], context, (admitted) => {
      const now = Date.parse(context.asOf);
      const [first] = admitted;
      if (first === undefined) return { status: 'NOT_APPLICABLE', detail: 'No third party is admitted.' };
      const grants = admitted.map(({ grant }) => grant);
      const correction: Correction = {
        when: 'If the work is over',
        correct: (document) => withoutGrants(document, grants),
      };
      const ends = grants.map(endOf);
      const contractEnds = first.entry?.contractEnds;
      if (contractEnds !== undefined && now >= endOfDay(contractEnds)) {
        return {
          status: 'FAIL',
          detail: `The contract with ${partyName(first)} ended on ${contractEnds} by the register, and ${statementsOf(grants)} of the trust policy still admits them.`,
          grants,
          correction,
        };
      }
      if (ends.every((end) => end !== undefined && end < now)) {
        const last = Math.max(...ends.map((end) => end ?? now));
        return {
          status: 'FAIL',
          detail: `Everything that admits ${partyName(first)} ended on ${dayOf(last)}; the role is left over.`,
          grants,
          blame: { principals: false, conditions: isEnd },
          correction,
        };
      }
      return { status: 'PASS', detail: `The access of ${partyName(first)} has not run out.` };
    }),
});
