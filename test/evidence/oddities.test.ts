import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, open, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { envelopeText, type Message, PAYLOAD_TYPE, parseEnvelope } from '../../src/evidence/dsse.ts';
import { keyFileSigner } from '../../src/evidence/key-file-signer.ts';
import { withLowS } from '../../src/evidence/low-s.ts';
import { isSignedBy, keyIdOf, pemOf, signManifest } from '../../src/evidence/signer.ts';
import { verifyEvidence } from '../../src/run/verify-evidence.ts';
import { sealedRun } from '../support/sealed-run.ts';
import { newKeyFiles } from '../support/signing.ts';

async function damageOf(run: string): Promise<string[]> {
  const { damage } = await verifyEvidence({ runs: [run] });
  return damage.map(({ kind, file, message }) => `${kind} ${file ?? ''}: ${message}`);
}

/** Puts something that is no file in the place of one. */
const ODD: Array<[what: string, put: (path: string) => Promise<unknown>]> = [
  ['a pipe', async (path) => execFileSync('mkfifo', [path])],
  [
    // Reading it would wait for what the writer never writes.
    'a pipe',
    async (path) => {
      execFileSync('mkfifo', [path]);
      const writer = await open(path, 'r+');
      onTestFinished(() => writer.close());
    },
  ],
  [
    'a socket or a pipe',
    async (path) => {
      // A socket's path may have about a hundred bytes.
      const short = join(await mkdtemp(join(tmpdir(), 's-')), 's');
      const server = createServer().listen(short);
      await new Promise((listening) => server.once('listening', listening));
      onTestFinished(() => void server.close());
      await rename(short, path);
    },
  ],
  ['a link', (path) => symlink('/dev/zero', path)],
];
if (mayMakeDevices()) ODD.push(['a device', async (path) => device(path)]);

/** One that never ends. */
function device(path: string): void {
  execFileSync('mknod', [path, 'c', '1', '5'], { stdio: 'ignore' });
}

/** Only root may, and not everywhere. */
function mayMakeDevices(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-device-'));
  try {
    device(join(folder, 'zero'));
    readSync(openSync(join(folder, 'zero'), 'r'), Buffer.alloc(1));
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('what is no file', () => {
  it.each(ODD)('is damage in the place of a file: %s', async (what, put) => {
    const { directory } = await sealedRun({ 'report.json': '{}' });
    await rm(join(directory, 'report.json'));
    await put(join(directory, 'report.json'));
    expect(await damageOf(directory)).toEqual([
      `altered-file report.json: report.json is ${what}; the manifest names a file.`,
    ]);
  });

  it.each(ODD)('is damage in the place of the manifest: %s', async (_what, put) => {
    const { directory } = await sealedRun({});
    await rm(join(directory, 'manifest.json'));
    await put(join(directory, 'manifest.json'));
    expect(await damageOf(directory)).toEqual([expect.stringContaining('altered-file manifest.json: ')]);
  });

  it.each(ODD)('is damage beside the files: %s', async (_what, put) => {
    const { directory } = await sealedRun({});
    await put(join(directory, 'more'));
    expect(await damageOf(directory)).toEqual([expect.stringContaining('extra-file more: ')]);
  });

  it('is damage as a directory with a file’s name', async () => {
    const { directory } = await sealedRun({ 'report.json': '{}' });
    await rm(join(directory, 'report.json'));
    await mkdir(join(directory, 'report.json'));
    expect((await damageOf(directory)).map((line) => line.split(':')[0])).toEqual([
      'missing-file report.json',
      'extra-file report.json/',
    ]);
  });
});

it('an empty directory more is damage, at the top and deep inside', async () => {
  const { directory } = await sealedRun({ 'accounts/111122223333/facts.jsonl.gz': 'x' });
  await mkdir(join(directory, 'accounts/111122223333/more/and/more'), { recursive: true });
  await mkdir(join(directory, 'empty'));
  expect(await damageOf(directory)).toEqual([
    'extra-file accounts/111122223333/more/and/more/: accounts/111122223333/more/and/more/, an empty directory, is not named by the manifest: it was put in later.',
    'extra-file empty/: empty/, an empty directory, is not named by the manifest: it was put in later.',
  ]);
});

describe('a file that says it has 5 GB', () => {
  const SIZE = 5 * 1024 ** 3;

  it.each(['manifest.json', 'manifest.dsse.json', 'manifest.pub.pem'])(
    'is not read to its end: %s',
    async (name) => {
      const { directory } = await sealedRun({});
      await writeFile(join(directory, name), '{');
      await truncate(join(directory, name), SIZE);
      const before = process.memoryUsage.rss();
      const damage = await damageOf(directory);
      expect(damage.length).toBeGreaterThan(0);
      expect(damage.every((line) => /^(altered-file|bad-signature|extra-file|missing-file)/.test(line))).toBe(
        true,
      );
      expect(process.memoryUsage.rss() - before).toBeLessThan(200 * 1024 ** 2);
    },
  );

  it('is damage after as many bytes as the manifest names, and a few', async () => {
    const { directory } = await sealedRun({ 'report.json': '{}' });
    await truncate(join(directory, 'report.json'), SIZE);
    const { damage, runs } = await verifyEvidence({ runs: [directory] });
    expect(damage.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^report\.json was altered: it has more than \d+ bytes instead of 2\.$/),
    ]);
    expect(runs[0]?.bytes).toBeLessThan(2 * 1024 ** 2);
  });
});

