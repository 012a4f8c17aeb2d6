import {
  appendFile,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keyFileSigner } from '../../src/evidence/key-file-signer.ts';
import { signManifest } from '../../src/evidence/signer.ts';
import { makeStatement } from '../../src/evidence/statement.ts';
import type { Attestation } from '../../src/model/attestation.ts';
import { type AttestRequest, attest } from '../../src/run/attest.ts';
import { verifyEvidence } from '../../src/run/verify-evidence.ts';
import { fixedClock } from '../support/fixed-clock.ts';
import { sealedRun } from '../support/sealed-run.ts';
import { newKeyFiles } from '../support/signing.ts';

const jane = newKeyFiles('ed25519');
const omar = newKeyFiles('p256');
const s3 = { region: 'eu-west-1', clock: fixedClock('2026-11-02T00:00:00Z'), version: '0.0.0' };

function request(run: string, more: Partial<AttestRequest> = {}): AttestRequest {
  return {
    ...{ run, s3, signing: { keyFile: jane.keyFile }, by: 'Jane Doe', decision: 'accept' },
    ...{ note: 'Read with the platform team.', version: '0.0.0', now: new Date('2026-11-02T10:00:00Z') },
    ...more,
  };
}

async function attestations(run: string): Promise<string[]> {
  return (await readdir(join(run, 'attestations'))).sort().map((name) => join(run, 'attestations', name));
}

/** A run that Jane has accepted. */
async function accepted() {
  const run = await sealedRun({ 'report.json': '{}' });
  const { files } = await attest(request(run.directory));
  const [file = ''] = files;
  return { ...run, file };
}

async function damageOf(run: string) {
  const { damage } = await verifyEvidence({ runs: [run] });
  return damage.map(({ kind, message }) => [kind, message]);
}

describe('a countersignature', () => {
  it('is a file of its own; the run stays as it was sealed, and verifies', async () => {
    const { directory, manifest, file, sha256 } = await accepted();
    expect(await readFile(join(directory, 'manifest.json'))).toEqual(manifest);
    expect(await attestations(directory)).toEqual([file]);
    const { intact, runs } = await verifyEvidence({ runs: [directory], keyFile: undefined });
    expect(intact).toBe(true);
    expect(runs[0]?.countersignatures).toMatchObject([
      { by: 'Jane Doe', decision: 'accept', state: 'not-trusted', note: 'Read with the platform team.' },
    ]);
    const envelope = JSON.parse(await readFile(file, 'utf8'));
    const statement = JSON.parse(Buffer.from(envelope.payload, 'base64').toString('utf8'));
    expect(statement.subject).toEqual([{ name: 'manifest.json', digest: { sha256 } }]);
    expect(statement.predicateType).toBe('urn:countersign:attestation:v1');
  });

  it('is trusted by the key of a folder, and by no other', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'countersign-keys-'));
    await cp(jane.publicKeyFile, join(directory, 'jane.pub'));
    const signer = newKeyFiles('ed25519');
    await cp(signer.publicKeyFile, join(directory, 'countersign.pem'));
    const run = await signedRun(signer.keyFile);
    await attest(request(run));
    const states = async (keyFile: string[]) =>
      (await verifyEvidence({ runs: [run], keyFile })).runs.map(({ signature, countersignatures }) => [
        signature.state,
        countersignatures?.[0]?.state,
      ]);
    expect(await states([directory])).toEqual([['trusted', 'trusted']]);
    expect(await states([signer.publicKeyFile])).toEqual([['trusted', 'not-trusted']]);
    expect(await states([signer.publicKeyFile, jane.publicKeyFile])).toEqual([['trusted', 'trusted']]);
  });

  it('stands beside others; the last of a person by a key counts, and nothing is written over', async () => {
    const { directory } = await accepted();
    await attest(
      request(directory, {
        by: 'Omar',
        signing: { keyFile: omar.keyFile },
        decision: 'reject',
        now: new Date('2026-11-02T12:00:00Z'),
      }),
    );
    await attest(request(directory, { decision: 'reject', now: new Date('2026-11-03T10:00:00Z') }));
    const { runs, intact } = await verifyEvidence({ runs: [directory] });
    expect(intact).toBe(true);
    const all = runs[0]?.countersignatures ?? [];
    expect(all.map(({ by, decision, supersededBy }) => [by, decision, supersededBy !== undefined])).toEqual([
      ['Jane Doe', 'accept', true],
      ['Omar', 'reject', false],
      ['Jane Doe', 'reject', false],
    ]);
    await expect(attest(request(directory))).resolves.toBeDefined();
    expect(await attestations(directory)).toHaveLength(4);
  });

  it('is found by way of latest', async () => {
    const { directory, out, file } = await accepted();
    await symlink(basename(directory), join(out, 'latest'));
    await attest(request(join(out, 'latest'), { by: 'Omar', signing: { keyFile: omar.keyFile } }));
    expect(await attestations(directory)).toHaveLength(2);
    expect(dirname(file)).toBe(join(directory, 'attestations'));
  });
});

