import { execFile, execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  CreateAccountCommand,
  CreateOrganizationCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { type Notice, noticeShape } from '../../src/model/notice.ts';
import type { AuditReport } from '../../src/model/report.ts';
import { newKeyFiles } from '../support/signing.ts';
import { REGION, ROOT_KEYS, STRANGER } from './moto/fleet.ts';
import { assumed, makeKeys, putPolicies } from './moto/mended-stacks.ts';
import { type Moto, startMoto } from './moto/moto.ts';
import { AWS_CLI, locate, MOTO, missing } from './outsiders.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const program = locate(MOTO);
const cli = locate(AWS_CLI);

/** The commands of the section of docs/operating.md, in their order; a comment stands for what setup prints. */
function documented(): string[] {
  const page = readFileSync(join(ROOT, 'docs/operating.md'), 'utf8');
  const [, block = ''] = /\n## The first half hour\n[\s\S]*?```sh\n([\s\S]*?)```/.exec(page) ?? [];
  return block.trimEnd().split('\n');
}

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** A trust that any party of one account passes, which nobody has registered. */
const LETS_STRANGER_IN = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${STRANGER}:root` }, Action: 'sts:AssumeRole' },
  ],
};

/** From an empty folder to scans on other disks and what they tell, by the commands of the page. Each step goes on from the one before. */
describe('the first half hour, as docs/operating.md has it', () => {
  if (program === undefined) return missing(MOTO);
  if (cli === undefined) return missing(AWS_CLI);

  type Keys = typeof ROOT_KEYS;
  const home = mkdtempSync(join(tmpdir(), 'countersign-half-hour-'));
  const signing = newKeyFiles('p256');
  const [init = '', setup = '', printed = '', doctor = '', scan = '', verify = '', ...more] = documented();
  let moto: Moto;
  let management: string;
  let member: string;
  let memberKeys: Keys;
  let caller: Keys = ROOT_KEYS;

  const reached = (credentials: Keys = ROOT_KEYS) => ({
    endpoint: moto.endpoint,
    region: REGION,
    credentials,
  });

  /** Runs commands as a person does in a shell of a folder; its variables are there in the next one. */
  function shell(
    commands: string,
    cwd = home,
    { accessKeyId, secretAccessKey, sessionToken }: Keys = caller,
  ): Promise<Ended> {
    const variables = join(home, 'variables.sh');
    const script = `[ -f ${variables} ] && . ${variables}\n${commands}\ncode=$?\nfor name in BUCKET RUNNER COUNTERSIGN_EXTERNAL_ID; do [ -n "\${!name:-}" ] && echo "export $name='\${!name}'"; done > ${variables}\nexit $code`;
    const env = {
      PATH: `${join(home, 'bin')}:${process.env.PATH}`,
      HOME: home,
      COUNTERSIGN_AWS_CLI: cli ?? '',
      AWS_ENDPOINT_URL: moto.endpoint,
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      AWS_PAGER: '',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }),
    };
    return new Promise((done) => {
      execFile('bash', ['-c', script], { cwd, env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
        done({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : 1, stdout, stderr }),
      );
    });
  }

  /** A folder in which the package is installed, and nothing else. */
  function newDisk(name: string): string {
    const disk = join(home, name);
    mkdirSync(join(disk, 'node_modules/.bin'), { recursive: true });
    symlinkSync(join(home, 'package/dist/cli/main.js'), join(disk, 'node_modules/.bin/countersign'));
    return disk;
  }

  beforeAll(async () => {
    moto = await startMoto(program);
    const organizations = new OrganizationsClient(reached());
    const { Organization } = await organizations.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
    management = Organization?.MasterAccountId ?? '';
    const account = { AccountName: 'member', Email: 'member@example.com' };
    member =
      (await organizations.send(new CreateAccountCommand(account))).CreateAccountStatus?.AccountId ?? '';

    // The package as it is packed, with what npm would install beside it.
    const packed = ['pack', '--json', '--ignore-scripts', '--pack-destination', home];
    const [{ filename }] = JSON.parse(execFileSync('npm', packed, { cwd: ROOT, encoding: 'utf8' }));
    execFileSync('tar', ['-xzf', filename], { cwd: home });
    chmodSync(join(home, 'package/dist/cli/main.js'), 0o755);
    symlinkSync(join(ROOT, 'node_modules'), join(home, 'package/node_modules'));
    mkdirSync(join(home, 'bin'));
    cpSync(join(import.meta.dirname, 'moto/aws-on-moto'), join(home, 'bin/aws'));
    chmodSync(join(home, 'bin/aws'), 0o755);
    newDisk('.');
  });
  afterAll(() => moto?.close());

  it('is all of the page, and no more', () => {
    const names = [init, setup, printed, doctor, scan, verify].map((line) =>
      line.replace(/^npx countersign (\w+).*/, '$1'),
    );
    expect([...names, ...more]).toEqual([
      'init',
      'setup',
      expect.stringMatching(/^#/),
      'doctor',
      'scan',
      'verify',
    ]);
  });

  let steps: Array<{ commands?: string[]; configuration?: string }>;
  it('begins with a configuration and the templates', async () => {
    expect(await shell(init)).toMatchObject({ code: 0 });
    // As it is made: whoever asks again is shown no other external ID.
    const { code, stdout, stderr } = await shell(`${setup} --json`);
    expect(code, stderr).toBe(0);
    steps = JSON.parse(stdout).next;
  });

  it('goes on with the commands that setup prints', async () => {
    const commands = steps.flatMap((step) => step.commands ?? []).join('\n');
    const ended = await shell(`set -e\n${commands}`);
    expect(ended.code, ended.stderr).toBe(0);

    const deployment = (name: string) => readFileSync(join(home, 'deployment', name), 'utf8');
    await makeKeys(reached(), deployment('home.yaml'));
    await putPolicies(reached(), deployment('auditor-role-management-account.yaml'), 'AuditorRole');
    await putPolicies(reached(), deployment('organization-reader.yaml'), 'OrganizationReader');
    memberKeys = await assumed(reached(), `arn:aws:iam::${member}:role/OrganizationAccountAccessRole`);
    await putPolicies(reached(memberKeys), deployment('auditor-role.yaml'), 'AuditorRole');

    const configuration = steps.map((step) => step.configuration ?? '').join('');
    writeFileSync(
      join(home, 'config.yaml'),
      configured(readFileSync(join(home, 'config.yaml'), 'utf8'), configuration),
    );
    caller = await assumed(reached(), `arn:aws:iam::${management}:role/CountersignRunner`);
  });

  const topic = () => `arn:aws:sns:${REGION}:${management}:countersign`;

  /** The configuration with what setup says that it lacks. */
  function configured(text: string, toAdd: string): string {
    const filled = toAdd
      .replace('<the management account>', management)
      .replace('<the bucket>', `countersign-${management}`)
      .replace('<the Region of the home>', REGION)
      .replace('<NoticeTopicArn of the home>', topic());
    const [written, added] = [parse(text), parse(filled)];
    // moto signs the digest of a digest, and does not know which Regions an account has.
    const evidence = { ...added.evidence, signing: { keyFile: signing.keyFile } };
    const organization = { ...written.organization, ...added.organization };
    return stringify({ ...written, ...added, organization, evidence, regions: [REGION] });
  }

  it('tries what the night needs: both accounts, the bucket, the keys', async () => {
    const { code, stdout, stderr } = await shell(doctor);
    // moto has no Access Analyzer and no Billing Transfer, and says so.
    expect(code, stderr).toBe(3);
    expect(stdout).toContain('2 of 2 can be entered');
    for (const cause of ['archive', 'chain', 'directory', 'external-id-key', 'signing-key'])
      expect(stdout).toMatch(new RegExp(`^OK {4}${cause}$`, 'm'));
  });

  async function scanned(
    disk: string,
  ): Promise<{ runId: string; sequence: number; report: AuditReport; stderr: string }> {
    const { code, stdout, stderr } = await shell(`${scan} --json`, disk);
    expect(code, stderr).toBe(3);
    const report: AuditReport = JSON.parse(stdout);
    const { runId } = report.run;
    const manifest = readFileSync(join(disk, 'countersign-runs', runId, 'manifest.json'), 'utf8');
    return { runId, sequence: JSON.parse(manifest).predicate.sequence, report, stderr };
  }

  let first: Awaited<ReturnType<typeof scanned>>;
  it('scans', async () => {
    first = await scanned(home);
    expect(first.sequence).toBe(1);
    expect([...first.report.scope.accounts.map(({ accountId }) => accountId)].sort()).toEqual(
      [management, member].sort(),
    );
  });

  /** Commands of those who own the accounts; all of them go well. */
  async function aws(keys: Keys, ...commands: string[]): Promise<string> {
    const { code, stdout, stderr } = await shell(`set -e\n${commands.join('\n')}`, home, keys);
    expect(code, stderr).toBe(0);
    return stdout;
  }

  const ROLE = '--role-name partner-open';
  it('is told to tell: who listens is there, and a role lets a stranger in', async () => {
    const queue = `arn:aws:sqs:${REGION}:${management}:listener`;
    await aws(
      ROOT_KEYS,
      'aws sqs create-queue --queue-name listener',
      `aws sns subscribe --topic-arn ${topic()} --protocol sqs --notification-endpoint ${queue}`,
      'aws securityhub enable-security-hub',
    );
    await aws(
      memberKeys,
      'aws securityhub enable-security-hub',
      `aws iam create-role ${ROLE} --assume-role-policy-document '${JSON.stringify(LETS_STRANGER_IN)}'`,
    );
    const configuration = parse(readFileSync(join(home, 'config.yaml'), 'utf8'));
    const notify = [...configuration.notify, { to: 'securityhub' }];
    expect(notify).toEqual([{ to: 'sns', target: topic() }, { to: 'metrics' }, { to: 'securityhub' }]);
    writeFileSync(join(home, 'config.yaml'), stringify({ ...configuration, notify }));
  });

  /** Scans on a disk that knows of nothing. */
  async function scannedElsewhere(name: string): ReturnType<typeof scanned> {
    const disk = newDisk(name);
    copyFileSync(join(home, 'config.yaml'), join(disk, 'config.yaml'));
    const run = await scanned(disk);
    expect(run.stderr).not.toMatch(/not[- ]told/i);
    return run;
  }

  let second: Awaited<ReturnType<typeof scanned>>;
  it('scans again on a disk that knows of nothing: number 2, compared with number 1', async () => {
    second = await scannedElsewhere('another-disk');
    expect(second.sequence).toBe(2);
    expect(second.report.changes?.since.runId).toBe(first.runId);
  });

  /** The notices of a run that came to the queue. */
  async function noticesOf(runId: string): Promise<Notice[]> {
    const got = await aws(
      ROOT_KEYS,
      `url=$(aws sqs get-queue-url --queue-name listener --query QueueUrl --output text)`,
      'aws sqs receive-message --queue-url "$url" --max-number-of-messages 10 --query "Messages[].Body"',
    );
    const bodies: string[] = JSON.parse(got.trim() === '' ? '[]' : got) ?? [];
    return bodies
      .map((body) => noticeShape.parse(JSON.parse(JSON.parse(body).Message)))
      .filter(({ run }) => run.runId === runId);
  }

  /** What the member's Security Hub has of the role: how each stands, by its finding's fingerprint. */
  async function inHub(): Promise<Map<string, string | undefined>> {
    const got = await aws(memberKeys, 'aws securityhub get-findings');
    const findings: AwsSecurityFinding[] = JSON.parse(got).Findings;
    return new Map(
      findings
        .filter(({ Resources = [] }) => Resources[0]?.Id?.endsWith(':role/partner-open'))
        .map(({ Id = '', RecordState }) => [Id.split('/')[2] ?? '', RecordState]),
    );
  }

  const partnerOpen = ({ resourceArn }: { resourceArn: string }) =>
    resourceArn.endsWith(':role/partner-open');

  it('has told of the role: by the topic, the metrics, and the Security Hub of its account', async () => {
    const own = second.report.findings.filter(partnerOpen);
    expect(own.length).toBeGreaterThan(0);
    const [notice, ...more] = await noticesOf(second.runId);
    expect(more).toEqual([]);
    expect(notice).toMatchObject({ run: { runId: second.runId }, comparedWith: { runId: first.runId } });
    expect(
      notice?.new.findings
        .filter(partnerOpen)
        .map(({ fingerprint }) => fingerprint)
        .sort(),
    ).toEqual([...own.map(({ fingerprint }) => fingerprint)].sort());
    expect(await aws(ROOT_KEYS, 'aws cloudwatch list-metrics --namespace Countersign')).toContain(
      '"OpenFindings"',
    );
    expect(await inHub()).toEqual(new Map(own.map(({ fingerprint }) => [fingerprint, 'ACTIVE'])));
  });

  it('tells that it is gone, once it is, and archives what Security Hub has of it', async () => {
    await aws(memberKeys, `aws iam delete-role ${ROLE}`);
    const third = await scannedElsewhere('a-third-disk');
    expect(third.sequence).toBe(3);
    const own = second.report.findings.filter(partnerOpen);
    const [notice, ...more] = await noticesOf(third.runId);
    expect(more).toEqual([]);
    expect(notice?.run.runId).toBe(third.runId);
    expect(notice?.gone.findings.filter(partnerOpen)).toHaveLength(own.length);
    expect(await inHub()).toEqual(new Map(own.map(({ fingerprint }) => [fingerprint, 'ARCHIVED'])));
  });

  it('verifies the runs where they are archived, and that one follows the other', async () => {
    copyFileSync(signing.publicKeyFile, join(home, 'auditor.pub.pem'));
    const { code, stdout, stderr } = await shell(verify);
    expect(code, stdout + stderr).toBe(0);
    expect(stdout).toContain('Chain     numbers 1 to 3');
    expect(stdout).toContain('Signed by a key that was given');
  });
});
