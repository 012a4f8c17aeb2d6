import type { RequestHandler } from './network.ts';
import type { Credentials } from './session.ts';

export interface ProviderSetup {
  /** Where STS is asked when the profile names no Region. */
  region: string;
  /** What STS and Identity Center are reached through. */
  requestHandler: RequestHandler;
}

/** The caller's own credentials, by the SDK's standard provider chain. */
export async function callerProvider(setup: ProviderSetup): Promise<() => Promise<Credentials>> {
  const { fromNodeProviderChain } = await import('@aws-sdk/credential-providers');
  return fromNodeProviderChain(settings(setup));
}

/** The credentials of a profile of the caller's. */
export async function profileProvider(
  profile: string,
  setup: ProviderSetup,
): Promise<() => Promise<Credentials>> {
  const { fromIni } = await import('@aws-sdk/credential-providers');
  return fromIni({ profile, ...settings(setup) });
}

/**
 * The Region is given as the parent's, which comes after a profile's own: as the client's it would go before
 * `sso_region`, and Identity Center be asked where it is not.
 */
function settings({ region, requestHandler }: ProviderSetup) {
  return { clientConfig: { requestHandler }, parentClientConfig: { region } };
}
