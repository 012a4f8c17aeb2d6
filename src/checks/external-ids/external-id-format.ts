import { accountCheck, type CheckContext, type FactsFor, type Outcome } from '../../model/check.ts';
import { newExternalIdFixes } from '../remedies/external-id.ts';
import { listed } from '../support/judged-role.ts';
import { judgeExternalIds, STRENGTH_PARAMETERS } from './guessing.ts';
import { sightingsIn } from './sightings.ts';
import { unreadOutcomes } from './unread.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export const externalIdFormat = accountCheck({
  id: 'external-id-format',
  area: 'external-ids',
  title: 'External IDs have the agreed format',
  failureTitle: 'External ID does not have the agreed format',
  severity: 'low',
  rationale:
    'The best practice asks for UUIDs. An id in another form was made up somewhere else than agreed, and nobody knows how.',
  remediation:
    'Use a random UUID, or give the format that the third party issues under externalIdFormat in the register.',
  parameters: STRENGTH_PARAMETERS,
  per: 'account',
  requires: ['authorization-details', 'account-identity'],
  evaluate,
});

function evaluate(
  facts: FactsFor<'authorization-details' | 'account-identity', 'account'>,
  context: CheckContext,
): Outcome[] {
  const { sightings, unread } = sightingsIn(facts['authorization-details'], context);
  const outcomes = sightings.map(
    ({ resource, key, thirdParty, name, externalIds, evidence, admitted, role }): Outcome => {
      const strong = judgeExternalIds(externalIds, admitted, facts['account-identity'], context).filter(
        ({ isGuessable }) => !isGuessable,
      );
      if (strong.length === 0) {
        return {
          status: 'NOT_APPLICABLE',
          resource,
          detail: `The external ID of ${name} can be guessed, whatever its format.`,
        };
      }
      const expected = admitted[0]?.entry?.externalIdFormat;
      const format = expected === undefined ? undefined : formatOf(expected);
      if (format === null) {
        return {
          status: 'UNKNOWN',
          resource,
          detail: `The register's externalIdFormat for ${name} is not a regular expression.`,
        };
      }
      const odd = strong.filter(({ id }) => !UUID.test(id) && !format?.test(id));
      if (odd.length === 0) {
        return { status: 'PASS', resource, detail: `The external ID of ${name} has the agreed format.` };
      }
      const shown = listed(odd.map(({ id }) => context.showExternalId(id)));
      return {
        status: 'FAIL',
        resource,
        discriminator: key,
        thirdParty,
        detail: `The external ID ${shown} of ${name} is no UUID, and ${expected === undefined ? 'the register gives no other format' : 'not of the format in the register'}.`,
        evidence,
        fixes: newExternalIdFixes(role, admitted, context),
      };
    },
  );
  return unreadOutcomes(outcomes, unread);
}

/** The whole id must follow the format. Null when it is no regular expression. */
function formatOf(expression: string): RegExp | null {
  try {
    return new RegExp(`^(?:${expression})$`, 'u');
  } catch {
    return null;
  }
}
