import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exitCodeFor } from '../../src/cli/exit-code-for.ts';
import { summaryText } from '../../src/cli/summary.ts';
import { painter } from '../../src/cli/terminal.ts';
import { directoryReader } from '../../src/evidence/evidence-reader.ts';
import type { AuditReport } from '../../src/model/report.ts';
import { verdictOf } from '../../src/report/verdict.ts';
import { readRun } from '../../src/run/open-run.ts';
import type { Fault } from '../../src/simulator/faults.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { AUDITOR, CALLER, EXTERNAL_ID, MEMBER, member, vendorRole, world } from '../collect/support.ts';
import { fixedClock } from '../support/fixed-clock.ts';
import { rebuild } from '../support/rebuild.ts';
import { runScan } from '../support/scan.ts';

const DENIED = 'eu-south-1';
const AS_OF = '2026-11-01T00:00:00.000Z';
const SPOT = {
  regions: [DENIED],
  reason: 'Nobody may work in <Milan>',
  approvedBy: 'ciso@acme.example',
  expires: '2026-11-30',
};

/** What AWS says where a service control policy denies a Region. */
function refusal(words: string): Fault[] {
  const said = (action: string) =>
    `User: arn:aws:sts::${MEMBER}:assumed-role/${AUDITOR}/s is not authorized to perform: ${action} on resource: * ${words}`;
  const xml = `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>${said('cloudformation:ListStacks')}</Message></Error><RequestId>r</RequestId></ErrorResponse>`;
  return [
    {
      region: DENIED,
      service: 'cloudformation',
      kind: 'other-answer',
      change: () => ({ status: 403, headers: { 'content-type': 'text/xml' }, body: xml }),
    },
    {
      region: DENIED,
      service: 'access-analyzer',
      kind: 'other-answer',
      change: () => ({
        status: 403,
        headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'AccessDeniedException' },
        body: JSON.stringify({ message: said('access-analyzer:ListAnalyzers') }),
      }),
    },
  ];
}

const BY_SCP = 'with an explicit deny in a service control policy';

async function scanned(blindSpots: object[], faults = refusal(BY_SCP), more: object = {}) {
  const simulator = await startSimulator({
    world: world(
      member({
        roles: [vendorRole('Vendor')],
        analyzers: [{ name: 'external', region: 'eu-west-1', type: 'ACCOUNT' }],
      }),
    ),
    faults,
    clock: fixedClock(AS_OF).now,
  });
  try {
    return await runScan({
      config: {
        accounts: [{ id: MEMBER }],
        auditor: { roleName: AUDITOR, externalId: EXTERNAL_ID },
        regions: ['eu-west-1', DENIED],
        outputs: ['html', 'accounts', 'json', 'junit', 'markdown'],
        blindSpots,
        ...more,
      },
      aws: { endpoint: simulator.endpoint, credentials: simulator.credentials },
    });
  } finally {
    await simulator.close();
  }
}

const exit = (report: AuditReport) => exitCodeFor(report, { failOn: 'none', allowIncomplete: false });
const entries = ({ configurationEntries = [] }: AuditReport) =>
  configurationEntries.map(({ kind, state }) => `${kind} ${state}`);
const statuses = ({ controls = [] }: AuditReport) =>
  controls.flatMap(({ framework, controls: judged }) =>
    judged.map(({ id, status, counts }) => ({ framework: framework.id, id, status, counts })),
  );

test('a Region that an organization policy denies, declared: shown everywhere, and no reason to fail', async () => {
  const [{ report: without }, { report, directory }] = await Promise.all([scanned([]), scanned([SPOT])]);
  expect([exit(without), exit(report)]).toEqual([3, 0]);
  const gaps = report.coverage.gaps.length;
  const unanswered = report.unanswered.length;
  expect(gaps).toBeGreaterThan(2);
  expect(report.blindSpots).toEqual([{ ...SPOT, gaps, unanswered, expired: false }]);
  expect(verdictOf(report)).toMatchObject({ complete: true, declared: { facts: gaps, results: unanswered } });
  expect(report.coverage.complete).toBe(false);
  // What is not known is not known: no result becomes another, and no control is shown by less.
  expect(report.summary.checks).toEqual(without.summary.checks);
  expect(statuses(report)).toEqual(statuses(without));
  expect(report.findings).toEqual(without.findings);
  expect(entries(report)).toEqual(['blind spot ENDS_SOON']);

  const terminal = summaryText(report, directory, painter(false));
  const page = await readFile(join(directory, 'report.html'), 'utf8');
  const markdown = await readFile(join(directory, 'summary.md'), 'utf8');
  for (const form of [terminal, page, markdown]) {
    expect(form).toContain('ciso@acme.example');
    expect(form).toContain('2026-11-30');
    expect(form).not.toMatch(/every check was answered|read in full, every/);
  }
  expect(terminal).toContain(`Not looked at until 2026-11-30: ${DENIED}`);
  expect(page).toContain('Nobody may work in &lt;Milan&gt;');
  expect(page).toContain('but what is declared a blind spot');
  const account = await readFile(join(directory, 'accounts', MEMBER, 'report.html'), 'utf8');
  expect(account).toContain('by declared blind spots');
  const junit = await readFile(join(directory, 'junit.xml'), 'utf8');
  expect(junit).toMatch(/ errors="0"/);
  expect(junit).toContain('by declared blind spots');
  expect(await rebuild(directory, `${directory}-again`)).toEqual(report);
});

