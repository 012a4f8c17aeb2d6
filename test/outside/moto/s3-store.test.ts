import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { directoryReader } from '../../../src/evidence/evidence-reader.ts';
import { archiveRun } from '../../../src/evidence/store/archive-run.ts';
import type { EvidenceStore, SealedFile } from '../../../src/evidence/store/evidence-store.ts';
import type { S3Keeping } from '../../../src/evidence/store/s3-client.ts';
import { openS3Store } from '../../../src/evidence/store/s3-store.ts';
import { fixedClock } from '../../support/fixed-clock.ts';
import { scanFleet } from '../../support/fleet.ts';
import { locate, MOTO, missing } from '../outsiders.ts';
import { type Moto, startMoto } from './moto.ts';

const program = locate(MOTO);
const REGION = 'eu-west-1';
/** The bucket has a clock of its own, and lets go of what is held no longer. */
const NOW = Date.now();
const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };

describe('the archive in S3 (moto, versioning and Object Lock)', () => {
  if (program === undefined) return missing(MOTO);

  let moto: Moto;
  let s3: S3Client;
  let run: string;
  let kmsKeyId: string;
  let buckets = 0;

  beforeAll(async () => {
    moto = await startMoto(program);
    const aws = { endpoint: moto.endpoint, region: REGION, credentials };
    s3 = new S3Client({ ...aws, forcePathStyle: true });
    const { KeyMetadata } = await new KMSClient(aws).send(new CreateKeyCommand({}));
    kmsKeyId = KeyMetadata?.Arn ?? '';
    ({ directory: run } = await scanFleet({ accounts: 2 }));
  });
  afterAll(() => moto?.close());

  /** A bucket of its own that locks objects, and so keeps versions. */
  async function newBucket(): Promise<string> {
    buckets += 1;
    const bucket = `evidence-${buckets}`;
    const place = { LocationConstraint: REGION } as const;
    await s3.send(
      new CreateBucketCommand({
        Bucket: bucket,
        ObjectLockEnabledForBucket: true,
        CreateBucketConfiguration: place,
      }),
    );
    return bucket;
  }

  function open(bucket: string, keeping: S3Keeping = {}): Promise<EvidenceStore> {
    const setup = {
      region: REGION,
      clock: fixedClock(new Date(NOW).toISOString()),
      version: '0.0.0-test',
      endpoint: moto.endpoint,
    };
    return openS3Store({ bucket, prefix: 'audits/run' }, { ...setup, credentials }, keeping);
  }

  async function sealedFile(name: string, text?: string): Promise<SealedFile> {
    const path = text === undefined ? join(run, name) : join(await mkdtemp(join(tmpdir(), 'file-')), 'file');
    if (text !== undefined) await writeFile(path, text);
    const bytes = await readFile(path);
    return { name, path, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  }

  it('keeps every file of the run, byte for byte, under its SHA-256', async () => {
    const bucket = await newBucket();
    const store = await open(bucket);
    const files = await directoryReader(run).list();
    expect(await archiveRun(run, store)).toBe(files.length);
    expect(await store.list()).toEqual(files);
    for (const name of files) {
      const bytes = await readFile(join(run, name));
      expect((await buffer(await store.read(name))).equals(bytes), name).toBe(true);
      const head = await s3.send(
        new HeadObjectCommand({ Bucket: bucket, Key: `audits/run/${name}`, ChecksumMode: 'ENABLED' }),
      );
      expect(head.ChecksumSHA256, name).toBe(createHash('sha256').update(bytes).digest('base64'));
    }
  });

  it('puts the manifest in last, after all files that it names', async () => {
    const order: string[] = [];
    const store = await open(await newBucket());
    await archiveRun(run, {
      ...store,
      put: async (file) => {
        await store.put(file);
        order.push(file.name);
      },
    });
    expect(order.at(-1)).toBe('manifest.json');
    expect(order).toHaveLength((await directoryReader(run).list()).length);
  });

  it('holds every object for the days that were asked for, so that no version can be deleted', async () => {
    const bucket = await newBucket();
    await archiveRun(run, await open(bucket, { objectLock: { mode: 'compliance', retainDays: 30 } }));
    const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket }));
    expect(Versions.length).toBe((await directoryReader(run).list()).length);
    // To the second, as S3 tells it.
    const until = new Date(NOW + 30 * 86_400_000).toISOString().slice(0, 19);
    for (const { Key, VersionId } of Versions) {
      const head = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key, VersionId }));
      expect(head.ObjectLockMode, Key).toBe('COMPLIANCE');
      expect(head.ObjectLockRetainUntilDate?.toISOString().slice(0, 19), Key).toBe(until);
    }
    const [victim] = Versions;
    const deletion = { Bucket: bucket, Key: victim?.Key, VersionId: victim?.VersionId };
    await expect(s3.send(new DeleteObjectCommand(deletion))).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('encrypts with the key that was asked for', async () => {
    const bucket = await newBucket();
    await archiveRun(run, await open(bucket, { kmsKeyId }));
    const head = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: 'audits/run/manifest.json' }));
    expect(head.ServerSideEncryption).toBe('aws:kms');
    expect(head.SSEKMSKeyId).toBe(kmsKeyId);
  });

  it('writes over nothing: another object under a name is refused, in words, and stays', async () => {
    const bucket = await newBucket();
    const key = 'audits/run/report.json';
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: 'not the report' }));
    const refused = archiveRun(run, await open(bucket));
    await expect(refused).rejects.toMatchObject({
      code: 'ARCHIVE_DIFFERS',
      message: `s3://${bucket}/${key} is there already and is another file than that of this run. Nothing was written over it.`,
    });
    const store = await open(bucket);
    expect(String(await buffer(await store.read('report.json')))).toBe('not the report');
    expect(await store.list()).not.toContain('manifest.json');
  });

  it('writes over nothing even when the other object comes after it has looked', async () => {
    const bucket = await newBucket();
    const [mine, theirs] = [await open(bucket), await open(bucket)];
    await mine.put(await sealedFile('first', 'first'));
    await theirs.put(await sealedFile('contested', 'theirs'));
    // `mine` has listed the bucket already and does not know of the object: S3 itself refuses.
    await expect(mine.put(await sealedFile('contested', 'mine'))).rejects.toMatchObject({
      code: 'ARCHIVE_DIFFERS',
    });
    expect(String(await buffer(await mine.read('contested')))).toBe('theirs');
    await mine.put(await sealedFile('contested', 'theirs'));
    const { Versions } = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket }));
    expect(Versions?.map(({ Key }) => Key)).toEqual(['audits/run/contested', 'audits/run/first']);
  });

  it('an interrupted upload has no manifest, and goes on without sending again what is there', async () => {
    const bucket = await newBucket();
    const store = await open(bucket);
    let puts = 0;
    const interrupted = archiveRun(run, {
      ...store,
      put: async (file) => {
        puts += 1;
        if (puts > 4) throw new Error('the connection broke');
        await store.put(file);
      },
    });
    await expect(interrupted).rejects.toThrow('the connection broke');
    const names = await store.list();
    expect(names.length).toBeGreaterThan(0);
    expect(names).not.toContain('manifest.json');
    const before = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket }));

    await archiveRun(run, await open(bucket));
    expect(await store.list()).toEqual(await directoryReader(run).list());
    const after = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket }));
    const versions = new Set(after.Versions?.map(({ VersionId }) => VersionId));
    expect(after.Versions?.length).toBe(versions.size);
    for (const { Key, VersionId } of before.Versions ?? []) expect(versions.has(VersionId), Key).toBe(true);
  });

  it('says what failed where, and nothing of keys, for a bucket that is not there', async () => {
    const failed = archiveRun(run, await open('no-such-bucket'));
    await expect(failed).rejects.toMatchObject({ name: 'UserError', code: 'NoSuchBucket' });
    const message = await archiveRun(run, await open('no-such-bucket')).catch(String);
    expect(message).toContain('s3:ListBucket failed for s3://no-such-bucket/audits/run');
    expect(message).not.toContain(credentials.accessKeyId);
  });

  it('lists more than one page of objects', async () => {
    const bucket = await newBucket();
    const store = await open(bucket);
    const body = { Bucket: bucket, Body: 'x' };
    const names = Array.from({ length: 1010 }, (_, index) => `f${String(index).padStart(4, '0')}`);
    for (let from = 0; from < names.length; from += 50) {
      const batch = names.slice(from, from + 50);
      await Promise.all(
        batch.map((name) => s3.send(new PutObjectCommand({ ...body, Key: `audits/run/${name}` }))),
      );
    }
    expect(await store.list()).toEqual(names);
  });

  it('keeps an empty file too', async () => {
    const store = await open(await newBucket());
    await store.put(await sealedFile('empty', ''));
    expect((await buffer(await store.read('empty'))).length).toBe(0);
  });

  it('refuses a file that is no longer of the size that was sealed', async () => {
    const store = await open(await newBucket());
    const file = await sealedFile('grown', 'as sealed');
    await writeFile(file.path, 'as sealed, and more');
    await expect(store.put(file)).rejects.toMatchObject({ code: 'EVIDENCE_ALTERED' });
    expect(await store.list()).toEqual([]);
  });

  it('fails on a file that went missing here, without waiting', async () => {
    const store = await open(await newBucket());
    const file = await sealedFile('gone', 'gone');
    await rename(file.path, `${file.path}.moved`);
    await expect(store.put(file)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
