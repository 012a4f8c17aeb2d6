import type { ThirdPartyRef } from '../../model/party.ts';

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
