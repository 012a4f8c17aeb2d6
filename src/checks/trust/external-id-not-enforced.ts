import { accountCheck, type CheckContext } from '../../model/check.ts';
import { AGREED_EXTERNAL_ID } from '../../model/fix.ts';
import type { Grant, GrantCondition } from '../../model/grant.ts';
import { partyName } from '../../parties/party-name.ts';
import { isPattern } from '../../policy/guard-strength.ts';
import { externalIdConditions, requiresExternalId } from '../../policy/required-guards.ts';
import { hasWildcard } from '../../policy/wildcard.ts';
import { withConditions } from '../remedies/trust-policy.ts';
import { judgeThirdParties, listed } from '../support/judged-role.ts';
import { statementsOf } from '../support/wording.ts';

export const externalIdNotEnforced = accountCheck({
  id: 'external-id-not-enforced',
  area: 'trust',
  title: 'The external ID is enforced',
  failureTitle: 'The external ID guards in appearance only',
  severity: 'high',
  rationale:
    'The trust policy speaks of an external ID and yet admits requests that carry none, or any. Reviewers take the role for protected while another customer of the vendor can enter by it.',
  remediation:
    'Use StringEquals with the one agreed value on sts:ExternalId: no IfExists, no ForAllValues, no negated operator, no pattern.',
  cannotKnow:
    'Whether the third party refuses to send an external ID that another of its customers names: that is decided on its side.',
  per: 'account',
  requires: ['authorization-details'],
  evaluate: (facts, context) =>
    judgeThirdParties(facts['authorization-details'], context, (admitted) => {
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
        externalIdConditions(grant).flatMap((condition) => loopholeIn(condition, context) ?? []),
      );
      return {
        status: 'FAIL',
        detail: `${partyName(first)} may assume the role by ${statementsOf(grants)} of the trust policy without the agreed external ID: ${listed([...new Set(loopholes)])}.`,
        grants,
        blame: { principals: false, conditions: ({ keyLower }) => keyLower === 'sts:externalid' },
        remediation:
          'Require the one agreed value by StringEquals on sts:ExternalId, and nothing else that speaks of it: no IfExists, no ForAllValues, no negated operator, no pattern.',
        correction: {
          correct: (document) =>
            withConditions(document, grants, (grant) => ({
              StringEquals: { 'sts:ExternalId': agreedId(grant) },
            })),
        },
      };
    }),
});

/** How a request gets past a condition without the one agreed value, in words; null when it does not. */
function loopholeIn(condition: GrantCondition, { showExternalId }: CheckContext): string | null {
  const { loophole, operator, key, values } = condition;
  if (loophole !== null || !isPattern(condition)) return loophole;
  const patterns = listed(values.filter(hasWildcard).map(showExternalId));
  return `${operator} on ${key} accepts whatever fits ${patterns}: a pattern is not one agreed value`;
}

/** The one value that a statement names by an operator that lets too much through; a placeholder where it names none. */
function agreedId(grant: Grant): string {
  const named = externalIdConditions(grant)
    .filter(({ base, origin }) => origin === 'allow' && base === 'StringEquals')
    .flatMap(({ values }) => values)
    .filter((value) => value !== '' && !/[*?$]/.test(value));
  const [only, ...others] = [...new Set(named)];
  return only === undefined || others.length > 0 ? AGREED_EXTERNAL_ID : only;
}
