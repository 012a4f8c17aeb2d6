import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, readlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/aws/clock.ts';
import { loadConfigFile } from '../../src/cli/load-config.ts';
import { toolVersion } from '../../src/cli/version.ts';
import { readFacts } from '../../src/evidence/account-evidence.ts';
import { scan as scanWith } from '../../src/run/scan.ts';
import { verifyEvidence } from '../../src/run/verify-evidence.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { countersign } from '../support/command.ts';
import { EXTERNAL_ID_KEY, PROVENANCE } from '../support/scan.ts';
import { bareConfiguration, PAGES } from '../support/short-configuration.ts';
import { oneIn, size, some } from '../support/thorough.ts';

const main = join(resolve(import.meta.dirname, '../..'), 'dist/cli/main.js');

let simulator: Simulator;
let home: string;
let env: Record<string, string>;
/** The findings of a scan that nothing disturbed, and how many calls it made. */
let undisturbed: string[];
let calls: number;

beforeAll(async () => {
  simulator = await startSimulator({
    accounts: size(4, 3),
    latencyMs: 10,
    asOf: new Date().toISOString(),
    pageSize: PAGES,
  });
  home = await mkdtemp(join(tmpdir(), 'countersign-crash-'));
  const config = { ...bareConfiguration(simulator.world), concurrency: { accounts: 1, callsPerAccount: 2 } };
  await writeFile(join(home, 'config.yaml'), JSON.stringify(config));
  env = {
    AWS_ENDPOINT_URL: simulator.endpoint,
    AWS_ACCESS_KEY_ID: simulator.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: simulator.credentials.secretAccessKey,
    AWS_REGION: 'us-east-1',
  };
  const out = await newOut('undisturbed');
  // Once before, so that both see a fleet in which drift has been detected.
  await scan(await newOut('before'));
  const before = simulator.calls.length;
  const { code, stderr } = await scan(out);
  calls = simulator.calls.length - before;
  expect(code, stderr).toBe(3);
  undisturbed = await findings(join(out, 'latest'));
  expect(undisturbed.length).toBeGreaterThan(5);
});
afterAll(() => simulator.close());

async function newOut(name: string): Promise<string> {
  const out = join(home, name);
  await mkdir(out, { recursive: true });
  await writeFile(join(out, 'external-id.key'), EXTERNAL_ID_KEY);
  return out;
}

function scan(out: string, ...args: string[]) {
  return countersign(['scan', '--out', out, ...args], { env, cwd: home });
}

/** The same in a process of its own, which lets go of all files when it ends. */
function scanApart(out: string, ...args: string[]) {
  return countersign(['scan', '--out', out, ...args], { env, cwd: home, apart: true });
}

/** What `scan --resume` does, in this process, which need not be started each time. */
async function goOn(out: string): Promise<void> {
  const { config, judgement, digest } = await loadConfigFile(join(home, 'config.yaml'));
  await scanWith({
    config,
    judgement,
    configDigest: digest,
    out,
    resume: true,
    version: toolVersion(),
    provenance: PROVENANCE,
    random: randomBytes(4),
    aws: {
      clock: systemClock,
      homeRegion: 'us-east-1',
      endpoint: simulator.endpoint,
      credentials: simulator.credentials,
    },
    watch: () => {},
  });
}

async function damageOf(run: string): Promise<string[]> {
  return (await verifyEvidence({ runs: [run] })).damage.map(({ message }) => message);
}

async function findings(run: string): Promise<string[]> {
  const { findings: found, coverage } = JSON.parse(await readFile(join(run, 'report.json'), 'utf8'));
  expect(coverage.gaps).toEqual([]);
  return found.map((one: { fingerprint: string; status: string }) => `${one.fingerprint} ${one.status}`);
}

/** Starts a scan and sends it a signal as soon as `when` holds. Answers its exit code; null where the signal ended it. */
function signalledScan(
  out: string,
  when: () => boolean,
  signal: 'SIGKILL' | 'SIGTERM',
  ...args: string[]
): Promise<number | null> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, ['--no-warnings', main, 'scan', '--out', out, ...args], {
    env: { PATH, HOME: home, ...env },
    cwd: home,
    stdio: 'ignore',
  });
  return new Promise((done) => {
    const timer = setInterval(() => {
      if (!when()) return;
      clearInterval(timer);
      child.kill(signal);
    }, 1);
    child.once('close', (code) => {
      clearInterval(timer);
      done(code);
    });
  });
}

function runsIn(out: string): string[] {
  return readdirSync(out).filter((name) => /^\d{8}T/.test(name));
}

/** Whether a path below the run directory, or beside it, is there by now. */
function appeared(out: string, pattern: RegExp): boolean {
  return readdirSync(out).some(
    (name) =>
      pattern.test(name) ||
      (/^\d{8}T/.test(name) &&
        readdirSync(join(out, name)).some((inner) => pattern.test(`${name}/${inner}`))),
  );
}

/** The pages of accounts that are written by now. */
function accountPages(out: string): string[] {
  const accounts = runsIn(out).map((run) => join(out, run, 'accounts'));
  return accounts
    .filter(existsSync)
    .flatMap((directory) => readdirSync(directory).map((account) => join(directory, account, 'report.html')))
    .filter(existsSync);
}

