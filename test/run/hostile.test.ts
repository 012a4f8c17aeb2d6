import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { filesUnder } from '../../src/evidence/manifest.ts';
import { demoConfiguration } from '../../src/simulator/fleet/demo-configuration.ts';
import { generateFleet } from '../../src/simulator/fleet/fleet.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { parseCsv } from '../report/csv.ts';
import { countersign, type Finished } from '../support/command.ts';
import { size } from '../support/thorough.ts';

const MARKUP = '<script>alert(1)</script><img src=x onerror=alert(2)>';
const NAMES = [
  MARKUP,
  '=cmd()|"/c calc"!A1',
  '../../../escaped',
  '\u001b[31mred\u001b[0m\u0007',
  'abc\u202Etxt.exe',
  '{{constructor}}',
  '__proto__',
];
const ACCOUNTS = size(6, 4);
const STRANGER = '999900005555';

/** A fleet whose every name, tag and description comes from someone who wants to do harm. */
async function scanHostile(): Promise<{ run: string; finished: Finished; plan: Finished }> {
  const world = generateFleet({ accounts: ACCOUNTS, seed: '1', asOf: new Date().toISOString() });
  const trusted = (sid: string) => ({
    Version: '2012-10-17',
    Statement: [{ Sid: sid, Effect: 'Allow', Principal: { AWS: STRANGER }, Action: 'sts:AssumeRole' }],
  });
  world.accounts.forEach((account, index) => {
    account.name = NAMES[index % NAMES.length] ?? '';
    NAMES.forEach((name, number) => {
      account.contents.roles.push({
        name: `hostile-${number}`,
        description: name,
        trustPolicy: trusted(name),
        tags: { Owner: name, [`k${number}`]: number + index === 0 ? 'x'.repeat(1024 * 1024) : name },
        inlinePolicies: { [name]: trusted(name) },
      });
    });
  });
  const simulator = await startSimulator({ world, recordCalls: false });
  try {
    const directory = await mkdtemp(join(tmpdir(), 'countersign-hostile-'));
    const config = { ...demoConfiguration(world), concurrency: { accounts: 4 } };
    await writeFile(join(directory, 'config.yaml'), JSON.stringify(config));
    const setup = {
      cwd: directory,
      env: {
        AWS_ENDPOINT_URL: simulator.endpoint,
        AWS_ACCESS_KEY_ID: simulator.credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: simulator.credentials.secretAccessKey,
        AWS_REGION: 'us-east-1',
      },
    };
    const finished = await countersign(['scan'], setup);
    const plan = await countersign(['plan'], setup);
    return { run: join(directory, 'countersign-runs/latest'), finished, plan };
  } finally {
    await simulator.close();
  }
}

describe('names, tags and policies from an attacker', () => {
  let run: string;
  let finished: Finished;
  let plan: Finished;
  beforeAll(async () => {
    ({ run, finished, plan } = await scanHostile());
  });

  it('do not keep the run from reading everything', async () => {
    // What an attacker writes may be beyond a check; it is not beyond reading.
    expect(finished.code, finished.stderr).toBe(3);
    const report = JSON.parse(await readFile(join(run, 'report.json'), 'utf8'));
    expect(report.coverage.complete).toBe(true);
    expect(report.verdict.reasons).toMatchObject([{ reason: 'UNANSWERED_RESULTS' }]);
    expect(
      report.roles.filter(({ roleName }: { roleName: string }) => roleName.startsWith('hostile-')),
    ).toHaveLength(ACCOUNTS * NAMES.length);
  });

  it('come out as text in the HTML', async () => {
    const html = await readFile(join(run, 'report.html'), 'utf8');
    expect(html).toContain('&lt;script&gt;alert(1)');
    expect(html).not.toContain('<script>alert');
    expect(html).not.toContain('<img src=x');
    expect(html).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u202a-\u202e\u2066-\u2069]/);
  });

  it('are no formulas in the CSV', async () => {
    const rows = parseCsv(await readFile(join(run, 'findings.csv'), 'utf8'));
    expect(rows.length).toBeGreaterThan(50);
    for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    expect(rows.flat().some((cell) => cell.startsWith("'=cmd()"))).toBe(true);
  });

  it('send no control sequence to the terminal', () => {
    expect(plan.stdout).toContain('[U+001B]');
    for (const text of [finished.stdout, finished.stderr, plan.stdout]) {
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e\u2066-\u2069]/);
    }
  });

  it('make no path', async () => {
    for (const name of await filesUnder(run)) {
      expect(name).toMatch(/^(accounts\/\d{12}\/|organization\/)?[a-z]+(\.[a-z]+)*$/);
    }
  });
});
