import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { usualConfiguration } from '../../../src/simulator/fleet/demo-configuration.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { countersign } from '../../support/command.ts';
import { unpackedFiles } from '../../support/run-files.ts';
import { locate, MOTO, missing } from '../outsiders.ts';
import { type Moto, startMoto } from './moto.ts';

const program = locate(MOTO);

describe('a scan that archives in S3 (moto)', () => {
  if (program === undefined) return missing(MOTO);

  let moto: Moto;
  let simulator: Simulator;
  let s3: S3Client;
  let home: string;
  let env: Record<string, string>;

  beforeAll(async () => {
    moto = await startMoto(program);
    simulator = await startSimulator({ accounts: 2, asOf: new Date().toISOString() });
    home = await mkdtemp(join(tmpdir(), 'countersign-archive-'));
    const { accessKeyId, secretAccessKey } = simulator.credentials;
    s3 = new S3Client({
      endpoint: moto.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId, secretAccessKey },
    });
    env = {
      AWS_ENDPOINT_URL: simulator.endpoint,
      AWS_ENDPOINT_URL_S3: moto.endpoint,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_REGION: 'us-east-1',
    };
  });
  afterAll(async () => {
    moto?.close();
    await simulator?.close();
  });

  async function scan(bucket: string, out: string, ...args: string[]) {
    const archive = { bucket, prefix: 'audits', region: 'us-east-1' };
    const config = { ...usualConfiguration(simulator.world), evidence: { s3: archive } };
    await writeFile(join(home, 'config.yaml'), JSON.stringify(config));
    return countersign(['scan', '--out', out, ...args], { env, cwd: home });
  }

  async function keys(bucket: string): Promise<string[]> {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
    return Contents.map(({ Key = '' }) => Key);
  }

  it('leaves the sealed run below the prefix, under its id', async () => {
    await s3.send(new CreateBucketCommand({ Bucket: 'kept' }));
    const { code, stderr } = await scan('kept', 'kept');
    expect(code, stderr).toBe(0);
    const [run = ''] = (await readdir(join(home, 'kept'))).filter((name) => /^\d{8}T/.test(name));
    expect(stderr).toContain(`copying the run to s3://kept/audits/${run}`);
    const manifest = JSON.parse(await readFile(join(home, 'kept/latest/manifest.json'), 'utf8'));
    const names = manifest.subject.map(({ name }: { name: string }) => name);
    const expected = [...names, 'manifest.json'].map((name) => `audits/${run}/${name}`);
    const beside = ['audits/chain/0001-00000001.json', `audits/started/${run}.json`];
    expect(await keys('kept')).toEqual([...expected, ...beside].sort());
  });

  it('is reported on and compared where it is, with the bytes that the run on disk gives', async () => {
    const run = (await keys('kept'))[0]?.split('/')[1] ?? '';
    const address = `s3://kept/audits/${run}`;
    const report = (...args: string[]) => countersign(['report', ...args], { env, cwd: home });
    const local = await report(`kept/${run}`, '--out', 'local');
    const afar = await report(address, '--external-id-key', 'kept/state/external-id.key');
    expect(afar.code, afar.stderr).toBe(0);
    expect(afar.stdout).toContain('the same findings as in the run’s own report');
    expect(local.code, local.stderr).toBe(0);
    const [one, other] = [
      await unpackedFiles(join(home, `${run}-report`)),
      await unpackedFiles(join(home, 'local')),
    ];
    expect([...one.keys()]).toEqual([...other.keys()]);
    for (const [name, text] of one) expect(text, name).toBe(other.get(name));

    const without = await report(address, '--out', 'without-key');
    expect(without.stderr).toContain('external IDs are masked without fingerprints');
    const diff = await countersign(['diff', address, `kept/${run}`], { env, cwd: home });
    expect(diff.code, diff.stderr).toBe(0);
    expect(diff.stdout).toContain('0 new findings');
    const nowhere = await report('s3://kept/audits/no-such-run');
    expect(nowhere.code).toBe(1);
    expect(nowhere.stderr).toContain('NOT_A_RUN');
  });

  it('is verified where it is, and told apart from one that someone changed there', async () => {
    const run = (await keys('kept'))[0]?.split('/')[1] ?? '';
    const verify = () => countersign(['verify', `s3://kept/audits/${run}`], { env, cwd: home });
    const intact = await verify();
    expect(intact.code, intact.stdout + intact.stderr).toBe(0);
    await s3.send(new PutObjectCommand({ Bucket: 'kept', Key: `audits/${run}/report.html`, Body: 'fine' }));
    await s3.send(new DeleteObjectCommand({ Bucket: 'kept', Key: `audits/${run}/findings.csv` }));
    const altered = await verify();
    expect(altered.code).toBe(4);
    expect(altered.stdout).toContain('report.html was altered');
    expect(altered.stdout).toContain('findings.csv is missing');
    const report = await countersign(['report', `s3://kept/audits/${run}`, '--out', 'of-altered'], {
      env,
      cwd: home,
    });
    expect(report.code).toBe(4);
    expect(report.stderr).toContain('no report is made of it');
    expect(await readdir(home)).not.toContain('of-altered');
    const nothing = await countersign(['verify', 's3://kept/audits/no-such-run'], { env, cwd: home });
    expect(nothing.code).toBe(1);
    expect(nothing.stderr).toContain('NOT_A_RUN');
  });

  it('is not begun where the archive cannot be reached', async () => {
    const before = simulator.calls.length;
    const failed = await scan('not-yet-there', 'late');
    expect([failed.code, failed.stdout]).toEqual([1, '']);
    expect(failed.stderr).toContain('NoSuchBucket: s3:ListBucket failed for s3://not-yet-there/audits');
    expect(simulator.calls.length).toBe(before);
    expect((await readdir(join(home, 'late'))).filter((name) => name.includes('T'))).toEqual([]);
  });

  it('ends with 1 when it cannot be put away, keeps the run, and --resume uploads it without AWS being read again', async () => {
    await s3.send(new CreateBucketCommand({ Bucket: 'occupied' }));
    const scanned = scan('occupied', 'occupied');
    // What the run leaves in the bucket at its start names it: another object takes the name of one of its files.
    await expect.poll(() => keys('occupied'), { interval: 20 }).toHaveLength(1);
    const run = /started\/(.*)\.json$/.exec((await keys('occupied'))[0] ?? '')?.[1] ?? '';
    const stranger = { Bucket: 'occupied', Key: `audits/${run}/report.html` };
    await s3.send(new PutObjectCommand({ ...stranger, Body: 'all is well' }));
    const failed = await scanned;
    expect([failed.code, failed.stdout]).toEqual([1, '']);
    expect(failed.stderr).toMatch(
      /NOT_ARCHIVED: The run is complete in occupied\/\S+ and is not in the archive/,
    );
    expect(failed.stderr).toContain('--resume');
    expect(await readdir(join(home, 'occupied/latest'))).toContain('manifest.json');

    const before = simulator.calls.length;
    const refused = await scan('occupied', 'occupied', '--resume');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(`s3://occupied/audits/${run}/report.html is there already`);
    expect(await keys('occupied')).not.toContain(`audits/${run}/manifest.json`);
    expect(await keys('occupied')).not.toContain('audits/chain/0001-00000001.json');

    // Another run was made meanwhile: the one that is still to be put away goes behind it.
    expect((await scan('occupied', 'elsewhere')).code).toBe(0);
    const between = simulator.calls.length;
    await s3.send(new DeleteObjectCommand(stranger));
    const resumed = await scan('occupied', 'occupied', '--resume');
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(simulator.calls.length).toBe(between);
    expect(between).toBeGreaterThan(before);
    expect(await keys('occupied')).toContain(`audits/${run}/manifest.json`);
    expect((await readdir(join(home, 'occupied'))).filter((name) => name.includes('unfinished'))).toEqual([]);
    const archived = await countersign(['verify', 's3://occupied/audits'], { env, cwd: home });
    expect(archived.code, archived.stdout).toBe(0);
    expect(archived.stdout).toContain(`run ${run}, number 2`);
    const local = await countersign(['verify', 'elsewhere/latest', 'occupied/latest'], { env, cwd: home });
    expect(local.code, local.stdout).toBe(0);
  });
});
