import {
  CloudTrailClient,
  CreateTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  ConfigServiceClient,
  PutConfigurationRecorderCommand,
  PutDeliveryChannelCommand,
  PutRetentionConfigurationCommand,
  StartConfigurationRecorderCommand,
} from '@aws-sdk/client-config-service';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runScan } from '../../support/scan.ts';
import { locate, MOTO, missing } from '../outsiders.ts';
import { ROOT_KEYS } from './fleet.ts';
import { type Moto, startMoto } from './moto.ts';

const program = locate(MOTO);
const HERE = '123456789012';

describe('what records in moto', () => {
  if (program === undefined) return missing(MOTO);

  let moto: Moto;
  let trails: CloudTrailClient;
  let config: ConfigServiceClient;

  beforeAll(async () => {
    moto = await startMoto(program);
    const at = { endpoint: moto.endpoint, region: 'us-east-1', credentials: ROOT_KEYS };
    trails = new CloudTrailClient(at);
    config = new ConfigServiceClient(at);
    await new S3Client({ ...at, forcePathStyle: true }).send(new CreateBucketCommand({ Bucket: 'logs' }));
  });
  afterAll(() => moto?.close());

  async function found(): Promise<string[]> {
    const { report } = await runScan({
      config: {
        accounts: [{ id: HERE, name: 'here' }],
        regions: ['us-east-1', 'eu-west-1'],
        recording: true,
      },
      aws: { endpoint: moto.endpoint, credentials: ROOT_KEYS },
    });
    expect(
      [...report.coverage.gaps].filter(({ fact }) => ['trails', 'config-recorders'].includes(fact)),
    ).toEqual([]);
    return [...report.findings]
      .filter(({ checkId }) => checkId === 'recording-missing')
      .map(({ severity, detail }) => `${severity}: ${detail}`)
      .sort();
  }

  it('is told step by step, until nothing is missing', async () => {
    expect(await found()).toEqual([
      'high: No trail that works records all management events in us-east-1 and eu-west-1.',
      'medium: AWS Config does not record in us-east-1 and eu-west-1.',
    ]);
    const all = {
      Name: 'all',
      S3BucketName: 'logs',
      IsMultiRegionTrail: true,
      EnableLogFileValidation: true,
    };
    await trails.send(new CreateTrailCommand(all));
    expect(await found()).toContain(
      'high: No trail that works records all management events in us-east-1 and eu-west-1. all is stopped.',
    );
    await trails.send(new StartLoggingCommand({ Name: 'all' }));
    const writes = [
      { ReadWriteType: 'WriteOnly' as const, IncludeManagementEvents: true, DataResources: [] },
    ];
    await trails.send(new PutEventSelectorsCommand({ TrailName: 'all', EventSelectors: writes }));
    expect((await found())[0]).toMatch(/all records not all of them\.$/);
    const everything = [{ ReadWriteType: 'All' as const, IncludeManagementEvents: true, DataResources: [] }];
    await trails.send(new PutEventSelectorsCommand({ TrailName: 'all', EventSelectors: everything }));
    const role = `arn:aws:iam::${HERE}:role/config`;
    await config.send(
      new PutConfigurationRecorderCommand({
        ConfigurationRecorder: { name: 'default', roleARN: role, recordingGroup: { allSupported: true } },
      }),
    );
    await config.send(
      new PutDeliveryChannelCommand({ DeliveryChannel: { name: 'default', s3BucketName: 'logs' } }),
    );
    await config.send(new StartConfigurationRecorderCommand({ ConfigurationRecorderName: 'default' }));
    await config.send(new PutRetentionConfigurationCommand({ RetentionPeriodInDays: 30 }));
    expect(await found()).toEqual([
      'medium: AWS Config does not record in eu-west-1; it keeps what it records for less than 365 days in us-east-1.',
    ]);
    await trails.send(new StopLoggingCommand({ Name: 'all' }));
    expect((await found())[0]).toMatch(/all is stopped\.$/);
  });
});
