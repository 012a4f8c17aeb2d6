import { execFileSync } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dsse, crypto as sigstoreCrypto } from '@sigstore/core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Envelope,
  envelopeText,
  PAYLOAD_TYPE,
  parseEnvelope,
  preAuthenticationEncoding,
} from '../../src/evidence/dsse.ts';
import { keyFileSigner } from '../../src/evidence/key-file-signer.ts';
import { isSignedBy, keyIdOf, signManifest } from '../../src/evidence/signer.ts';
import { scanFleet } from '../support/fleet.ts';
import { hasAuditorTools, missing, OPENSSL } from '../support/outsiders.ts';
import { type KeyFiles, newKeyFiles } from '../support/signing.ts';

const withoutOpenssl = !hasAuditorTools();
if (withoutOpenssl) missing(OPENSSL);

it('the pre-authentication encoding is sigstore’s, for any type and payload', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.uint8Array(), (type, payload) => {
      const theirs = dsse.preAuthEncoding(type, Buffer.from(payload));
      expect(preAuthenticationEncoding(type, payload).equals(theirs)).toBe(true);
    }),
  );
});

it('the pre-authentication encoding is the one that the protocol shows', () => {
  const bytes = preAuthenticationEncoding('http://example.com/HelloWorld', Buffer.from('hello world'));
  expect(bytes.toString()).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world');
});

describe.each(['ed25519', 'p256'] as const)('an envelope signed with a key file (%s)', (kind) => {
  const files = newKeyFiles(kind);
  const manifest = Buffer.from('{"a":1}\n');
  let envelope: Envelope;
  let message: Buffer;
  beforeAll(async () => {
    const text = await signManifest(manifest, await keyFileSigner(files.keyFile));
    const parsed = parseEnvelope(text);
    if (parsed === undefined) throw new Error('The envelope is not one.');
    envelope = parsed;
    message = dsse.preAuthEncoding(PAYLOAD_TYPE, manifest);
  });

  it('is accepted by sigstore’s own code', async () => {
    const key = sigstoreCrypto.createPublicKey(await readFile(files.publicKeyFile, 'utf8'));
    const signature = Buffer.from(envelope.signatures[0]?.sig ?? '', 'base64');
    const algorithm = kind === 'ed25519' ? undefined : 'sha256';
    expect(sigstoreCrypto.verify(message, key, signature, algorithm)).toBe(true);
    expect(sigstoreCrypto.verify(Buffer.from('other'), key, signature, algorithm)).toBe(false);
  });

  it.skipIf(withoutOpenssl)('is accepted by openssl, and no other message is', () => {
    expect(opensslVerifies(kind, files, envelope, message)).toBe(true);
    expect(opensslVerifies(kind, files, envelope, Buffer.from('other'))).toBe(false);
  });

  it.skipIf(withoutOpenssl)(
    'is accepted by us with the key that openssl prints, and with no other key',
    async () => {
      const pem = execFileSync('openssl', ['pkey', '-in', files.keyFile, '-pubout'], { encoding: 'utf8' });
      expect(isSignedBy(envelope, createPublicKey(pem))).toBe(true);
      const other = createPublicKey(await readFile(newKeyFiles(kind).publicKeyFile));
      const signature = { keyid: keyIdOf(other), sig: envelope.signatures[0]?.sig ?? '' };
      expect(isSignedBy({ ...envelope, signatures: [signature] }, other)).toBe(false);
    },
  );

  it.skipIf(withoutOpenssl)('names its key by the digest of what openssl writes as DER', () => {
    const der = execFileSync('openssl', ['pkey', '-pubin', '-in', files.publicKeyFile, '-outform', 'DER']);
    const digest = execFileSync('sha256sum', { input: der, encoding: 'utf8' }).slice(0, 64);
    expect(envelope.signatures[0]?.keyid).toBe(digest);
  });
});

describe('an envelope file', () => {
  const envelope: Envelope = {
    payloadType: PAYLOAD_TYPE,
    payload: Buffer.from('{}').toString('base64'),
    signatures: [{ keyid: 'k', sig: 'AAAA' }],
  };

  it('is read as it was written', () => {
    expect(parseEnvelope(envelopeText(envelope))).toEqual(envelope);
  });

  it.each([
    ['no JSON', 'x'],
    ['another layout', JSON.stringify(envelope)],
    ['a member more', envelopeText(envelope).replace('{', '{\n  "x": 1,')],
    ['two signatures', envelopeText({ ...envelope, signatures: Array(2).fill(envelope.signatures[0]) })],
    ['no signature', envelopeText({ ...envelope, signatures: [] })],
    ['bits behind the end of base64', envelopeText({ ...envelope, payload: 'e31=' })],
    ['a duplicate member', envelopeText(envelope).replace('{', '{\n  "payloadType": "x",')],
  ])('is refused with %s', (_what, text) => {
    expect(parseEnvelope(text)).toBeUndefined();
  });
});

describe.skipIf(withoutOpenssl)('a key file that cannot sign', () => {
  const directory = mkdtempSync(join(tmpdir(), 'countersign-bad-keys-'));
  const genpkey = (name: string, ...args: string[]) => {
    execFileSync('openssl', ['genpkey', ...args, '-out', join(directory, name)], { stdio: 'pipe' });
  };
  beforeAll(() => {
    genpkey('rsa.pem', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048');
    genpkey('p384.pem', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384');
    genpkey('locked.pem', '-algorithm', 'ed25519', '-aes256', '-pass', 'pass:x');
    writeFileSync(join(directory, 'text.pem'), 'hello');
  });

  it.each([
    ['none.pem', /cannot be read: ENOENT/],
    ['text.pem', /holds no private key/],
    ['rsa.pem', /another kind \(rsa\)/],
    ['p384.pem', /another kind \(ec\)/],
    ['locked.pem', /is encrypted/],
  ])('%s', async (name, message) => {
    await expect(keyFileSigner(join(directory, name))).rejects.toThrow(message);
  });

  it('ends the run before anything is scanned', async () => {
    const out = mkdtempSync(join(tmpdir(), 'countersign-unsigned-'));
    const config = { evidence: { signing: { keyFile: join(directory, 'none.pem') } } };
    await expect(scanFleet({ accounts: 2 }, { out, config })).rejects.toThrow('cannot be read');
    expect(readdirSync(out).filter((name) => /^\d{8}T/.test(name))).toEqual([]);
  });
});

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
