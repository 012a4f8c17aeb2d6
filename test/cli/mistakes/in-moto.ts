import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { type BucketLocationConstraint, CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { countersign } from '../../support/command.ts';
import { fleet, type Scene, withEnv } from './scene.ts';

/** Makes a mistake about a bucket or key, where this moto answers for S3 and KMS. */
type MistakeInMoto = (endpoint: string) => Promise<Scene>;

const REGION = 'eu-west-1';

export const IN_MOTO = {
  'The bucket is not there': (endpoint) =>
    keptIn(endpoint, { s3: { bucket: 'audit-evidence', prefix: 'countersign', region: REGION } }),

  'The bucket is in another Region': async (endpoint) => {
    await newBucket(endpoint, 'evidence-of-frankfurt', 'eu-central-1');
    return keptIn(endpoint, { s3: { bucket: 'evidence-of-frankfurt', region: REGION } });
  },

  'The bucket has no Object Lock': async (endpoint) => {
    await newBucket(endpoint, 'evidence-without-lock', REGION);
    const objectLock = { mode: 'governance', retainDays: 30 };
    return keptIn(endpoint, { s3: { bucket: 'evidence-without-lock', region: REGION, objectLock } });
  },

  'The runs of this machine and those of the archive are two chains': async (endpoint) => {
    await newBucket(endpoint, 'evidence-of-two', REGION);
    const s3 = { bucket: 'evidence-of-two', prefix: 'audits', region: REGION };
    const scene = await keptIn(endpoint, { s3 });
    const config = join(scene.cwd, 'config.yaml');
    const { evidence: _, ...before } = JSON.parse(await readFile(config, 'utf8'));
    await writeFile(join(scene.cwd, 'before.yaml'), JSON.stringify(before));
    await countersign(['scan', '--config', 'before.yaml', '--out', 'runs'], scene);
    await countersign(['scan', '--out', 'elsewhere'], scene);
    return scene;
  },

  'The KMS key is in another Region': async (endpoint) => {
    const kms = new KMSClient({ endpoint, region: REGION, credentials: KEYS });
    const asked = new CreateKeyCommand({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
    const { KeyMetadata: key } = await kms.send(asked);
    return keptIn(endpoint, { signing: { kmsKeyId: key?.KeyId ?? '' } });
  },
} satisfies Record<string, MistakeInMoto>;

const KEYS = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'not-a-secret' };

async function newBucket(endpoint: string, name: string, region: BucketLocationConstraint): Promise<void> {
  const s3 = new S3Client({ endpoint, region, credentials: KEYS, forcePathStyle: true });
  await s3.send(
    new CreateBucketCommand({ Bucket: name, CreateBucketConfiguration: { LocationConstraint: region } }),
  );
}

async function keptIn(endpoint: string, evidence: object): Promise<Scene> {
  const scene = await fleet({ config: { evidence } });
  return withEnv(scene, { AWS_ENDPOINT_URL_S3: endpoint, AWS_ENDPOINT_URL_KMS: endpoint });
}
