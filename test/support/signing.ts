import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface KeyFiles {
  keyFile: string;
  publicKeyFile: string;
}

/** Makes a new key pair as two PEM files, the way `openssl genpkey` does. */
export function newKeyFiles(kind: 'ed25519' | 'p256'): KeyFiles {
  const directory = mkdtempSync(join(tmpdir(), 'countersign-key-'));
  const pair =
    kind === 'ed25519'
      ? generateKeyPairSync('ed25519')
      : generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const files = { keyFile: join(directory, 'signing.key'), publicKeyFile: join(directory, 'signing.pub') };
  writeFileSync(files.keyFile, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(files.publicKeyFile, pair.publicKey.export({ type: 'spki', format: 'pem' }));
  return files;
}
