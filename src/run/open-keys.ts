import { readChainHead } from '../evidence/chain.ts';
import { openSigner } from '../evidence/open-signer.ts';
import type { Signer } from '../evidence/signer.ts';
import type { ExternalIdKey } from '../masking/external-ids.ts';
import { externalIdKeyPlace, keyForRun } from './external-id-key.ts';
import type { ScanRequest } from './scan-request.ts';

export interface RunKeys {
  /** Undefined where the configuration names no key to sign with. */
  signer: Signer | undefined;
  externalIdKey: ExternalIdKey;
  /** The key of the stand-ins for external IDs in the facts; undefined where the facts keep the values. */
  maskKey: ExternalIdKey | undefined;
}

/**
 * The keys of a run, asked for before anything is read: a run that can be neither signed nor put in the chain is not
 * worth beginning.
 */
export async function openKeys({ config: { evidence }, out, aws, watch }: ScanRequest): Promise<RunKeys> {
  const { homeRegion: region, endpoint, credentials } = aws;
  const kms = {
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
  };
  const signer = await openSigner(evidence.signing, kms);
  const externalIdKey = await keyForRun(externalIdKeyPlace(evidence, out, kms), (path) =>
    watch({ kind: 'key-among-runs', path }),
  );
  await readChainHead(out);
  return { signer, externalIdKey, maskKey: evidence.externalIds === 'masked' ? externalIdKey : undefined };
}