describe('the name of a run directory', () => {
  const OTHER = '20261102T000000Z-01020304';

  it('that is another run’s id is damage, also through a link on either side', async () => {
    const { out, directory, runId } = await sealedRun({});
    await symlink(runId, join(out, OTHER));
    expect(await damageOf(join(out, OTHER))).toEqual([
      expect.stringMatching(`^renamed-run : .*${OTHER}.*${runId}`),
    ]);
    await rm(join(out, OTHER));
    await rename(directory, join(out, OTHER));
    await symlink(OTHER, join(out, 'latest'));
    for (const name of [OTHER, 'latest', `${OTHER}/../latest/.`])
      expect(await damageOf(join(out, name)), name).toEqual([expect.stringContaining('renamed-run')]);
  });

  it('may be any other', async () => {
    const { out, directory } = await sealedRun({});
    await rename(directory, join(out, 'of-november'));
    expect(await damageOf(join(out, 'of-november'))).toEqual([]);
  });
});

describe('an ECDSA signature', () => {
  const files = newKeyFiles('p256');
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const signatures = Array.from({ length: 64 }, (_, index) =>
    sign('sha256', Buffer.from([index]), privateKey),
  );

  it('is made with the lower s and holds, whatever the key answered', async () => {
    for (const [index, made] of signatures.entries()) {
      const signer = {
        algorithm: 'ECDSA-P256-SHA256' as const,
        keyid: keyIdOf(publicKey),
        publicKeyPem: pemOf(publicKey),
        sign: async ({ chunks }: Message) => {
          const signed = sign('sha256', Buffer.concat([...chunks()]), privateKey);
          return index % 2 === 0 ? other(signed) : signed;
        },
      };
      const envelope = parseEnvelope(await signManifest(Buffer.from([index]), signer));
      const bytes = Buffer.from(envelope?.signatures[0]?.sig ?? '', 'base64');
      expect(envelope === undefined ? false : isSignedBy(envelope, publicKey)).toBe(true);
      expect(isHigh(bytes)).toBe(false);
      expect(withLowS(made)).toEqual(withLowS(other(made)));
    }
  });

  it('with the higher s is damage by a name of its own, and says so', async () => {
    const signer = await keyFileSigner(files.keyFile);
    const { directory, manifest } = await sealedRun({}, { signedBy: { keyid: signer.keyid } });
    const envelope = parseEnvelope(await signManifest(manifest, signer));
    const low = Buffer.from(envelope?.signatures[0]?.sig ?? '', 'base64');
    const put = (sig: Buffer) =>
      writeFile(
        join(directory, 'manifest.dsse.json'),
        envelopeText({
          payloadType: PAYLOAD_TYPE,
          payload: manifest.toString('base64'),
          signatures: [{ keyid: signer.keyid, sig: sig.toString('base64') }],
        }),
      );
    await writeFile(join(directory, 'manifest.pub.pem'), signer.publicKeyPem);
    await put(low);
    expect(await damageOf(directory)).toEqual([]);
    await put(other(low));
    expect(await damageOf(directory)).toEqual([
      expect.stringMatching(/^high-s-signature manifest\.dsse\.json: .*upper half/),
    ]);
    const trusting = await verifyEvidence({ runs: [directory], keyFile: files.publicKeyFile });
    expect(trusting.damage.map(({ kind }) => kind)).toEqual(['high-s-signature']);
    expect(trusting.runs[0]?.signature.state).toBe('bad');
  });

  it.each([
    ['nothing', ''],
    ['something else', '04020101'],
    ['a list of one', '3003020101'],
    ['a byte behind it', '300602010102010100'],
    ['zero', '3006020100020101'],
    ['the order itself', `3026020101022100ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551`],
  ])('is none where the key answers with %s', (_what, hex) => {
    expect(withLowS(Buffer.from(hex, 'hex'))).toBeUndefined();
  });

  const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

  function sOf(der: Buffer): bigint {
    const at = 4 + (der[3] ?? 0) + 2;
    return BigInt(`0x${der.subarray(at).toString('hex')}`);
  }

  function isHigh(der: Buffer): boolean {
    return sOf(der) > ORDER / 2n;
  }

  /** The one of the two signatures that has the higher s, written as OpenSSL does. */
  function other(der: Buffer): Buffer {
    if (isHigh(der)) return der;
    const hex = (ORDER - sOf(der)).toString(16).padStart(64, '0');
    const s = Buffer.from(Number.parseInt(hex.slice(0, 2), 16) >= 0x80 ? `00${hex}` : hex, 'hex');
    const body = Buffer.concat([der.subarray(2, 4 + (der[3] ?? 0)), Buffer.from([2, s.length]), s]);
    return Buffer.concat([Buffer.from([0x30, body.length]), body]);
  }
});
