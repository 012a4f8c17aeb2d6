import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { directoryReader } from '../../src/evidence/evidence-reader.ts';
import { verifyRun } from '../../src/evidence/verify.ts';
import { readRun } from '../../src/run/open-run.ts';
import type { Fault } from '../../src/simulator/faults.ts';
import type { World, WorldRole } from '../../src/simulator/world.ts';
import { AUDITOR, CALLER, EXTERNAL_ID, MEMBER, member, trust, world } from '../collect/support.ts';
import { fixedClock } from '../support/fixed-clock.ts';
import { rebuild } from '../support/rebuild.ts';
import { runScan } from '../support/scan.ts';
import { type TwoClouds, twoClouds } from '../support/two-clouds.ts';

const FIRST = 'o-test123456';
const SECOND = 'o-second1234';
const MANAGEMENT = '800000000001';
const THERE = '800000000002';

/** An organization of another partition, entered by credentials of its own. */
function second(partition = 'aws-us-gov'): World {
  const auditor: WorldRole = {
    name: AUDITOR,
    trustPolicy: trust(`arn:${partition}:iam::${MANAGEMENT}:root`, {
      StringEquals: { 'sts:ExternalId': 'gov-external-id' },
    }),
  };
  return {
    asOf: '2026-01-01T00:00:00Z',
    partition,
    callerAccountId: MANAGEMENT,
    organization: {
      id: SECOND,
      managementAccountId: MANAGEMENT,
      rootId: 'r-gov1',
      units: [],
      delegatedAdministrators: {},
    },
    accounts: [
      { id: MANAGEMENT, name: 'Gov management', contents: { roles: [auditor] } },
      {
        id: THERE,
        name: 'Gov member',
        contents: {
          roles: [
            auditor,
            { name: 'FromTheFirst', trustPolicy: trust(`arn:${partition}:iam::${MEMBER}:root`) },
          ],
        },
      },
    ],
  };
}

const ROLES: WorldRole[] = [
  { name: 'FromTheSecond', trustPolicy: trust(`arn:aws:iam::${THERE}:root`) },
  {
    name: 'FromTheSecondOrganization',
    trustPolicy: trust('*', { StringEquals: { 'aws:PrincipalOrgID': SECOND } }),
  },
  { name: 'FromStrangers', trustPolicy: trust('arn:aws:iam::444455556666:root') },
];

function clouds(faults: { first?: Fault[]; second?: Fault[] } = {}): Promise<TwoClouds> {
  return twoClouds(
    { world: world(member({ roles: ROLES })), faults: faults.first ?? [], clock: fixedClock(AS_OF).now },
    { world: second(), faults: faults.second ?? [], clock: fixedClock(AS_OF).now },
  );
}

const AS_OF = '2026-11-01T00:00:00.000Z';

function config(more: object = {}) {
  return {
    organizations: [
      { id: FIRST, discover: true },
      { id: SECOND, discover: true, profile: 'second', auditor: { externalId: 'gov-external-id' }, ...more },
    ],
    auditor: { roleName: AUDITOR, externalId: EXTERNAL_ID },
    regions: ['eu-west-1', 'us-gov-west-1'],
    evidence: { externalIds: 'masked' },
  };
}

async function scanned({ endpoint, first }: TwoClouds, asked: object = config(), more = {}) {
  return runScan({ config: asked, aws: { endpoint, credentials: first.credentials }, ...more });
}

