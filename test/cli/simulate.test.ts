import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { AuditReport } from '../../src/model/report.ts';
import { generateFleet } from '../../src/simulator/fleet/fleet.ts';
import { ask, query, rest } from '../simulator/raw.ts';
import { countersign } from '../support/command.ts';
import { AS_OF } from '../support/fixed-clock.ts';

const main = join(resolve(import.meta.dirname, '../..'), 'dist/cli/main.js');

/** The accounts of the fleet that `--accounts 2` makes. */
const [first, second] = generateFleet({ accounts: 2, seed: '1', asOf: AS_OF }).accounts.map(({ id }) => id);

const running: ChildProcess[] = [];

/** Starts `countersign simulate` and gives the variables that it prints. */
async function simulate(...args: string[]): Promise<Record<string, string>> {
  const child = spawn(
    process.execPath,
    ['--no-warnings', main, 'simulate', '--accounts', '2', '--json', ...args],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  running.push(child);
  return JSON.parse(
    await new Promise<string>((done) => child.stdout?.setEncoding('utf8').once('data', done)),
  );
}

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGTERM');
});

function endpointOf(env: Record<string, string>): [endpoint: string, key: { accessKeyId: string }] {
  return [env.AWS_ENDPOINT_URL ?? '', { accessKeyId: env.AWS_ACCESS_KEY_ID ?? '' }];
}

describe('countersign simulate', () => {
  it('answers over the wire as its faults order, and else as before', async () => {
    const env = await simulate(
      ...['--fault', `iam:ListRoles@${first}=AccessDenied,after=1`],
      ...['--fault', 'access-analyzer/eu-west-1=Throttling,times=1'],
    );
    const roles = () => ask(...endpointOf(env), query('iam', 'ListRoles'));
    expect((await roles()).status).toBe(200);
    expect(await roles()).toMatchObject({
      status: 403,
      body: expect.stringContaining('<Code>AccessDenied</Code>'),
    });
    expect((await ask(...endpointOf(env), query('iam', 'ListAccountAliases'))).status).toBe(200);
    const analyzers = (region: string) =>
      ask(...endpointOf(env), { ...rest('access-analyzer', 'GET', '/analyzer'), region });
    expect((await analyzers('us-east-1')).status).toBe(200);
    expect((await analyzers('eu-west-1')).status).toBe(429);
    expect((await analyzers('eu-west-1')).status).toBe(200);
  });

  it('throttles a service by its bucket, and no other', async () => {
    const env = await simulate('--throttle', 'iam=0/2');
    const statuses: number[] = [];
    for (const operation of ['ListRoles', 'ListAccountAliases', 'ListRoles']) {
      statuses.push((await ask(...endpointOf(env), query('iam', operation))).status);
    }
    expect(statuses).toEqual([200, 200, 400]);
    expect((await ask(...endpointOf(env), query('sts', 'GetCallerIdentity'))).status).toBe(200);
  });

  it('is slow when told to: an answer that needs no waiting overtakes it', async () => {
    const slow = await simulate('--latency', '2000-3000');
    const quick = await simulate('--latency', '0');
    const order: string[] = [];
    const asked = (name: string, env: Record<string, string>) =>
      ask(...endpointOf(env), query('sts', 'GetCallerIdentity')).then(() => order.push(name));
    await Promise.all([asked('slow', slow), asked('quick', quick)]);
    expect(order).toEqual(['quick', 'slow']);
  });

  it('lets a scan find the gap that a fault makes, with retries away what is only slow or throttled', async () => {
    const env = await simulate(
      ...['--latency', '1-5', '--throttle', 'iam=50/5'],
      ...['--fault', `iam:GetAccountAuthorizationDetails@${second}=AccessDenied`],
    );
    const out = await mkdtemp(join(tmpdir(), 'countersign-simulate-'));
    const config = {
      organization: { discover: true },
      auditor: { roleName: env.COUNTERSIGN_ROLE_NAME, externalId: env.COUNTERSIGN_EXTERNAL_ID },
      regions: ['us-east-1'],
      outputs: ['json'],
    };
    await writeFile(join(out, 'config.yaml'), JSON.stringify(config));
    const { code, stderr } = await countersign(
      ['scan', '--out', out, '--allow-incomplete', '--fail-on', 'none'],
      {
        env,
        cwd: out,
      },
    );
    expect(code, stderr).toBe(0);
    const report = JSON.parse(await readFile(join(out, 'latest', 'report.json'), 'utf8')) as AuditReport;
    const gaps = report.coverage.gaps.filter(({ fact }) => fact === 'authorization-details');
    expect(gaps).toEqual([expect.objectContaining({ accountId: second, reason: 'ACCESS_DENIED' })]);
    expect(report.coverage.gaps.map(({ reason }) => reason)).not.toContain('THROTTLED');
  });

  it('says what it does not understand, and how it is written', async () => {
    for (const [args, words] of [
      [['--fault', 'iam:ListUsers=AccessDenied'], 'no iam:ListUsers'],
      [['--throttle', 'iam=fast'], 'SERVICE=RATE/BURST'],
      [['--latency', '200-60'], 'must not be smaller'],
    ] as const) {
      const { code, stderr } = await countersign(['simulate', ...args]);
      expect([code, stderr]).toEqual([1, expect.stringContaining(words)]);
    }
    const { stdout } = await countersign(['simulate', '--help']);
    for (const word of ['--latency', '--throttle', '--fault', 'AccessDenied', 'cloudformation', 'times=N']) {
      expect(stdout).toContain(word);
    }
  });
});
