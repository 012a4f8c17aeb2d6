import { readFile } from 'node:fs/promises';
import {
  loadConfig,
  loadSharedConfigFiles,
  NODE_USE_DUALSTACK_ENDPOINT_CONFIG_OPTIONS,
  NODE_USE_FIPS_ENDPOINT_CONFIG_OPTIONS,
} from '@smithy/core/config';
import { NODE_RETRY_MODE_CONFIG_OPTIONS } from '@smithy/core/retry';
import { plainText } from '../model/plain-text.ts';
import { UserError } from '../model/user-error.ts';
import { demandProxies } from './proxy.ts';
import { WayFault } from './way-fault.ts';

/**
 * The Region of the caller, by `AWS_REGION`, `AWS_DEFAULT_REGION` (which the SDK does not read and the AWS CLI does) or
 * the profile; undefined where none says it.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-region.html
 */
export async function configuredRegion(): Promise<string | undefined> {
  const region = await loadConfig(
    {
      environmentVariableSelector: (env) => given(env.AWS_REGION) ?? given(env.AWS_DEFAULT_REGION),
      configFileSelector: (profile) => given(profile.region),
      default: '',
    },
    { preferredFile: 'credentials' },
  )();
  return given(region);
}

/** The Region that a profile names; undefined where it names none, whatever the environment of the caller says. */
export async function profileRegion(profile: string): Promise<string | undefined> {
  const region = await loadConfig(
    {
      environmentVariableSelector: () => undefined,
      configFileSelector: (named) => given(named.region),
      default: '',
    },
    { preferredFile: 'credentials', profile },
  )();
  return given(region);
}

/** The names of the profiles that the files of the AWS CLI have. Throws where these cannot be read. */
export async function profileNames(): Promise<string[]> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  return [...new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)])];
}

/** Whether there is a profile of this name; undefined where the files cannot be read. */
export async function hasProfile(name: string): Promise<boolean | undefined> {
  try {
    return (await profileNames()).includes(name);
  } catch {
    return undefined;
  }
}

/** Attempts at one call where neither `AWS_MAX_ATTEMPTS` nor the profile says how many. */
const ATTEMPTS = 6;

/** https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html */
const MAX_ATTEMPTS = {
  environmentVariableSelector: (env: NodeJS.ProcessEnv) => count(env.AWS_MAX_ATTEMPTS),
  configFileSelector: (settings: Record<string, string | undefined>) => count(settings.max_attempts),
  default: ATTEMPTS,
};

/** What the caller's environment or a profile says to all clients. Each would look for it by itself, and anew. */
export type ClientSettings = Awaited<ReturnType<typeof clientSettings>>;

/** @param profile whose settings count, where it is not the caller's own */
export async function clientSettings(profile: string | undefined) {
  const of = profile === undefined ? {} : { profile };
  // All clients have these modules.
  const { NODE_APP_ID_CONFIG_OPTIONS } = await import('@aws-sdk/core/client');
  const { NODE_AUTH_SCHEME_PREFERENCE_OPTIONS } = await import('@aws-sdk/core/httpAuthSchemes');
  const appId = await loadConfig(NODE_APP_ID_CONFIG_OPTIONS, of)();
  return {
    maxAttempts: await loadConfig(MAX_ATTEMPTS, of)(),
    /** How attempts are made: `standard` or `adaptive`. */
    retryMode: await loadConfig(NODE_RETRY_MODE_CONFIG_OPTIONS, of)(),
    ofClient: {
      useFipsEndpoint: (await loadConfig(NODE_USE_FIPS_ENDPOINT_CONFIG_OPTIONS, of)()) ?? false,
      useDualstackEndpoint: (await loadConfig(NODE_USE_DUALSTACK_ENDPOINT_CONFIG_OPTIONS, of)()) ?? false,
      authSchemePreference: await loadConfig(NODE_AUTH_SCHEME_PREFERENCE_OPTIONS, of)(),
      userAgentAppId: async () => appId,
    },
  };
}

/**
 * The certificates by which AWS is known in place of Node's own, as one PEM text: what `AWS_CA_BUNDLE` or the profile's
 * `ca_bundle` names. Throws `WayFault`.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-gen-config.html
 */
export async function caBundle(): Promise<string | undefined> {
  const path = await loadConfig({
    environmentVariableSelector: (env) => given(env.AWS_CA_BUNDLE),
    configFileSelector: (profile) => given(profile.ca_bundle),
    default: '',
  })();
  if (path === '') return undefined;
  const named = `the CA bundle ${plainText(path).replace(/\.$/, '')} (AWS_CA_BUNDLE)`;
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new WayFault(`${named} cannot be read (${error.code ?? error.name})`, 'CA_BUNDLE');
  });
  if (!text.includes('-----BEGIN CERTIFICATE-----'))
    throw new WayFault(`${named} holds no certificate in PEM`, 'CA_BUNDLE');
  return text;
}

/** What says how AWS is reached can be used. Throws `UserError`, so that a run need not begin. */
export async function demandSettings(): Promise<void> {
  try {
    demandProxies(process.env);
    await caBundle();
  } catch (error) {
    if (!(error instanceof WayFault)) throw error;
    throw new UserError(error.code, `AWS cannot be reached: ${error.message}.`);
  }
}

function given(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

function count(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,3}$/.test(text.trim()) ? Number(text) : undefined;
}
