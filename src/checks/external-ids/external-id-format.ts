import { accountCheck, type CheckContext, type FactsFor, type Outcome } from '../../model/check.ts';
import { newExternalId, newExternalIdFixes } from '../remedies/external-id.ts';
import { listed } from '../support/judged-role.ts';
import { judgeExternalIds, STRENGTH_PARAMETERS, type StrengthParameters } from './guessing.ts';
import { askAbout, type ExternalIdAnswers, NOT_KEPT } from './kept-answers.ts';
import { withNotUnderstood } from './not-understood.ts';
import { sightingsIn } from './sightings.ts';

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
  cannotKnow:
    'How the external ID was made: a UUID that someone chose looks like a random one. Whether the format in the register is what the third party issues.',
  per: 'account',
  requires: ['authorization-details', 'account-identity'],
  evaluate,
});

function evaluate(
  facts: FactsFor<'authorization-details' | 'account-identity', 'account'>,
  context: CheckContext<StrengthParameters>,
): Outcome[] {
  const { sightings, notUnderstood } = sightingsIn(facts['authorization-details'], context.study);
  const kept = facts['authorization-details'].externalIds;
  const known = { identity: facts['account-identity'], kept };
  const outcomes = sightings.map(
    ({ resource, key, thirdParty, name, externalIds, evidence, admitted, role }): Outcome => {
      const { judged, unknown } = judgeExternalIds(externalIds, admitted, known, context);
      const strong = judged.filter(({ isGuessable }) => !isGuessable);
      if (strong.length === 0 && unknown.length === 0) {
        return {
          status: 'NOT_APPLICABLE',
          resource,
          detail: `The external ID of ${name} can be guessed, whatever its format.`,
        };
      }
      const expected = admitted[0]?.entry?.externalIdFormat;
      const formats = strong.map(({ id }) => ({ id, follows: followsFormat(askAbout(id, kept), expected) }));
      if (formats.some(({ follows }) => follows === null)) {
        return {
          status: 'UNKNOWN',
          resource,
          detail: `The register's externalIdFormat for ${name} is not a regular expression in RE2 syntax.`,
        };
      }
      const odd = formats.filter(({ follows }) => follows === false);
      if (odd.length === 0 && (unknown.length > 0 || formats.some(({ follows }) => follows === undefined))) {
        return {
          status: 'UNKNOWN',
          resource,
          detail: `Whether the external ID of ${name} has the agreed format ${NOT_KEPT}`,
        };
      }
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
        evidence: evidence(),
        fixes: () => newExternalIdFixes(role, admitted, context),
        corrects: newExternalId(admitted),
      };
    },
  );
  return withNotUnderstood(outcomes, notUnderstood);
}

/** Whether it is a UUID or of the expected format; null when that decides and is no regular expression. */
function followsFormat(answers: ExternalIdAnswers, expected: string | undefined): boolean | null | undefined {
  const isUuid = answers.isUuid();
  return isUuid === true || expected === undefined ? isUuid : answers.follows(expected);
}