describe('damage to countersignatures', () => {
  it('shows where one was altered, renamed, cut or taken from another run', async () => {
    const { directory, file } = await accepted();
    const text = await readFile(file, 'utf8');
    const other = await accepted();
    const cases: Array<[string, (run: string, path: string) => Promise<void>]> = [
      ['altered', (_, path) => appendFile(path, ' ')],
      ['altered', (_, path) => writeFile(path, text.replace(/"sig": ".../, '"sig": "AAA'))],
      [
        'Its name',
        (_, path) => rename(path, join(dirname(path), `20261102T100000Z-${'0'.repeat(16)}.dsse.json`)),
      ],
      ['no countersignature', (run) => writeFile(join(run, 'attestations/note.txt'), 'hello')],
      [
        'no countersignature',
        (run) =>
          symlink('/etc/passwd', join(run, 'attestations/20261102T100000Z-0123456789abcdef.dsse.json')),
      ],
      [
        'another manifest',
        async (run) => {
          const foreign = await sealedRun({ 'report.json': '{"other":1}' }, { runId: other.runId });
          await attest(request(foreign.directory));
          const [theirs = ''] = await attestations(foreign.directory);
          await cp(theirs, join(run, 'attestations', basename(theirs)));
        },
      ],
    ];
    for (const [words, damage] of cases) {
      const run = join(await mkdtemp(join(tmpdir(), 'countersign-attested-')), basename(directory));
      await cp(directory, run, { recursive: true });
      await damage(run, join(run, 'attestations', basename(file)));
      const found = await damageOf(run);
      expect(found, words).toHaveLength(1);
      expect(found[0]?.[1]).toContain(words);
    }
  });

  it('shows one that is taken away, where a later one names it', async () => {
    const { directory, file } = await accepted();
    await attest(request(directory, { by: 'Omar', signing: { keyFile: omar.keyFile } }));
    await rm(file);
    expect(await damageOf(directory)).toEqual([
      ['missing-file', expect.stringContaining('is missing (SHA-256')],
    ]);
  });

  it('shows a key that is not the one it names, and a decision changed with a key of the forger', async () => {
    const { directory, sha256, file } = await accepted();
    const signer = await keyFileSigner(omar.keyFile);
    const said = {
      ...{ runId: basename(directory), by: 'Jane Doe', at: '2026-11-02T10:00:00.000Z', earlier: [] },
      ...{ tool: { name: 'countersign' as const, version: '0' }, decision: 'reject' as const, note: 'No.' },
    };
    const forged = await makeStatement<Attestation>('attestation', sha256, said, {
      ...signer,
      keyid: (await keyFileSigner(jane.keyFile)).keyid,
    });
    await rm(file);
    await writeFile(join(directory, 'attestations', forged.name), forged.text);
    expect((await damageOf(directory))[0]?.[1]).toContain('not the key that it names');
  });
});

describe('refusals', () => {
  const words: Array<[string, Partial<AttestRequest>]> = [
    ['empty', { by: ' ' }],
    ['placeholder', { by: 'NAME' }],
    ['placeholder', { by: '<your name>' }],
    ['placeholder', { note: 'TODO' }],
    ['cannot be seen', { by: 'Jane\nDoe' }],
    ['cannot be seen', { note: 'fine\u001b[2Jnot fine' }],
    ['cannot be seen', { by: 'Jane \u202eeoD' }],
    ['longer than', { note: 'a'.repeat(2001) }],
  ];
  it.each(words)('%s', async (problem, more) => {
    const run = await sealedRun({});
    await expect(attest(request(run.directory, more))).rejects.toThrow(problem);
    expect(await readdir(run.directory)).not.toContain('attestations');
  });

  it('a run that does not verify, and one that is not put away', async () => {
    const run = await sealedRun({ 'report.json': '{}' });
    await appendFile(join(run.directory, 'report.json'), ' ');
    await expect(attest(request(run.directory))).rejects.toThrow('not intact');
    const other = await sealedRun({});
    await writeFile(join(other.out, `.${other.runId}.unfinished.json`), '{}');
    await expect(attest(request(other.directory))).rejects.toThrow('not put away yet');
  });

  it('the key that sealed the run, and no key at all', async () => {
    const run = await signedRun(jane.keyFile);
    await expect(attest(request(run))).rejects.toThrow('is the one that sealed the run');
    await expect(attest(request(run, { signing: {} }))).rejects.toThrow('give --key');
  });

  it('what else is called attestations', async () => {
    const run = await sealedRun({});
    await mkdir(join(run.directory, 'attestations'));
    expect(await damageOf(run.directory)).toEqual([]);
    await expect(attest(request(run.directory))).resolves.toBeDefined();
  });
});

/** A run that is sealed and signed. */
async function signedRun(keyFile: string): Promise<string> {
  const signer = await keyFileSigner(keyFile);
  const { directory, manifest } = await sealedRun(
    { 'report.json': '{}' },
    { signedBy: { keyid: signer.keyid } },
  );
  await writeFile(join(directory, 'manifest.dsse.json'), await signManifest(manifest, signer));
  await writeFile(join(directory, 'manifest.pub.pem'), signer.publicKeyPem);
  return directory;
}
