import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dsse, crypto as sigstoreCrypto } from '@sigstore/core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Envelope,
  envelopeParts,
  envelopeText,
  PAYLOAD_TYPE,
  parseEnvelope,
  preAuthenticationEncoding,
  readEnvelope,
} from '../../src/evidence/dsse.ts';
import { keyFileSigner } from '../../src/evidence/key-file-signer.ts';
import { signManifest } from '../../src/evidence/signer.ts';
import { newKeyFiles } from '../support/signing.ts';
import { tries } from '../support/thorough.ts';

it('the pre-authentication encoding is sigstore’s, for any type and payload', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.uint8Array(), (type, payload) => {
      const theirs = dsse.preAuthEncoding(type, Buffer.from(payload));
      expect(preAuthenticationEncoding(type, payload).equals(theirs)).toBe(true);
    }),
    tries(100, 20_261_211),
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
});

async function* cut(text: string, length: number): AsyncIterable<Buffer> {
  for (let at = 0; at < text.length; at += length) yield Buffer.from(text.slice(at, at + length));
}

describe('an envelope file', () => {
  const envelope: Envelope = {
    payloadType: PAYLOAD_TYPE,
    payload: Buffer.from('{}').toString('base64'),
    signatures: [{ keyid: 'k', sig: 'AAAA' }],
  };

  it('is read as it was written', () => {
    expect(parseEnvelope(envelopeText(envelope))).toEqual(envelope);
  });

  it('is the same, and is read the same, in pieces of any length', async () => {
    const { signatures } = envelope;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 40 })),
        fc.integer({ min: 1, max: 50 }),
        async (pieces, length) => {
          const payload = Buffer.concat(pieces);
          const text = [...envelopeParts({ size: payload.length, chunks: () => pieces }, signatures)].join(
            '',
          );
          expect(text).toBe(envelopeText({ ...envelope, payload: payload.toString('base64') }));
          const read: Buffer[] = [];
          const found = await readEnvelope(cut(text, length), (bytes) => read.push(bytes));
          expect([found?.signatures, Buffer.concat(read)]).toEqual([signatures, payload]);
        },
      ),
      tries(100, 20_261_212),
    );
  });

  it.each([70_000, 70_002])('is the same by way of one block of %i bytes that is filled again', (length) => {
    const payload = Buffer.from(Array.from({ length: 200_001 }, (_, at) => (at * 7919) % 251));
    const block = Buffer.alloc(length);
    function* chunks() {
      for (let at = 0; at < payload.length; at += length)
        yield block.subarray(0, payload.copy(block, 0, at, at + length));
    }
    const parts = envelopeParts({ size: payload.length, chunks }, envelope.signatures);
    expect([...parts].join('')).toBe(envelopeText({ ...envelope, payload: payload.toString('base64') }));
  });

  it.each([
    ['padding within it', 'QQ==QUJD'],
    ['a character that is none', 'QU!D'],
    ['the end of it missing', 'QUJDQ'],
    ['bits that nobody reads', 'QUJDQR=='],
  ])('is none with %s, wherever a piece ends', async (_what, payload) => {
    const text = envelopeText({ ...envelope, payload });
    for (let length = 1; length < text.length; length += 1)
      expect(await readEnvelope(cut(text, length), () => {})).toBeUndefined();
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

describe('a key file that cannot sign', () => {
  const directory = mkdtempSync(join(tmpdir(), 'countersign-bad-keys-'));
  beforeAll(() => {
    const pem = { type: 'pkcs8', format: 'pem' } as const;
    const write = (name: string, text: string | Buffer) => writeFileSync(join(directory, name), text);
    write('rsa.pem', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export(pem));
    write('p384.pem', generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey.export(pem));
    const lock = { ...pem, cipher: 'aes-256-cbc', passphrase: 'x' };
    write('locked.pem', generateKeyPairSync('ed25519').privateKey.export(lock));
    write('text.pem', 'hello');
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
});
