import { accountCheck } from '../../model/check.ts';
import type { AuthorizationDetails } from '../../model/facts/authorization-details.ts';
import type { Study } from '../../model/study.ts';
import { partyName } from '../../parties/party-name.ts';
import { admittingGrants } from '../../policy/access-role.ts';
import { narrowingOf } from '../../policy/narrowing.ts';
import { registerFixes } from '../remedies/register.ts';
import { withoutGrants } from '../remedies/trust-policy.ts';
import { judgeThirdParties, listed } from '../support/judged-role.ts';
import { statementsOf } from '../support/wording.ts';

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
    'Who is behind an account id that neither the register nor a public list names, and whether somebody approved the access without writing it down; nor whose a caller is that a condition names by a unique id alone, unless it is a role of the same account.',
  per: 'account',
  requires: ['authorization-details'],
  evaluate: (facts, context) => {
    const details = facts['authorization-details'];
    const outcomes = judgeThirdParties(details, context, (admitted) => {
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
        fixes: () => registerFixes(first, {}, 'If it is wanted: an entry for the register'),
      };
    });
    const unnamed = rolesForUnnamed(details, context.study);
    return outcomes.map((outcome) => {
      const ids = outcome.status === 'NOT_APPLICABLE' ? unnamed.get(outcome.resource.arn) : undefined;
      return ids === undefined
        ? outcome
        : {
            status: 'UNKNOWN',
            resource: outcome.resource,
            detail: `The trust policy admits ${listed(ids)} by unique id, and whose that is nobody can tell from it.`,
          };
    });
  },
});

/** Of roles that admit anyone with one of some unique ids: those ids that no role of the account has. */
function rolesForUnnamed({ roles }: AuthorizationDetails, study: Study): Map<string, string[]> {
  const own = new Set(roles.map(({ id }) => id));
  return new Map(
    roles.flatMap((role): Array<[string, string[]]> => {
      const anyone = admittingGrants(role, study).filter(({ principal }) => principal.kind === 'any');
      const ids = anyone.flatMap((grant) => narrowingOf(grant)?.uniqueIds ?? []).filter((id) => !own.has(id));
      return ids.length === 0 ? [] : [[role.arn, [...new Set(ids)]]];
    }),
  );
}
