import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { usualConfiguration } from '../../../src/simulator/fleet/demo-configuration.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { countersign, type Finished } from '../../support/command.ts';
import { locate, MOTO, missing } from '../outsiders.ts';
import { type Moto, startMoto } from './moto.ts';

const program = locate(MOTO);

describe('a run in shards that are handed over in S3 (moto)', () => {
  if (program === undefined) return missing(MOTO);

  let moto: Moto;
  let simulator: Simulator;
  let s3: S3Client;
  let home: string;
  let env: Record<string, string>;
  const PLACE = 's3://evidence/shards/night-1';

  beforeAll(async () => {
    moto = await startMoto(program);
    simulator = await startSimulator({ accounts: 5, asOf: new Date().toISOString() });
    home = await mkdtemp(join(tmpdir(), 'countersign-shards-'));
    const { accessKeyId, secretAccessKey } = simulator.credentials;
    const credentials = { accessKeyId, secretAccessKey };
    s3 = new S3Client({ endpoint: moto.endpoint, region: 'us-east-1', credentials });
    await s3.send(new CreateBucketCommand({ Bucket: 'evidence' }));
    env = {
      AWS_ENDPOINT_URL: simulator.endpoint,
      AWS_ENDPOINT_URL_S3: moto.endpoint,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_REGION: 'us-east-1',
    };
    const keyFile = join(home, 'fingerprints.key');
    await writeFile(keyFile, '0123456789abcdef'.repeat(4));
    const evidence = {
      ...{ externalIds: 'masked', externalIdKeyFile: keyFile },
      s3: { bucket: 'evidence', prefix: 'audits', region: 'us-east-1' },
    };
    const config = { ...usualConfiguration(simulator.world), evidence, outputs: ['json'] };
    await writeFile(join(home, 'config.yaml'), JSON.stringify(config));
  });
  afterAll(async () => {
    moto?.close();
    await simulator?.close();
  });

  /** Each on a disk that has nothing on it. */
  let disks = 0;
  async function run(args: string[], more: Record<string, string> = {}): Promise<Finished & { out: string }> {
    disks += 1;
    const out = `disk-${disks}`;
    const finished = await countersign([...args, '--json', '--config', 'config.yaml', '--out', out], {
      env: { ...env, ...more },
      cwd: home,
    });
    return { ...finished, out };
  }

  async function keys(prefix: string): Promise<string[]> {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'evidence', Prefix: prefix }));
    return Contents.map(({ Key = '' }) => Key);
  }

  it('is planned, scanned, merged and archived by machines that share nothing else', async () => {
    const plan = await run(['plan', '--shards', '2', '--place', PLACE]);
    expect(plan).toMatchObject({ code: 0 });
    expect(await keys('shards/night-1/')).toContain('shards/night-1/shards.jsonl');
    // Once more, as a state machine that is redriven does it.
    const again = await run(['plan', '--shards', '2', '--place', PLACE]);
    expect(JSON.parse(again.stdout)).toEqual({ ...JSON.parse(plan.stdout), again: true });

    const first = await run(['scan', '--shard', '1/2', '--place', PLACE]);
    expect(first).toMatchObject({ code: 0 });
    const lacking = await run(['merge', PLACE]);
    expect(lacking.code).toBe(1);
    expect(lacking.stderr).toContain('2-of-2');
    const second = await run(['scan', '--place', PLACE], { AWS_BATCH_JOB_ARRAY_INDEX: '1' });
    expect(JSON.parse(second.stdout)).toMatchObject({ shard: 2, of: 2, address: `${PLACE}/2-of-2` });

    // A shard whose upload was altered is put there anew by whoever scans it again.
    const [calls = ''] = (await keys('shards/night-1/1-of-2/accounts/')).filter((key) =>
      key.endsWith('calls.jsonl.gz'),
    );
    await s3.send(new PutObjectCommand({ Bucket: 'evidence', Key: calls, Body: 'x' }));
    const altered = await run(['merge', PLACE]);
    expect(altered.code).toBe(1);
    expect(altered.stderr).toMatch(/1-of-2 is not to be believed.*ALTERED_SHARD/);
    expect((await run(['scan', '--shard', '1/2', '--place', PLACE])).code).toBe(0);

    const before = simulator.calls.length;
    const merged = await run(['merge', PLACE]);
    expect(simulator.calls.length).toBe(before);
    const { run: info, coverage } = JSON.parse(merged.stdout);
    expect(coverage.gaps).toEqual([]);
    expect(await keys(`audits/${info.runId}/`)).toContain(`audits/${info.runId}/manifest.json`);
    const verified = await countersign(['verify', 's3://evidence/audits', '--json'], { env, cwd: home });
    expect(JSON.parse(verified.stdout)).toMatchObject({ intact: true, chain: { from: 1, to: 1 } });
    // Once more on another disk: it is sealed once, and has one place in the chain.
    const twice = await run(['merge', PLACE]);
    expect({ code: twice.code, run: JSON.parse(twice.stdout).run }).toEqual({ code: merged.code, run: info });
    expect(await keys('audits/chain/')).toHaveLength(1);
    const text = await readFile(join(home, merged.out, info.runId, 'run.json'), 'utf8');
    expect(JSON.parse(text).shards.map(({ shard }: { shard: number }) => shard)).toEqual([1, 2]);
  });
});
