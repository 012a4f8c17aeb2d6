import type { JudgementConfig } from '../model/config.ts';
import { fingerprintIn, isNoSecret, isStandIn, standInFor } from '../policy/external-ids/stand-in.ts';

/** Fingerprints external IDs with a key that stays outside of judging, and names that key without telling it. */
export interface ExternalIdKey {
  /** The same for the same key; fingerprints of two runs compare only where it is the same. */
  id: string;
  /** `id:` and hex digits: the same value gives the same ones, and nobody without the key can try values out. */
  fingerprint(value: string): string;
  /**
   * 32 bytes for another purpose, the same for the same key and purpose, from which nobody can tell this key. Absent where
   * only the name of the key is known.
   */
  otherKey?(purpose: string): Uint8Array;
  /** Set where facts hold stand-ins, so that fingerprints are read and not made. */
  standIns?: true;
}

/** How one external ID is written. */
export type MaskExternalId = (value: string) => string;

/**
 * Writes an external ID as what stands in for it, with its fingerprint where there is a key. What is no secret stays:
 * wildcards alone.
 */
export function externalIdMask(
  key: Pick<ExternalIdKey, 'fingerprint' | 'standIns'> | undefined,
): MaskExternalId {
  return (value) => {
    if (isNoSecret(value) || (key?.standIns === true && isStandIn(value))) return value;
    return standInFor(value, key === undefined || key.standIns === true ? WITHHELD : key.fingerprint(value));
  };
}

const WITHHELD = '••••••';

/** The key of a run whose facts hold stand-ins: it knows no secret, and reads what they say. */
export function standInKey(id: string): ExternalIdKey {
  return {
    id,
    standIns: true,
    fingerprint: (value) => (isStandIn(value) ? fingerprintIn(value) : isNoSecret(value) ? value : WITHHELD),
  };
}

/** What masking goes by: the configuration, and the key where it is at hand. */
export interface MaskingSetting {
  config: JudgementConfig;
  externalIdKey?: ExternalIdKey;
}

/** How external IDs appear in what is made for readers: masked, or as they are where the config says so. */
export function shownExternalId({ config, externalIdKey }: MaskingSetting): MaskExternalId {
  return config.report.externalIds === 'masked' ? externalIdMask(externalIdKey) : (value) => value;
}
