import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { directoryReader } from '../../src/evidence/evidence-reader.ts';
import { filesUnder } from '../../src/evidence/manifest.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { AuditReport } from '../../src/model/report.ts';
import type { ReportChanges } from '../../src/model/report-changes.ts';
import { diffRuns } from '../../src/run/diff.ts';
import { rebuildReport } from '../../src/run/rebuild.ts';
import type { ScanResult } from '../../src/run/scan-request.ts';
import { usualConfiguration } from '../../src/simulator/fleet/demo-configuration.ts';
import { generateFleet } from '../../src/simulator/fleet/fleet.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import type { WorldAccount, WorldRole } from '../../src/simulator/world.ts';
import { AS_OF, fixedClock } from '../support/fixed-clock.ts';
import { rebuild } from '../support/rebuild.ts';
import { runScan } from '../support/scan.ts';
import { PAGES } from '../support/short-configuration.ts';
import { THOROUGH } from '../support/thorough.ts';

const NEW_ID = '0d9d5a5c-64f1-4e6b-9f5a-3f1f0a3b7c21';
const FRESH_STRANGER = '818181818181';

/** Accounts of the fleet by their numbers: few that have all the roles that something is done to. */
const ENOUGH = [0, 1, 2, 5, 15];

let simulator: Simulator;
/** As of the scan that is on its way: by a clock that stood still, each session would be over when it begins. */
let now = AS_OF;
let out: string;
/** Four runs into one directory, an hour apart, and what was done to the world between them. */
let runs: ScanResult[];

let fixed: Placed;
let broken: Placed;
let rekeyed: Placed;
let removed: Placed;
let denied: WorldAccount;

interface Placed {
  account: WorldAccount;
  role: WorldRole;
  arn: string;
}

beforeAll(async () => {
  const world = generateFleet({ accounts: 25, seed: '1', asOf: AS_OF });
  if (!THOROUGH) world.accounts = world.accounts.filter((_, index) => ENOUGH.includes(index));
  simulator = await startSimulator({ world, clock: () => new Date(now), pageSize: PAGES });
  out = await mkdtemp(join(tmpdir(), 'countersign-change-'));
  const first = await scanAt(1);
  choose(first.report);

  const trusted = structuredClone(fixed.role.trustPolicy);
  setCondition(fixed.role, { StringEquals: { 'sts:ExternalId': NEW_ID } });
  setCondition(broken.role, undefined);
  setCondition(rekeyed.role, { StringEquals: { 'sts:ExternalId': NEW_ID } });
  remove(removed);
  addRole(broken.account, 'fresh-stranger', FRESH_STRANGER);
  simulator.addFault({
    accountId: denied.id,
    operation: 'GetAccountAuthorizationDetails',
    kind: 'access-denied',
  });
  const second = await scanAt(2);

  simulator.clearFaults();
  fixed.role.trustPolicy = trusted;
  const third = await scanAt(3);
  const fourth = await scanAt(4);
  runs = [first, second, third, fourth];
});
afterAll(() => simulator.close());

async function scanAt(hour: number): Promise<ScanResult> {
  now = startOf(hour);
  return runScan({
    // What changes here is in no Region.
    config: { ...usualConfiguration(simulator.world), regions: ['us-east-1'], drift: { mode: 'off' } },
    aws: {
      endpoint: simulator.endpoint,
      credentials: simulator.credentials,
      clock: fixedClock(now),
    },
    out,
  });
}

function startOf(hour: number): string {
  return `2026-11-01T0${hour}:00:00.000Z`;
}

