import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateAccountCommand,
  CreateOrganizationCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditReport } from '../../../src/model/report.ts';
import { countersign } from '../../support/command.ts';
import { locate, MOTO, missing } from '../outsiders.ts';
import { REGION, ROOT_KEYS } from './fleet.ts';
import { assumed, makeKeys, putPolicies } from './mended-stacks.ts';
import { type Moto, startMoto } from './moto.ts';

const program = locate(MOTO);
const EXTERNAL_ID = '5b0f6c1e-5a3b-4c0e-9d53-6a1f0f6c2a77';
const BUCKET = 'our-audit-evidence';

describe('what setup writes, deployed in moto', () => {
  if (program === undefined) return missing(MOTO);

  type Keys = typeof ROOT_KEYS;
  let moto: Moto;
  let folder: string;
  let management: string;
  let member: string;
  let memberKeys: Keys;
  let outputs: Record<string, string>;

  const client = (credentials: Keys = ROOT_KEYS) => ({
    endpoint: moto.endpoint,
    region: REGION,
    credentials,
  });

  const assume = (arn: string, by?: Keys) => assumed(client(by), arn);

  async function deploy(file: string, parameters: Record<string, string>, keys?: Keys) {
    const cloudformation = new CloudFormationClient(client(keys));
    const name = file.replace('.yaml', '');
    await cloudformation.send(
      new CreateStackCommand({
        StackName: name,
        TemplateBody: await text(file),
        Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
          ParameterKey,
          ParameterValue,
        })),
        Capabilities: ['CAPABILITY_NAMED_IAM'],
      }),
    );
    const { Stacks: [stack] = [] } = await cloudformation.send(
      new DescribeStacksCommand({ StackName: name }),
    );
    expect(stack?.StackStatus).toBe('CREATE_COMPLETE');
    return Object.fromEntries(
      (stack?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
    );
  }

  async function text(file: string): Promise<string> {
    return readFile(join(folder, 'deploy', file), 'utf8');
  }

  beforeAll(async () => {
    moto = await startMoto(program);
    folder = await mkdtemp(join(tmpdir(), 'countersign-setup-'));
    const organizations = new OrganizationsClient(client());
    const { Organization } = await organizations.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
    management = Organization?.MasterAccountId ?? '';
    const account = { AccountName: 'member', Email: 'member@example.com' };
    const made = await organizations.send(new CreateAccountCommand(account));
    member = made.CreateAccountStatus?.AccountId ?? '';
    memberKeys = await assume(`arn:aws:iam::${member}:role/OrganizationAccountAccessRole`);

    const written = await countersign(['setup', '--out', 'deploy'], { cwd: folder });
    expect(written.code, written.stderr).toBe(0);
    outputs = await deploy('home.yaml', { ExternalId: EXTERNAL_ID, BucketName: BUCKET });
    const entry = { RunnerRoleArn: outputs.RunnerRoleArn ?? '', ExternalId: EXTERNAL_ID };
    await deploy('auditor-role.yaml', entry, memberKeys);
    await deploy('auditor-role-management-account.yaml', entry);
    Object.assign(outputs, await deploy('organization-reader.yaml', entry));
    await makeKeys(client(), await text('home.yaml'));
    await putPolicies(client(memberKeys), await text('auditor-role.yaml'), 'AuditorRole');
    await putPolicies(client(), await text('auditor-role-management-account.yaml'), 'AuditorRole');
    await putPolicies(client(), await text('organization-reader.yaml'), 'OrganizationReader');
  });
  afterAll(() => moto?.close());

  it('lets the runner, and nobody else, into the auditor role', async () => {
    const iam = new IAMClient(client(memberKeys));
    const RoleName = 'CountersignAuditor';
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    expect(JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).Statement).toEqual([
      {
        Sid: 'CountersignEnters',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${management}:role/CountersignRunner` },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': EXTERNAL_ID } },
      },
    ]);
  });

  it('is scanned through, as the runner: both accounts, with fingerprints by its key, archived in its bucket', async () => {
    const runner = await assume(outputs.RunnerRoleArn ?? '');
    // Not signed: moto signs the digest of a digest.
    const config = {
      organization: {
        discover: true,
        roleArn: outputs.OrganizationReaderArn,
        externalId: '${COUNTERSIGN_EXTERNAL_ID}',
      },
      auditor: { roleName: 'CountersignAuditor', externalId: '${COUNTERSIGN_EXTERNAL_ID}' },
      regions: [REGION],
      outputs: ['json', 'junit'],
      evidence: {
        s3: { bucket: outputs.EvidenceBucketName, prefix: 'countersign', region: REGION },
        externalIdKmsKeyId: 'alias/countersign-fingerprints',
      },
    };
    await writeFile(join(folder, 'config.yaml'), JSON.stringify(config));
    const env = {
      AWS_ENDPOINT_URL: moto.endpoint,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: runner.accessKeyId,
      AWS_SECRET_ACCESS_KEY: runner.secretAccessKey,
      AWS_SESSION_TOKEN: runner.sessionToken ?? '',
      COUNTERSIGN_EXTERNAL_ID: EXTERNAL_ID,
    };
    const scanned = await countersign(['scan', '--json', '--out', 'runs'], { cwd: folder, env });
    // moto has no Access Analyzer and no drift: the run is incomplete, and says so.
    expect(scanned.code, scanned.stderr).toBe(3);
    const report: AuditReport = JSON.parse(scanned.stdout);
    expect([...report.scope.accounts.map(({ accountId }) => accountId)].sort()).toEqual(
      [management, member].sort(),
    );
    const own = report.summary.checks.find(({ checkId }) => checkId === 'auditor-role');
    expect(own).toMatchObject({ pass: 2, fail: 0, unknown: 0 });
    // The runner's trust policy is left out: moto keeps a null where AWS leaves a statement out.
    const ours = /CountersignAuditor|CountersignOrganizationReader/;
    expect(report.findings.filter(({ resourceArn }) => ours.test(resourceArn))).toEqual([]);
    const { Contents = [] } = await new S3Client(client()).send(new ListObjectsV2Command({ Bucket: BUCKET }));
    const keys = Contents.map(({ Key = '' }) => Key);
    for (const name of ['manifest.json', 'junit.xml'])
      expect(keys).toContainEqual(expect.stringMatching(new RegExp(`^countersign/[^/]+/${name}$`)));
  });
});