type Moment = [name: string, when: (out: string, calls: number) => boolean];
const MOMENTS: Moment[] = [
  ...[0, 10, 20, 30, 40, 50, 60, 70, 80, 99].map(
    (part): Moment => [`after ${part} % of its calls`, (_out, made) => made > (part / 100) * calls],
  ),
  ['when its directory appears', (out) => runsIn(out).length > 0],
  ['when the organization has been read', (out) => appeared(out, /\/organization$/)],
  ['when its start is kept', (out) => appeared(out, /unfinished\.json$/)],
  ['when it reads the first account', (out) => appeared(out, /\/accounts$/)],
  ['when it writes the report', (out) => appeared(out, /\/report\.json/)],
  ['when it writes the page', (out) => appeared(out, /\/report\.html/)],
  ['when it writes the pages of the accounts', (out) => accountPages(out).length > 1],
  ['when it writes run.json', (out) => appeared(out, /\/run\.json/)],
  ['when it enters the chain', (out) => appeared(out, /chain-head/)],
  ['when it writes the manifest', (out) => appeared(out, /\/manifest\.json/)],
];

describe('a scan that is killed', () => {
  it.each(some(MOMENTS, 1))(
    '%s leaves nothing that looks complete and is not, and can be gone on with',
    async (name, when) => {
      const out = await newOut(`killed ${name}`.replaceAll(/[^a-z0-9]/g, '-'));
      const before = simulator.calls.length;
      await signalledScan(out, () => when(out, simulator.calls.length - before), 'SIGKILL');
      for (const run of runsIn(out)) {
        const sealed = existsSync(join(out, run, 'manifest.json'));
        if (sealed) expect(await damageOf(join(out, run))).toEqual([]);
        else expect(existsSync(join(out, 'latest'))).toBe(false);
        const accounts = join(out, run, 'accounts');
        const whole = existsSync(accounts) ? await readdir(accounts) : [];
        for (const account of whole.filter((directory) => !directory.endsWith('.partial')))
          expect((await readFacts(join(accounts, account)))?.length, account).toBeGreaterThan(0);
      }

      await goOn(out);
      expect(await findings(join(out, 'latest'))).toEqual(undisturbed);
      expect(await damageOf(join(out, 'latest'))).toEqual([]);
      const left = await readdir(out);
      expect(left.filter((file) => /unfinished|partial/.test(file))).toEqual([]);
      expect(left).not.toContain(`.${await readlink(join(out, 'latest'))}.lock`);
    },
  );
});

describe('a scan that is told to end', () => {
  oneIn(4).each(some(MOMENTS, 1))('%s seals what it read', async (name, when) => {
    const out = await newOut(`sealed ${name}`.replaceAll(/[^a-z0-9]/g, '-'));
    const before = simulator.calls.length;
    const code = await signalledScan(out, () => when(out, simulator.calls.length - before), 'SIGTERM');
    if (runsIn(out).length === 0) return expect(code).toBe(1);
    const { verdict } = JSON.parse(await readFile(join(out, 'latest', 'report.json'), 'utf8'));
    expect(code).toBe(verdict.complete ? 0 : 3);
    expect(await damageOf(join(out, 'latest'))).toEqual([]);
    expect((await readdir(out)).filter((file) => /unfinished|partial/.test(file))).toEqual([]);
    // Nothing is left to be gone on with: the next scan is a new one, and finds all.
    await goOn(out);
    expect(await findings(join(out, 'latest'))).toEqual(undisturbed);
    expect(await damageOf(join(out, 'latest'))).toEqual([]);
  });

  oneIn(4).each(some(MOMENTS, 1))(
    '%s keeps what it read where it is told to, and can be gone on with',
    async (name, when) => {
      const out = await newOut(`kept ${name}`.replaceAll(/[^a-z0-9]/g, '-'));
      const before = simulator.calls.length;
      const moment = () => when(out, simulator.calls.length - before);
      const code = await signalledScan(out, moment, 'SIGTERM', '--on-interrupt', 'keep');
      // The signal may come when nothing is left to keep.
      expect([1, 3]).toContain(code);
      await goOn(out);
      expect(await findings(join(out, 'latest'))).toEqual(undisturbed);
      expect(await damageOf(join(out, 'latest'))).toEqual([]);
    },
  );
});

describe('a full disk', () => {
  oneIn(3)('ends the scan with 1 and plain words, and keeps what was read to go on with', async (test) => {
    const disk = smallDisk();
    if (disk === undefined) {
      console.warn('SKIPPED: this machine does not let a test mount a tmpfs.');
      return test.skip();
    }
    onTestFinished(() => void spawnSync('umount', [disk]));
    await writeFile(join(disk, 'external-id.key'), EXTERNAL_ID_KEY);
    const { code, stderr, stdout } = await scanApart(disk);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain(`DISK_FULL: There is no room left under ${disk}.`);
    expect(stderr).toContain('--resume');
    const [run = ''] = runsIn(disk);
    expect(existsSync(join(disk, run, 'manifest.json'))).toBe(false);
    expect(existsSync(join(disk, 'latest'))).toBe(false);
    const kept = await readdir(join(disk, run, 'accounts'));
    expect(kept.length).toBeGreaterThan(0);
    for (const account of kept)
      expect(
        (await readFacts(join(disk, run, 'accounts', account)))?.every(
          ({ status }) => status === 'COLLECTED',
        ),
      ).toBe(true);

    spawnSync('mount', ['-o', 'remount,size=64m', disk]);
    const before = simulator.calls.length;
    const resumed = await scanApart(disk, '--resume');
    expect(resumed.code, resumed.stderr).toBe(3);
    expect(await findings(join(disk, 'latest'))).toEqual(undisturbed);
    const asked = simulator.calls.slice(before).filter(({ service }) => service === 'iam');
    expect(asked.filter(({ accountId }) => kept.includes(accountId))).toEqual([]);
  });
});

/** A disk with room for a few accounts; undefined where that is not permitted. */
function smallDisk(): string | undefined {
  const directory = join(tmpdir(), `countersign-disk-${process.pid}`);
  spawnSync('mkdir', ['-p', directory]);
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=128k', 'countersign', directory]);
  return status === 0 ? directory : undefined;
}
