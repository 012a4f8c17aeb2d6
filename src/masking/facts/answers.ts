import { externalIdFormat } from '../../checks/external-ids/external-id-format.ts';
import { externalIdGuessable } from '../../checks/external-ids/external-id-guessable.ts';
import { surroundingsOf } from '../../checks/external-ids/guessing.ts';
import { answersToKeep, surroundingsDigest } from '../../checks/external-ids/kept-answers.ts';
import { sightingsIn } from '../../checks/external-ids/sightings.ts';
import type { Surroundings } from '../../checks/external-ids/strength.ts';
import type { AccountSubject } from '../../model/account.ts';
import { type FactRecord, GLOBAL } from '../../model/fact.ts';
import { indexFacts } from '../../model/fact-index.ts';
import type { AccountIdentity } from '../../model/facts/account-identity.ts';
import type { KeptExternalId } from '../../model/facts/authorization-details.ts';
import { parametersOf } from '../../model/parameters-of.ts';
import { studyOf } from '../../model/study.ts';
import type { MaskExternalId } from '../external-ids.ts';
import type { FactsSetting } from './setting.ts';

/** What is to be asked of one external ID. */
interface Questions {
  surroundings: Map<string, Surroundings>;
  formats: Set<string>;
}

/**
 * The answers about an account's external IDs that its checks will ask for, to be kept instead of the values. Asked
 * for as the checks do it, so that they find them by the same question.
 */
export function answersFor(
  records: readonly FactRecord[],
  standIn: MaskExternalId,
  account: AccountSubject,
  rules: FactsSetting,
): KeptExternalId[] {
  const index = indexFacts(records);
  const details = index.get('authorization-details', GLOBAL);
  const identity = index.get('account-identity', GLOBAL);
  if (details?.status !== 'COLLECTED') return [];
  const questions = new Map<string, Questions>();
  const study = studyOf({ account, parties: rules.parties, asOf: rules.asOf });
  for (const { externalIds, admitted } of sightingsIn(details.value, study).sightings) {
    const surroundings =
      identity?.status === 'COLLECTED' ? surroundingsAsked(admitted, identity.value, account, rules) : [];
    for (const id of externalIds) {
      const asked = questions.get(id) ?? { surroundings: new Map(), formats: new Set() };
      questions.set(id, asked);
      for (const one of surroundings) asked.surroundings.set(surroundingsDigest(one), one);
      for (const { entry } of admitted)
        if (entry?.externalIdFormat !== undefined) asked.formats.add(entry.externalIdFormat);
    }
  }
  return [...questions].map(([id, { surroundings, formats }]) =>
    answersToKeep(id, standIn, { surroundings: [...surroundings.values()], formats: [...formats] }),
  );
}

/** The two checks that ask may have been given different words. */
function surroundingsAsked(
  admitted: Parameters<typeof surroundingsOf>[0],
  identity: AccountIdentity,
  account: AccountSubject,
  { parties, config }: FactsSetting,
): Surroundings[] {
  return [externalIdGuessable, externalIdFormat].map((check) =>
    surroundingsOf(admitted, identity, { account, parties, parameters: parametersOf(check, config) }),
  );
}
