import { execFileSync } from 'node:child_process';
import {
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/aws/clock.ts';
import { registry } from '../../src/checks/registry.ts';
import { toJudgement } from '../../src/config/judgement.ts';
import { loadConfig } from '../../src/config/load.ts';
import { filesUnder, type Manifest } from '../../src/evidence/manifest.ts';
import { pointLatestAt } from '../../src/evidence/write-file.ts';
import { DEFAULT_OUTPUTS } from '../../src/model/output.ts';
import { reportJson } from '../../src/report/json.ts';
import type { ProgressEvent } from '../../src/run/progress.ts';
import { scan } from '../../src/run/scan.ts';
import type { ScanRequest, ScanResult } from '../../src/run/scan-request.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { AS_OF, fixedClock } from '../support/fixed-clock.ts';
import { unpackedFiles, withoutRetries } from '../support/run-files.ts';
import { EXTERNAL_ID_KEY, PROVENANCE } from '../support/scan.ts';
import { bareConfiguration, PAGES } from '../support/short-configuration.ts';
import { size, some } from '../support/thorough.ts';

/** How many accounts a run has; in some it dies when but one of them is not read. */
const ACCOUNTS = size(6, 4);

const RUN_ID = '20261101T000000Z-01020304';
/** What ends a run in these tests: the power goes while an account is told as done. */
class PowerCut extends Error {}

// One for each test: a drift detection leaves its mark on a stack.
let simulator: Simulator;
beforeEach(async () => {
  simulator = await newSimulator();
});
afterEach(() => simulator.close());

function newSimulator(): Promise<Simulator> {
  return startSimulator({
    accounts: ACCOUNTS,
    clock: () => new Date(AS_OF),
    asOf: AS_OF,
    pageSize: PAGES,
  });
}

async function newOut(): Promise<string> {
  const out = await mkdtemp(join(tmpdir(), 'countersign-resume-'));
  await writeFile(join(out, 'external-id.key'), EXTERNAL_ID_KEY);
  return out;
}

/** A report that IAM made for a scan that died is there for the next, which then makes a call less. */
const OF_THE_CREDENTIAL_REPORT = [
  'root-access-key',
  'third-party-access-key',
  'third-party-console-password',
  'access-key-age',
];

/** One scan by the company's configuration; dies once `accounts` accounts are through, where that is given. */
async function run(
  out: string,
  options: { resume?: boolean; dieAfter?: number; config?: object; request?: Partial<ScanRequest> } = {},
): Promise<ScanResult & { events: ProgressEvent[] }> {
  const company: { checks?: object } = bareConfiguration(simulator.world);
  const text = JSON.stringify({
    ...company,
    concurrency: { accounts: 2 },
    outputs: ['accounts', 'json'],
    ...options.config,
    checks: {
      ...company.checks,
      ...Object.fromEntries(OF_THE_CREDENTIAL_REPORT.map((id) => [id, { enabled: false }])),
    },
  });
  const config = loadConfig(text, 'test.yaml', {}, registry);
  const events: ProgressEvent[] = [];
  const result = await scan({
    config,
    judgement: toJudgement(config, []),
    configDigest: 'digest',
    out,
    resume: options.resume === true,
    version: '0.0.0-test',
    provenance: PROVENANCE,
    random: new Uint8Array([1, 2, 3, 4]),
    aws: {
      clock: fixedClock(AS_OF),
      homeRegion: 'us-east-1',
      endpoint: simulator.endpoint,
      credentials: simulator.credentials,
    },
    watch: (event) => {
      events.push(event);
      const done = events.filter(({ kind }) => kind === 'account-done').length;
      if (event.kind === 'account-done' && done === options.dieAfter) throw new PowerCut();
    },
    ...options.request,
  });
  return { ...result, events };
}

/** What is left of runs that died after so many accounts, made once for all tests. */
const died = new Map<number, Promise<string>>();

/** Leaves in `out` what a run left there that died. */
async function die(out: string, dieAfter: number, options?: Parameters<typeof run>[1]): Promise<void> {
  if (options !== undefined) return dies(out, dieAfter, options);
  const made = died.get(dieAfter) ?? newOut().then((there) => dies(there, dieAfter, {}).then(() => there));
  died.set(dieAfter, made);
  await cp(await made, out, { recursive: true, verbatimSymlinks: true });
}

async function dies(out: string, dieAfter: number, options: Parameters<typeof run>[1]): Promise<void> {
  await expect(run(out, { ...options, dieAfter })).rejects.toBeInstanceOf(PowerCut);
}

/** What a reader relies on, compressed files unpacked; request ids are the service's own. */
async function result(directory: string): Promise<Map<string, string>> {
  const files = withoutRetries(await unpackedFiles(directory));
  files.delete('manifest.json');
  const run = JSON.parse(files.get('run.json') ?? '');
  delete run.resumptions;
  files.set('run.json', JSON.stringify(run));
  for (const [name, text] of files) files.set(name, text.replaceAll(/"requestId":"[^"]*"/g, ''));
  return files;
}

describe('an interrupted run that is gone on with', () => {
  /** With every output that is written where none is named, and with those of the other tests here. */
  let undisturbedWhole: Map<string, string>;
  let undisturbed: Map<string, string>;
  const WHOLE = { config: { outputs: DEFAULT_OUTPUTS } };
  beforeAll(async () => {
    undisturbedWhole = await alone(WHOLE);
    undisturbed = await alone({});
  });

  async function alone(options: Parameters<typeof run>[1]): Promise<Map<string, string>> {
    simulator = await newSimulator();
    try {
      return await result((await run(await newOut(), options)).directory);
    } finally {
      await simulator.close();
    }
  }

  it.each(some([1, 3, ACCOUNTS - 1], 1))(
    'ends as an undisturbed one, when it died after %i accounts',
    async (dieAfter) => {
      const out = await newOut();
      await die(out, dieAfter, WHOLE);
      expect(await readdir(join(out, RUN_ID))).not.toContain('manifest.json');
      expect(await readdir(out)).not.toContain('latest');
      const { directory, events } = await run(out, { ...WHOLE, resume: true });
      expect(events[0]).toEqual({ kind: 'resuming', runId: RUN_ID });
      expect(directory).toBe(join(out, RUN_ID));
      const files = await result(directory);
      expect([...files.keys()]).toEqual([...undisturbedWhole.keys()]);
      for (const [name, text] of undisturbedWhole) expect(files.get(name) === text, name).toBe(true);
      expect(await readlink(join(out, 'latest'))).toBe(RUN_ID);
    },
  );

  it('does not read again what it has, nor asks the organization', async () => {
    const out = await newOut();
    await die(out, 3);
    const kept = (await readdir(join(out, RUN_ID, 'accounts'))).filter((name) => /^\d{12}$/.test(name));
    expect(kept.length).toBeGreaterThanOrEqual(3);
    const before = simulator.calls.length;
    await run(out, { resume: true });
    const asked = simulator.calls.slice(before);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter(({ service }) => service === 'organizations')).toEqual([]);
    const iam = asked.filter(({ service }) => service === 'iam').map(({ accountId }) => accountId);
    expect(new Set(iam).size).toBe(simulator.world.accounts.length - kept.length - excludedAccounts());
    expect(iam.filter((accountId) => kept.includes(accountId))).toEqual([]);
  });

  it('throws away what was half written', async () => {
    const out = await newOut();
    await die(out, 2);
    await mkdir(join(out, RUN_ID, 'accounts', '111122223333.partial'));
    await writeFile(join(out, RUN_ID, 'accounts', '111122223333.partial', 'facts.jsonl.gz'), 'half');
    await writeFile(join(out, RUN_ID, 'manifest.json.partial'), '{');
    const { directory } = await run(out, { resume: true });
    const names = [...(await result(directory)).keys()];
    expect(names).toEqual([...undisturbed.keys()]);
  });

  const damages: Array<[string, (directory: string) => Promise<unknown>]> = [
    ['facts that are cut short', (at) => truncate(join(at, 'facts.jsonl.gz'), 40)],
    ['no fact', (at) => writeFile(join(at, 'facts.jsonl.gz'), gzipSync(''))],
    [
      'calls that are a pipe',
      async (at) => {
        await rm(join(at, 'calls.jsonl.gz'));
        execFileSync('mkfifo', [join(at, 'calls.jsonl.gz')]);
      },
    ],
    ['faults of another shape', (at) => writeFile(join(at, 'faults.jsonl'), '{"source":1}\n')],
    ['nothing', (at) => rm(join(at, 'facts.jsonl.gz'))],
  ];
  it.each(some(damages, 1))('reads an account again of which it kept %s', async (_what, damage) => {
    const out = await newOut();
    await die(out, 2);
    const accounts = join(out, RUN_ID, 'accounts');
    const [kept = ''] = (await readdir(accounts)).filter((name) => /^\d{12}$/.test(name));
    await damage(join(accounts, kept));
    const { directory, events } = await run(out, { resume: true });
    const files = await result(directory);
    expect([...files.keys()]).toEqual([...undisturbed.keys()]);
    expect(files.get('report.json')).toBe(undisturbed.get('report.json'));
    const said = events.filter(({ kind }) => kind === 'account-damaged');
    expect(said).toHaveLength(_what === 'nothing' ? 0 : 1);
  });

  it('keeps an account in whose directory a page was left, and writes the page anew', async () => {
    const out = await newOut();
    await die(out, 2);
    const accounts = join(out, RUN_ID, 'accounts');
    const [kept = ''] = (await readdir(accounts)).filter((name) => /^\d{12}$/.test(name));
    await writeFile(join(accounts, kept, 'report.html'), 'of a run that was killed');
    await writeFile(join(accounts, kept, 'report.html.partial'), 'half');
    const before = simulator.calls.length;
    const files = await result((await run(out, { resume: true })).directory);
    const asked = simulator.calls.slice(before).filter(({ service }) => service === 'iam');
    expect(asked.map(({ accountId }) => accountId)).not.toContain(kept);
    expect([...files.keys()]).toEqual([...undisturbed.keys()]);
    expect(files.get(`accounts/${kept}/report.html`)).toBe(undisturbed.get(`accounts/${kept}/report.html`));
  });

  it('may die again and again, and says in run.json when it was gone on with and as whom', async () => {
    const out = await newOut();
    await die(out, 1);
    await die(out, 3, { resume: true });
    const { directory } = await run(out, { resume: true });
    const { resumptions } = JSON.parse(await readFile(join(directory, 'run.json'), 'utf8'));
    const callerArn = expect.stringMatching(/^arn:aws:iam::/);
    expect(resumptions).toEqual([
      { at: AS_OF, callerArn },
      { at: AS_OF, callerArn },
    ]);
  });

  it('keeps the moment of judgement and the scope of its first start', async () => {
    const out = await newOut();
    const [only = ''] = simulator.world.accounts.map(({ id }) => id);
    await die(out, 1, { request: { selected: [only] } });
    const later = fixedClock('2027-03-01T00:00:00.000Z');
    const { report } = await run(out, {
      resume: true,
      request: {
        aws: {
          clock: later,
          homeRegion: 'us-east-1',
          endpoint: simulator.endpoint,
          credentials: simulator.credentials,
        },
      },
    });
    expect(report.run).toMatchObject({
      runId: RUN_ID,
      startedAt: AS_OF,
      asOf: AS_OF,
      finishedAt: '2027-03-01T00:00:00.000Z',
    });
    expect(report.scope.accounts.map(({ accountId }) => accountId)).toEqual([only]);
  });

  it('holds no external ID and no credential beside the run', async () => {
    const out = await newOut();
    await die(out, 1);
    const beside = (await readdir(out, { withFileTypes: true })).filter((entry) => entry.isFile());
    expect(beside.map(({ name }) => name)).toEqual([`.${RUN_ID}.unfinished.json`, 'external-id.key']);
    const text = await readFile(join(out, `.${RUN_ID}.unfinished.json`), 'utf8');
    expect(text).not.toContain(simulator.world.auditor?.externalId ?? 'none');
    expect(text).not.toContain(simulator.credentials.secretAccessKey);
  });

  it('leaves nothing beside the run once it is finished', async () => {
    const out = await newOut();
    await die(out, 1);
    await run(out, { resume: true });
    expect((await readdir(out)).sort()).toEqual(['.chain-head.json', RUN_ID, 'external-id.key', 'latest']);
  });
});

function excludedAccounts(): number {
  return simulator.world.accounts.filter(({ state }) => state !== 'ACTIVE').length;
}

describe('going on is refused, in words,', () => {
  const OTHERS: Array<[string, Parameters<typeof run>[1], RegExp]> = [
    ['with another configuration file', { request: { configDigest: 'other' } }, /another configuration file/],
    ['with another version', { request: { version: '9.9.9' } }, /version 0\.0\.0-test .* this is 9\.9\.9/],
    [
      'when what is judged by has changed',
      { config: { exceptions: [], checks: { 'stale-role': { enabled: false } } } },
      /the register, a file of exceptions or of vendors/,
    ],
    ['for other accounts', { request: { selected: ['111122223333'] } }, /without --accounts/],
  ];
  it.each(some(OTHERS, 1))('%s', async (_name, changed, words) => {
    const out = await newOut();
    await die(out, 1);
    const refused = run(out, { ...changed, resume: true });
    await expect(refused).rejects.toMatchObject({ name: 'UserError', code: 'NOT_THE_SAME_RUN' });
    await expect(run(out, { ...changed, resume: true })).rejects.toThrow(words);
    await run(out, { resume: true });
  });

  it('while another process is at it, and not when that one is dead', async () => {
    const out = await newOut();
    await die(out, 1);
    const lock = join(out, `.${RUN_ID}.lock`);
    await symlink(`${process.pid}@${hostname()}`, lock);
    await expect(run(out, { resume: true })).rejects.toMatchObject({ code: 'RUN_IN_PROGRESS' });
    await rm(lock);
    await symlink(`4194999@${hostname()}`, lock);
    await run(out, { resume: true });
  });

  it('without working credentials, instead of showing every account as unreadable', async () => {
    const out = await newOut();
    await die(out, 1);
    const aws = {
      clock: fixedClock(AS_OF),
      homeRegion: 'us-east-1',
      endpoint: simulator.endpoint,
      credentials: { accessKeyId: 'AKIAWRONG', secretAccessKey: 'wrong' },
    };
    await expect(run(out, { resume: true, request: { aws } })).rejects.toMatchObject({ name: 'UserError' });
    await run(out, { resume: true });
  });
});

describe('--resume', () => {
  it('starts a new run where none is unfinished, and says so', async () => {
    const out = await newOut();
    const { events, directory } = await run(out, { resume: true });
    expect(events[0]).toEqual({ kind: 'resuming', runId: null });
    expect(await readdir(directory)).toContain('manifest.json');
  });

  it('finishes a run that was sealed and not yet the latest, without asking AWS', async () => {
    const out = await newOut();
    await die(out, 1);
    const start = await readFile(join(out, `.${RUN_ID}.unfinished.json`), 'utf8');
    const first = await run(out, { resume: true });
    await rm(join(out, 'latest'));
    await writeFile(join(out, `.${RUN_ID}.unfinished.json`), start);
    const before = simulator.calls.length;
    const again = await run(out, { resume: true });
    expect(simulator.calls.length).toBe(before);
    const [one, other] = [again, first].map(({ report }) => [...reportJson(report)].join(''));
    expect(one === other).toBe(true);
    expect(await readlink(join(out, 'latest'))).toBe(RUN_ID);
  });
});

describe('runs in one directory', () => {
  it('do not mix when they run at once, and latest is the one that started last', async () => {
    const out = await newOut();
    // The one waits for the other when it is sealed: here sleeping takes its time.
    const clock = { now: () => new Date(AS_OF), sleep: systemClock.sleep, alarm: systemClock.alarm };
    const { endpoint, credentials } = simulator;
    const aws = { clock, homeRegion: 'us-east-1', endpoint, credentials };
    const numbered = (number: number) => ({ request: { aws, random: new Uint8Array([0, 0, 0, number]) } });
    const [a, b] = await Promise.all([run(out, numbered(2)), run(out, numbered(1))]);
    expect(a.directory).not.toBe(b.directory);
    for (const { directory, report } of [a, b]) {
      const manifest: Manifest = JSON.parse(await readFile(join(directory, 'manifest.json'), 'utf8'));
      const files = (await filesUnder(directory)).filter((name) => name !== 'manifest.json');
      expect(manifest.subject.map(({ name }) => name)).toEqual(files);
      expect(report.summary.accounts).toMatchObject({ PARTIAL: 0, FAILED: 0 });
    }
    expect(await readlink(join(out, 'latest'))).toBe('20261101T000000Z-00000002');
  });

  it('of the same name are refused: nothing is written into a directory that is there', async () => {
    const out = await newOut();
    await run(out);
    await expect(run(out)).rejects.toMatchObject({ code: 'EEXIST' });
  });

  it('latest never goes back to a run that started earlier', async () => {
    const out = await newOut();
    await pointLatestAt(join(out, '20261102T000000Z-00000000'), '20261102T000000Z-00000000');
    await pointLatestAt(join(out, RUN_ID), RUN_ID);
    expect(await readlink(join(out, 'latest'))).toBe('20261102T000000Z-00000000');
  });
});
