import { accountCheck, type CheckContext, type FactsFor, type Outcome } from '../../model/check.ts';
import { newExternalId, newExternalIdFixes } from '../remedies/external-id.ts';
import { listed } from '../support/judged-role.ts';
import {
  type JudgedExternalId,
  judgeExternalIds,
  STRENGTH_PARAMETERS,
  type StrengthParameters,
} from './guessing.ts';
import { NOT_KEPT } from './kept-answers.ts';
import { withNotUnderstood } from './not-understood.ts';
import { sightingsIn } from './sightings.ts';

export const externalIdGuessable = accountCheck({
  id: 'external-id-guessable',
  area: 'external-ids',
  title: 'External IDs cannot be guessed',
  failureTitle: 'External ID can be guessed',
  severity: 'medium',
  rationale:
    'An external ID stops another customer of the vendor only as long as that customer cannot guess it. Account ids, names, dates and counts are the first guesses.',
  remediation:
    'Have the third party generate a random UUID for this account, and change trust policy and vendor settings together.',
  parameters: STRENGTH_PARAMETERS,
  cannotKnow:
    'How the external ID was made, and who else has it. Strength is estimated from the value and from names that the run knows: a word that only insiders know passes for a random one, and so does a value that was published.',
  per: 'account',
  requires: ['authorization-details', 'account-identity'],
  evaluate,
});

function evaluate(
  facts: FactsFor<'authorization-details' | 'account-identity', 'account'>,
  context: CheckContext<StrengthParameters>,
): Outcome[] {
  const { sightings, notUnderstood } = sightingsIn(facts['authorization-details'], context.study);
  const outcomes = sightings.map(
    ({ resource, key, thirdParty, name, externalIds, evidence, admitted, role }): Outcome => {
      const known = {
        identity: facts['account-identity'],
        kept: facts['authorization-details'].externalIds,
      };
      const { judged, unknown } = judgeExternalIds(externalIds, admitted, known, context);
      const weak = judged.filter(({ isGuessable }) => isGuessable);
      if (weak.length === 0 && unknown.length > 0) {
        return {
          status: 'UNKNOWN',
          resource,
          detail: `How hard the external ID of ${name} is to guess ${NOT_KEPT}`,
        };
      }
      if (weak.length === 0) {
        return { status: 'PASS', resource, detail: `The external ID of ${name} withstands guessing.` };
      }
      return {
        status: 'FAIL',
        resource,
        discriminator: key,
        thirdParty,
        detail: `The external ID of ${name} can be guessed. ${weak.map((one) => describe(one, context)).join(' ')}`,
        evidence: evidence(),
        fixes: () => newExternalIdFixes(role, admitted, context),
        corrects: newExternalId(admitted),
      };
    },
  );
  return withNotUnderstood(outcomes, notUnderstood);
}

function describe({ id, bits, reasons }: JudgedExternalId, context: CheckContext): string {
  const why = reasons.length === 0 ? 'it is short or has few different characters' : listed(reasons);
  return `${context.showExternalId(id)} has an estimated strength of ${Math.floor(bits)} bits: ${why}.`;
}
