import type { KeyObject } from 'node:crypto';
import { publicKeyFrom } from '../evidence/key-file-signer.ts';
import type { KmsSetup } from '../evidence/kms-client.ts';
import { openSigner, trySigner } from '../evidence/open-signer.ts';
import type { Signer } from '../evidence/signer.ts';
import type { ExternalIdKey } from '../masking/external-ids.ts';
import { externalIdKeyPlace, keyForRun } from './external-id-key.ts';
import type { ScanRequest } from './scan-request.ts';

/** Who signs a run. */
export interface RunSigner {
  /** Undefined where the configuration names no key to sign with. */
  signer: Signer | undefined;
  /** Its public key: what runs before must be signed by. */
  trusted: KeyObject | undefined;
}

export interface RunKeys extends RunSigner {
  externalIdKey: ExternalIdKey;
  /** The key of the stand-ins for external IDs in the facts; undefined where the facts keep the values. */
  maskKey: ExternalIdKey | undefined;
}

/** Opens what signs, and tries it: a run that cannot be signed is not worth beginning. Throws `UserError`. */
export async function openRunSigner(request: Pick<ScanRequest, 'config' | 'aws'>): Promise<RunSigner> {
  const signer = await openSigner(request.config.evidence.signing, kmsOf(request));
  if (signer === undefined) return { signer, trusted: undefined };
  await trySigner(signer);
  return { signer, trusted: publicKeyFrom(signer.publicKeyPem) };
}

/** The other keys of a run, asked for before anything is read. Throws `UserError`. */
export async function openKeys(request: ScanRequest): Promise<Omit<RunKeys, keyof RunSigner>> {
  const { config, out, watch, mayForget = false } = request;
  const { evidence } = config;
  // The archive takes no keys. Without one nothing would be compared anyway.
  const forgets = evidence.s3 !== undefined && mayForget;
  const externalIdKey = await keyForRun(
    externalIdKeyPlace(evidence, out, kmsOf(request)),
    (path) => watch({ kind: 'key-among-runs', path }),
    (path) => (forgets ? watch({ kind: 'key-not-kept', path }) : undefined),
  );
  return { externalIdKey, maskKey: evidence.externalIds === 'masked' ? externalIdKey : undefined };
}

export function kmsOf({ aws }: Pick<ScanRequest, 'aws'>): Omit<KmsSetup, 'kmsKeyId'> {
  const { homeRegion, region = homeRegion, endpoint, credentials } = aws;
  return {
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
  };
}
