import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeEvidence } from '../../src/evidence/account-evidence.ts';
import type { Message } from '../../src/evidence/dsse.ts';
import { keyFileSigner } from '../../src/evidence/key-file-signer.ts';
import { keyIdOf, pemOf, type Signer } from '../../src/evidence/signer.ts';
import type { RunRecord } from '../../src/model/run-record.ts';
import { diffRuns } from '../../src/run/diff.ts';
import { sealRun } from '../../src/run/seal.ts';
import { verifyEvidence } from '../../src/run/verify-evidence.ts';
import { AS_OF, fixedClock } from '../support/fixed-clock.ts';
import { PROVENANCE } from '../support/scan.ts';
import { sealedRun } from '../support/sealed-run.ts';
import { newKeyFiles } from '../support/signing.ts';

const RUN_ID = '20261101T000000Z-01020304';

/** A run of no account that has all but its seal. */
async function unsealed() {
  const out = await mkdtemp(join(tmpdir(), 'countersign-seal-'));
  const directory = join(out, RUN_ID);
  await mkdir(directory);
  await writeEvidence(join(directory, 'organization'), { facts: [], calls: [], faults: [] });
  const run = {
    runId: RUN_ID,
    startedAt: AS_OF,
    finishedAt: AS_OF,
    asOf: AS_OF,
    tool: { name: 'countersign', version: '0' },
    configDigest: null,
    callerArn: null,
    scope: { accountSource: 'the test', accounts: [], excluded: [] },
    judgement: { exceptions: [] },
  } as unknown as RunRecord;
  await writeFile(join(directory, 'run.json'), JSON.stringify(run));
  const report = { scope: { accounts: [] }, coverage: { gaps: [] } } as never;
  const seal = (signer?: Signer) =>
    sealRun(out, directory, { run, report, provenance: PROVENANCE, signer, clock: fixedClock(AS_OF) });
  return { out, directory, seal };
}

const whole = ({ chunks }: Message) => Buffer.concat([...chunks()]);
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const honest = {
  algorithm: 'ECDSA-P256-SHA256',
  keyid: keyIdOf(publicKey),
  publicKeyPem: pemOf(publicKey),
} as const;

it.each<[string, Signer['sign']]>([
  ['the digest of the digest', async (message) => sign('sha256', whole(message).subarray(0, 32), privateKey)],
  [
    'with another key',
    async (message) =>
      sign('sha256', whole(message), generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey),
  ],
  ['nothing', async () => new Uint8Array()],
])(
  'a run is not sealed by what signs wrongly (%s), and is sealed later by what signs right',
  async (_how, wrong) => {
    const { out, directory, seal } = await unsealed();
    await expect(seal({ ...honest, sign: wrong })).rejects.toMatchObject({ code: 'NOT_SEALED' });
    expect(await readdir(directory)).not.toContain('manifest.json');
    expect(await readdir(out)).not.toContain('.chain-head.json');
    await seal({ ...honest, sign: async (message) => sign('sha256', whole(message), privateKey) });
    const { damage, runs } = await verifyEvidence({ runs: [directory] });
    expect([damage, runs[0]?.manifest?.sequence]).toEqual([[], 1]);
  },
);

it('a signature that an attempt left is taken away where nobody signs', async () => {
  const { directory, seal } = await unsealed();
  await writeFile(join(directory, 'manifest.dsse.json'), 'left');
  await writeFile(join(directory, 'manifest.pub.pem'), 'left');
  await seal();
  expect((await verifyEvidence({ runs: [directory] })).damage).toEqual([]);
});

it('what cannot be evidence keeps a run from being sealed, by name', async () => {
  const { directory, seal } = await unsealed();
  await mkdir(join(directory, 'accounts', 'empty'), { recursive: true });
  await expect(seal(await keyFileSigner(newKeyFiles('ed25519').keyFile))).rejects.toThrow('accounts/empty/');
  expect(await readFile(join(directory, 'run.json'), 'utf8')).toContain(RUN_ID);
});

it('two runs are compared once both are verified, whichever is damaged', async () => {
  const files = { 'report.json': '{"schemaVersion": 1}' };
  const whole = await sealedRun(files);
  const damaged = await sealedRun(files, { runId: '20261102T000000Z-01020304' });
  await writeFile(join(damaged.directory, 'report.json'), '{"schemaVersion": 2}');
  for (const [older, newer] of [
    [whole, damaged],
    [damaged, whole],
  ] as const) {
    const failure = await diffRuns(older.directory, newer.directory).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'EVIDENCE_DAMAGED',
      damage: [{ kind: 'altered-file', file: 'report.json', run: damaged.directory }],
    });
  }
});
