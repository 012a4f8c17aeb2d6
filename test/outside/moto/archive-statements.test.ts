import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditReport } from '../../../src/model/report.ts';
import { parseCsv } from '../../../src/review/csv.ts';
import { usualConfiguration } from '../../../src/simulator/fleet/demo-configuration.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { countersign } from '../../support/command.ts';
import { newKeyFiles } from '../../support/signing.ts';
import { locate, MOTO, missing } from '../outsiders.ts';
import { type Moto, startMoto } from './moto.ts';

const program = locate(MOTO);
const REGION = 'eu-west-1';
const BUCKET = 'statements';
const sealing = newKeyFiles('p256');
const jane = newKeyFiles('ed25519');
const omar = newKeyFiles('p256');

describe('what people say of a run, in an archive in S3 (moto)', () => {
  if (program === undefined) return missing(MOTO);

  let moto: Moto;
  let simulator: Simulator;
  let s3: S3Client;
  let home: string;
  let env: Record<string, string>;
  let first: Awaited<ReturnType<typeof scan>>;

  beforeAll(async () => {
    moto = await startMoto(program);
    simulator = await startSimulator({ accounts: 4, asOf: new Date().toISOString() });
    home = await mkdtemp(join(tmpdir(), 'countersign-statements-'));
    const { accessKeyId, secretAccessKey } = simulator.credentials;
    const credentials = { accessKeyId, secretAccessKey };
    s3 = new S3Client({ endpoint: moto.endpoint, region: REGION, credentials, forcePathStyle: true });
    env = {
      AWS_ENDPOINT_URL: simulator.endpoint,
      AWS_ENDPOINT_URL_S3: moto.endpoint,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_REGION: 'us-east-1',
    };
    const place = { CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } } as const;
    await s3.send(new CreateBucketCommand({ Bucket: BUCKET, ObjectLockEnabledForBucket: true, ...place }));
    const config = {
      ...usualConfiguration(simulator.world),
      reviewers: [
        { name: 'Jane Doe', keyFile: jane.publicKeyFile },
        { name: 'Omar', keyFile: omar.publicKeyFile },
      ],
      evidence: {
        signing: { keyFile: sealing.keyFile },
        s3: {
          ...{ bucket: BUCKET, prefix: 'audits', region: REGION },
          objectLock: { mode: 'governance', retainDays: 30 },
        },
      },
    };
    await writeFile(join(home, 'config.yaml'), JSON.stringify(config));
    first = await scan('disk');
  });
  afterAll(async () => {
    moto?.close();
    await simulator?.close();
  });

  async function scan(out: string) {
    const args = ['scan', '--json', '--config', 'config.yaml', '--out', out];
    const { code, stdout, stderr } = await countersign(args, { env, cwd: home });
    expect(stdout, stderr).not.toBe('');
    const report: AuditReport = JSON.parse(stdout);
    return { code, stderr, report, run: `${out}/${report.run.runId}`, runId: report.run.runId };
  }

  async function say(args: string[]): Promise<string> {
    const { code, stdout, stderr } = await countersign(args, { env, cwd: home });
    expect([code, stderr]).toEqual([0, expect.anything()]);
    return stdout;
  }

  async function verify(address: string) {
    const keys = [sealing, jane, omar].flatMap(({ publicKeyFile }) => ['--key', publicKeyFile]);
    const { code, stdout } = await countersign(['verify', '--json', address, ...keys], { env, cwd: home });
    return { code, found: JSON.parse(stdout) };
  }

  async function keys(prefix: string): Promise<string[]> {
    const { Contents = [] } = await s3.send(
      new ListObjectsV2Command({ Bucket: BUCKET, Prefix: `audits/${prefix}` }),
    );
    return Contents.map(({ Key = '' }) => Key);
  }

  /** All answers of a sheet, as the form saves them. */
  async function answersTo(csv: string): Promise<string> {
    const [header = [], ...rows] = parseCsv(await readFile(join(home, 'sheets', csv), 'utf8')) ?? [];
    const cell = (row: string[], name: string) => row[header.indexOf(name)] ?? '';
    const until = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    const answers = rows.map((row) => ({
      ...{ access: cell(row, 'access'), decision: 'keep', until, reason: 'Still needed.' },
    }));
    const saved = { format: 'countersign-review-answers', version: 1, sheet: cell(rows[0] ?? [], 'sheet') };
    const name = join(home, `${csv}.json`);
    await writeFile(name, JSON.stringify({ ...saved, answers }));
    return name;
  }

  it('is put there under Object Lock, all of it, wherever it was said first', async () => {
    await say(['review', 'open', first.run, '--out', 'sheets']);
    const [one = '', two = ''] = (await readdir(join(home, 'sheets'))).filter((name) =>
      name.endsWith('.csv'),
    );
    const close = ['review', 'close', '--as', 'Jane Doe', '--key', jane.keyFile];
    // The first is only on this disk, and the archive must not miss it when it gets the second.
    await say([...close, first.run, await answersTo(one)]);
    expect(await keys('reviews/')).toEqual([]);
    await say([...close, first.run, await answersTo(two), '--config', 'config.yaml']);
    const reviews = await keys(`reviews/${first.runId}/`);
    expect(reviews).toHaveLength(2);

    const accept = ['attest', '--decision', 'accept', '--note', 'Read.', '--config', 'config.yaml'];
    await say([...accept, first.run, '--as', 'Jane Doe', '--key', jane.keyFile]);
    const address = `s3://${BUCKET}/audits/${first.runId}`;
    await say([...accept, address, '--as', 'Omar', '--key', omar.keyFile]);
    // The disk has never heard of Omar's; what it says next names his, and brings it here.
    await say([...accept, first.run, '--as', 'Jane Doe', '--key', jane.keyFile]);
    const attestations = await keys(`${first.runId}/attestations/`);
    expect(attestations).toHaveLength(3);
    expect(await readdir(join(home, first.run, 'attestations'))).toHaveLength(3);

    for (const Key of [...reviews, ...attestations]) {
      const kept = await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key }));
      expect([Key, kept.ObjectLockMode]).toEqual([Key, 'GOVERNANCE']);
      expect(kept.ObjectLockRetainUntilDate?.getTime()).toBeGreaterThan(Date.now() + 29 * 86_400_000);
    }
  });

  it('is verified from the bucket and from the disk', async () => {
    for (const place of [`s3://${BUCKET}/audits`, `s3://${BUCKET}/audits/${first.runId}`, first.run]) {
      const { code, found } = await verify(place);
      expect([place, code, found.damage]).toEqual([place, 0, []]);
      expect(found.reviews.map(({ by, state }: { by: string; state: string }) => [by, state])).toEqual([
        ['Jane Doe', 'trusted'],
        ['Jane Doe', 'trusted'],
      ]);
      expect(found.runs[0].countersignatures).toHaveLength(3);
    }
  });

  it('is known to the next run of a machine that forgets, and of one that does not', async () => {
    const second = await scan('disk-2');
    const known = JSON.parse(await readFile(join(home, second.run, 'decisions.json'), 'utf8'));
    expect(known.problems).toEqual([]);
    expect(known.reviews).toMatchObject([{ counts: true }, { counts: true }]);
    expect(known.countersigned).toMatchObject({ runId: first.runId });
    expect(known.countersigned.signatures).toHaveLength(3);
    expect(second.report.reviews?.summary.kept).toBeGreaterThan(0);
    const third = await scan('disk');
    expect(third.report.reviews?.problems).toEqual([]);
    expect(third.report.reviews?.reviews).toHaveLength(2);
  });

  it('is missed when it was taken away, by verify and by the verdict of the next run', async () => {
    const [oldest = ''] = await keys(`reviews/${first.runId}/`);
    await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: oldest }));
    const { code, found } = await verify(`s3://${BUCKET}/audits`);
    expect([code, found.damage.map(({ kind }: { kind: string }) => kind)]).toEqual([4, ['missing-file']]);
    const next = await scan('disk-3');
    expect(next.report.reviews?.problems).toHaveLength(1);
    expect(next.report.verdict?.reasons.map(({ reason }) => reason)).toContain('DAMAGED_HISTORY');
  });
});
