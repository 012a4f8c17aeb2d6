import type { CheckContext } from '../../model/check.ts';
import type { AccountIdentity } from '../../model/iam-facts.ts';
import type { ThirdPartyGrant } from '../support/third-party.ts';
import { type Strength, strengthOf } from './strength.ts';

/** The parameters of both checks that judge the strength of an id. */
export const STRENGTH_PARAMETERS = {
  minimumBits: {
    default: 64,
    description: 'The least estimated strength, in bits; a random UUID has 122.',
  },
  words: {
    default: [] as readonly string[],
    description: 'More words that anyone might guess: names of the company, its products and brands.',
  },
};

export interface JudgedExternalId extends Strength {
  id: string;
  isGuessable: boolean;
}

/** The strength of each external ID, against what someone may know of the account and the third party. */
export function judgeExternalIds(
  ids: readonly string[],
  admitted: readonly ThirdPartyGrant[],
  identity: AccountIdentity,
  context: CheckContext,
): JudgedExternalId[] {
  const { account, parties, parameters } = context;
  const words = Array.isArray(parameters.words) ? parameters.words.map(String) : [];
  const surroundings = {
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
      ...words,
    ],
  };
  return ids.map((id) => {
    const strength = strengthOf(id, surroundings);
    return { id, ...strength, isGuessable: strength.bits < Number(parameters.minimumBits) };
  });
}
