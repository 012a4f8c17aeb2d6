import { accountCheck } from '../../model/check.ts';
import { correctedStatement } from '../support/corrected-statement.ts';
import { externalIdConditions, requiresExternalId } from '../support/guards.ts';
import { judgeThirdParties, listed } from '../support/judged-role.ts';
import { partyName, statementsOf } from '../support/wording.ts';

export const externalIdNotEnforced = accountCheck({
  id: 'external-id-not-enforced',
  area: 'trust',
  title: 'The external ID is enforced',
  failureTitle: 'The external ID guards in appearance only',
  severity: 'high',
  rationale:
    'The trust policy speaks of an external ID and yet admits requests that carry none, or any. Reviewers take the role for protected while another customer of the vendor can enter by it.',
  remediation:
    'Use StringEquals with the one agreed value on sts:ExternalId: no IfExists, no ForAllValues, no negated operator, no value of wildcards alone.',
  per: 'account',
  requires: ['authorization-details'],
  evaluate: (facts, context) =>
    judgeThirdParties(facts['authorization-details'], context, (admitted, subject) => {
      const asking = admitted.filter(({ grant }) => externalIdConditions(grant).length > 0);
      if (asking.length === 0) {
        return {
          status: 'NOT_APPLICABLE',
          detail: 'No statement that admits the third party speaks of an external ID.',
        };
      }
      const open = asking.filter(({ grant }) => !requiresExternalId(grant));
      const [first] = open;
      if (first === undefined) {
        return { status: 'PASS', detail: 'A request with no external ID, or with another one, is refused.' };
      }
      const grants = open.map(({ grant }) => grant);
      const loopholes = grants.flatMap((grant) =>
        externalIdConditions(grant).flatMap(({ loophole }) => loophole ?? []),
      );
      const remediation = correctedStatement(
        subject,
        first.grant.statement,
        { StringEquals: { 'sts:ExternalId': '<the agreed external ID>' } },
        context,
      );
      return {
        status: 'FAIL',
        detail: `${partyName(first)} may assume the role by ${statementsOf(grants)} of the trust policy without the agreed external ID: ${listed([...new Set(loopholes)])}.`,
        grants,
        ...(remediation === undefined
          ? {}
          : { remediation: `Require the agreed value and nothing else:\n${remediation}` }),
      };
    }),
});