/** Roles of different accounts to do things to, by what the first run says of them. */
function choose(report: AuditReport): void {
  const taken = new Set<string>();
  const pick = (wanted: (arn: string) => boolean): Placed => {
    for (const { roleArn, accountId } of report.roles) {
      const account = simulator.world.accounts.find(({ id }) => id === accountId);
      const role = account?.contents.roles.find(({ name }) => roleArn.endsWith(`/${name}`));
      if (account === undefined || role === undefined || taken.has(accountId) || !wanted(roleArn)) continue;
      taken.add(accountId);
      return { account, role, arn: roleArn };
    }
    throw new Error('The fleet has no such role.');
  };
  const failing = (checkId: string) => (arn: string) =>
    report.findings.some((finding) => finding.checkId === checkId && finding.resourceArn === arn);
  const idsAsked = (arn: string) =>
    report.roles.find(({ roleArn }) => roleArn === arn)?.digests?.externalIds?.length;
  const asksForOne = (arn: string) =>
    idsAsked(arn) === 1 &&
    !report.findings.some(
      ({ checkId, resourceArn }) => checkId.startsWith('external-id') && resourceArn === arn,
    );
  fixed = pick((arn) => failing('external-id-missing')(arn) && idsAsked(arn) === 0);
  broken = pick(asksForOne);
  rekeyed = pick(asksForOne);
  removed = pick((arn) => report.findings.some(({ resourceArn }) => resourceArn === arn));
  denied = pick((arn) => report.findings.some(({ resourceArn }) => resourceArn === arn)).account;
}

function setCondition({ trustPolicy }: WorldRole, condition: object | undefined): void {
  if (typeof trustPolicy === 'string') throw new Error('The trust policy is a text.');
  for (const statement of [trustPolicy.Statement].flat())
    Object.assign(statement ?? {}, { Condition: condition });
}

function remove({ account, role }: Placed): void {
  account.contents.roles = account.contents.roles.filter((one) => one !== role);
}

