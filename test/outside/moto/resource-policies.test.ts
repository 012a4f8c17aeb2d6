import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditReport } from '../../../src/model/report.ts';
import { runScan } from '../../support/scan.ts';
import { AWS_CLI, locate, MOTO, missing } from '../outsiders.ts';
import { ROOT_KEYS } from './fleet.ts';
import { type Moto, startMoto } from './moto.ts';

const program = locate(MOTO);
const cli = locate(AWS_CLI);
const HERE = '123456789012';
const REGION = 'us-east-1';
const VENDOR = '222233334444';
const STRANGER = '999988887777';
const ARN = `arn:aws:SERVICE:${REGION}:${HERE}:`;
const SERVICES = ['s3', 'kms', 'sns', 'sqs', 'secretsmanager', 'lambda', 'ecr', 'events'] as const;

function policy(principal: string, action: string | string[], resource: string | string[] = '*'): string {
  const Principal = principal === '*' ? '*' : { AWS: `arn:aws:iam::${principal}:root` };
  const statement = { Effect: 'Allow', Principal, Action: action, Resource: resource };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

describe('resource policies in moto, made by the AWS CLI', () => {
  if (program === undefined) return missing(MOTO);
  if (cli === undefined) return missing(AWS_CLI);

  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto(program);
    for (const name of ['open', 'shut', 'shared', 'plain']) aws('s3api', 'create-bucket', '--bucket', name);
    for (const name of ['open', 'shut', 'shared']) {
      const on = [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`];
      const text = policy(name === 'shared' ? STRANGER : '*', ['s3:GetObject', 's3:ListBucket'], on);
      aws('s3api', 'put-bucket-policy', '--bucket', name, '--policy', text);
    }
    const block = 'RestrictPublicBuckets=true,IgnorePublicAcls=true';
    aws('s3api', 'put-public-access-block', '--bucket', 'shut', '--public-access-block-configuration', block);
    aws('s3api', 'create-bucket', '--bucket', 'listed', '--acl', 'public-read');

    const { KeyMetadata } = aws('kms', 'create-key') as { KeyMetadata: { KeyId: string } };
    const grantee = `arn:aws:iam::${VENDOR}:role/reader`;
    const operations = ['Encrypt', 'Decrypt'];
    const { KeyId } = KeyMetadata;
    aws(
      'kms',
      'create-grant',
      '--key-id',
      KeyId,
      '--grantee-principal',
      grantee,
      '--operations',
      ...operations,
    );

    aws('sns', 'create-topic', '--name', 'usual');
    const { TopicArn } = aws('sns', 'create-topic', '--name', 'open') as { TopicArn: string };
    const set = ['--attribute-name', 'Policy', '--attribute-value', policy('*', 'sns:Publish', TopicArn)];
    aws('sns', 'set-topic-attributes', '--topic-arn', TopicArn, ...set);

    const queue = policy(VENDOR, 'sqs:SendMessage', `${ARN.replace('SERVICE', 'sqs')}orders`);
    aws('sqs', 'create-queue', '--queue-name', 'orders', '--attributes', JSON.stringify({ Policy: queue }));
    aws('sqs', 'create-queue', '--queue-name', 'plain');

    aws('secretsmanager', 'create-secret', '--name', 'carrier', '--secret-string', 'not-a-secret');
    const secret = policy(STRANGER, 'secretsmanager:GetSecretValue');
    aws('secretsmanager', 'put-resource-policy', '--secret-id', 'carrier', '--resource-policy', secret);

    aws('ecr', 'create-repository', '--repository-name', 'images');
    const images = policy(VENDOR, 'ecr:BatchGetImage');
    aws('ecr', 'set-repository-policy', '--repository-name', 'images', '--policy-text', images);

    const replicates = policy(STRANGER, 'ecr:ReplicateImage', `${ARN.replace('SERVICE', 'ecr')}repository/*`);
    aws('ecr', 'put-registry-policy', '--policy-text', replicates);

    aws('events', 'create-event-bus', '--name', 'orders');
    const statement = ['--statement-id', 'other', '--action', 'events:PutEvents', '--principal', STRANGER];
    aws('events', 'put-permission', '--event-bus-name', 'orders', ...statement);
    makeFunction();
  }, 300_000);
  afterAll(() => moto?.close());

  function aws(...words: string[]): unknown {
    const { status, stdout, stderr } = spawnSync(
      cli ?? 'aws',
      [...words, '--output', 'json', '--endpoint-url', moto.endpoint],
      {
        encoding: 'utf8',
        env: {
          PATH: `${join(cli ?? '', '..')}:${process.env.PATH}`,
          AWS_ACCESS_KEY_ID: ROOT_KEYS.accessKeyId,
          AWS_SECRET_ACCESS_KEY: ROOT_KEYS.secretAccessKey,
          AWS_DEFAULT_REGION: REGION,
        },
      },
    );
    if (status !== 0) throw new Error(`aws ${words.slice(0, 2).join(' ')}: ${stderr}`);
    return stdout.trim() === '' ? {} : JSON.parse(stdout);
  }

  function makeFunction(): void {
    const trust = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    });
    aws('iam', 'create-role', '--role-name', 'runs', '--assume-role-policy-document', trust);
    const role = ['--role', `arn:aws:iam::${HERE}:role/runs`];
    const image = [
      '--package-type',
      'Image',
      '--code',
      `ImageUri=${HERE}.dkr.ecr.${REGION}.amazonaws.com/images:1`,
    ];
    aws('lambda', 'create-function', '--function-name', 'quote', ...image, ...role);
    const anyone = ['--statement-id', 'any', '--action', 'lambda:InvokeFunction', '--principal', '*'];
    aws('lambda', 'add-permission', '--function-name', 'quote', ...anyone);
  }

  async function scan(): Promise<AuditReport> {
    const { report } = await runScan({
      config: {
        accounts: [{ id: HERE, name: 'here' }],
        regions: [REGION],
        resourcePolicies: SERVICES,
        thirdParties: [{ name: 'Nimbus', accountIds: [VENDOR], owner: 'Jo', justification: 'Metrics' }],
      },
      aws: { endpoint: moto.endpoint, credentials: ROOT_KEYS },
    });
    return report;
  }

  it('are read and judged as they were made, and those without anyone from outside pass', async () => {
    const { findings, coverage, summary } = await scan();
    expect([...coverage.gaps].filter(({ fact }) => fact === 'resource-policies')).toEqual([]);
    const found = [...findings]
      .filter(({ checkId }) => checkId.startsWith('resource-'))
      .map(({ checkId, resourceArn, thirdParty }) =>
        [checkId, resourceArn.replace(/.*[:/]/, '').replace(/-[A-Za-z]{6}$/, ''), thirdParty?.name].join(' '),
      )
      .map((line) => line.replace(/[0-9a-f-]{36}/, 'key'))
      .sort();
    expect(found).toEqual([
      'resource-beyond-register key Nimbus',
      'resource-beyond-register orders Nimbus',
      'resource-public listed anyone',
      'resource-public open anyone',
      'resource-public open anyone',
      'resource-public quote anyone',
      `resource-third-party carrier ${STRANGER}`,
      `resource-third-party orders ${STRANGER}`,
      `resource-third-party registry ${STRANGER}`,
      `resource-third-party shared ${STRANGER}`,
    ]);
    const open = summary.checks.find(({ checkId }) => checkId === 'resource-public');
    expect(open).toMatchObject({ unknown: 0, error: 0 });
  });
});
