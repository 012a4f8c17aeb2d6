import type { WebIdentityProvider } from './issuer.ts';
import { SHARED_ISSUERS } from './shared-issuers.ts';
import { TENANT_ISSUERS } from './tenant-issuers.ts';

/** Providers of whose tokens something is known. */
const WEB_IDENTITY_PROVIDERS: readonly WebIdentityProvider[] = [...SHARED_ISSUERS, ...TENANT_ISSUERS];

/** What is known of a provider; the standard claims where nothing is. */
export function webIdentityProvider(provider: string): WebIdentityProvider {
  return (
    WEB_IDENTITY_PROVIDERS.find(({ matches }) => matches.test(provider)) ?? {
      name: provider,
      matches: /^/,
      subjects: [{ claim: 'sub' }],
      audienceClaims: ['aud'],
      example: '<subject>',
      source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html',
    }
  );
}

/** A claim's condition key as policies write it. */
export function claimName(provider: string, claim: string): string {
  return claim.startsWith('sts:') ? claim : `${provider}:${claim}`;
}

/** The same as keys are compared. */
export function claimKey(provider: string, claim: string): string {
  return claimName(provider, claim).toLowerCase();
}
