import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditReport } from '../../../src/model/report.ts';
import { usualConfiguration } from '../../../src/simulator/fleet/demo-configuration.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import type { WorldRole } from '../../../src/simulator/world.ts';
import { countersign } from '../../support/command.ts';
import { newKeyFiles } from '../../support/signing.ts';
import { locate, MOTO, missing } from '../outsiders.ts';
import { type Moto, startMoto } from './moto.ts';

const program = locate(MOTO);
const REGION = 'eu-west-1';
const NEW_ID = '0d9d5a5c-64f1-4e6b-9f5a-3f1f0a3b7c21';
const OTHER_ID = '5b0c2f0e-8a53-4a0e-b1d5-7c1f2b8e9d34';
const key = newKeyFiles('p256');
const otherKey = newKeyFiles('p256');

interface Scanned {
  code: number | null;
  stderr: string;
  report: AuditReport;
  /** The directory of runs, and in it the run. */
  out: string;
  runId: string;
}

describe('a machine that forgets, with an archive in S3 (moto)', () => {
  if (program === undefined) return missing(MOTO);

  let moto: Moto;
  let simulator: Simulator;
  let s3: S3Client;
  let home: string;
  let env: Record<string, string>;
  let externalIdKmsKeyId: string;
  let disks = 0;

  beforeAll(async () => {
    moto = await startMoto(program);
    simulator = await startSimulator({ accounts: 8, asOf: new Date().toISOString() });
    home = await mkdtemp(join(tmpdir(), 'countersign-memory-'));
    const { accessKeyId, secretAccessKey } = simulator.credentials;
    const credentials = { accessKeyId, secretAccessKey };
    s3 = new S3Client({ endpoint: moto.endpoint, region: REGION, credentials, forcePathStyle: true });
    const kms = new KMSClient({ endpoint: moto.endpoint, region: 'us-east-1', credentials });
    const asked = new CreateKeyCommand({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' });
    externalIdKmsKeyId = (await kms.send(asked)).KeyMetadata?.Arn ?? '';
    env = {
      AWS_ENDPOINT_URL: simulator.endpoint,
      AWS_ENDPOINT_URL_S3: moto.endpoint,
      AWS_ENDPOINT_URL_KMS: moto.endpoint,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_REGION: 'us-east-1',
    };
  });
  afterAll(async () => {
    moto?.close();
    await simulator?.close();
  });

  async function newBucket(name: string, locked = true): Promise<string> {
    await s3.send(
      new CreateBucketCommand({
        Bucket: name,
        ObjectLockEnabledForBucket: locked,
        CreateBucketConfiguration: { LocationConstraint: REGION },
      }),
    );
    return name;
  }

  const newDisk = () => {
    disks += 1;
    return `disk-${disks}`;
  };

  async function configure(bucket: string, evidence: object = {}): Promise<string> {
    const archive = {
      ...{ bucket, prefix: 'audits', region: REGION },
      objectLock: { mode: 'governance', retainDays: 30 },
    };
    const settings = { externalIdKmsKeyId, signing: { keyFile: key.keyFile }, s3: archive, ...evidence };
    const name = `config-${newDisk()}.yaml`;
    const config = { ...usualConfiguration(simulator.world), evidence: settings };
    await writeFile(join(home, name), JSON.stringify(config));
    return name;
  }

  /** One scan, by default on a disk that has nothing on it. */
  async function scan(config: string, { out = newDisk(), args = [] as string[] } = {}): Promise<Scanned> {
    const scanned = await countersign(['scan', '--json', '--config', config, '--out', out, ...args], {
      env,
      cwd: home,
    });
    const report: AuditReport = scanned.stdout === '' ? (undefined as never) : JSON.parse(scanned.stdout);
    return { code: scanned.code, stderr: scanned.stderr, report, out, runId: report?.run.runId ?? '' };
  }

  async function verify(address: string, ...more: string[]) {
    const args = ['verify', '--json', address, '--key', key.publicKeyFile, ...more];
    const { code, stdout, stderr } = await countersign(args, { env, cwd: home });
    return { code, stderr, found: stdout === '' ? undefined : JSON.parse(stdout) };
  }

  async function keys(bucket: string, prefix = ''): Promise<string[]> {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }));
    return Contents.map(({ Key = '' }) => Key);
  }

  async function put(bucket: string, name: string, body: string): Promise<void> {
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: `audits/${name}`, Body: body }));
  }

  async function textIn(bucket: string, name: string): Promise<string> {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: `audits/${name}` }));
    return text(Body as never);
  }

  async function take(bucket: string, name: string): Promise<void> {
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: `audits/${name}` }));
  }

  async function manifestOf({ out, runId }: Scanned) {
    return JSON.parse(await readFile(join(home, out, runId, 'manifest.json'), 'utf8')).predicate;
  }

  it('goes on as a machine that keeps its disk: number, changes, trend, reopened findings, external IDs', async () => {
    const bucket = await newBucket('memory');
    const config = await configure(bucket);
    const first = await scan(config);
    expect(first.code, first.stderr).toBeLessThan(4);
    expect([(await manifestOf(first)).sequence, first.report.changes]).toEqual([1, undefined]);
    expect(await keys(bucket, 'audits/chain/')).toEqual(['audits/chain/0001-00000001.json']);

    const roles = rolesToChange(first.report);
    const trusted = structuredClone(roles.fixed.trustPolicy);
    setCondition(roles.fixed, { StringEquals: { 'sts:ExternalId': NEW_ID } });
    setCondition(roles.rekeyed, { StringEquals: { 'sts:ExternalId': OTHER_ID } });
    const second = await scan(config);
    expect(second.stderr).not.toContain('damaged');
    expect(await manifestOf(second)).toMatchObject({ sequence: 2 });
    expect(second.report.changes).toMatchObject({ since: { runId: first.runId }, externalIdsCompared: true });
    expect(second.report.trend).toHaveLength(2);
    const gone = second.report.resolved.map(({ fingerprint }) => fingerprint);
    const back = first.report.findings.find(
      ({ checkId, resourceArn }) =>
        checkId === 'external-id-missing' && resourceArn.endsWith(`/${roles.fixed.name}`),
    );
    expect(gone).toContain(back?.fingerprint);
    const changed = second.report.findings.filter(({ checkId }) => checkId === 'external-id-change');
    expect(changed.map(({ resourceArn }) => resourceArn)).toContainEqual(
      expect.stringMatching(new RegExp(`/${roles.rekeyed.name}$`)),
    );

    roles.fixed.trustPolicy = trusted;
    const third = await scan(config);
    expect(await manifestOf(third)).toMatchObject({ sequence: 3 });
    expect(third.report.trend).toHaveLength(3);
    const reopened = third.report.findings.find(({ fingerprint }) => fingerprint === back?.fingerprint);
    expect(reopened?.firstSeen).toBe(back?.firstSeen);
    expect(third.report.changes?.findings.reopened).toContain(back?.fingerprint);

    const { code, found } = await verify(`s3://${bucket}/audits`);
    expect([code, found.damage, found.chain.from, found.chain.to]).toEqual([0, [], 1, 3]);
    const runs = [first, second].map(({ runId }) => `s3://${bucket}/audits/${runId}`);
    const given = await countersign(['verify', ...runs], { env, cwd: home });
    expect(given.code).toBe(0);
    expect(given.stdout).toContain('number 2');

    const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    const period = await verify(`s3://${bucket}/audits`, '--since', yesterday, '--every', '7d');
    expect([period.code, period.found.damage]).toEqual([0, []]);
    expect(period.found.period).toMatchObject({ runs: 3, every: 604_800, basis: 'given', missing: [] });

    // A machine that kept its disk, and missed two runs of others.
    const kept = await scan(config, { out: first.out });
    expect(kept.stderr).not.toContain('damaged');
    expect(await manifestOf(kept)).toMatchObject({ sequence: 4 });
    expect(kept.report.trend).toHaveLength(4);
    // And where its newest run is damaged, it goes back to what the archive holds.
    await writeFile(join(home, kept.out, kept.runId, 'report.json'), '{}');
    const again = await scan(config, { out: first.out });
    expect(again.stderr).toContain(`damaged history, run ${kept.runId}`);
    expect(again.stderr).not.toContain(`damaged history, run ${first.runId}`);
    expect(await manifestOf(again)).toMatchObject({ sequence: 5 });
  });

  it('gives two that end at once a place each', async () => {
    const bucket = await newBucket('two-at-once');
    const config = await configure(bucket);
    const both = await Promise.all([scan(config), scan(config)]);
    expect(both.map(({ code }) => code)).not.toContain(1);
    const numbers = await Promise.all(both.map(async (one) => (await manifestOf(one)).sequence));
    expect(numbers.sort()).toEqual([1, 2]);
    const { code, found } = await verify(`s3://${bucket}/audits`);
    expect([code, found.damage, found.chain.to]).toEqual([0, [], 2]);
  });

  it('refuses, before it reads an account, what it could not put away or go on with', async () => {
    const bucket = await newBucket('refusals');
    const config = await configure(bucket);
    await newBucket('no-lock', false);
    const first = await scan(config);
    const place = 'chain/0001-00000001.json';
    const link = await textIn(bucket, place);
    const report = `${first.runId}/manifest.json`;
    const manifest = await textIn(bucket, report);
    async function refused(why: RegExp, setup: { config?: string; out?: string } = {}): Promise<void> {
      const { config: named = config, out = newDisk() } = setup;
      const words = ['scan', '--config', named, '--out', out];
      const { code, stderr } = await countersign(words, { env, cwd: home });
      expect([code, stderr]).toEqual([1, expect.stringMatching(why)]);
    }
    const s3At = (place: object) => ({ s3: { prefix: 'audits', region: REGION, ...place } });
    await refused(/NoSuchBucket: s3:ListBucket failed for s3:\/\/nowhere-at-all\/audits/, {
      config: await configure(bucket, s3At({ bucket: 'nowhere-at-all' })),
    });
    await refused(
      /WRONG_REGION: The bucket refusals is in eu-west-1, and evidence\.s3\.region says us-east-1/,
      {
        config: await configure(bucket, s3At({ bucket, region: 'us-east-1' })),
      },
    );
    await refused(/NO_OBJECT_LOCK: evidence\.s3\.objectLock asks for Object Lock/, {
      config: await configure('no-lock'),
    });
    await refused(/CHAIN_BROKEN: .* is not to be believed.*signed by the key .*--new-chain/, {
      config: await configure(bucket, { signing: { keyFile: otherKey.keyFile } }),
    });

    await put(bucket, place, link.replace(/"sha256": "./, '"sha256": "'));
    await refused(/CHAIN_BROKEN: s3:\/\/refusals\/audits\/chain\/0001-00000001\.json is damaged/);
    await put(bucket, place, link.replace(/"sha256": "\w{8}/, '"sha256": "00000000'));
    await refused(
      /CHAIN_BROKEN: .* is not to be believed\. Its manifest is not the one that the chain names/,
    );
    await take(bucket, place);
    await refused(/CHAIN_BROKEN: s3:\/\/refusals\/audits holds runs, .* and nothing of their order/);
    await put(bucket, place, link);
    await put(bucket, report, manifest.replace('"sequence": 1', '"sequence": 2'));
    await refused(/CHAIN_BROKEN: .*is not to be believed/);
    await put(bucket, report, manifest);

    // Another chain, grown on a disk of its own.
    const elsewhere = await scan(await configure(bucket, { s3: undefined }));
    const calls = simulator.calls.length;
    await refused(/CHAIN_FORKS: .* neither goes on from the other/, { out: elsewhere.out });
    expect(simulator.calls.length).toBe(calls);
    // The same, on purpose.
    const anew = await scan(config, { out: elsewhere.out, args: ['--new-chain'] });
    expect(anew.code, anew.stderr).toBeLessThan(4);
    const over = { runId: first.runId, sequence: 1, sha256: JSON.parse(link).sha256 };
    expect(await manifestOf(anew)).toMatchObject({ sequence: 1, previousManifest: null, newChain: { over } });
    expect(anew.report.changes).toBeUndefined();
    const next = await scan(config);
    expect(await manifestOf(next)).toMatchObject({ sequence: 2 });
    expect(next.report.trend).toHaveLength(2);
    const { code, found } = await verify(`s3://${bucket}/audits`);
    expect([code, found.damage, found.runs.length, found.chain.to]).toEqual([0, [], 3, 2]);
    const shown = await countersign(['verify', `s3://${bucket}/audits`], { env, cwd: home });
    expect(shown.stdout).toContain(`begins a new chain over that of ${first.runId}, number 1`);
  });

  it('takes nothing from a run that is damaged in the archive, says so, and goes back to the one before', async () => {
    const bucket = await newBucket('damaged');
    const config = await configure(bucket);
    const first = await scan(config);
    const second = await scan(config);
    const name = `${second.runId}/report.json`;
    const whole = await textIn(bucket, name);
    await put(bucket, name, whole.slice(0, 1000));
    const third = await scan(config);
    expect(third.code).toBe(3);
    expect(third.stderr).toMatch(
      new RegExp(`damaged history, run ${second.runId}: It cannot be used: .*report\\.json`),
    );
    expect(third.stderr).toContain(`compared with the run ${first.runId} instead`);
    expect(await manifestOf(third)).toMatchObject({ sequence: 3 });
    const { code, found } = await verify(`s3://${bucket}/audits`);
    expect([code, found.damage.length]).toEqual([4, 1]);

    // A run that is gone leaves its place, and verify says which.
    await put(bucket, name, whole);
    for (const key of await keys(bucket, `audits/${third.runId}/`))
      await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    const without = await verify(`s3://${bucket}/audits`);
    expect([without.code, without.found.damage[0].message]).toEqual([
      4,
      expect.stringContaining(`The run ${third.runId} has the place number 3`),
    ]);
  });

  it('tells before the scan that its key of fingerprints is another, and does not bother a first run', async () => {
    const bucket = await newBucket('key-file');
    const config = await configure(bucket, { externalIdKmsKeyId: undefined });
    const first = await scan(config);
    expect(first.stderr).not.toContain('fingerprints');
    const kept = await scan(config, { out: first.out });
    expect(kept.stderr).not.toContain('External IDs cannot be compared');
    const forgot = await scan(config);
    const lines = forgot.stderr.split('\n');
    const told = lines.findIndex((line) =>
      line.startsWith(`External IDs cannot be compared with those of the run ${kept.runId}`),
    );
    expect(told).toBeGreaterThanOrEqual(0);
    expect(told).toBeLessThan(lines.findIndex((line) => line.includes('in scope')));
    expect(await manifestOf(forgot)).toMatchObject({ sequence: 3 });
    expect(await keys(bucket)).not.toContainEqual(expect.stringContaining('.key'));
    const job = await countersign(['scan', '--config', config, '--out', newDisk()], {
      env: { ...env, GITHUB_ACTIONS: 'true' },
      cwd: home,
    });
    expect(job.stderr).toContain('on a disk that goes with this job');
  });

  /** Roles to do things to: one without an external ID, one that asks for one. */
  function rolesToChange(report: AuditReport): { fixed: WorldRole; rekeyed: WorldRole } {
    const all = simulator.world.accounts.flatMap(({ contents }) => contents.roles);
    const named = (arn: string) => all.find(({ name }) => arn.endsWith(`/${name}`));
    const idsAsked = (arn: string) =>
      report.roles.find(({ roleArn }) => roleArn === arn)?.digests?.externalIds?.length;
    const findings = (check: RegExp) =>
      report.findings.filter(({ checkId }) => check.test(checkId)).map(({ resourceArn }) => resourceArn);
    const [fixed] = findings(/^external-id-missing$/);
    const troubled = findings(/^external-id/);
    const rekeyed = report.roles.find(
      ({ roleArn }) => idsAsked(roleArn) === 1 && !troubled.some((arn) => arn === roleArn),
    );
    const [one, other] = [named(fixed ?? ''), named(rekeyed?.roleArn ?? '')];
    if (one === undefined || other === undefined) throw new Error('The fleet has no such role.');
    return { fixed: one, rekeyed: other };
  }
});

function setCondition({ trustPolicy }: WorldRole, condition: object): void {
  if (typeof trustPolicy === 'string') throw new Error('The trust policy is a text.');
  for (const statement of [trustPolicy.Statement].flat())
    Object.assign(statement ?? {}, { Condition: condition });
}
