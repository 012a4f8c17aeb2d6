import { spawn } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registry } from '../../src/checks/registry.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { countersign } from '../support/command.ts';
import { callsOf } from '../support/run-files.ts';
import { PAGES, shortConfiguration } from '../support/short-configuration.ts';
import { size, THOROUGH } from '../support/thorough.ts';

const ACCOUNTS = size(3, 2);

let simulator: Simulator;
let directory: string;
let env: Record<string, string>;

beforeAll(async () => {
  simulator = await startSimulator({ accounts: ACCOUNTS, asOf: new Date().toISOString(), pageSize: PAGES });
  directory = await mkdtemp(join(tmpdir(), 'countersign-cli-'));
  // JSON is YAML.
  await writeFile(join(directory, 'config.yaml'), JSON.stringify(configuration()));
  env = {
    AWS_ENDPOINT_URL: simulator.endpoint,
    AWS_ACCESS_KEY_ID: simulator.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: simulator.credentials.secretAccessKey,
    AWS_REGION: 'us-east-1',
  };
});
afterAll(() => simulator.close());

/** The company's configuration, with the outputs that these tests look at. */
function configuration(): object {
  return { ...shortConfiguration(simulator.world), outputs: ['html', 'json'] };
}

function scan(...args: string[]) {
  return countersign(['scan', ...args], { env, cwd: directory });
}