describe('two organizations in one run', () => {
  test('are read by credentials, roles and Regions of their own, and stand in one report', async () => {
    const there = await clouds();
    const { report, directory } = await scanned(there);
    expect(
      report.scope.accounts.map(({ accountId, partition, organizationId, regions, status }) => [
        accountId,
        partition,
        organizationId,
        regions,
        status,
      ]),
    ).toEqual([
      [MANAGEMENT, 'aws-us-gov', SECOND, ['us-gov-west-1'], 'COMPLETE'],
      [THERE, 'aws-us-gov', SECOND, ['us-gov-west-1'], 'COMPLETE'],
      // The management account has no auditor role, as where StackSets put it.
      [CALLER, 'aws', FIRST, ['eu-west-1'], 'FAILED'],
      [MEMBER, 'aws', FIRST, ['eu-west-1'], 'COMPLETE'],
    ]);
    expect(report.scope.organizations).toEqual([
      { id: FIRST, partition: 'aws', status: 'COMPLETE', accounts: 2 },
      { id: SECOND, partition: 'aws-us-gov', status: 'COMPLETE', accounts: 2 },
    ]);
    expect(report.scope.accountSource).toBe(
      `AWS Organizations (organization ${FIRST}, 2 accounts) and AWS Organizations (organization ${SECOND}, 2 accounts)`,
    );
    expect((await readdir(join(directory, 'organizations'))).sort()).toEqual([SECOND, FIRST].sort());
    const { scope } = await readRun(directoryReader(directory));
    expect(scope.accounts.find(({ accountId }) => accountId === THERE)).toMatchObject({
      auditorRoleArn: `arn:aws-us-gov:iam::${THERE}:role/${AUDITOR}`,
      auditorCallerArn: `arn:aws-us-gov:iam::${MANAGEMENT}:user/countersign-operator`,
    });
    const page = await readFile(join(directory, 'report.html'), 'utf8');
    expect(page).toContain(`<code>${SECOND}</code>: read in full, partition aws-us-gov, 2 accounts in scope`);
    expect(await rebuild(directory, `${directory}-again`)).toEqual(report);
  });

  test('are both own: trust from one to the other is no third party', async () => {
    const { report } = await scanned(await clouds());
    const admitted = Object.fromEntries(
      report.roles.map(({ roleName, admits }) => [roleName, admits.map(({ party }) => party.kind)]),
    );
    expect(admitted).toMatchObject({
      FromTheFirst: ['own'],
      FromTheSecond: ['own'],
      FromTheSecondOrganization: ['own'],
      FromStrangers: ['unknown'],
    });
    expect(report.thirdParties.map(({ party }) => party.name)).toEqual(['444455556666']);
  });

  test('of which one cannot be read: a gap of its own, and the other is read', async () => {
    const denied: Fault[] = [{ kind: 'access-denied', service: 'organizations' }];
    const { report } = await scanned(await clouds({ second: denied }));
    expect(report.scope.accounts.map(({ accountId }) => accountId)).toEqual([CALLER, MEMBER]);
    expect(report.scope.organizations?.map(({ id, status }) => [id, status])).toEqual([
      [FIRST, 'COMPLETE'],
      [SECOND, 'FAILED'],
    ]);
    const gaps = report.coverage.gaps.filter(({ accountId }) => accountId.startsWith('organization'));
    expect(gaps.map(({ accountId, fact, reason }) => [accountId, fact, reason])).toEqual([
      [`organization ${SECOND}`, 'organization', 'ACCESS_DENIED'],
      [`organization ${SECOND}`, 'organization-accounts', 'ACCESS_DENIED'],
      [`organization ${SECOND}`, 'delegated-administrators', 'ACCESS_DENIED'],
      [`organization ${SECOND}`, 'billing-transfers', 'ACCESS_DENIED'],
    ]);
    expect(
      report.controls?.flatMap(({ controls }) => controls).filter(({ status }) => status === 'MET'),
    ).toEqual([]);
  });

  test.each([
    ['the profile', { profile: 'nobody' }, /the profile nobody/],
    [
      'the role',
      { roleArn: `arn:aws-us-gov:iam::${MANAGEMENT}:role/NoReader` },
      /sts:AssumeRole was refused/,
    ],
    [
      'a role of another partition without a profile',
      { roleArn: `arn:aws-us-gov:iam::${MANAGEMENT}:role/R`, profile: undefined },
      /partition aws-us-gov.*organizations\[1\]\.profile/,
    ],
  ])('of which one is not reached by %s: the message says so', async (_what, more, message) => {
    const { report } = await scanned(await clouds(), config(more));
    expect(report.scope.accounts.map(({ accountId }) => accountId)).toEqual([CALLER, MEMBER]);
    expect(report.coverage.gaps.find(({ fact }) => fact === 'organization-accounts')).toMatchObject({
      accountId: `organization ${SECOND}`,
      message: expect.stringMatching(message),
    });
  });

  test('and Regions of which none is in a partition: said before anything is read', async () => {
    const asked = { ...config(), regions: ['eu-west-1'] };
    await expect(scanned(await clouds(), asked)).rejects.toThrow(
      'organizations[1] is in the partition aws-us-gov, and regions names none of its Regions.',
    );
  });

  test('is gone on with as it was begun', async () => {
    const there = await clouds();
    const stop = new AbortController();
    let done = 0;
    const interrupted = { signal: stop.signal, outcome: 'keep' as const };
    const out = join((await scanned(there)).directory, '..', 'again');
    const broken = scanned(there, config(), {
      out,
      interrupted,
      watch: ({ kind }: { kind: string }) => {
        if (kind === 'account-done' && ++done === 1) stop.abort(new Error('SIGINT'));
      },
    });
    await expect(broken).rejects.toThrow('--resume');
    const { report } = await scanned(there, config(), { out, resume: true });
    expect(report.scope.organizations?.map(({ status }) => status)).toEqual(['COMPLETE', 'COMPLETE']);
    expect(report.scope.accounts.map(({ status }) => status)).toEqual([
      'COMPLETE',
      'COMPLETE',
      'FAILED',
      'COMPLETE',
    ]);
  });

  test('of which one does not say what it is: its accounts are counted as its own all the same', async () => {
    const silent: Fault[] = [{ kind: 'access-denied', operation: 'DescribeOrganization' }];
    const { report } = await scanned(await clouds({ second: silent }));
    expect(report.scope.organizations).toEqual([
      { id: FIRST, partition: 'aws', status: 'COMPLETE', accounts: 2 },
      { id: SECOND, partition: null, status: 'PARTIAL', accounts: 2 },
    ]);
  });

  test('leave out what either names, and select by name in both', async () => {
    const there = await clouds();
    const [first, ...rest] = config().organizations;
    const excluding = { ...config(), organizations: [{ ...first, exclude: { accounts: [THERE] } }, ...rest] };
    const { report } = await scanned(there, excluding);
    expect(report.scope.excluded.map(({ accountId, reason }) => [accountId, reason])).toEqual([
      [THERE, 'EXCLUDED_BY_CONFIG'],
    ]);
    expect(report.configurationEntries ?? []).toEqual([]);
    const { report: selected } = await scanned(there, config(), { selected: ['Gov member', MEMBER] });
    expect(selected.scope.accounts.map(({ accountId }) => accountId)).toEqual([THERE, MEMBER]);
  });

  test('of which one was refused at the start: gone on with as it was found then', async () => {
    const denied: Fault[] = [{ kind: 'access-denied', service: 'organizations' }];
    const there = await clouds({ second: denied });
    const { report: whole, directory } = await scanned(there);
    const out = join(directory, '..', 'again');
    const stop = new AbortController();
    const broken = scanned(there, config(), {
      out,
      interrupted: { signal: stop.signal, outcome: 'keep' as const },
      watch: ({ kind }: { kind: string }) => {
        if (kind === 'account-done') stop.abort(new Error('SIGINT'));
      },
    });
    await expect(broken).rejects.toThrow('--resume');
    const { report } = await scanned(await clouds(), config(), { out, resume: true });
    expect(report.scope.organizations).toEqual(whole.scope.organizations);
    expect(report.coverage.gaps.map(({ accountId, fact }) => `${accountId} ${fact}`)).toEqual(
      whole.coverage.gaps.map(({ accountId, fact }) => `${accountId} ${fact}`),
    );
  });

  test('each seal what was read of it: one that is changed or gone is seen', async () => {
    const { directory } = await scanned(await clouds());
    const verified = async () => verifyRun({ ...directoryReader(directory), location: directory });
    expect((await verified()).damage).toEqual([]);
    const file = join(directory, 'organizations', SECOND, 'facts.jsonl.gz');
    const sealed = await readFile(file);
    await chmod(file, 0o600);
    await writeFile(file, await readFile(join(directory, 'organizations', FIRST, 'facts.jsonl.gz')));
    expect((await verified()).damage).not.toEqual([]);
    await writeFile(file, sealed);
    expect((await verified()).damage).toEqual([]);
    await writeFile(join(directory, 'organizations', SECOND, 'more.txt'), 'x');
    expect((await verified()).damage).not.toEqual([]);
  });

  test('a registered party that is an account of the other is one of your own, and said to be', async () => {
    const thirdParties = [{ name: 'Us', accountIds: [THERE], owner: 'a', justification: 'b' }];
    const { report } = await scanned(await clouds(), { ...config(), thirdParties });
    expect(report.roles.find(({ roleName }) => roleName === 'FromTheSecond')?.admits).toMatchObject([
      { party: { kind: 'own' } },
    ]);
    expect(report.thirdParties.find(({ party }) => party.name === 'Us')?.roles).toEqual([]);
    expect(report.configurationEntries).toMatchObject([
      { path: 'thirdParties[0].accountIds[0]', entry: `Us, ${THERE}`, state: 'MATCHES_NOTHING' },
    ]);
  });
});
