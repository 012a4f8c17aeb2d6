import type { Finding } from '../../../model/finding.ts';
import { partyKey, type ThirdPartyRef } from '../../../model/party.ts';
import type { AuditReport } from '../../../model/report.ts';
import type { ThirdPartySummary } from '../../../model/third-party-summary.ts';

/** How the page names each kind of party, and what the kind means. */
export const PARTY_KINDS = {
  public: {
    label: 'Public',
    inFigures: 'open to anyone',
    meaning: 'Any principal of any AWS account, known or not.',
  },
  unknown: {
    label: 'Unknown',
    inFigures: 'unknown',
    meaning: 'Neither in the register of third parties nor on a list of known vendors.',
  },
  'known-vendor': {
    label: 'Known vendor, not registered',
    inFigures: 'known but not registered',
    meaning: 'On a public list of vendors, so the name is known. Nobody here has registered or approved it.',
  },
  registered: {
    label: 'Registered',
    inFigures: 'registered',
    meaning: 'In the register of third parties, with an owner and a justification.',
  },
  organization: {
    label: 'Organization',
    inFigures: 'by organization',
    meaning: 'All accounts of another AWS organization.',
  },
  'identity-provider': {
    label: 'Identity provider',
    inFigures: 'by identity provider',
    meaning: 'People or workloads that sign in through a SAML or OpenID Connect provider.',
  },
  service: { label: 'AWS service', inFigures: 'an AWS service', meaning: 'A service of AWS itself.' },
} as const satisfies Record<ThirdPartyRef['kind'], { label: string; inFigures: string; meaning: string }>;

/** What the kind of a party means; of a trust anchor that the register gives to nobody, whose it may be. */
export function meaningOf({
  party: { kind },
  trustAnchors = [],
}: Pick<ThirdPartySummary, 'party' | 'trustAnchors'>): string {
  return kind === 'identity-provider' && trustAnchors.length > 0
    ? 'Whoever has a certificate for which this trust anchor vouches. Whose machines these are is not known: the register gives it to nobody.'
    : PARTY_KINDS[kind].meaning;
}

/** The third parties of a report, by key. */
export function partiesByKey({
  thirdParties,
}: Pick<AuditReport, 'thirdParties'>): ReadonlyMap<string, ThirdPartyRef> {
  return new Map(thirdParties.map(({ party }) => [partyKey(party), party]));
}

/** The keys of all third parties that a finding concerns, the one that it names first. */
export function partyKeysOf({
  thirdParty,
  thirdPartyKeys = [],
}: Pick<Finding, 'thirdParty' | 'thirdPartyKeys'>): string[] {
  const named = thirdParty === undefined ? [] : [partyKey(thirdParty)];
  return [...new Set([...named, ...thirdPartyKeys])];
}

/** The third parties that a finding concerns, as far as the report names them. */
export function partiesOf(finding: Finding, parties: ReadonlyMap<string, ThirdPartyRef>): ThirdPartyRef[] {
  const { thirdParty } = finding;
  return partyKeysOf(finding).flatMap((key) =>
    thirdParty !== undefined && partyKey(thirdParty) === key ? thirdParty : (parties.get(key) ?? []),
  );
}
