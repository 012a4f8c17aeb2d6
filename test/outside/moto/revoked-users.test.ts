import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateAccessKeyCommand,
  CreateLoginProfileCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  GetLoginProfileCommand,
  GetUserPolicyCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListUserPoliciesCommand,
  ListUsersCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RegisteredThirdParty } from '../../../src/model/party.ts';
import { revocationFiles } from '../../../src/report/revocation/files.ts';
import { partiesMeant, type RevocationPlan, revocationPlan } from '../../../src/report/revocation/plan.ts';
import { runScan } from '../../support/scan.ts';
import { AWS_CLI, locate, MOTO, missing } from '../outsiders.ts';
import { ROOT_KEYS } from './fleet.ts';
import { type Moto, startMoto } from './moto.ts';

const program = locate(MOTO);
const cli = locate(AWS_CLI);
const HERE = '123456789012';
const NIMBUS = { name: 'Nimbus', owner: 'Jo', justification: 'Metrics', users: [{ path: '/vendors/' }] };
/** A user name may begin as an option does. */
const [COLLECTOR, CONSOLE] = ['--collector', 'console'];
const LIST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'iam:ListUsers', Resource: '*' }],
});

interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
}

describe('users of a party that is cut off in moto', () => {
  if (program === undefined) return missing(MOTO);
  if (cli === undefined) return missing(AWS_CLI);

  let moto: Moto;
  let iam: IAMClient;
  let home: string;
  let admin: Keys;
  let theirs: Keys;
  let idle: string;
  let others: Keys;
  let plan: RevocationPlan;

  beforeAll(async () => {
    moto = await startMoto(program);
    iam = clientOf(ROOT_KEYS);
    home = await mkdtemp(join(tmpdir(), 'countersign-revoke-users-'));
    for (const [UserName, Path] of [
      [COLLECTOR, '/vendors/'],
      [CONSOLE, '/vendors/'],
      ['release', '/'],
      ['admin', '/'],
    ] as const)
      await iam.send(new CreateUserCommand({ UserName, Path }));
    const all = LIST.replace('iam:ListUsers', '*');
    for (const [UserName, PolicyDocument] of [
      [COLLECTOR, LIST],
      ['release', LIST],
      ['admin', all],
    ] as const)
      await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'own', PolicyDocument }));
    theirs = await keyOf(COLLECTOR);
    idle = (await keyOf(COLLECTOR)).accessKeyId;
    await iam.send(
      new UpdateAccessKeyCommand({ UserName: COLLECTOR, AccessKeyId: idle, Status: 'Inactive' }),
    );
    await iam.send(new CreateLoginProfileCommand({ UserName: CONSOLE, Password: 'Not-a-secret-1' }));
    others = await keyOf('release');
    admin = await keyOf('admin');
    plan = await planned();
    await writeFile(join(home, 'revoke.sh'), revocationFiles(plan).get(`${HERE}/revoke.sh`) ?? '');
    // From now on moto asks every policy.
    await fetch(`${moto.endpoint}/moto-api/reset-auth`, { method: 'POST', body: '0' });
    iam = clientOf(admin);
  }, 600_000);
  afterAll(() => moto?.close());

  function clientOf(credentials: Keys): IAMClient {
    return new IAMClient({ endpoint: moto.endpoint, region: 'us-east-1', credentials });
  }

  async function keyOf(UserName: string): Promise<Keys> {
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    return { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
  }

  async function planned(): Promise<RevocationPlan> {
    const { report } = await runScan({
      config: {
        accounts: [{ id: HERE, name: 'here' }],
        regions: ['us-east-1'],
        thirdParties: [NIMBUS],
        outputs: ['json'],
      },
      aws: { endpoint: moto.endpoint, credentials: ROOT_KEYS },
    });
    const [summary] = partiesMeant(report, 'Nimbus');
    if (summary === undefined) throw new Error('the party is not in the report');
    const register: RegisteredThirdParty[] = [{ ...NIMBUS, accountIds: [], organizationIds: [] } as never];
    return revocationPlan(report, summary, { register, auditorRoles: new Set() });
  }

  function bash(args: string[], keys = admin) {
    return spawnSync('bash', [join(home, 'revoke.sh'), ...args], {
      cwd: home,
      encoding: 'utf8',
      env: {
        PATH: `${join(cli ?? '', '..')}:${process.env.PATH}`,
        AWS_ENDPOINT_URL: moto.endpoint,
        AWS_ACCESS_KEY_ID: keys.accessKeyId,
        AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
        HOME: home,
      },
    });
  }

  /** Whether somebody may do what their own policy allows. */
  async function enters(keys: Keys): Promise<boolean> {
    try {
      await clientOf(keys).send(new ListUsersCommand({}));
      return true;
    } catch (error) {
      expect(String(error)).toMatch(/not authorized|AccessDenied/);
      return false;
    }
  }

  async function statuses(UserName: string) {
    const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({ UserName }));
    return Object.fromEntries(AccessKeyMetadata.map(({ AccessKeyId, Status }) => [AccessKeyId, Status]));
  }

  const policies = async (UserName: string) =>
    (await iam.send(new ListUserPoliciesCommand({ UserName }))).PolicyNames;

  const hasPassword = (UserName: string) =>
    iam.send(new GetLoginProfileCommand({ UserName })).then(
      () => true,
      () => false,
    );

  it('are refused with their keys and passwords, and nobody else is; undo gives back what was active', async () => {
    expect(plan.users.map(({ userName, activeKeys, password }) => [userName, activeKeys, password])).toEqual([
      [COLLECTOR, 1, false],
      [CONSOLE, 0, true],
    ]);
    expect([await enters(theirs), await enters(others)]).toEqual([true, true]);
    expect(bash(['check']).status).toBe(1);

    const done = bash([]);
    expect(done.status, done.stderr).toBe(0);
    expect(done.stderr).toMatch(/Cut off: 0 roles and 2 users in account 123456789012, \d+ s/);
    expect([await enters(theirs), await enters(others)]).toEqual([false, true]);
    expect(await statuses(COLLECTOR)).toEqual({ [theirs.accessKeyId]: 'Inactive', [idle]: 'Inactive' });
    expect(await hasPassword(CONSOLE)).toBe(false);
    const checked = bash(['check']);
    expect(checked.status, checked.stderr).toBe(0);
    expect(checked.stderr).toContain(
      `user ${COLLECTOR}: refused whatever it does: true, active keys: 0, password: false`,
    );
    const [saved = ''] = (await readdir(home)).filter((name) => name.startsWith('before-revoking'));
    expect(JSON.parse(await readFile(join(home, saved, 'users', `${CONSOLE}.json`), 'utf8'))).toEqual({
      keys: [],
      password: true,
    });

    // Done again, it forgets nothing of what was there at first.
    expect(bash([]).status).toBe(0);
    const undone = bash(['undo']);
    // All that can be is given back, and the code says that something is left to be done by hand.
    expect(undone.status, undone.stderr).toBe(1);
    expect(undone.stderr).toContain(`the user ${CONSOLE} had a password, which is gone`);
    expect(undone.stderr).toContain('0 roles and 2 users are given back but for what is named above');
    expect([await enters(theirs), await enters(others)]).toEqual([true, true]);
    expect(await statuses(COLLECTOR)).toEqual({ [theirs.accessKeyId]: 'Active', [idle]: 'Inactive' });
    expect([await policies(COLLECTOR), await policies(CONSOLE)]).toEqual([['own'], []]);
    expect(bash(['undo']).status).toBe(0);
  }, 600_000);

  it('are given back what is left of them where a key or a user was deleted meanwhile', async () => {
    expect(bash([]).status).toBe(0);
    await iam.send(new DeleteAccessKeyCommand({ UserName: COLLECTOR, AccessKeyId: theirs.accessKeyId }));
    await iam.send(new DeleteUserPolicyCommand({ UserName: CONSOLE, PolicyName: plan.policyName }));
    await iam.send(new DeleteUserCommand({ UserName: CONSOLE }));
    const checked = bash(['check']);
    expect([checked.status, checked.stderr]).toEqual([0, expect.stringContaining(`${CONSOLE} is not there`)]);
    const undone = bash(['undo']);
    expect(undone.status, undone.stderr).toBe(1);
    expect(undone.stderr).toContain(`the key ${theirs.accessKeyId} of user ${COLLECTOR} was deleted since`);
    expect(await policies(COLLECTOR)).toEqual(['own']);
    expect(bash(['undo']).stderr).toContain(`user ${COLLECTOR}: the refusal is not there any more`);
    await iam.send(new CreateUserCommand({ UserName: CONSOLE, Path: '/vendors/' }));
    theirs = await keyOf(COLLECTOR);
  }, 600_000);

  it('are not cut off by themselves, and a refusal that somebody narrows is none', async () => {
    await iam.send(
      new PutUserPolicyCommand({
        UserName: COLLECTOR,
        PolicyName: 'more',
        PolicyDocument: LIST.replace('iam:ListUsers', '*'),
      }),
    );
    const own = bash([], theirs);
    expect([own.status, own.stderr]).toEqual([
      1,
      expect.stringContaining(`these credentials are those of ${COLLECTOR}`),
    ]);
    expect(await policies(COLLECTOR)).not.toContain(plan.policyName);

    expect(bash([]).status).toBe(0);
    const asked = { UserName: COLLECTOR, PolicyName: plan.policyName };
    const { PolicyDocument = '' } = await iam.send(new GetUserPolicyCommand(asked));
    const narrowed = decodeURIComponent(PolicyDocument)
      .replaceAll('"Action": "*"', '"Action": "s3:*"')
      .replaceAll('"Action":"*"', '"Action":"s3:*"');
    expect(narrowed).toContain('s3:*');
    await iam.send(new PutUserPolicyCommand({ ...asked, PolicyDocument: narrowed }));
    const checked = bash(['check']);
    expect([checked.status, checked.stderr]).toEqual([
      1,
      expect.stringContaining(`${COLLECTOR}: refused whatever it does: false`),
    ]);
    await iam.send(new DeleteUserPolicyCommand(asked));
  }, 600_000);
});
