import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { countersign } from '../support/command.ts';
import { bareConfiguration, PAGES } from '../support/short-configuration.ts';

let simulator: Simulator;
let directory: string;

beforeAll(async () => {
  simulator = await startSimulator({ accounts: 2, asOf: new Date().toISOString(), pageSize: PAGES });
  directory = await mkdtemp(join(tmpdir(), 'countersign-doctor-'));
  const config = { ...bareConfiguration(simulator.world), outputs: ['json'], failOn: 'none' };
  await writeFile(join(directory, 'config.yaml'), JSON.stringify(config));
  const wrong = { ...config, auditor: { roleName: 'NoSuchRole' } };
  await writeFile(join(directory, 'wrong.yaml'), JSON.stringify(wrong));
});
afterAll(() => simulator.close());

function run(...args: string[]) {
  const env = {
    AWS_ENDPOINT_URL: simulator.endpoint,
    AWS_ACCESS_KEY_ID: simulator.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: simulator.credentials.secretAccessKey,
    AWS_REGION: 'us-east-1',
    HTTPS_PROXY: '',
  };
  return countersign(args, { env, cwd: directory });
}

it('countersign doctor tells what is in order, and ends with 0', async () => {
  const { code, stdout, stderr } = await run('doctor');
  expect(code, stderr).toBe(0);
  expect(stdout).toContain('2 of 2 can be entered');
  expect(stdout).toMatch(/Nothing to mend\.\n$/);
  expect(stdout).not.toContain(simulator.endpoint);
});

it('names each cause with what to do, as text and as JSON, and ends with 3', async () => {
  simulator.addFault({ operation: 'iam:ListRoles', kind: 'access-denied' });
  try {
    const { code, stdout } = await run('doctor');
    expect(code).toBe(3);
    expect(stdout).toMatch(/FAIL {2}action-refused in .*\n +iam:ListRoles\n.*\n +→ Add them to the policy/);
    expect(stdout).toContain('1 cause to mend: a scan would be incomplete.');
    const json = await run('doctor', '--json');
    expect(json.code).toBe(3);
    expect(JSON.parse(json.stdout).checks[0]).toMatchObject({
      id: 'action-refused',
      status: 'fail',
      accounts: { length: 2 },
      actions: ['iam:ListRoles'],
    });
  } finally {
    simulator.clearFaults();
  }
});

it('scan --doctor tells of what would be missing and goes on; it stops where nothing could be read', async () => {
  simulator.addFault({ operation: 'iam:ListAccountAliases', kind: 'access-denied' });
  const told = await run('scan', '--doctor', '--out', 'runs').finally(() => simulator.clearFaults());
  expect(told.stderr).toContain('iam:ListAccountAliases');
  expect(told.stdout).toContain('Evidence  runs/');
  const stopped = await run('scan', '--doctor', '--out', 'none', '--config', 'wrong.yaml', '--json');
  expect(stopped.code).toBe(3);
  expect(stopped.stderr).toContain('Nothing is scanned');
  expect(JSON.parse(stopped.stdout)).toMatchObject({ scanIsUseless: true, accounts: { entered: 0 } });
  expect(await readdir(directory)).not.toContain('none');
});

it('ends with 1 where nothing can be tried', async () => {
  const { code, stderr } = await run('doctor', '--config', 'missing.yaml');
  expect(code).toBe(1);
  expect(stderr).toContain('NO_CONFIGURATION');
});
