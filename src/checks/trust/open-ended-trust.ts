import { accountCheck } from '../../model/check.ts';
import { correctedStatement } from '../support/corrected-statement.ts';
import { endOf } from '../support/guards.ts';
import { judgeThirdParties } from '../support/judged-role.ts';
import { partyName, statementsOf } from '../support/wording.ts';

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
  per: 'account',
  requires: ['authorization-details'],
  evaluate: (facts, context) =>
    judgeThirdParties(facts['authorization-details'], context, (admitted, subject) => {
      const open = admitted.filter(
        ({ grant, entry }) => endOf(grant) === undefined && entry?.contractEnds === undefined,
      );
      const [first] = open;
      if (first === undefined) {
        return { status: 'PASS', detail: 'The access ends by a date in the policy or in the register.' };
      }
      const grants = open.map(({ grant }) => grant);
      const corrected = correctedStatement(
        subject,
        first.grant.statement,
        { DateLessThan: { 'aws:CurrentTime': '<end of the contract, such as 2027-12-31T23:59:59Z>' } },
        context,
      );
      return {
        status: 'FAIL',
        detail: `${statementsOf(grants).replace(/^s/, 'S')} of the trust policy admits ${partyName(first)} for good: no date condition ends it, and the register gives no end of contract.`,
        grants,
        ...(corrected === undefined
          ? {}
          : { remediation: `Give the contract's end in the register, or in the statement:\n${corrected}` }),
      };
    }),
});