function addRole(account: WorldAccount, name: string, trusted: string): void {
  const Statement = [
    { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${trusted}:root` }, Action: 'sts:AssumeRole' },
  ];
  account.contents.roles.push({ name, trustPolicy: { Version: '2012-10-17', Statement } });
}

function reportOf(run: number): AuditReport {
  const report = runs[run - 1]?.report;
  if (report === undefined) throw new Error('no such run');
  return report;
}

function changesOf(run: number): ReportChanges {
  const { changes } = reportOf(run);
  if (changes === undefined) throw new Error('The run was compared with nothing.');
  return changes;
}

function named(run: number, fingerprints: readonly string[]): Finding[] {
  return [...reportOf(run).findings].filter(({ fingerprint }) => fingerprints.includes(fingerprint));
}

describe('the first run', () => {
  it('compares with nothing and says so', async () => {
    const report = reportOf(1);
    expect(report.changes).toBeUndefined();
    expect(report.resolved).toEqual([]);
    const counts = report.summary.checks.find(({ checkId }) => checkId === 'external-id-change');
    expect(counts).toMatchObject({ pass: 0, fail: 0, unknown: 0, error: 0 });
    expect(counts?.notApplicable).toBeGreaterThan(0);
    expect(await readFile(join(runs[0]?.directory ?? '', 'report.html'), 'utf8')).toContain(
      'There is no earlier run to compare with',
    );
  });
});

describe('the run after changes', () => {
  it('calls what was put right resolved, with the date it was first seen, and no evidence', () => {
    const { resolved } = reportOf(2);
    const gone = resolved.find(
      ({ checkId, resourceArn }) => checkId === 'external-id-missing' && resourceArn === fixed.arn,
    );
    expect(gone).toMatchObject({ firstSeen: startOf(1), evidence: [] });
    expect(changesOf(2).roles.changed).toContainEqual({
      roleArn: fixed.arn,
      what: ['trust policy', 'external ID'],
    });
  });

  it('calls what was broken new', () => {
    const fresh = named(2, changesOf(2).findings.new);
    expect(fresh.map(({ checkId, resourceArn }) => `${checkId} ${resourceArn}`)).toContain(
      `external-id-missing ${broken.arn}`,
    );
    expect(fresh.every(({ firstSeen }) => firstSeen === startOf(2))).toBe(true);
  });

  it('finds the external ID that was changed, and shows neither the old nor the new one', () => {
    const finding = reportOf(2).findings.filter(({ checkId }) => checkId === 'external-id-change');
    expect(finding).toHaveLength(1);
    expect(finding.at(0)).toMatchObject({ resourceArn: rekeyed.arn, severity: 'medium', status: 'OPEN' });
    expect(finding.at(0)?.detail).toMatch(
      /was id:[0-9a-f]{16} in the run of 2026-11-01 and is id:[0-9a-f]{16} now\./,
    );
    expect(changesOf(2).roles.changed).toContainEqual({ roleArn: rekeyed.arn, what: ['external ID'] });
    expect(JSON.stringify(reportOf(2))).not.toContain(NEW_ID);
  });

  it('never calls resolved what it could not look at', () => {
    const before = [...reportOf(1).findings].filter(({ accountId }) => accountId === denied.id);
    const present = new Set(reportOf(2).findings.map(({ fingerprint }) => fingerprint));
    const absent = before.filter(({ fingerprint }) => !present.has(fingerprint));
    expect(absent.length).toBeGreaterThan(0);
    const { notKnown } = changesOf(2).findings;
    const unknown = new Set(notKnown.map(({ finding }) => finding.fingerprint));
    expect(absent.filter(({ fingerprint }) => !unknown.has(fingerprint))).toEqual([]);
    expect(reportOf(2).resolved.some(({ accountId }) => accountId === denied.id)).toBe(false);
    expect(notKnown.every(({ reason }) => reason.length > 10)).toBe(true);
    const roles = reportOf(1).roles.filter(({ accountId }) => accountId === denied.id);
    expect(changesOf(2).roles.notKnown).toEqual(
      expect.arrayContaining([...roles.map(({ roleArn }) => roleArn)]),
    );
  });

  it('names roles and third parties that came and went', () => {
    const { roles, thirdParties } = changesOf(2);
    expect(roles.vanished).toEqual([removed.arn]);
    expect(roles.appeared).toEqual([`arn:aws:iam::${broken.account.id}:role/fresh-stranger`]);
    expect(thirdParties.appeared).toEqual([
      {
        name: FRESH_STRANGER,
        kind: 'unknown',
        accountId: FRESH_STRANGER,
        key: `unknown:${FRESH_STRANGER}`,
      },
    ]);
  });

  it('accounts for every finding of the run before', () => {
    const { findings } = changesOf(2);
    const carried = findings.changed.length + findings.unchanged;
    expect(carried + reportOf(2).resolved.length + findings.notKnown.length).toBe(
      reportOf(1).findings.length,
    );
  });

  it('shows it all on the page', async () => {
    const html = await readFile(join(runs[1]?.directory ?? '', 'report.html'), 'utf8');
    expect(html).toContain('id="changes"');
    expect(html).toContain(`Compared with run ${reportOf(1).run.runId}`);
    expect(html).toContain('Not known: not looked at this time');
    expect(html).not.toContain(NEW_ID);
  });

  it('is judged again from its own directory, byte for byte the same', async () => {
    const directory = runs[1]?.directory ?? '';
    const again = join(await mkdtemp(join(tmpdir(), 'countersign-again-')), 'again');
    await rebuild(directory, again);
    for (const name of await filesUnder(again)) {
      const [one, other] = await Promise.all([readFile(join(again, name)), readFile(join(directory, name))]);
      expect(one.equals(other), name).toBe(true);
    }
  });

  it('is judged again without the key, with the lengths of external IDs alone', async () => {
    const again = join(await mkdtemp(join(tmpdir(), 'countersign-again-')), 'again');
    const report = await rebuildReport(directoryReader(runs[1]?.directory ?? ''), again);
    expect(report.run.externalIdKey).toBeUndefined();
    expect(report.changes?.externalIdsCompared).toBe(false);
    const text = JSON.stringify(report.findings.map(({ evidence }) => evidence));
    expect(text).toMatch(/•••••• \(36 characters\)/);
    expect(text).not.toMatch(/id:[0-9a-f]{16}/);
    const counts = report.summary.checks.find(({ checkId }) => checkId === 'external-id-change');
    expect(counts).toMatchObject({ pass: 0, fail: 0 });
    expect(counts?.unknown).toBeGreaterThan(0);
  });
});

describe('the runs after those', () => {
  it('calls a finding that came back reopened, and knows when it was first seen', () => {
    const back = named(3, changesOf(3).findings.reopened);
    expect(back.map(({ checkId, resourceArn }) => `${checkId} ${resourceArn}`)).toContain(
      `external-id-missing ${fixed.arn}`,
    );
    expect(back.every(({ firstSeen }) => firstSeen === startOf(1))).toBe(true);
  });

  it('knows the findings of an account again that could not be read in between', () => {
    const fresh = named(3, changesOf(3).findings.new);
    expect(fresh.filter(({ accountId }) => accountId === denied.id)).toEqual([]);
    const again = reportOf(3).findings.filter(({ accountId }) => accountId === denied.id);
    expect(again.length).toBeGreaterThan(0);
    expect(again.every(({ firstSeen }) => firstSeen === startOf(1))).toBe(true);
    expect(changesOf(3).roles.appeared).toEqual([]);
  });

  it('finds nothing new when nothing has changed', () => {
    const { findings, roles, thirdParties } = changesOf(4);
    expect(findings).toMatchObject({ new: [], reopened: [], notKnown: [] });
    expect(reportOf(4).resolved.filter(({ checkId }) => checkId !== 'external-id-change')).toEqual([]);
    expect(roles).toEqual({ appeared: [], vanished: [], changed: [], notKnown: [] });
    expect(thirdParties).toEqual({ appeared: [], vanished: [], notKnown: [] });
  });
});

describe('the trend', () => {
  it('holds every run before and this one, as each of them counted', () => {
    for (const number of [1, 2, 3, 4]) {
      const points = Array.from({ length: number }, (_, index) => {
        const { run, summary, coverage } = reportOf(index + 1);
        return { runId: run.runId, openFindings: summary.openFindings, complete: coverage.complete };
      });
      expect(reportOf(number).trend).toMatchObject(points);
    }
    expect(reportOf(4).trend?.map(({ complete }) => complete)).toEqual([true, false, true, true]);
  });

  it('is drawn on the page from the second run on', async () => {
    const [first, second] = await Promise.all(
      runs.slice(0, 2).map(({ directory }) => readFile(join(directory, 'report.html'), 'utf8')),
    );
    expect(first).not.toContain('class="trend-bars"');
    expect(second).toContain('class="trend-bars"');
    expect(second).toContain('not known: the run was incomplete');
  });
});

describe('diff of two runs', () => {
  it('says of neighbours what the newer one says of itself', async () => {
    const [first, second] = runs;
    const difference = await diffRuns(first?.directory ?? '', second?.directory ?? '');
    expect(difference.changes).toEqual(changesOf(2));
    expect(difference.resolved).toEqual(reportOf(2).resolved);
  });

  it('compares runs that are no neighbours', async () => {
    const [first, , , fourth] = runs;
    const { changes } = await diffRuns(first?.directory ?? '', fourth?.directory ?? '');
    expect(changes.findings.reopened).toEqual([]);
    expect(changes.roles.changed.map(({ roleArn }) => roleArn).sort()).toEqual(
      [broken.arn, rekeyed.arn].sort(),
    );
  });

  it('refuses the wrong order, and a directory that is no run', async () => {
    const [first, second] = runs;
    await expect(diffRuns(second?.directory ?? '', first?.directory ?? '')).rejects.toThrow(
      /older run first/,
    );
    await expect(diffRuns(out, first?.directory ?? '')).rejects.toThrow(/is not a finished run/);
  });
});