test.each<[string, object, Fault[], string[]]>([
  ['has expired', { expires: '2026-10-31' }, refusal(BY_SCP), ['blind spot EXPIRED']],
  [
    'speaks of another Region',
    { regions: ['eu-south-2'], expires: '2027-06-30' },
    refusal(BY_SCP),
    ['blind spot MATCHES_NOTHING'],
  ],
  [
    'meets what the auditor role lacks',
    { expires: '2027-06-30' },
    refusal('because no identity-based policy allows the action'),
    ['blind spot MATCHES_NOTHING'],
  ],
  [
    'meets what was throttled',
    { expires: '2027-06-30' },
    [{ region: DENIED, kind: 'throttle' }],
    ['blind spot MATCHES_NOTHING'],
  ],
  [
    'meets a part of the gaps alone',
    { services: ['access-analyzer'], expires: '2027-06-30' },
    refusal(BY_SCP),
    [],
  ],
])('one that %s lets the run fail', async (_what, more, faults, said) => {
  const { report } = await scanned([{ ...SPOT, ...more }], faults);
  expect(exit(report)).toBe(3);
  expect(entries(report)).toEqual(said);
});

test('one that names all that is read is said to, and fails a strict run', async () => {
  const { report } = await scanned(
    [{ ...SPOT, regions: [DENIED, 'eu-west-1'], expires: '2027-06-30' }],
    undefined,
    {
      strict: true,
    },
  );
  expect(entries(report)).toEqual(['blind spot MATCHES_EVERYTHING']);
  expect(exit(report)).toBe(3);
});

test('an earlier run is judged anew by what is declared since, and back again', async () => {
  const [{ report: before, directory }, { report: declared, directory: there }] = await Promise.all([
    scanned([]),
    scanned([SPOT]),
  ]);
  const judgement = async (run: string) => (await readRun(directoryReader(run))).judgement;
  const after = await rebuild(directory, `${directory}-declared`, { judgement: await judgement(there) });
  expect([exit(before), exit(after)]).toEqual([3, 0]);
  expect(after.blindSpots).toEqual(declared.blindSpots);
  expect(after.coverage).toEqual(declared.coverage);
  const back = await rebuild(there, `${there}-back`, { judgement: await judgement(directory) });
  expect(exit(back)).toBe(3);
  expect(back.blindSpots).toBeUndefined();
  expect(back.coverage).toEqual(before.coverage);
});

test('an account that lets nobody in, declared by name: not read, not passed and no reason to fail', async () => {
  const accounts = [{ id: MEMBER }, { id: CALLER }];
  const reason = '<script>alert(1)</script>\u001b[31m\nPASS: nothing to see';
  const spot = { ...SPOT, regions: undefined, reason, expires: '2027-06-30' };
  const [{ report: alone }, { report: open }, { report, directory }, { report: byService }] =
    await Promise.all([
      scanned([], []),
      scanned([], [], { accounts }),
      scanned([{ ...spot, accounts: [CALLER] }], [], { accounts }),
      scanned([{ ...spot, services: ['sts'] }], [], { accounts }),
    ]);
  const reasons = (of: AuditReport) => verdictOf(of).reasons.map((one) => `${one.reason} ${one.count}`);
  expect(reasons(report)).toEqual(reasons(alone));
  expect(reasons(open)).not.toEqual(reasons(alone));
  expect(reasons(byService)).toEqual(reasons(open));
  expect(entries(report)).toEqual([]);
  expect(statuses(report)).toEqual(statuses(open));
  expect(report.summary.accounts).toMatchObject({ COMPLETE: 1, FAILED: 1 });
  const junit = await readFile(join(directory, 'junit.xml'), 'utf8');
  // Neither an error nor passed.
  expect(junit).not.toMatch(new RegExp(`<testcase classname="${CALLER}"[^>]*(?:/>|><error)`));
  expect(junit).toMatch(new RegExp(`<testcase classname="${CALLER}"[^>]*><skipped`));
  const terminal = summaryText(report, directory, painter(false));
  expect(terminal).not.toMatch(/\u001b|\nPASS/);
  const page = await readFile(join(directory, 'report.html'), 'utf8');
  expect(page).not.toContain('<script>alert');
});
