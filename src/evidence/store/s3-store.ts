import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { HeadObjectCommandOutput, PutObjectCommandInput } from '@aws-sdk/client-s3';
import { stopper } from '../../aws/stop.ts';
import { UserError } from '../../model/user-error.ts';
import type { EvidenceStore, SealedFile } from './evidence-store.ts';
import { keptAs, openS3, type S3Keeping, type S3Setup } from './s3-client.ts';
import { mayPassNextTime, s3Failure, statusOf } from './s3-failure.ts';
import { type S3Location, s3Address } from './s3-location.ts';

const ATTEMPTS = 5;
/** A PutObject takes no more: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const LARGEST_BYTES = 5 * 1024 ** 3;

/**
 * A run below a prefix of a bucket. Every file goes in by one PutObject with its SHA-256, which S3 compares with what
 * arrives, and with `If-None-Match: *`, so that nothing that is there is written over.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export async function openS3Store(
  location: S3Location,
  setup: S3Setup,
  keeping: S3Keeping = {},
): Promise<EvidenceStore> {
  const { sdk, client } = await openS3(setup);
  const { bucket, prefix } = location;
  const address = s3Address(location);
  const keyOf = (name: string) => (prefix === '' ? name : `${prefix}/${name}`);
  let listed: Promise<Set<string>> | undefined;

  async function list(): Promise<string[]> {
    const names: string[] = [];
    const below = prefix === '' ? '' : `${prefix}/`;
    try {
      const pages = sdk.paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: below });
      for await (const { Contents = [] } of pages) {
        for (const { Key = '' } of Contents) if (Key !== below) names.push(Key.slice(below.length));
      }
    } catch (error) {
      throw s3Failure(error, 's3:ListBucket', address);
    }
    return names.sort();
  }

  async function read(name: string): Promise<Readable> {
    try {
      const { Body } = await client.send(new sdk.GetObjectCommand({ Bucket: bucket, Key: keyOf(name) }));
      if (Body instanceof Readable) return Body;
    } catch (error) {
      throw s3Failure(error, 's3:GetObject', `${address}/${name}`);
    }
    throw new Error(`S3 answered without ${address}/${name}.`);
  }

  /** Whether the file is there already, just as it is here. Throws when another is. */
  async function isThere(file: SealedFile): Promise<boolean> {
    let there: HeadObjectCommandOutput;
    try {
      const request = { Bucket: bucket, Key: keyOf(file.name), ChecksumMode: 'ENABLED' } as const;
      there = await client.send(new sdk.HeadObjectCommand(request));
    } catch (error) {
      if (statusOf(error) === 404) return false;
      throw s3Failure(error, 's3:GetObject', `${address}/${file.name}`);
    }
    if (there.ChecksumSHA256 === base64(file.sha256)) return true;
    throw new UserError(
      'ARCHIVE_DIFFERS',
      `${address}/${file.name} is there already and is another file than that of this run. Nothing was written over it.`,
    );
  }

  async function put(file: SealedFile): Promise<void> {
    if (file.size > LARGEST_BYTES)
      throw new UserError('FILE_TOO_LARGE', `${file.path} is larger than the 5 GB that S3 takes at once.`);
    if (keeping.replaces !== true) {
      listed ??= list().then((names) => new Set(names));
      if ((await listed).has(file.name) && (await isThere(file))) return;
    }
    for (let attempt = 1; ; attempt += 1) {
      try {
        await send(file);
        return;
      } catch (error) {
        // Someone was first, or an earlier attempt arrived and its answer did not.
        if (statusOf(error) === 412 && (await isThere(file))) return;
        if (attempt === ATTEMPTS || !mayPassNextTime(error))
          throw s3Failure(error, 's3:PutObject', `${address}/${file.name}`);
        await setup.clock.sleep(250 * 2 ** attempt);
      }
    }
  }

  async function send(file: SealedFile): Promise<void> {
    const handle = await open(file.path);
    if ((await handle.stat()).size !== file.size) {
      await handle.close();
      throw new UserError('EVIDENCE_ALTERED', `${file.path} is not the file that the manifest names.`);
    }
    const body = handle.createReadStream();
    // The SDK does not listen to the stream: a disk that fails would end the process, or never be noticed.
    const broken = stopper();
    body.once('error', (error) => broken.abort(error));
    try {
      const command = new sdk.PutObjectCommand(putRequest(file, body));
      await client.send(command, { abortSignal: broken.signal });
    } catch (error) {
      broken.signal.throwIfAborted();
      throw error;
    } finally {
      body.destroy();
    }
  }

  function putRequest(file: SealedFile, body: Readable): PutObjectCommandInput {
    return {
      Bucket: bucket,
      Key: keyOf(file.name),
      Body: body,
      ContentLength: file.size,
      ChecksumAlgorithm: 'SHA256',
      ChecksumSHA256: base64(file.sha256),
      ...keptAs(keeping, setup.clock.now()),
    };
  }

  const names = async () => [(prefix === '' ? bucket : prefix).replace(/^.*\//s, '')];
  return { location: address, names, list, read, put, close: () => client.destroy() };
}

function base64(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64');
}