describe('countersign scan', () => {
  it('scans by config.yaml, says where the report is, and ends as the verdict does: some checks could not know', async () => {
    const { code, stdout, stderr } = await scan();
    expect(stderr).toContain(`${ACCOUNTS} accounts in scope`);
    expect(code, stderr).toBe(3);
    expect(stdout).toMatch(/Report {4}countersign-runs\/\d{8}T\d{6}Z-[0-9a-f]{8}\/report\.html/);
    expect(stdout).toMatch(/INCOMPLETE: \d+ results have no answer\. /);
    expect(stdout).toMatch(/No answer {6}\d+ UNKNOWN · 0 ERROR/);
  });

  it('writes one JSON document to stdout with --json, and machine-readable logs to stderr with --log-format json', async () => {
    const { stdout, stderr } = await scan('--json', '--log-format', 'json');
    const report = JSON.parse(stdout);
    expect(report.scope.accounts).toHaveLength(ACCOUNTS);
    const lines = stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines[0]).toMatchObject({ message: 'accounts-known', inScope: ACCOUNTS });
  });

  it('reads an account with a named profile, without assuming a role', async () => {
    const { accessKeyId, secretAccessKey } = simulator.credentials;
    const home = await mkdtemp(join(tmpdir(), 'countersign-home-'));
    const credentials = join(home, 'credentials');
    await writeFile(
      credentials,
      `[audited]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
    );
    const id = simulator.world.callerAccountId;
    const config = { accounts: [{ id, name: 'management', profile: 'audited' }], regions: ['us-east-1'] };
    await writeFile(join(home, 'config.yaml'), JSON.stringify(config));
    const { code, stdout, stderr } = await countersign(['scan', '--json', '--allow-incomplete'], {
      cwd: home,
      env: { ...env, AWS_SHARED_CREDENTIALS_FILE: credentials, AWS_CONFIG_FILE: join(home, 'none') },
    });
    expect(code, stderr).toBe(0);
    const report = JSON.parse(stdout);
    expect(report.scope.accounts).toMatchObject([{ accountId: id, status: 'COMPLETE' }]);
    const calls = await callsOf(join(home, 'countersign-runs/latest'), id);
    expect(calls.map(({ operation }) => operation)).not.toContain('AssumeRole');
    const unknown = { ...config, accounts: [{ id, profile: 'nobody' }] };
    await writeFile(join(home, 'config.yaml'), JSON.stringify(unknown));
    const failed = await countersign(['scan'], {
      cwd: home,
      env: { ...env, AWS_SHARED_CREDENTIALS_FILE: credentials, AWS_CONFIG_FILE: join(home, 'none') },
    });
    expect(failed.code).toBe(3);
    expect(failed.stderr).toContain('nothing could be read');
  });

  it('exits with 2 for findings at or above --fail-on, and with 0 below', async () => {
    expect((await scan('--fail-on', 'low')).code).toBe(2);
    const only = simulator.world.accounts[0]?.id ?? '';
    expect((await scan('--fail-on', 'critical', '--accounts', only, '--allow-incomplete')).code).toBe(0);
  });

  it('exits with 3 when something was not read, unless --allow-incomplete; findings win', async () => {
    simulator.addFault({ operation: 'ListRoles', kind: 'access-denied' });
    try {
      const incomplete = await scan();
      expect(incomplete.code).toBe(3);
      expect(incomplete.stdout).toMatch(
        new RegExp(`INCOMPLETE: ${ACCOUNTS} of \\d+ facts could not be read`),
      );
      expect(incomplete.stdout).toContain('iam:ListRoles');
      expect((await scan('--allow-incomplete')).code).toBe(0);
      expect((await scan('--fail-on', 'low')).code).toBe(2);
    } finally {
      simulator.clearFaults();
    }
  });

  it('exits with 1 for a bad configuration, with file, line, column and the nearest key', async () => {
    await writeFile(join(directory, 'bad.yaml'), 'accounts:\n  - id: "111122223333"\n    rolArn: x\n');
    const { code, stderr, stdout } = await scan('--config', 'bad.yaml');
    expect(code).toBe(1);
    expect(stderr).toMatch(/bad\.yaml:3:5 .*rolArn.*roleArn/);
    expect(stdout).toBe('');
  });

  it('exits with 1 when there is no configuration, no credential, or no such account', async () => {
    const none = await scan('--config', 'nowhere.yaml');
    expect(none.code).toBe(1);
    expect(none.stderr).toContain('nowhere.yaml');
    const { AWS_ACCESS_KEY_ID: _key, AWS_SECRET_ACCESS_KEY: _secret, ...anonymous } = env;
    const nobody = await countersign(['scan'], { env: { ...anonymous, HOME: directory }, cwd: directory });
    expect(nobody.code).toBe(1);
    expect(nobody.stderr).toMatch(/credentials/i);
    const stranger = await scan('--accounts', '999999999999');
    expect(stranger.code).toBe(1);
    expect(stranger.stderr).toContain('UNKNOWN_ACCOUNT');
  });
});

describe('countersign report', () => {
  beforeAll(async () => {
    await scan('--out', 'again');
  });

  it('judges a run again beside it and leaves the run as it was', async () => {
    const before = await readFile(join(directory, 'again/latest/report.json'), 'utf8');
    const { code, stderr } = await countersign(['report', 'again/latest', '--out', 'judged'], {
      cwd: directory,
    });
    expect(code, stderr).toBe(0);
    expect(await readFile(join(directory, 'judged/report.json'), 'utf8')).toBe(before);
    expect(await readFile(join(directory, 'again/latest/report.json'), 'utf8')).toBe(before);
  });

  it('judges by another configuration when told to', async () => {
    const config = { ...configuration(), checks: { 'stale-role': { enabled: false } } };
    await writeFile(join(directory, 'other.yaml'), JSON.stringify(config));
    const { stdout } = await countersign(
      ['report', 'again/latest', '--config', 'other.yaml', '--out', 'o', '--json'],
      {
        cwd: directory,
      },
    );
    const off = JSON.parse(stdout).scope.disabledChecks.filter(({ reason }: { reason: string }) =>
      reason.startsWith('switched off'),
    );
    expect(off).toMatchObject([{ checkId: 'stale-role' }]);
  });

  it('judges by a configuration that names no account, no role and an unset secret', async () => {
    await writeFile(
      join(directory, 'judge.yaml'),
      'checks: { stale-role: { enabled: false } }\nauditor: { externalId: "${COUNTERSIGN_NOWHERE_SET}" }\n',
    );
    const { code, stderr } = await countersign(
      ['report', 'again/latest', '--config', 'judge.yaml', '--out', 'p'],
      { cwd: directory },
    );
    expect(code, stderr).toBe(0);
  });

  it('refuses a directory that is no run', async () => {
    const { code, stderr } = await countersign(['report', '.'], { cwd: directory });
    expect(code).toBe(1);
    expect(stderr).toContain('NOT_A_RUN');
  });
});

describe('the small commands', () => {
  it('--help names every command and every exit code', async () => {
    const { code, stdout } = await countersign(['--help']);
    expect(code).toBe(0);
    for (const name of [
      'demo',
      'scan',
      'report',
      'verify',
      'plan',
      'checks',
      'policy',
      'schema',
      'simulate',
    ]) {
      expect(stdout).toMatch(new RegExp(`^ {2}${name}\\b`, 'm'));
    }
    for (const exit of [0, 1, 2, 3, 4]) expect(stdout).toMatch(new RegExp(`^ {2}${exit} {2}`, 'm'));
  });

  it('an unknown command or option exits with 1', async () => {
    expect((await countersign(['audit'])).code).toBe(1);
    expect((await countersign(['scan', '--fast'])).code).toBe(1);
  });

  it('plan names the accounts and the calls', async () => {
    const { code, stdout, stderr } = await countersign(['plan', '--out', 'nowhere'], { env, cwd: directory });
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/At least \d+ calls, \d+ of them to find the accounts\./);
  });

  it('plan shows the queries of Athena as they are made', async () => {
    const athena = { region: 'eu-west-1', database: 'audit', table: 'trail' };
    const file = join(directory, 'athena.yaml');
    await writeFile(file, JSON.stringify({ ...configuration(), activity: { source: 'athena', athena } }));
    const { code, stdout, stderr } = await countersign(['plan', '--config', file, '--out', 'nowhere'], {
      env,
      cwd: directory,
    });
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/2 queries of Athena for all accounts together, with 6 calls or more\./);
    expect(stdout).toMatch(/\n-- entries\nSELECT account, [\s\S]*\n-- calls\nWITH recorded AS /);
  });

  it('checks list and show describe every check', async () => {
    const { stdout } = await countersign(['checks', 'list']);
    for (const { id } of registry) expect(stdout).toMatch(new RegExp(`^ {2}${id} `, 'm'));
    const shown = await countersign(['checks', 'show', 'public-trust']);
    expect(shown.stdout).toContain('How to fix it');
    expect((await countersign(['checks', 'show', 'nothing'])).code).toBe(1);
    expect(JSON.parse((await countersign(['checks', 'list', '--json'])).stdout)).toHaveLength(
      registry.length,
    );
  });

  it('policy is a JSON policy that asks for nothing but reading, reports and drift detection', async () => {
    const policy = JSON.parse((await countersign(['policy'])).stdout);
    const actions: string[] = policy.Statement.flatMap(({ Action }: { Action: string[] }) => Action);
    expect(actions.length).toBeGreaterThan(10);
    const verbs = actions.map((action) => action.split(':')[1] ?? '');
    expect(
      verbs.filter(
        (verb) =>
          !/^(Get|List|Describe|BatchDescribe|Detect|Generate(CredentialReport|ServiceLastAccessedDetails)$)/.test(
            verb,
          ),
      ),
    ).toEqual([]);
  });

  it('policy follows the configuration', async () => {
    const checks = Object.fromEntries(
      registry
        .filter(({ area }) => area === 'drift' || area === 'access-analyzer')
        .map(({ id }) => [id, { enabled: false }]),
    );
    const config = { ...shortConfiguration(simulator.world), checks };
    await writeFile(join(directory, 'narrow.yaml'), JSON.stringify(config));
    const { stdout } = await countersign(['policy', '--config', 'narrow.yaml'], { cwd: directory });
    expect(stdout).not.toMatch(/cloudformation|access-analyzer/);
    expect(stdout).toContain('iam:GetAccountAuthorizationDetails');
  });

  it('schema prints JSON Schemas', async () => {
    for (const document of ['config', 'report', 'finding']) {
      const schema = JSON.parse((await countersign(['schema', document])).stdout);
      expect(schema.$schema).toContain('2020-12');
    }
  });

  it('simulate serves until it is interrupted', async () => {
    const main = join(resolve(import.meta.dirname, '../..'), 'dist/cli/main.js');
    const child = spawn(process.execPath, [main, 'simulate', '--accounts', '2', '--json'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const text = await new Promise<string>((done) => child.stdout.setEncoding('utf8').once('data', done));
    const { AWS_ENDPOINT_URL } = JSON.parse(text);
    expect((await fetch(AWS_ENDPOINT_URL)).status).toBeGreaterThanOrEqual(400);
    const ended = new Promise<number | null>((done) => child.once('close', done));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  it.runIf(THOROUGH)('demo audits the made-up fleet and points to its report', async () => {
    const { code, stdout, stderr } = await countersign(['demo', '--out', join(directory, 'demo')]);
    expect(code, stderr).toBe(0);
    const path = /^Report +(.*)$/m.exec(stdout)?.[1] ?? '';
    expect(await readFile(path, 'utf8')).toContain('<!doctype html>');
    expect(stdout).toContain('INCOMPLETE');
    for (const form of [
      'report.json',
      'explorer.html',
      'findings.jsonl',
      'findings.csv',
      'findings.ocsf.json',
      'findings.asff.json',
      'junit.xml',
      'summary.md',
    ]) {
      expect((await readFile(join(dirname(path), form), 'utf8')).length, form).toBeGreaterThan(0);
    }
  });
});
