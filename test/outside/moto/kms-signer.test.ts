import { execFileSync } from 'node:child_process';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateKeyCommand, type KeySpec, KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseEnvelope, preAuthenticationEncoding } from '../../../src/evidence/dsse.ts';
import { kmsSigner } from '../../../src/evidence/kms-signer.ts';
import { isSignedBy, signManifest } from '../../../src/evidence/signer.ts';
import { newKeyFiles } from '../../support/signing.ts';
import { hasAuditorTools, locate, MOTO, missing, OPENSSL } from '../outsiders.ts';
import { type Moto, startMoto } from './moto.ts';

const program = locate(MOTO);

describe('a KMS key in moto', () => {
  if (program === undefined) return missing(MOTO);

  const region = 'eu-west-1';
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' };
  let moto: Moto;
  let client: KMSClient;
  beforeAll(async () => {
    moto = await startMoto(program);
    client = new KMSClient({ region, endpoint: moto.endpoint, credentials });
  });
  afterAll(() => moto?.close());

  async function newKey(KeySpec: KeySpec): Promise<string> {
    const { KeyMetadata } = await client.send(new CreateKeyCommand({ KeySpec, KeyUsage: 'SIGN_VERIFY' }));
    return KeyMetadata?.Arn ?? '';
  }

  /** The Region of the ARN must win over the caller's. */
  const signerOf = (kmsKeyId: string) =>
    kmsSigner({ kmsKeyId, region: 'us-east-1', endpoint: moto.endpoint, credentials });

  it('signs, and gives the public key that the signature is of', async () => {
    const signer = await signerOf(await newKey('ECC_NIST_P256'));
    expect(signer.algorithm).toBe('ECDSA-P256-SHA256');
    const manifest = Buffer.from('{"a":1}\n');
    const envelope = parseEnvelope(await signManifest(manifest, signer));
    expect(envelope?.signatures[0]?.keyid).toBe(signer.keyid);
    const message = preAuthenticationEncoding('application/vnd.in-toto+json', manifest);
    const signature = Buffer.from(envelope?.signatures[0]?.sig ?? '', 'base64');
    const key = createPublicKey(signer.publicKeyPem);
    // moto takes no notice of MessageType and hashes the digest once more; see below for one that does as KMS does.
    expect(verify('sha256', sha256(message), key, signature)).toBe(true);
    expect(verify('sha256', Buffer.from('other'), key, signature)).toBe(false);
  });

  it('is refused when it is of another kind', async () => {
    await expect(signerOf(await newKey('ECC_NIST_P384'))).rejects.toThrow('must have the spec ECC_NIST_P256');
    await expect(signerOf(await newKey('RSA_2048'))).rejects.toThrow('must have the spec ECC_NIST_P256');
  });

  it('is refused in words when it is not there', async () => {
    const nowhere = `arn:aws:kms:${region}:123456789012:key/00000000-0000-0000-0000-000000000000`;
    await expect(signerOf(nowhere)).rejects.toThrow(/kms:GetPublicKey .* failed with NotFoundException/);
  });
});

const withoutOpenssl = !hasAuditorTools();
if (withoutOpenssl) missing(OPENSSL);

describe.skipIf(withoutOpenssl)('a KMS that signs the digest it is given, as the API says', () => {
  it('makes a signature over the manifest itself', async () => {
    const { keyFile, publicKeyFile } = newKeyFiles('p256');
    const requests: Array<Record<string, string>> = [];
    const server = createServer(async (request, response) => {
      const body: Record<string, string> = JSON.parse(Buffer.concat(await request.toArray()).toString());
      requests.push(body);
      const der = createPublicKey(readFileSync(publicKeyFile)).export({ type: 'spki', format: 'der' });
      const answer =
        request.headers['x-amz-target'] === 'TrentService.Sign'
          ? { Signature: rawSignature(keyFile, Buffer.from(body.Message ?? '', 'base64')) }
          : { PublicKey: der.toString('base64'), KeyUsage: 'SIGN_VERIFY', KeySpec: 'ECC_NIST_P256' };
      response.setHeader('content-type', 'application/x-amz-json-1.1').end(JSON.stringify(answer));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    try {
      const { port } = server.address() as AddressInfo;
      const signer = await kmsSigner({
        kmsKeyId: 'alias/countersign',
        region: 'us-east-1',
        endpoint: `http://127.0.0.1:${port}`,
        credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' },
      });
      const envelope = parseEnvelope(await signManifest(Buffer.from('{"a":1}\n'), signer));
      expect(envelope && isSignedBy(envelope, createPublicKey(readFileSync(publicKeyFile)))).toBe(true);
      expect(requests.at(-1)).toMatchObject({
        KeyId: 'alias/countersign',
        MessageType: 'DIGEST',
        SigningAlgorithm: 'ECDSA_SHA_256',
      });
    } finally {
      server.close();
    }
  });
});

/** ECDSA over a digest as it is, in DER, base64. */
function rawSignature(keyFile: string, digest: Buffer): string {
  const input = join(mkdtempSync(join(tmpdir(), 'countersign-digest-')), 'digest');
  writeFileSync(input, digest);
  return execFileSync('openssl', ['pkeyutl', '-sign', '-inkey', keyFile, '-in', input]).toString('base64');
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
