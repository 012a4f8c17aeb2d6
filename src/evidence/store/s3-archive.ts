import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ListObjectsV2CommandInput } from '@aws-sdk/client-s3';
import { isRunId } from '../run-id.ts';
import type { ArchivedName, ArchiveStore } from './archive-store.ts';
import { keptAs, openS3, type S3Keeping, type S3Setup } from './s3-client.ts';
import { mayPassNextTime, s3Failure, statusOf } from './s3-failure.ts';
import { runLocation, type S3Location, s3Address } from './s3-location.ts';

const ATTEMPTS = 5;

/** All runs below a prefix of a bucket. */
export async function openS3Archive(
  location: S3Location,
  setup: S3Setup,
  keeping: S3Keeping = {},
): Promise<ArchiveStore> {
  const { sdk, client } = await openS3(setup);
  const { bucket: Bucket, prefix } = location;
  const address = s3Address(location);
  const below = prefix === '' ? '' : `${prefix}/`;

  async function region(): Promise<string | undefined> {
    try {
      return (await client.send(new sdk.HeadBucketCommand({ Bucket }))).BucketRegion;
    } catch (error) {
      // The answer to a HEAD has no words. What is asked with the same right has them.
      for await (const _ of pages({ Prefix: below, Delimiter: '/' })) break;
      throw s3Failure(error, 's3:ListBucket', address);
    }
  }

  async function* pages(request: Omit<ListObjectsV2CommandInput, 'Bucket'>) {
    try {
      yield* sdk.paginateListObjectsV2({ client }, { Bucket, ...request });
    } catch (error) {
      throw s3Failure(error, 's3:ListBucket', address);
    }
  }

  async function list(folder: string): Promise<ArchivedName[]> {
    const found: ArchivedName[] = [];
    for await (const { Contents = [] } of pages({ Prefix: `${below}${folder}/` }))
      for (const { Key = '', LastModified = new Date(0) } of Contents)
        found.push({ name: Key.slice(below.length), at: LastModified });
    return found;
  }

  async function runIds(after?: string): Promise<string[]> {
    // What begins with a run id and a slash comes before what begins with the id and a zero.
    const StartAfter = after === undefined ? undefined : `${below}${after}0`;
    const found: string[] = [];
    const request = { Prefix: below, Delimiter: '/', ...(StartAfter === undefined ? {} : { StartAfter }) };
    for await (const { CommonPrefixes = [] } of pages(request))
      for (const { Prefix = '' } of CommonPrefixes) found.push(Prefix.slice(below.length, -1));
    return found.filter((id) => isRunId(id) && (after === undefined || id > after)).sort();
  }

  async function read(name: string): Promise<Readable> {
    try {
      const { Body } = await client.send(new sdk.GetObjectCommand({ Bucket, Key: `${below}${name}` }));
      if (Body instanceof Readable) return Body;
    } catch (error) {
      throw s3Failure(error, 's3:GetObject', `${address}/${name}`);
    }
    throw new Error(`S3 answered without ${address}/${name}.`);
  }

  async function create(name: string, text: string): Promise<boolean> {
    const Body = Buffer.from(text);
    const ChecksumSHA256 = createHash('sha256').update(Body).digest('base64');
    for (let attempt = 1; ; attempt += 1) {
      const kept = keptAs(keeping, setup.clock.now());
      try {
        const request = { Bucket, Key: `${below}${name}`, Body, ChecksumSHA256, ...kept };
        await client.send(new sdk.PutObjectCommand({ ...request, ChecksumAlgorithm: 'SHA256' }));
        return true;
      } catch (error) {
        if (statusOf(error) === 412) return false;
        if (attempt === ATTEMPTS || !mayPassNextTime(error))
          throw s3Failure(error, 's3:PutObject', `${address}/${name}`);
        await setup.clock.sleep(250 * 2 ** attempt);
      }
    }
  }

  const addressOf = (runId: string) => s3Address(runLocation(location, runId));
  return { location: address, region, list, runIds, read, create, addressOf, close: () => client.destroy() };
}
