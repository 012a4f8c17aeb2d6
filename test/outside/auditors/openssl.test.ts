import { execFileSync } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Envelope,
  PAYLOAD_TYPE,
  parseEnvelope,
  preAuthenticationEncoding,
} from '../../../src/evidence/dsse.ts';
import { keyFileSigner } from '../../../src/evidence/key-file-signer.ts';
import { isSignedBy, keyIdOf, signManifest } from '../../../src/evidence/signer.ts';
import { type KeyFiles, newKeyFiles } from '../../support/signing.ts';
import { hasAuditorTools, missing, OPENSSL } from '../outsiders.ts';

const present = hasAuditorTools();
if (!present) missing(OPENSSL);

describe.runIf(present).each(['ed25519', 'p256'] as const)(
  'an envelope signed with a key file (%s)',
  (kind) => {
    const files = newKeyFiles(kind);
    const manifest = Buffer.from('{"a":1}\n');
    const message = preAuthenticationEncoding(PAYLOAD_TYPE, manifest);
    let envelope: Envelope;
    beforeAll(async () => {
      const parsed = parseEnvelope(await signManifest(manifest, await keyFileSigner(files.keyFile)));
      if (parsed === undefined) throw new Error('The envelope is not one.');
      envelope = parsed;
    });

    it('is accepted by openssl, and no other message is', () => {
      expect(opensslVerifies(kind, files, envelope, message)).toBe(true);
      expect(opensslVerifies(kind, files, envelope, Buffer.from('other'))).toBe(false);
    });

    it('is accepted by us with the key that openssl prints, and with no other key', async () => {
      const pem = execFileSync('openssl', ['pkey', '-in', files.keyFile, '-pubout'], { encoding: 'utf8' });
      expect(isSignedBy(envelope, createPublicKey(pem))).toBe(true);
      const other = createPublicKey(await readFile(newKeyFiles(kind).publicKeyFile));
      const signature = { keyid: keyIdOf(other), sig: envelope.signatures[0]?.sig ?? '' };
      expect(isSignedBy({ ...envelope, signatures: [signature] }, other)).toBe(false);
    });

    it('names its key by the digest of what openssl writes as DER', () => {
      const der = execFileSync('openssl', ['pkey', '-pubin', '-in', files.publicKeyFile, '-outform', 'DER']);
      const digest = execFileSync('sha256sum', { input: der, encoding: 'utf8' }).slice(0, 64);
      expect(envelope.signatures[0]?.keyid).toBe(digest);
    });
  },
);

function opensslVerifies(kind: string, files: KeyFiles, envelope: Envelope, message: Buffer): boolean {
  const directory = mkdtempSync(join(tmpdir(), 'countersign-openssl-'));
  const [messageFile, signatureFile] = [join(directory, 'pae'), join(directory, 'sig')];
  writeFileSync(messageFile, message);
  writeFileSync(signatureFile, Buffer.from(envelope.signatures[0]?.sig ?? '', 'base64'));
  const { publicKeyFile } = files;
  const args =
    kind === 'ed25519'
      ? ['pkeyutl', '-verify', '-rawin', '-pubin', '-inkey', publicKeyFile, '-in', messageFile]
      : ['dgst', '-sha256', '-verify', publicKeyFile];
  const signature =
    kind === 'ed25519' ? ['-sigfile', signatureFile] : ['-signature', signatureFile, messageFile];
  try {
    execFileSync('openssl', [...args, ...signature], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}
