import { createHash, type KeyObject } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { DamageKind } from './damage.ts';
import { beforePayload, type EmptyEnvelope, PAYLOAD_TYPE, readEnvelope } from './dsse.ts';
import { bytesOfText } from './evidence-reader.ts';
import { publicKeyFrom } from './key-file-signer.ts';
import { RUN_FILES } from './run-paths.ts';
import { hearing, keyIdOf, pemOf } from './signer.ts';

/**
 * `trusted`: signed by a key that was given. `not-trusted`: signed, and no key was given to check it against.
 * `none`: not signed. `bad`: see the damage.
 */
export interface SignatureState {
  state: 'trusted' | 'not-trusted' | 'none' | 'bad';
  /** The key that the envelope names. */
  keyid?: string;
}

interface Sealed {
  names: ReadonlySet<string>;
  /** Read as often as it is asked for; undefined when the file is not there, or is a link. */
  read(name: string): Promise<Readable | undefined>;
  manifest: { predicate: { signedBy: { keyid: string } | null } } | undefined;
  /** SHA-256 of `manifest.json`, hex; undefined where that is no text. */
  sha256: string | undefined;
  trusted: readonly KeyObject[];
  report(kind: DamageKind, message: string, file?: string): void;
}

/** Checks the envelope, the key beside it, and that both belong to the manifest. Reports all that is wrong. */
export async function verifySignature(sealed: Sealed): Promise<SignatureState> {
  const { names, manifest, trusted } = sealed;
  let sound = true;
  const report: Sealed['report'] = (...damage) => {
    sound = false;
    sealed.report(...damage);
  };
  if (!names.has(RUN_FILES.envelope)) {
    if (manifest !== undefined && manifest.predicate.signedBy !== null) {
      report(
        'missing-file',
        'manifest.dsse.json is missing: the manifest says that it was signed.',
        RUN_FILES.envelope,
      );
    }
    if (names.has(RUN_FILES.publicKey) && manifest?.predicate.signedBy === null) {
      report('extra-file', 'manifest.pub.pem lies beside a run that is not signed.', RUN_FILES.publicKey);
    }
    if (trusted.length > 0) {
      report('unsigned', 'The run is not signed, and a key to check its signature was given.');
    }
    return { state: 'none' };
  }

  const hash = createHash('sha256');
  let size = 0;
  const envelope = await envelopeOf(sealed, (bytes) => {
    hash.update(bytes);
    size += bytes.length;
  });
  const payload = { sha256: hash.digest('hex'), size };
  if (envelope === undefined) {
    report(
      'bad-signature',
      'manifest.dsse.json is not a signed manifest: it was altered.',
      RUN_FILES.envelope,
    );
    return { state: 'bad' };
  }
  const keyid = envelope.signatures[0]?.keyid ?? '';
  if (manifest !== undefined && manifest.predicate.signedBy?.keyid !== keyid) {
    const message = 'manifest.dsse.json names another key than the manifest says signs it.';
    report('bad-signature', message, RUN_FILES.envelope);
  }
  const beside = await keyBeside(sealed, keyid, report);
  if (sealed.sha256 !== undefined && sealed.sha256 !== payload.sha256) {
    report('altered-file', 'manifest.json is not the manifest that was signed.', RUN_FILES.manifest);
  }
  const key = keyToCheck({ keyid, trusted, beside, report });
  if (key !== undefined) await checkSignature(sealed, payload, key, report);
  return { state: sound ? (trusted.length === 0 ? 'not-trusted' : 'trusted') : 'bad', keyid };
}

async function envelopeOf(
  { read }: Sealed,
  take: (payload: Buffer) => void,
): Promise<EmptyEnvelope | undefined> {
  const file = await read(RUN_FILES.envelope);
  return file === undefined ? undefined : readEnvelope(file, take);
}

/** The key that came with the evidence: it can show that a signature is wrong, never that it is right. */
async function keyBeside(
  { names, read }: Sealed,
  keyid: string,
  report: Sealed['report'],
): Promise<KeyObject | undefined> {
  if (!names.has(RUN_FILES.publicKey)) {
    report(
      'missing-file',
      'manifest.pub.pem is missing; it comes with every signature.',
      RUN_FILES.publicKey,
    );
    return undefined;
  }
  const file = await read(RUN_FILES.publicKey);
  const pem = (file && (await bytesOfText(file)))?.toString('utf8') ?? '';
  const key = publicKeyFrom(pem);
  if (key !== undefined && pemOf(key) === pem && keyIdOf(key) === keyid) return key;
  report('altered-file', 'manifest.pub.pem was altered: it is not the key that signed.', RUN_FILES.publicKey);
  return undefined;
}

function keyToCheck({
  keyid,
  trusted,
  beside,
  report,
}: {
  keyid: string;
  trusted: readonly KeyObject[];
  beside: KeyObject | undefined;
  report: Sealed['report'];
}): KeyObject | undefined {
  const known = trusted.find((one) => keyIdOf(one) === keyid);
  if (trusted.length === 0 || known !== undefined) return known ?? beside;
  const given = trusted.map(keyIdOf).join(', ');
  const which = trusted.length === 1 ? 'not the key given' : 'none of the keys given';
  const message = `The manifest is signed by the key ${keyid}, which is ${which} (${given}).`;
  report('unknown-key', message, RUN_FILES.envelope);
  return undefined;
}

/** Reads the envelope again, since what is signed begins with the length of all that follows. */
async function checkSignature(
  sealed: Sealed,
  { sha256, size }: { sha256: string; size: number },
  key: KeyObject,
  report: Sealed['report'],
): Promise<void> {
  const before = beforePayload(PAYLOAD_TYPE, size);
  const heard = hearing(key, before.length + size);
  heard.take(before);
  const hash = createHash('sha256');
  const envelope = await envelopeOf(sealed, (bytes) => {
    hash.update(bytes);
    heard.take(bytes);
  });
  const isSame = envelope !== undefined && hash.digest('hex') === sha256;
  const signed = isSame && heard.isSignedBy(envelope);
  if (signed === false) {
    const message = 'The signature in manifest.dsse.json is not one of its key over this manifest.';
    report('bad-signature', message, RUN_FILES.envelope);
  } else if (signed === 'high-s') {
    report('high-s-signature', HIGH_S, RUN_FILES.envelope);
  }
}

const HIGH_S =
  'The signature in manifest.dsse.json holds, but its s is in the upper half of the curve’s order: anyone could have made it so of the one that was sealed. Versions of Countersign before this was asked for sealed half of their ECDSA runs so; what they signed is not altered.';
