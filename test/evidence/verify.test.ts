import { appendFile, cp, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { filesUnder } from '../../src/evidence/manifest.ts';
import { type VerifyRequest, verifyEvidence } from '../../src/run/verify-evidence.ts';
import { scanChain } from '../support/chain.ts';
import { unpackedFiles } from '../support/run-files.ts';
import { newKeyFiles } from '../support/signing.ts';
import { THOROUGH, tries } from '../support/thorough.ts';

const key = newKeyFiles('ed25519');
const otherKey = newKeyFiles('ed25519');
const trusting = { keyFile: key.publicKeyFile };

let signed: string;
let unsigned: string;
beforeAll(async () => {
  [signed = ''] = await scanChain(1, { keyFile: key.keyFile });
  [unsigned = ''] = await scanChain(1);
});

/** A copy of a run to damage. */
async function copyOf(run: string): Promise<string> {
  const copy = join(await mkdtemp(join(tmpdir(), 'countersign-damaged-')), basename(run));
  await cp(run, copy, { recursive: true });
  return copy;
}

async function damageOf(run: string, request: Omit<VerifyRequest, 'runs'> = trusting) {
  const { damage, intact } = await verifyEvidence({ runs: [run], ...request });
  expect(intact).toBe(damage.length === 0);
  return damage.map(({ kind, file, message }) => [kind, file ?? '', message]);
}

describe('a run as it was sealed', () => {
  it('is intact, and its signature trusted with the key', async () => {
    const { intact, runs } = await verifyEvidence({ runs: [signed], ...trusting });
    expect(intact).toBe(true);
    expect(runs[0]?.signature.state).toBe('trusted');
    expect(runs[0]?.files).toBe((await filesUnder(signed)).length - 3);
  });

  it('holds nothing of the private key that signed it', async () => {
    const [secret = ''] = /^[^-\s].{30,}$/m.exec(await readFile(key.keyFile, 'utf8')) ?? [];
    expect(secret.length).toBeGreaterThan(30);
    for (const [name, text] of await unpackedFiles(signed)) expect(text.includes(secret), name).toBe(false);
  });

  it('is intact without a key, and its signature is not trusted, whatever lies beside it', async () => {
    const { intact, runs } = await verifyEvidence({ runs: [signed] });
    expect(intact).toBe(true);
    expect(runs[0]?.signature.state).toBe('not-trusted');
  });

  it('is intact when nobody signed it and no key is given', async () => {
    const { intact, runs } = await verifyEvidence({ runs: [unsigned] });
    expect(intact).toBe(true);
    expect(runs[0]?.signature.state).toBe('none');
  });
});

describe('damage to a run', () => {
  it('altered file: other content of the same size, and another size', async () => {
    const run = await copyOf(signed);
    const csv = await readFile(join(run, 'findings.csv'));
    csv[0] = (csv[0] ?? 0) ^ 1;
    await writeFile(join(run, 'findings.csv'), csv);
    await appendFile(join(run, 'report.html'), ' ');
    const { length } = await readFile(join(run, 'report.html'));
    expect(await damageOf(run)).toEqual([
      ['altered-file', 'findings.csv', 'findings.csv was altered: it has other content.'],
      [
        'altered-file',
        'report.html',
        `report.html was altered: it has ${length} bytes instead of ${length - 1}.`,
      ],
    ]);
  });

  it('altered, missing and extra file: the pages of accounts', async () => {
    const run = await copyOf(signed);
    const pages = (await filesUnder(run)).filter((name) => /^accounts\/\d+\/report\.html$/.test(name));
    const [first = '', second = ''] = pages;
    await appendFile(join(run, first), ' ');
    await rm(join(run, second));
    await mkdir(join(run, 'accounts/111122223333'), { recursive: true });
    await writeFile(join(run, 'accounts/111122223333/report.html'), '<!doctype html>');
    expect((await damageOf(run)).map(([kind, file]) => [kind, file])).toEqual([
      ['altered-file', first],
      ['missing-file', second],
      ['extra-file', 'accounts/111122223333/report.html'],
    ]);
  });

  it('altered file: a link to the same content', async () => {
    const run = await copyOf(signed);
    await rename(join(run, 'run.json'), `${run}.elsewhere`);
    await symlink(`${run}.elsewhere`, join(run, 'run.json'));
    expect(await damageOf(run)).toEqual([
      ['altered-file', 'run.json', 'run.json is a link; the manifest names a file.'],
    ]);
  });

  it('missing file, each of them', async () => {
    for (const name of await filesUnder(signed)) {
      const run = await copyOf(signed);
      await rm(join(run, name));
      const found = await damageOf(run);
      expect(found.map(([kind, file]) => [kind, file])).toContainEqual(['missing-file', name]);
    }
  });

  it('extra file, at the top and deep inside, and an extra link', async () => {
    const run = await copyOf(signed);
    await writeFile(join(run, 'notes.txt'), 'x');
    await writeFile(join(run, 'organization/more.json'), '{}');
    await symlink('/dev/zero', join(run, 'zero'));
    expect((await damageOf(run)).map(([kind, file]) => [kind, file])).toEqual([
      ['extra-file', 'notes.txt'],
      ['extra-file', 'organization/more.json'],
      ['extra-file', 'zero'],
    ]);
  });

  it('bad signature: one that is not over this manifest', async () => {
    const run = await copyOf(signed);
    const envelope = JSON.parse(await readFile(join(run, 'manifest.dsse.json'), 'utf8'));
    const signature = Buffer.from(envelope.signatures[0].sig, 'base64');
    signature[3] = (signature[3] ?? 0) ^ 1;
    envelope.signatures[0].sig = signature.toString('base64');
    await writeFile(join(run, 'manifest.dsse.json'), `${JSON.stringify(envelope, null, 2)}\n`);
    const found = [
      [
        'bad-signature',
        'manifest.dsse.json',
        'The signature in manifest.dsse.json is not one of its key over this manifest.',
      ],
    ];
    expect(await damageOf(run)).toEqual(found);
    expect(await damageOf(run, {})).toEqual(found);
  });

  it('a manifest that was changed to fit changed files, with its signature left in place', async () => {
    const run = await copyOf(signed);
    const manifest = await readFile(join(run, 'manifest.json'), 'utf8');
    await writeFile(join(run, 'manifest.json'), manifest.replace('test-host', 'best-host'));
    const found = [['altered-file', 'manifest.json', 'manifest.json is not the manifest that was signed.']];
    expect(await damageOf(run)).toEqual(found);
    expect(await damageOf(run, {})).toEqual(found);
  });

  it('unknown key: signed, but not by the key given', async () => {
    const found = await damageOf(signed, { keyFile: otherKey.publicKeyFile });
    expect(found.map(([kind]) => kind)).toEqual(['unknown-key']);
    expect(found[0]?.[2]).toMatch(/signed by the key [0-9a-f]{64}, which is not the key given/);
  });

  it('unknown key: the whole run made anew by someone else with a key of their own', async () => {
    const [forged = ''] = await scanChain(1, { keyFile: otherKey.keyFile, bare: true });
    expect((await damageOf(forged)).map(([kind]) => kind)).toEqual(['unknown-key']);
    expect(await damageOf(forged, {})).toEqual([]);
  });

  it('unsigned: never signed, and stripped of its signature', async () => {
    expect((await damageOf(unsigned)).map(([kind]) => kind)).toEqual(['unsigned']);
    const run = await copyOf(signed);
    await rm(join(run, 'manifest.dsse.json'));
    expect((await damageOf(run)).map(([kind]) => kind)).toEqual(['missing-file', 'unsigned']);
    expect((await damageOf(run, {})).map(([kind]) => kind)).toEqual(['missing-file']);
  });

  it('a manifest that names files outside the run reads none of them', async () => {
    const run = await copyOf(unsigned);
    const manifest = JSON.parse(await readFile(join(run, 'manifest.json'), 'utf8'));
    manifest.subject[0].name = '../../../../etc/hostname';
    manifest.subject[1].name = '__proto__';
    await writeFile(join(run, 'manifest.json'), JSON.stringify(manifest));
    const kinds = (await damageOf(run, {})).map(([kind]) => kind);
    expect(kinds).toEqual(['missing-file', 'missing-file', 'extra-file', 'extra-file']);
  });

  it('any single byte of any file, changed in any way', async () => {
    const names = await filesUnder(signed);
    const run = await copyOf(signed);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.integer({ min: 1, max: 255 }),
        async (name, where, flip) => {
          const original = await readFile(join(signed, name));
          const changed = Buffer.from(original);
          const position = Math.floor(where * changed.length);
          changed[position] = (changed[position] ?? 0) ^ flip;
          await writeFile(join(run, name), changed);
          try {
            for (const request of [trusting, {}]) {
              const { intact } = await verifyEvidence({ runs: [run], ...request });
              expect(intact, `${name} at ${position}`).toBe(false);
            }
          } finally {
            await writeFile(join(run, name), original);
          }
        },
      ),
      tries(150, 4),
    );
    expect((await verifyEvidence({ runs: [run], ...trusting })).intact).toBe(true);
  });

  it('every single byte of the envelope and of the key beside it', async () => {
    const [bare = ''] = await scanChain(1, { keyFile: key.keyFile, bare: true });
    const run = await copyOf(bare);
    for (const name of ['manifest.dsse.json', 'manifest.pub.pem']) {
      const original = await readFile(join(bare, name));
      // Of the long payload, its two ends.
      const ends = [...original.keys()].filter(
        (position) => position < 200 || position > original.length - 400,
      );
      const positions = THOROUGH ? ends : fc.sample(fc.constantFrom(...ends), 40);
      for (const position of positions) {
        const changed = Buffer.from(original);
        changed[position] = (changed[position] ?? 0) ^ 1;
        await writeFile(join(run, name), changed);
        const { intact } = await verifyEvidence({ runs: [run], ...trusting });
        expect(intact, `${name} at ${position}`).toBe(false);
      }
      await writeFile(join(run, name), original);
    }
  });
});

it('what is no run cannot be verified', async () => {
  const empty = await mkdtemp(join(tmpdir(), 'countersign-empty-'));
  await expect(verifyEvidence({ runs: [empty] })).rejects.toThrow('is not a finished run');
  await expect(verifyEvidence({ runs: [join(signed, 'nowhere')] })).rejects.toThrow('is not a directory');
  await expect(verifyEvidence({ runs: [signed], keyFile: key.keyFile })).rejects.toThrow('private key');
  // Whether this is one, nobody can tell: that is not the same as that it is none.
  const circle = join(empty, 'circle');
  await symlink(circle, circle);
  await expect(verifyEvidence({ runs: [circle] })).rejects.toThrow('ELOOP');
});
