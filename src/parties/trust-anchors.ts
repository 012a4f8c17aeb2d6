import type { TrustAnchor } from '../model/facts/roles-anywhere.ts';
import { partyKey, type ThirdPartyRef, thirdPartyRef } from '../model/party.ts';
import type { AccountStudy } from '../model/study.ts';
import { accountOfArnPattern } from '../policy/arn-account.ts';
import { matchesWildcard } from '../policy/wildcard.ts';
import { accountRef } from './third-party.ts';

type AnchorSeen = Pick<TrustAnchor, 'arn' | 'name'>;
type AnchorJudged = AnchorSeen & Pick<TrustAnchor, 'privateCaArn'>;

/** Whether an entry of the register means the trust anchor, by its name or its ARN. */
export function isAnchorOf({ arn, name }: AnchorSeen, pattern: string): boolean {
  const wanted = pattern.toLowerCase();
  return matchesWildcard(wanted, name.toLowerCase()) || matchesWildcard(wanted, arn.toLowerCase());
}

/**
 * The third parties that come by a trust anchor: one authority may vouch for several. In the order of the register, and last
 * the one in whose account the authority is, which gives out the certificates.
 */
export function partiesOfAnchor(anchor: AnchorJudged, study: AccountStudy): readonly ThirdPartyRef[] {
  return study.once(partiesOf, anchor);
}

/** The one that a finding names. */
export function partyOfAnchor(anchor: AnchorJudged, study: AccountStudy): ThirdPartyRef | undefined {
  return partiesOfAnchor(anchor, study)[0];
}

function partiesOf(anchor: AnchorJudged, study: AccountStudy): ThirdPartyRef[] {
  const registered = study.parties.entriesWithTrustAnchors
    .filter(({ trustAnchors = [] }) => trustAnchors.some((pattern) => isAnchorOf(anchor, pattern)))
    .map(({ name }) => thirdPartyRef('registered', name));
  const holder = holderOf(anchor, study);
  const isNamed = holder === undefined || registered.some((one) => partyKey(one) === partyKey(holder));
  return isNamed ? registered : [...registered, holder];
}

/** The third party in whose account the authority of AWS Private CA is; undefined for one of your own, and for bundles. */
export function holderOf(
  { privateCaArn }: Pick<TrustAnchor, 'privateCaArn'>,
  { account, parties }: AccountStudy,
): ThirdPartyRef | undefined {
  const accountId = accountOfArnPattern(privateCaArn ?? '', 'ArnEquals');
  if (accountId === undefined || accountId === account.accountId) return undefined;
  const who = parties.whoIs(accountId);
  return who.kind === 'own' ? undefined : accountRef(who);
}
