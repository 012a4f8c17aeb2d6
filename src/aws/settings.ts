import { readFile } from 'node:fs/promises';
import { loadConfig, loadSharedConfigFiles } from '@smithy/core/config';
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
export function maxAttempts(profile: string | undefined): () => Promise<number> {
  return loadConfig(
    {
      environmentVariableSelector: (env) => count(env.AWS_MAX_ATTEMPTS),
      configFileSelector: (settings) => count(settings.max_attempts),
      default: ATTEMPTS,
    },
    profile === undefined ? {} : { profile },
  );
}

/** How attempts are made, as the caller or the profile asks for it: `standard` or `adaptive`. */
export function retryMode(profile: string | undefined): Promise<string> {
  return loadConfig(NODE_RETRY_MODE_CONFIG_OPTIONS, profile === undefined ? {} : { profile })();
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
