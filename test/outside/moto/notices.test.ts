import { mkdtemp } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import {
  type AwsSecurityFinding,
  EnableSecurityHubCommand,
  GetFindingsCommand,
  SecurityHubClient,
} from '@aws-sdk/client-securityhub';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScanResult } from '../../../src/run/scan-request.ts';
import { fixedClock } from '../../support/fixed-clock.ts';
import { runScan } from '../../support/scan.ts';
import { locate, MOTO, missing } from '../outsiders.ts';
import { AUDITOR, type MotoFleet, makeFleet, REGION, ROOT_KEYS, STRANGER } from './fleet.ts';
import { type Moto, startMoto } from './moto.ts';

const program = locate(MOTO);
const HOME = '123456789012';

describe('notices of a scan of an organization (moto)', () => {
  if (program === undefined) return missing(MOTO);

  let moto: Moto;
  let fleet: MotoFleet;
  let chat: Server;
  let out: string;
  const heard: string[] = [];
  let deaf = false;
  let hour = 0;

  const client = () => ({ endpoint: moto.endpoint, region: REGION, credentials: ROOT_KEYS });

  async function enter(account: string) {
    const sts = new STSClient(client());
    const RoleArn = `arn:aws:iam::${account}:role/OrganizationAccountAccessRole`;
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test' }));
    return {
      ...client(),
      credentials: {
        accessKeyId: Credentials?.AccessKeyId ?? '',
        secretAccessKey: Credentials?.SecretAccessKey ?? '',
        sessionToken: Credentials?.SessionToken ?? '',
      },
    };
  }

  /** SQS by its own protocol. */
  async function sqs(operation: string, input: object) {
    const answer = await fetch(moto.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `AmazonSQS.${operation}`,
        authorization: `AWS4-HMAC-SHA256 Credential=${ROOT_KEYS.accessKeyId}/20260101/${REGION}/sqs/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body: JSON.stringify(input),
    });
    return (await answer.json()) as {
      QueueUrl?: string;
      Messages?: Array<{ Body: string; ReceiptHandle: string }>;
    };
  }

  async function received(queue: string): Promise<string[]> {
    const { QueueUrl } = await sqs('GetQueueUrl', { QueueName: queue });
    const { Messages = [] } = await sqs('ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10 });
    for (const { ReceiptHandle } of Messages) await sqs('DeleteMessage', { QueueUrl, ReceiptHandle });
    return Messages.map(({ Body }) => Body);
  }

  function notify(): object[] {
    const { port } = chat.address() as AddressInfo;
    return [
      { to: 'sns', target: `arn:aws:sns:${REGION}:${HOME}:countersign` },
      { to: 'eventbridge', target: `arn:aws:events:${REGION}:${HOME}:event-bus/default`, only: 'always' },
      { to: 'webhook', target: `http://127.0.0.1:${port}/hook/s3cret`, format: 'slack' },
      { to: 'metrics' },
      { to: 'securityhub' },
    ];
  }

  function run({
    entries = notify(),
    ...config
  }: {
    entries?: object[];
    exceptions?: object[];
  } = {}): Promise<ScanResult> {
    hour += 1;
    const clock = fixedClock(`2026-11-02T${String(hour).padStart(2, '0')}:00:00.000Z`);
    return runScan({
      out,
      config: {
        organization: { discover: true },
        auditor: { roleName: AUDITOR, externalId: 'audit-1' },
        regions: [REGION],
        notify: entries,
        ...config,
      },
      aws: { endpoint: moto.endpoint, credentials: ROOT_KEYS, clock },
    });
  }

  async function findingsIn(account: string): Promise<AwsSecurityFinding[]> {
    const { Findings = [] } = await new SecurityHubClient(await enter(account)).send(
      new GetFindingsCommand({ MaxResults: 100 }),
    );
    return Findings;
  }

  const statesOf = (findings: readonly AwsSecurityFinding[], role: string) =>
    findings
      .filter(({ Resources = [] }) => Resources[0]?.Id?.endsWith(`:role/${role}`))
      .map(({ RecordState, Compliance, ProductFields = {} }) => [
        RecordState,
        Compliance?.Status,
        ProductFields['countersign/status'],
      ]);

  beforeAll(async () => {
    moto = await startMoto(program);
    fleet = await makeFleet(moto.endpoint);
    out = await mkdtemp(join(tmpdir(), 'countersign-notices-'));
    chat = createServer((request, response) => {
      let body = '';
      request.on('data', (part) => {
        body += part;
      });
      request.on('end', () => {
        if (!deaf) heard.push(body);
        response.writeHead(deaf ? 500 : 200).end();
      });
    });
    await new Promise<void>((resolve) => chat.listen(0, '127.0.0.1', resolve));
    for (const QueueName of ['from-topic', 'from-bus']) await sqs('CreateQueue', { QueueName });
    const sns = new SNSClient(client());
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'countersign' }));
    const queue = (name: string) => `arn:aws:sqs:${REGION}:${HOME}:${name}`;
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: queue('from-topic') }));
    const bus = new EventBridgeClient(client());
    await bus.send(
      new PutRuleCommand({ Name: 'ours', EventPattern: JSON.stringify({ source: ['countersign'] }) }),
    );
    await bus.send(
      new PutTargetsCommand({ Rule: 'ours', Targets: [{ Id: 'queue', Arn: queue('from-bus') }] }),
    );
    for (const account of [fleet.production, fleet.sandbox])
      await new SecurityHubClient(await enter(account)).send(new EnableSecurityHubCommand({}));
  });
  afterAll(() => {
    moto?.close();
    chat?.close();
  });

  it('reach topic, bus, chat, metrics, and the Security Hub of each account', async () => {
    const { notices, report } = await run();
    expect(notices.map(({ to, status }) => [to, status])).toEqual([
      ['sns', 'told'],
      ['eventbridge', 'told'],
      ['webhook', 'told'],
      ['metrics', 'told'],
      ['securityhub', 'told'],
    ]);
    const [topic = ''] = await received('from-topic');
    const notice = JSON.parse(JSON.parse(topic).Message);
    expect(notice).toMatchObject({
      schemaVersion: 1,
      run: { runId: report.run.runId },
      verdict: { complete: false },
    });
    expect(notice.new.count).toBe(report.findings.length);
    const [event = ''] = await received('from-bus');
    expect(JSON.parse(event)).toMatchObject({ source: 'countersign', 'detail-type': 'Countersign Notice' });
    expect(JSON.parse(heard[0] ?? '').blocks[0].text.text).toMatch(/^Countersign: INCOMPLETE, \d+ new/);
    const { Metrics = [] } = await new CloudWatchClient(client()).send(
      new ListMetricsCommand({ Namespace: 'Countersign' }),
    );
    expect(new Set(Metrics.map(({ MetricName }) => MetricName))).toEqual(
      new Set([
        'OpenFindings',
        'ExceptedFindings',
        'UnansweredResults',
        'AccountsRead',
        'AccountsNotRead',
        'Coverage',
        'CompleteRuns',
      ]),
    );
    const production = await findingsIn(fleet.production);
    const own = report.findings.filter(({ accountId }) => accountId === fleet.production);
    expect(production.map(({ Id }) => Id?.split('/')[2]).sort()).toEqual(
      [...own.map(({ fingerprint }) => fingerprint)].sort(),
    );
    expect(production.map(({ AwsAccountId }) => AwsAccountId)).toEqual(
      production.map(() => fleet.production),
    );
    expect(JSON.stringify([topic, event, heard])).not.toContain(STRANGER.repeat(2));
  });

  it('half of the targets down does not silence the others, and what was missed is told at the next run', async () => {
    deaf = true;
    const entries = [{ to: 'sns', target: `arn:aws:sns:${REGION}:${HOME}:nowhere` }, ...notify()];
    const first = await run({ entries });
    deaf = false;
    expect(first.notices.map(({ to, status, kept }) => [to, status, kept])).toEqual([
      ['sns', 'not-told', true],
      ['sns', 'told', false],
      ['eventbridge', 'told', false],
      ['webhook', 'not-told', true],
      ['metrics', 'told', false],
      ['securityhub', 'told', false],
    ]);
    expect(JSON.stringify(first.notices)).not.toContain('s3cret');
    const before = heard.length;
    const { notices } = await run();
    expect(notices.map(({ to, status }) => [to, status])).toContainEqual(['webhook', 'told']);
    expect(notices.find(({ to }) => to === 'webhook')?.caughtUp).toBe(1);
    expect(heard.length).toBe(before + 2);
    expect(heard.at(-2)).toContain(first.report.run.runId);
  });

  it('Security Hub: an exception archives, its end opens again, what is fixed is archived though a run lies between', async () => {
    const everyone = `arn:aws:iam::${fleet.sandbox}:role/everyone`;
    const exceptions = [
      {
        check: 'public-trust',
        resource: everyone,
        reason: 'a trial',
        approvedBy: 'Ana',
        expires: '2027-01-01',
      },
    ];
    await run({ exceptions });
    expect(statesOf(await findingsIn(fleet.sandbox), 'everyone')).toContainEqual([
      'ARCHIVED',
      'FAILED',
      'EXCEPTED',
    ]);
    await run();
    const open = statesOf(await findingsIn(fleet.sandbox), 'everyone');
    expect(new Set(open.map(([state]) => state))).toEqual(new Set(['ACTIVE']));

    const iam = new IAMClient(await enter(fleet.production));
    const RoleName = 'partner-open';
    await iam.send(
      new DetachRolePolicyCommand({ RoleName, PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }),
    );
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'buckets' }));
    await iam.send(new DeleteRoleCommand({ RoleName }));
    // The run that sees it gone tells nobody.
    const { report } = await run({ entries: [] });
    expect(report.resolved.length).toBeGreaterThan(0);
    const { notices } = await run();
    expect(notices.at(-1)?.problems).toEqual([]);
    const gone = statesOf(await findingsIn(fleet.production), 'partner-open');
    expect(gone.length).toBeGreaterThan(0);
    expect(gone.filter(([state]) => state !== 'ARCHIVED')).toEqual([]);
    expect(new Set(gone.map(([, , status]) => status))).toEqual(new Set(['RESOLVED']));
    expect(statesOf(await findingsIn(fleet.sandbox), 'everyone').map(([state]) => state)).toContain('ACTIVE');
  });
});
