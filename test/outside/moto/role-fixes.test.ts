import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateRoleCommand,
  GetRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditReport } from '../../../src/model/report.ts';
import { fixFiles } from '../../../src/report/role-fix/files.ts';
import { evaluateRequest } from '../../policy/support/request-evaluator.ts';
import { runScan } from '../../support/scan.ts';
import { AWS_CLI, locate, MOTO, missing } from '../outsiders.ts';
import { type Moto, startMoto } from './moto.ts';

const program = locate(MOTO);
const cli = locate(AWS_CLI);
const HERE = '123456789012';
const PARTY = '555566667777';
const KEYS = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'not-a-secret' };
const IN_FORCE = '3f1c6a52-9d0e-4c57-8f43-2b7a1f0c9e11';
const NEW_IDS = ['0d9d5a5c-64f1-4e6b-9f5a-3f1f0a3b7c21', '5b0c2f0e-8a53-4a0e-b1d5-7c1f2b8e9d34'];

const allow = (more: object = {}) => ({
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${PARTY}:root` },
  Action: 'sts:AssumeRole',
  ...more,
});

/** Roles with several things wrong each, by name. */
const TRUSTS: Record<string, object[]> = {
  open: [allow()],
  'kept+id': [allow({ Condition: { StringEquals: { 'sts:ExternalId': IN_FORCE } } })],
  "it's": [allow({ Condition: { StringEquals: { 'sts:ExternalId': 'password' } } })],
};

describe('the fixes of roles, put in force in moto by their scripts', () => {
  if (program === undefined) return missing(MOTO);
  if (cli === undefined) return missing(AWS_CLI);

  let moto: Moto;
  let iam: IAMClient;
  let home: string;

  beforeAll(async () => {
    moto = await startMoto(program);
    iam = new IAMClient({ endpoint: moto.endpoint, region: 'us-east-1', credentials: KEYS });
    home = await mkdtemp(join(tmpdir(), 'countersign-fixes-'));
  });
  afterAll(() => moto?.close());

  async function makeRole(name: string, statements: object[]): Promise<void> {
    const document = JSON.stringify({ Version: '2012-10-17', Statement: statements });
    await iam.send(
      new CreateRoleCommand({
        RoleName: name,
        AssumeRolePolicyDocument: document,
        MaxSessionDuration: 43_200,
      }),
    );
    const Statement = [{ Effect: 'Allow', Action: ['iam:PutRolePolicy', 's3:*'], Resource: '*' }];
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: 'work', PolicyDocument }));
  }

  async function scan(): Promise<AuditReport> {
    const { report } = await runScan({
      config: {
        accounts: [{ id: HERE, name: 'here' }],
        regions: ['us-east-1'],
        thirdParties: [
          {
            name: 'Auditors Ltd',
            accountIds: [PARTY],
            owner: 'Jo',
            justification: 'audit',
            contractEnds: '2099-12-31',
            allowedSourceIps: ['203.0.113.0/24'],
          },
        ],
      },
      aws: { endpoint: moto.endpoint, credentials: KEYS },
    });
    return report;
  }

  function bash(file: string, args: readonly string[] = [], more: Record<string, string> = {}) {
    const { status, stderr } = spawnSync('bash', [join(home, file), ...args], {
      cwd: home,
      encoding: 'utf8',
      env: {
        PATH: `${join(cli ?? '', '..')}:${process.env.PATH}`,
        AWS_ENDPOINT_URL: moto.endpoint,
        AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
        AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
        AWS_REGION: 'us-east-1',
        HOME: home,
        ...more,
      },
    });
    return { status, stderr };
  }

  async function trustOf(name: string): Promise<string> {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: name }));
    return decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '');
  }

  const enters = async (name: string, id: string) =>
    evaluateRequest(await trustOf(name), {
      action: 'sts:AssumeRole',
      caller: { kind: 'aws', arn: `arn:aws:iam::${PARTY}:role/work`, accountId: PARTY },
      context: {
        'aws:CurrentTime': new Date().toISOString(),
        'aws:SourceIp': '203.0.113.7',
        'sts:ExternalId': id,
      },
    });

  async function scriptsOf(report: AuditReport): Promise<Map<string, string>> {
    const files = new Map<string, string>();
    for (const [index, fix] of [...(report.roleFixes ?? [])].entries()) {
      const script = fixFiles(fix).get('fix.sh');
      if (script === undefined) continue;
      await writeFile(join(home, `fix-${index}.sh`), script);
      files.set(fix.roleName, `fix-${index}.sh`);
    }
    return files;
  }

  it('clears what it says, whichever is applied first, and lets the party in; undo puts back what was', async () => {
    const names = ['open', 'kept+id', 'guess'];
    for (const name of names) await makeRole(name, TRUSTS[name] ?? TRUSTS["it's"] ?? []);
    const before = await scan();
    const scripts = await scriptsOf(before);
    expect([...scripts.keys()].sort()).toEqual([...names].sort());
    const old = new Map(await Promise.all(names.map(async (name) => [name, await trustOf(name)] as const)));

    const open = before.roleFixes?.find(({ roleName }) => roleName === 'open');
    const refused = bash(scripts.get('open') ?? '');
    expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining('set EXTERNAL_ID_1 first')]);
    expect(await trustOf('open')).toBe(old.get('open'));
    expect(open?.inputs.map(({ variable }) => variable)).toEqual(['EXTERNAL_ID_1']);
    const ids: Record<string, string> = {
      open: NEW_IDS[0] ?? '',
      guess: NEW_IDS[1] ?? '',
      'kept+id': IN_FORCE,
    };

    for (const name of ['guess', 'kept+id', 'open']) {
      const done = bash(scripts.get(name) ?? '', [], { EXTERNAL_ID_1: ids[name] ?? '' });
      expect(done.status, done.stderr).toBe(0);
      expect(await enters(name, ids[name] ?? '')).toBe('ALLOW');
      expect(await enters(name, 'another')).toBe('IMPLICIT_DENY');
    }
    const after = await scan();
    const left = new Set(after.findings.map(({ fingerprint }) => fingerprint));
    const known = new Set(before.findings.map(({ fingerprint }) => fingerprint));
    for (const { clears } of before.roleFixes ?? []) {
      expect(clears.length).toBeGreaterThan(2);
      expect(clears.filter((one) => left.has(one))).toEqual([]);
    }
    expect(after.findings.filter(({ fingerprint }) => !known.has(fingerprint))).toEqual([]);
    expect(after.roleFixes ?? []).toEqual([]);

    const saved = (await readdir(home)).filter((name) => name.startsWith('before-')).sort();
    for (const name of names) {
      const [first = ''] = saved.filter((one) => one.includes(`-${name}-`));
      const undone = bash(scripts.get(name) ?? '', ['undo', join(home, first)]);
      expect(undone.status, undone.stderr).toBe(0);
      expect(JSON.parse(await trustOf(name))).toEqual(JSON.parse(old.get(name) ?? ''));
    }
    const again = await scan();
    expect([...again.findings.map(({ fingerprint }) => fingerprint)].sort()).toEqual([...known].sort());
  }, 900_000);

  it('is not applied to a role that has changed, or in another account', async () => {
    await makeRole('changed', [allow()]);
    const report = await scan();
    const scripts = await scriptsOf(report);
    const script = scripts.get('changed') ?? '';
    const other = (await readFile(join(home, script), 'utf8')).replace(
      `account='${HERE}'`,
      "account='999988887777'",
    );
    await writeFile(join(home, 'other.sh'), other);
    expect(bash('other.sh', [], { EXTERNAL_ID_1: NEW_IDS[0] ?? '' }).stderr).toContain(
      'this is for 999988887777',
    );
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [allow({ Sid: 'Mine' })] });
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'changed', PolicyDocument }));
    const stopped = bash(script, [], { EXTERNAL_ID_1: NEW_IDS[0] ?? '' });
    expect([stopped.status, stopped.stderr]).toEqual([
      1,
      expect.stringContaining('is not what it was: scan again'),
    ]);
    expect(await trustOf('changed')).toContain('Mine');
  }, 300_000);
});
