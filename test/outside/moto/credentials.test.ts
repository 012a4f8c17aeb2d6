import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import {
  CreateAccessKeyCommand,
  CreateLoginProfileCommand,
  CreateUserCommand,
  IAMClient,
  ListAccessKeysCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditReport } from '../../../src/model/report.ts';
import { runScan } from '../../support/scan.ts';
import { AWS_CLI, locate, MOTO, missing } from '../outsiders.ts';
import { ROOT_KEYS } from './fleet.ts';
import { type Moto, startMoto } from './moto.ts';

const program = locate(MOTO);
const cli = locate(AWS_CLI);
const HERE = '123456789012';

describe('users of a third party in moto', () => {
  if (program === undefined) return missing(MOTO);
  if (cli === undefined) return missing(AWS_CLI);

  let moto: Moto;
  let iam: IAMClient;

  beforeAll(async () => {
    moto = await startMoto(program);
    iam = new IAMClient({ endpoint: moto.endpoint, region: 'us-east-1', credentials: ROOT_KEYS });
    await makeUser('nimbus-metrics', { Path: '/vendors/nimbus/' }, 1);
    await makeUser('nimbus-before', { Path: '/vendors/nimbus/' }, 0);
    await makeUser('nimbus-console', { Tags: [{ Key: 'vendor', Value: 'Nimbus' }] }, 0);
    await iam.send(new CreateLoginProfileCommand({ UserName: 'nimbus-console', Password: 'Not-a-secret-1' }));
    await makeUser('release', {}, 1);
  });
  afterAll(() => moto?.close());

  async function makeUser(UserName: string, more: object, keys: number): Promise<void> {
    await iam.send(new CreateUserCommand({ UserName, ...more }));
    for (let made = 0; made < keys; made += 1) await iam.send(new CreateAccessKeyCommand({ UserName }));
  }

  async function scan(): Promise<AuditReport> {
    const { report } = await runScan({
      config: {
        accounts: [{ id: HERE, name: 'here' }],
        regions: ['us-east-1'],
        thirdParties: [
          {
            name: 'Nimbus',
            users: [{ path: '/vendors/nimbus/' }, { tag: 'vendor=nimbus' }],
            owner: 'Jo',
            justification: 'Metrics',
          },
        ],
      },
      aws: { endpoint: moto.endpoint, credentials: ROOT_KEYS },
    });
    return report;
  }

  const found = ({ findings }: AuditReport) =>
    [...findings]
      .filter(({ resourceType }) => resourceType === 'AWS::IAM::User')
      .map(({ checkId, resourceArn, thirdParty }) => [
        checkId,
        resourceArn.split('/').at(-1),
        thirdParty?.name,
      ])
      .sort();

  async function statuses(UserName: string): Promise<Array<string | undefined>> {
    const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({ UserName }));
    return AccessKeyMetadata.map(({ Status }) => Status);
  }

  function sh(text: string, account = HERE) {
    return spawnSync('sh', ['-c', text.replaceAll(HERE, account)], {
      encoding: 'utf8',
      env: {
        PATH: `${join(cli ?? '', '..')}:${process.env.PATH}`,
        AWS_ENDPOINT_URL: moto.endpoint,
        AWS_ACCESS_KEY_ID: ROOT_KEYS.accessKeyId,
        AWS_SECRET_ACCESS_KEY: ROOT_KEYS.secretAccessKey,
        AWS_DEFAULT_REGION: 'us-east-1',
      },
    });
  }

  it('are found by path and tag, and shut out by the commands of the finding: in this account alone, step by step', async () => {
    const before = await scan();
    expect(found(before)).toEqual([
      ['third-party-access-key', 'nimbus-metrics', 'Nimbus'],
      ['third-party-console-password', 'nimbus-console', 'Nimbus'],
    ]);
    expect(before.thirdParties.find(({ party }) => party.name === 'Nimbus')?.users).toMatchObject([
      { activeKeys: 0, password: true, mfa: false },
      { activeKeys: 0, password: false },
      { activeKeys: 1, password: false },
    ]);
    const fixes = [...before.findings].flatMap(({ checkId, fixes = [] }) =>
      checkId === 'third-party-access-key' ? fixes.filter(({ kind }) => kind === 'cli') : [],
    );
    const [shut, gone] = fixes.map(({ text }) => text);
    expect(sh(shut ?? '', '999999999999').status).not.toBe(0);
    expect(await statuses('nimbus-metrics')).toEqual(['Active']);
    expect(sh(gone ?? '')).toMatchObject({ status: 0, stderr: '' });
    expect(await statuses('nimbus-metrics')).toEqual(['Active']);

    expect(sh(shut ?? '')).toMatchObject({ status: 0, stderr: '' });
    expect(await statuses('nimbus-metrics')).toEqual(['Inactive']);
    expect(await statuses('release')).toEqual(['Active']);
    expect(found(await scan()).map(([checkId]) => checkId)).toEqual(['third-party-console-password']);
    expect(sh(gone ?? '')).toMatchObject({ status: 0, stderr: '' });
    expect(await statuses('nimbus-metrics')).toEqual([]);
    expect(await statuses('release')).toEqual(['Active']);

    const password = [...before.findings].find(({ checkId }) => checkId === 'third-party-console-password');
    expect(sh(password?.fixes?.[0]?.text ?? '')).toMatchObject({ status: 0, stderr: '' });
    expect(found(await scan())).toEqual([]);
  });

  it('are not known where moto writes a report that is no table: it does not quote commas in names', async () => {
    await makeUser('a,b', {}, 0);
    const { coverage, summary } = await scan();
    expect([...coverage.gaps].find(({ fact }) => fact === 'credential-report')).toMatchObject({
      reason: 'FAILED',
      message: expect.stringContaining('the credential report is no table'),
    });
    for (const checkId of ['root-access-key', 'third-party-access-key', 'access-key-age'])
      expect(summary.checks.find((check) => check.checkId === checkId)).toMatchObject({
        pass: 0,
        unknown: 1,
      });
  });
});
