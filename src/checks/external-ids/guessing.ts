import type { CheckContext } from '../../model/check.ts';
import type { AccountIdentity } from '../../model/facts/account-identity.ts';
import type { KeptExternalId } from '../../model/facts/authorization-details.ts';
import type { Declared } from '../../model/parameter.ts';
import type { ThirdPartyGrant } from '../../parties/third-party.ts';
import { askAbout } from './kept-answers.ts';
import type { Strength, Surroundings } from './strength.ts';

/** The parameters of both checks that judge the strength of an id. */
export type StrengthParameters = { minimumBits: number; words: readonly string[] };

export const STRENGTH_PARAMETERS: Declared<StrengthParameters> = {
  minimumBits: {
    default: 64,
    description: 'The least estimated strength, in bits; a random UUID has 122.',
  },
  words: {
    default: [],
    description: 'More words that anyone might guess: names of the company, its products and brands.',
  },
};

export interface JudgedExternalId extends Strength {
  id: string;
  isGuessable: boolean;
}

/** External IDs by what is known of their strength. */
export interface JudgedExternalIds {
  judged: JudgedExternalId[];
  /** Those whose value is not in the evidence, and of which this was not asked when it was at hand. */
  unknown: string[];
}

/** The strength of each external ID, against what someone may know of the account and the third party. */
export function judgeExternalIds(
  ids: readonly string[],
  admitted: readonly ThirdPartyGrant[],
  facts: { identity: AccountIdentity; kept: readonly KeptExternalId[] | undefined },
  context: CheckContext<StrengthParameters>,
): JudgedExternalIds {
  const surroundings = surroundingsOf(admitted, facts.identity, context);
  const judged: JudgedExternalId[] = [];
  const unknown: string[] = [];
  for (const id of ids) {
    const strength = askAbout(id, facts.kept).strength(surroundings);
    if (strength === undefined) unknown.push(id);
    else judged.push({ id, ...strength, isGuessable: strength.bits < context.parameters.minimumBits });
  }
  return { judged, unknown };
}

/** What someone may know who wants to guess the external ID by which these grants admit a third party. */
export function surroundingsOf(
  admitted: readonly ThirdPartyGrant[],
  identity: AccountIdentity,
  {
    account,
    parties,
    parameters,
  }: Pick<CheckContext<StrengthParameters>, 'account' | 'parties' | 'parameters'>,
): Surroundings {
  return {
    accountIds: [
      ...new Set([
        account.accountId,
        ...parties.ownAccountIds,
        ...admitted.flatMap(({ party, entry }) => [
          ...(party.accountId ? [party.accountId] : []),
          ...(entry?.accountIds ?? []),
        ]),
      ]),
    ],
    names: [
      account.name,
      account.organizationalUnit ?? '',
      ...identity.aliases,
      ...admitted.flatMap(({ party, vendor }) => [party.name, vendor ?? '']),
      ...parameters.words,
    ],
  };
}
