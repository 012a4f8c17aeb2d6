import { spawnSync } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListRolePoliciesCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { revocationFiles } from '../../../src/report/revocation/files.ts';
import { partiesMeant, revocationPlan } from '../../../src/report/revocation/plan.ts';
import { evaluateRequest } from '../../policy/support/request-evaluator.ts';
import { runScan } from '../../support/scan.ts';
import { AWS_CLI, locate, MOTO, missing } from '../outsiders.ts';
import { type Moto, startMoto } from './moto.ts';

const program = locate(MOTO);
const cli = locate(AWS_CLI);
const HERE = '123456789012';
const [PARTY, OTHER] = ['555566667777', '444455556666'];
const KEYS = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'not-a-secret' };

describe('a party that is cut off in moto', () => {
  if (program === undefined) return missing(MOTO);
  if (cli === undefined) return missing(AWS_CLI);

  let moto: Moto;
  let iam: IAMClient;
  let home: string;

  beforeAll(async () => {
    moto = await startMoto(program);
    iam = new IAMClient({ endpoint: moto.endpoint, region: 'us-east-1', credentials: KEYS });
    home = await mkdtemp(join(tmpdir(), 'countersign-revoke-'));
    const allow = (AWS: string | string[]) => ({
      Effect: 'Allow',
      Principal: { AWS },
      Action: 'sts:AssumeRole',
    });
    const roots = [PARTY, OTHER].map((id) => `arn:aws:iam::${id}:root`);
    await makeRole('shared', [allow(roots)]);
    await makeRole('behind', [allow(`arn:aws:iam::${HERE}:role/shared`)]);
    // IAM takes such a name, and a program must not take it for an option.
    await makeRole('--debug', [allow(roots[1] ?? '')]);
  });
  afterAll(() => moto?.close());

  async function makeRole(RoleName: string, Statement: object[]): Promise<void> {
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  }

  function bash(file: string, ...args: string[]) {
    const { status, stderr } = spawnSync('bash', [join(home, file), ...args], {
      cwd: home,
      encoding: 'utf8',
      env: {
        PATH: `${join(cli ?? '', '..')}:${process.env.PATH}`,
        AWS_ENDPOINT_URL: moto.endpoint,
        AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
        AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
        HOME: home,
      },
    });
    return { status, stderr };
  }

  async function enters(accountId: string): Promise<string> {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'shared' }));
    return evaluateRequest(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ''), {
      action: 'sts:AssumeRole',
      caller: { kind: 'aws', arn: `arn:aws:iam::${accountId}:role/work`, accountId },
      context: {},
    });
  }

  /** Leaves the refusals by name, and takes away whom they refuse. */
  async function weaken(RoleName: string): Promise<void> {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    const policy = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '');
    await iam.send(
      new UpdateAssumeRolePolicyCommand({
        RoleName,
        PolicyDocument: policy.replaceAll(`"${OTHER}"`, '"000000000000"'),
      }),
    );
    expect(await enters(OTHER)).toBe('ALLOW');
  }

  const policiesOf = async (RoleName: string) =>
    (await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames;

  it('is refused, in its own name alone, loses its sessions, and is let in again by undo', async () => {
    const { report } = await runScan({
      config: { accounts: [{ id: HERE, name: 'here' }], regions: ['us-east-1'] },
      aws: { endpoint: moto.endpoint, credentials: KEYS },
    });
    const planFor = (accountId: string) => {
      const [summary] = partiesMeant(report, accountId);
      if (summary === undefined) throw new Error('the party is not in the report');
      return revocationPlan(report, summary, { register: [], auditorRoles: new Set() });
    };
    const plan = planFor(PARTY);
    expect(plan.roles.map(({ roleName, denies, others }) => [roleName, denies.length, others])).toEqual([
      ['shared', 1, [OTHER]],
      ['behind', 0, []],
    ]);
    const script = revocationFiles(plan).get(`${HERE}/revoke.sh`) ?? '';
    await writeFile(join(home, 'revoke.sh'), script);
    expect([await enters(PARTY), await enters(OTHER)]).toEqual(['ALLOW', 'ALLOW']);

    const done = bash('revoke.sh');
    expect(done.status, done.stderr).toBe(0);
    expect(done.stderr).toMatch(/Cut off: 2 roles in account 123456789012, \d+ s, from \S+Z to \S+Z/);
    expect([await enters(PARTY), await enters(OTHER)]).toEqual(['EXPLICIT_DENY', 'ALLOW']);
    for (const RoleName of ['shared', 'behind']) {
      const asked = new GetRolePolicyCommand({ RoleName, PolicyName: plan.policyName });
      const { PolicyDocument = '' } = await iam.send(asked);
      const [statement] = JSON.parse(decodeURIComponent(PolicyDocument)).Statement;
      const before = Date.parse(statement.Condition.DateLessThan['aws:TokenIssueTime']);
      expect(statement).toMatchObject({ Effect: 'Deny', Action: '*', Resource: '*' });
      expect(Math.abs(before - Date.now())).toBeLessThan(600_000);
    }
    expect(bash('revoke.sh', 'check').status).toBe(0);

    const another = planFor(OTHER);
    await writeFile(join(home, 'another.sh'), revocationFiles(another).get(`${HERE}/revoke.sh`) ?? '');
    const both = bash('another.sh');
    expect(both.status, both.stderr).toBe(0);
    expect([await enters(PARTY), await enters(OTHER)]).toEqual(['EXPLICIT_DENY', 'EXPLICIT_DENY']);
    expect(await policiesOf('--debug')).toEqual([another.policyName]);

    const undone = bash('revoke.sh', 'undo');
    expect(undone.status, undone.stderr).toBe(0);
    expect([await enters(PARTY), await enters(OTHER)]).toEqual(['ALLOW', 'EXPLICIT_DENY']);
    expect(bash('revoke.sh', 'check').status).toBe(1);
    expect(bash('another.sh', 'check').status).toBe(0);
    expect(await policiesOf('behind')).toEqual([another.policyName]);
    await weaken('shared');
    const weakened = bash('another.sh', 'check');
    expect([weakened.status, weakened.stderr]).toEqual([
      1,
      expect.stringContaining('shared: refused at the door: false, older sessions ended: true'),
    ]);

    expect(bash('another.sh', 'undo').status).toBe(0);
    expect([await enters(PARTY), await enters(OTHER)]).toEqual(['ALLOW', 'ALLOW']);
    expect([await policiesOf('shared'), await policiesOf('behind')]).toEqual([[], []]);

    await iam.send(new DeleteRoleCommand({ RoleName: 'behind' }));
    const partly = bash('revoke.sh');
    expect([partly.status, partly.stderr]).toEqual([
      0,
      expect.stringContaining('Cut off: 2 roles, 1 of them not there any more, in account'),
    ]);
    await iam.send(new DeleteRolePolicyCommand({ RoleName: 'shared', PolicyName: plan.policyName }));
    await iam.send(new DeleteRoleCommand({ RoleName: 'shared' }));
    const none = bash('revoke.sh');
    expect([none.status, none.stderr]).toEqual([
      0,
      expect.stringContaining('Cut off: 2 roles, 2 of them not there any more, in account'),
    ]);
    expect(none.stderr).not.toMatch(/refused at the door: |older sessions end: /);
  }, 600_000);
});
