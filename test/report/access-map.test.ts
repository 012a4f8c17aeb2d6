import { describe, expect, it } from 'vitest';
import { partyKey, thirdPartyRef } from '../../src/model/party.ts';
import type { AuditReport } from '../../src/model/report.ts';
import { reportShape } from '../../src/model/report.ts';
import type { RoleInventoryEntry } from '../../src/model/role-inventory-entry.ts';
import { SEVERITIES } from '../../src/model/severity.ts';
import type {
  PartyDelegation,
  PartyPerson,
  PartyResource,
  PartyShare,
  PartyUser,
  PersonHolds,
  ThirdPartySummary,
} from '../../src/model/third-party-summary.ts';
import { partyAccess, WAYS, worstOf } from '../../src/report/html/map/access.ts';
import { accessMapView } from '../../src/report/html/map/access-map.ts';
import { groupAccess } from '../../src/report/html/map/cells.ts';
import { columnsOf } from '../../src/report/html/map/columns.ts';
import { MAP_LIMITS } from '../../src/report/html/map/limits.ts';
import { greatestOf, POWER_WORDS, type Power, powerOf } from '../../src/report/html/map/power.ts';
import { rowsOf } from '../../src/report/html/map/rows.ts';
import { renderHtml } from '../../src/report/html.ts';
import { walksOf } from '../../src/report/walk.ts';
import { allow, HERE, role } from '../checks/support/trust-fixtures.ts';
import { reportOn } from '../support/judged-report.ts';
import { size, some } from '../support/thorough.ts';
import { auditReport } from './fixture.ts';
import { wideReport } from './fixture-map.ts';
import { HOSTILE } from './fixture-parties.ts';
import { cleanReport, fleetReport } from './fixture-variants.ts';
import { readTemplates } from './templates.ts';

/** Far more than the map draws one by one. */
const MANY = size(1_000, 150);
const WIDE = wideReport({ accounts: MANY, parties: 200 });
const REPORTS: Array<[string, AuditReport]> = [
  ['the fixture', auditReport()],
  ['one with nothing wrong', cleanReport()],
  ['one as large as there is', fleetReport()],
  ['many accounts by 200 parties', WIDE],
  ['many accounts without units', wideReport({ accounts: MANY, parties: 30, units: [] })],
  ['resources in a third of many accounts', withResources(WIDE)],
  ['resources in a third of 25 accounts', withResources(wideReport({ accounts: 25, parties: 16 }))],
  ['as many units as accounts', wideReport({ accounts: 90, parties: 30, units: unitNames(90) })],
];

/** The same where a resource in every third account admits each party, in one of four in each way. */
function withResources(report: AuditReport): AuditReport {
  const places = [...report.scope.accounts].filter((_, index) => index % 3 === 0);
  const thirdParties = report.thirdParties.map((summary, number) => ({
    ...summary,
    resources: places.map(({ accountId }, index): PartyResource => {
      const highestAccess = (['read', 'write', 'admin', null] as const)[(index + number) % 4] ?? null;
      const arn = { resourceArn: `arn:aws:s3:::logs-${accountId}`, resourceType: 'AWS::S3::Bucket' };
      return { accountId, region: 'eu-west-1', ...arn, highestAccess };
    }),
  }));
  return { ...report, thirdParties };
}

function unitNames(count: number): string[] {
  return Array.from({ length: count }, (_, number) => `Unit ${number}`);
}

/** The section of the map in a page. The same report is drawn once. */
function section(report: AuditReport): string {
  const drawn = DRAWN.get(report) ?? drawnSection(report);
  DRAWN.set(report, drawn);
  return drawn;
}

const DRAWN = new WeakMap<AuditReport, string>();

function drawnSection(report: AuditReport): string {
  const page = renderHtml(report, readTemplates());
  return /<section id="access-map".*?<\/section>/s.exec(page)?.[0] ?? '';
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}

function value(text: string | undefined): number {
  return Number(text?.replaceAll(',', ''));
}

describe('the access map', () => {
  it.each(some(REPORTS, 4))('agrees with the totals of the report: %s', (_name, report) => {
    const { columns, elsewhere } = columnsOf(walksOf(report))();
    const { kinds, elsewhere: unseen } = rowsOf(report, walksOf(report))();
    const rows = kinds.flatMap((kind) => kind.rows);
    const parties = rows.flatMap((row) => row.parties);
    expect(new Set(parties.map(({ summary }) => partyKey(summary.party))).size).toBe(parties.length);
    expect(parties.length + unseen).toBe(report.thirdParties.length);
    for (const { summary, entered } of parties)
      expect([...entered.keys()].sort()).toEqual(
        [
          ...new Set([
            ...summary.accounts,
            ...(summary.users ?? []).map(({ accountId: id }) => id),
            ...(summary.shares ?? []).flatMap(({ direction, accountId: id }) =>
              direction === 'given' ? [id] : [],
            ),
            ...(summary.resources ?? []).map(({ accountId: id }) => id),
          ]),
        ].sort(),
      );
    for (const { ways, accounts } of rows) expect(sum(Object.values(ways))).toBe(accounts.size);

    const drawn = columns.flatMap(({ accounts }) => accounts.map(({ scope }) => scope.accountId));
    expect(drawn.sort()).toEqual([...report.scope.accounts.map(({ accountId }) => accountId)].sort());
    const open = report.findings.filter(({ status }) => status === 'OPEN').length;
    const counted = columns.flatMap(({ accounts }) =>
      accounts.flatMap(({ counts }) => Object.values(counts)),
    );
    expect(sum(counted) + elsewhere).toBe(open);

    const inScope = new Set(drawn);
    for (const row of rows) {
      const groups = columns.map((column) => groupAccess(row, column));
      expect(sum(groups.map(({ entered }) => entered))).toBe(
        [...row.accounts.keys()].filter((accountId) => inScope.has(accountId)).length,
      );
      for (const { ways, entered } of groups) expect(sum(WAYS.map((way) => ways[way]))).toBe(entered);
    }
  });

  it.each(some(REPORTS, 4))('says the same in its tables as it draws: %s', (_name, report) => {
    const view = accessMapView(report)();
    const rows = rowsOf(report, walksOf(report))().kinds.flatMap((kind) => kind.rows);
    expect(view.partyRows.map(({ counts }) => counts.slice(0, -1).map(({ count }) => value(count)))).toEqual(
      rows.map(({ accounts, ways }) => [accounts.size, ...WAYS.map((way) => ways[way])]),
    );
    const { columns } = columnsOf(walksOf(report))();
    for (const [at, severity] of SEVERITIES.entries()) {
      const inTable = sum(view.columnRows.map(({ counts }) => value(counts[at]?.count)));
      expect(inTable).toBe(
        sum(columns.flatMap(({ accounts }) => accounts.map(({ counts }) => counts[severity]))),
      );
    }
    const labels = view.matrix?.labels.filter(({ kind }) => kind === 'party' || kind === 'rest') ?? [];
    expect(labels.map(({ count }) => value(count))).toEqual(rows.map(({ accounts }) => accounts.size));
    expect(view.parties).toHaveLength(labels.filter(({ kind }) => kind === 'party').length);
  });

  it('takes those for which there is no room together, and says how many they are', () => {
    const { kinds } = rowsOf(WIDE, walksOf(WIDE))();
    const rows = kinds.flatMap((kind) => kind.rows);
    const own = rows.filter(({ parties }) => parties.length === 1);
    expect(own).toHaveLength(MAP_LIMITS.parties);
    for (const { rows: some } of kinds) {
      const rest = some.at(-1);
      expect(rest?.name).toBe(`${rest?.parties.length} more`);
      const union = new Set(rest?.parties.flatMap(({ entered }) => [...entered.keys()]));
      expect(rest?.accounts.size).toBe(union.size);
    }
    const { columns, by } = columnsOf(
      walksOf(wideReport({ accounts: 90, parties: 2, units: unitNames(90) })),
    )();
    expect([by, columns.length]).toEqual(['units', MAP_LIMITS.groups]);
    expect(columns.at(-1)?.name).toMatch(/^\d+ other units$/);
  });

  it('draws an account each up to its limit, and groups from there on', () => {
    const of = (accounts: number) => columnsOf(walksOf(wideReport({ accounts, parties: 2 })))().by;
    expect([of(MAP_LIMITS.accounts), of(MAP_LIMITS.accounts + 1)]).toEqual(['accounts', 'units']);
    expect(columnsOf(walksOf(wideReport({ accounts: 40, parties: 2, units: [] })))().by).toBe('findings');
  });

  it('shows an account whose roles were not read as such, and not as closed', () => {
    const report = auditReport();
    const { columns } = columnsOf(walksOf(report))();
    const unread = columns.filter(({ accounts }) => accounts.some(({ rolesRead }) => !rolesRead));
    expect(unread.map(({ name }) => name)).toEqual(['mobile-backend']);
    expect(columns.at(-1)).toBe(unread[0]);
    const view = accessMapView(report)();
    expect(view.matrix?.shapes.filter(({ kind }) => kind === 'unread')).toHaveLength(1);
    expect(view.columnRows.at(-1)).toMatchObject({ read: 'No', parties: 'Not known' });
    expect(view.notes.join(' ')).toContain('Of 1 account the roles were not read: hatched');
    const grouped = accessMapView(WIDE)();
    expect(grouped.notes.join(' ')).toContain(`Of ${MANY / 50} accounts the roles were not read`);
    expect(grouped.squares?.groups.some(({ description }) => description.includes('roles not read'))).toBe(
      true,
    );
  });

  it('takes roles for not read where their fact is a gap, though others of the account were read', () => {
    const report = structuredClone(auditReport());
    const [account] = report.scope.accounts.filter(({ status }) => status === 'COMPLETE');
    const [gap] = report.coverage.gaps;
    if (account === undefined || gap === undefined) throw new Error('The fixture is empty.');
    report.coverage.gaps = [
      ...report.coverage.gaps,
      { ...gap, accountId: account.accountId, fact: 'authorization-details' },
    ];
    const found = columnsOf(walksOf(report))().columns.find(({ under }) => under === account.accountId);
    expect(found?.accounts[0]?.rolesRead).toBe(false);
  });

  it.each([
    [{ highestAccess: 'admin' }, true, 'admin'],
    [{ highestAccess: 'list', administered: 'can' }, true, 'admin'],
    [{ highestAccess: 'read', administered: 'may' }, true, 'unknown'],
    [{ highestAccess: 'read' }, false, 'unknown'],
    [{ highestAccess: 'read' }, true, 'read'],
    [{ highestAccess: null }, false, 'unknown'],
    [{ highestAccess: null }, true, 'nothing'],
    [{}, true, 'unknown'],
  ] as const)('takes %j, read in full %s, for the power %s', (role, inFull, power) => {
    expect(powerOf(role, inFull)).toBe(power);
  });

  it('says of several powers the greatest that is known, and that others are not', () => {
    const letter = (...powers: Parameters<typeof powerOf>[0]['highestAccess'][]) =>
      greatestOf(
        new Set(
          powers.map((highestAccess) =>
            powerOf({ ...(highestAccess === undefined ? {} : { highestAccess }) }, true),
          ),
        ),
      ).letter;
    expect([
      letter('read', 'write'),
      letter('read', undefined),
      letter(undefined),
      letter('admin', undefined),
    ]).toEqual(['W', 'R?', '?', 'A']);
  });

  it('has of the report what each role may do that third parties enter, and takes no more from it', () => {
    const statement = (Action: string) => ({ Effect: 'Allow', Action, Resource: '*' });
    const role = (name: string, action: string, principal: string) => ({
      name,
      arn: `arn:aws:iam::111111111111:role/${name}`,
      id: `AROA${name}`,
      path: '/',
      createdAt: '2020-01-01T00:00:00Z',
      trustPolicy: JSON.stringify({
        Version: '2012-10-17',
        Statement: { Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole' },
      }),
      inlinePolicies: [
        { name: 'x', document: JSON.stringify({ Version: '2012-10-17', Statement: statement(action) }) },
      ],
      attachedPolicies: [],
      permissionsBoundaryArn: null,
      tags: [],
      lastUsed: null,
    });
    const report = reportOn([
      {
        accountId: '111111111111',
        facts: {
          'authorization-details': {
            roles: [
              role('everything', '*', '888888888888'),
              role('reading', 's3:GetObject', '888888888888'),
              role('other', 's3:PutObject', '777777777777'),
            ],
            policies: [],
          },
        },
      },
    ]);
    expect(report.roles.map((one) => [one.roleName, one.highestAccess, one.administered])).toEqual([
      ['everything', 'admin', 'is'],
      ['reading', 'read', undefined],
      ['other', 'write', undefined],
    ]);
    const rows = rowsOf(report, walksOf(report))().kinds.flatMap((kind) => kind.rows);
    expect(rows.map(({ name, accounts }) => [name, accounts.get('111111111111')])).toEqual([
      ['777777777777', { way: 'none', power: 'write', more: false }],
      ['888888888888', { way: 'none', power: 'admin', more: false }],
    ]);
  });

  it('never draws a power that is not known as a weak one', () => {
    const bare = structuredClone(auditReport());
    for (const role of bare.roles) {
      delete role.highestAccess;
      delete role.administered;
    }
    const view = accessMapView(bare)();
    const kinds = new Set(view.matrix?.shapes.map(({ kind }) => kind));
    expect([...kinds].filter((kind) => kind.endsWith('-soft'))).toEqual([]);
    const letters = view.matrix?.texts.filter(({ kind }) => kind === 'solid').map(({ text }) => text);
    expect(letters?.join('')).toMatch(/^\?+$/);
  });

  it('pairs the weakest guard with the power behind it, and marks that better guarded roles may do more', () => {
    expect(worstOf({ none: 'read', strong: 'admin' })).toEqual({ way: 'none', power: 'read', more: true });
    expect(worstOf({ none: 'admin', strong: 'read' })).toEqual({ way: 'none', power: 'admin', more: false });
    expect(worstOf({ strong: 'write', closed: 'admin' })).toEqual({
      way: 'strong',
      power: 'write',
      more: false,
    });
  });

  it('tells what comes without a role from a role, and draws it beside one with its power', () => {
    expect(worstOf({ roleless: 'write' })).toEqual({ way: 'roleless', power: 'write', more: false });
    expect(worstOf({ roleless: 'unknown', closed: 'admin' })).toMatchObject({
      way: 'roleless',
      power: 'unknown',
    });
    expect(worstOf({ strong: 'read', roleless: 'write' })).toEqual({
      ...{ way: 'strong', power: 'read', more: false },
      beside: 'write',
    });
  });

  describe('shares and resources', () => {
    const roles = [role(allow('777777777777'))];
    const base = {
      ...reportOn([{ accountId: HERE, facts: { 'authorization-details': { roles, policies: [] } } }]),
      billsRead: [HERE],
    };
    const [party] = base.thirdParties;
    const [here] = base.scope.accounts.map(({ name }) => name);
    const share = (accountId: string, more: Partial<PartyShare> = {}): PartyShare => ({
      ...{
        accountId,
        region: 'eu-west-1',
        shareArn: 'arn',
        name: 'network',
        direction: 'given',
        since: null,
      },
      ...{ principals: ['888888888888'], isAccepted: true, resources: 1, ...more },
    });
    const resource = (more: Partial<PartyResource> = {}): PartyResource => ({
      ...{ accountId: HERE, region: 'eu-west-1', resourceArn: 'arn:aws:s3:::logs' },
      ...{ resourceType: 'AWS::S3::Bucket', highestAccess: 'read', ...more },
    });
    const withShares = (shares: PartyShare[], transitive: string[] = []) => withWays({ shares }, transitive);
    const withWays = (
      ways: Pick<ThirdPartySummary, 'shares' | 'resources' | 'delegations' | 'billing'>,
      transitive: string[] = [],
      more: Partial<AuditReport> = {},
    ) => {
      if (party === undefined) throw new Error('no party');
      const nowhere = { accounts: [], roles: [] };
      const alone = {
        ...party,
        party: thirdPartyRef('unknown', '888888888888'),
        ...{ accounts: [], roles: [], ...ways },
        reachable: { direct: nowhere, transitive: { accounts: transitive, roles: [] }, unclear: [] },
      };
      const report = { ...base, thirdParties: [party, alone], ...more };
      const view = accessMapView(report)();
      const rows = rowsOf(report, walksOf(report))().kinds.flatMap((kind) => kind.rows);
      return { view, row: rows.find(({ name }) => name === '888888888888') };
    };

    it.each<[string, Partial<PartyShare>, Power]>([
      ['of AWS RAM, of which nobody knows what it allows', {}, 'unknown'],
      ['of a workload to read', { service: 'wellarchitected', permission: 'READONLY' }, 'read'],
      ['of a workload to write', { service: 'wellarchitected', permission: 'CONTRIBUTOR' }, 'write'],
      ['of a workload by another permission', { service: 'wellarchitected', permission: 'OWNER' }, 'unknown'],
      ['of a lens, profile or review template', { service: 'wellarchitected' }, 'read'],
      ['that it has yet to accept', { isAccepted: false }, 'unknown'],
    ])('alone give a party a row and a cell: %s', (_, more, power) => {
      const { view, row } = withShares([share(HERE, more)]);
      expect([...(row?.accounts ?? [])]).toEqual([[HERE, { way: 'roleless', power, more: false }]]);
      expect(view.matrix?.shapes.map(({ kind }) => kind)).toContain(
        power === 'read' ? 'roleless-soft' : 'roleless-solid',
      );
      const words = view.parties.find(({ name }) => name === '888888888888');
      expect(words?.reach).toBe('1 account: 1 without a role');
      expect(words?.lines.slice(0, 2).map(({ what }) => what)).toEqual([
        `By a share, a resource, delegation or bills, without a role, ${POWER_WORDS[power].words}`,
        'By shares, without a role',
      ]);
      expect(view.notes).toContain(
        'Shares are under Shared resources; what one of AWS RAM allows is not known.',
      );
    });

    it.each<[string, Partial<PartyResource>, Power]>([
      ['to list it', { highestAccess: 'list' }, 'list'],
      ['to read it', {}, 'read'],
      ['to write to it', { highestAccess: 'write' }, 'write'],
      ['to administer it', { highestAccess: 'admin' }, 'admin'],
      ['to do what no level is published of', { highestAccess: null }, 'unknown'],
      ['to do what was not read in full', { notKnown: 'the grants were not read' }, 'unknown'],
      ['to administer it at least', { highestAccess: 'admin', notKnown: 'not read' }, 'admin'],
    ])('a resource that admits a party gives it a row and a cell: %s', (_, more, power) => {
      const { view, row } = withWays({ resources: [resource(more)] });
      expect([...(row?.accounts ?? [])]).toEqual([[HERE, { way: 'roleless', power, more: false }]]);
      const isSoft = power === 'read' || power === 'list';
      const kinds = view.matrix?.shapes.map(({ kind }) => kind);
      expect(kinds).toContain(isSoft ? 'roleless-soft' : 'roleless-solid');
      const texts = view.matrix?.texts.filter(({ kind }) => kind === (isSoft ? 'soft' : 'solid'));
      expect(texts?.map(({ text }) => text)).toContain(POWER_WORDS[power].letter);
      const words = view.parties.find(({ name }) => name === '888888888888');
      expect(words?.reach).toBe('1 account: 1 without a role');
      expect(words?.lines.slice(0, 2)).toEqual([
        {
          what: `By a share, a resource, delegation or bills, without a role, ${POWER_WORDS[power].words}`,
          where: here,
        },
        { what: 'By resources themselves, without a role', where: here },
      ]);
      const label = view.matrix?.labels.find(({ text }) => text === '888888888888');
      expect(label?.count).toBe('1');
      const table = view.partyRows.find(({ name }) => name === '888888888888');
      expect(table?.counts.filter(({ count }) => count === '1').map(({ name }) => name)).toEqual([
        'Accounts',
        'No role',
      ]);
      expect(view.notes.some((note) => note.endsWith('are on its card.'))).toBe(true);
    });

    it('takes of a share and several resources the most, and never what is not known for little', () => {
      const power = (...powers: Array<PartyResource['highestAccess']>) =>
        withWays({ resources: powers.map((highestAccess) => resource({ highestAccess })) }).row?.accounts.get(
          HERE,
        )?.power;
      expect([power('read', 'write'), power('write', null), power('admin', null)]).toEqual([
        'write',
        'unknown',
        'admin',
      ]);
      const both = withWays({ shares: [share(HERE)], resources: [resource()] });
      expect(both.row?.accounts.get(HERE)?.power).toBe('unknown');
      const words = both.view.parties.find(({ name }) => name === '888888888888')?.lines;
      expect(words?.slice(1, 3).map(({ what }) => what)).toEqual([
        'By shares, without a role',
        'By resources themselves, without a role',
      ]);
    });

    const delegation = (more: Partial<PartyDelegation> = {}): PartyDelegation => ({
      ...{ accountId: HERE, requestId: 'dr-1', requestorId: '888888888888', resourceArn: 'aws:dr-1' },
      ...{ standing: 'let-in', state: 'FINALIZED', sessionSeconds: 3600, expiresAt: null },
      ...{ roleBoundaryArns: [], highestAccess: 'write', ...more },
    });

    it.each<[string, Partial<PartyDelegation>, Power | undefined]>([
      ['was let in', {}, 'write'],
      ['may be let in at any time', { standing: 'accepted', highestAccess: 'read' }, 'read'],
      ['is in a state that nobody knows', { standing: 'not-known' }, 'write'],
      ['gives what IAM does not tell', { highestAccess: null, notKnown: 'x' }, 'unknown'],
      ['gives what was not understood in full', { notKnown: 'its policy was not understood' }, 'unknown'],
      ['gives nothing', { highestAccess: null }, 'nothing'],
      ['waits for somebody here', { standing: 'asks' }, undefined],
    ])('a request for temporary delegation gives a party a cell where it %s', (_, more, power) => {
      const { view, row } = withWays({ delegations: [delegation(more)] });
      expect([...(row?.accounts ?? [])]).toEqual(
        power === undefined ? [] : [[HERE, { way: 'roleless', power, more: false }]],
      );
      const lines = view.parties.find(({ name }) => name === '888888888888')?.lines ?? [];
      expect(lines.map(({ what }) => what).includes('By temporary delegation, without a role')).toBe(
        power !== undefined,
      );
    });

    it('who receives the bills is drawn in the management account, where that is in scope', () => {
      const bills = (managementAccountId: string) =>
        withWays({
          billing: [{ organizationId: 'o-1', managementAccountId, startsAt: null, endsAt: null }],
        });
      const { view, row } = bills(HERE);
      expect([...(row?.accounts ?? [])]).toEqual([[HERE, { way: 'roleless', power: 'read', more: false }]]);
      const lines = view.parties.find(({ name }) => name === '888888888888')?.lines;
      expect(lines?.[1]).toEqual({ what: 'By the bills that it receives', where: here });
      expect(view.notes.join(' ')).toContain('who receives bills is drawn in the management account');
      expect(bills('999999999999').row).toBeUndefined();
    });

    it('draws a resource beside a role as a small mark, and says what it lets the party do', () => {
      if (party === undefined) throw new Error('no party');
      const report = {
        ...base,
        thirdParties: [{ ...party, resources: [resource({ highestAccess: 'write' })] }],
      };
      const view = accessMapView(report)();
      expect(view.matrix?.shapes.map(({ kind }) => kind)).toEqual(
        expect.arrayContaining(['none-soft', 'more']),
      );
      expect(view.parties[0]?.reach).toBe('1 account: 1 unguarded');
      expect(view.parties[0]?.lines[0]?.what).toBe(
        'No guard, no permission of its own; besides by a share, a resource, delegation or bills, without a role, may write',
      );
      expect(view.parties[0]?.lines[1]).toMatchObject({ what: 'By resources themselves, without a role' });
      expect(view.partyRows[0]?.counts.find(({ name }) => name === 'No role')?.count).toBe('0');
    });

    describe('where they were not read', () => {
      const checks = base.checks.filter(({ id }) => !id.startsWith('resource-'));
      const [check] = checks;
      const on = (id: string) => (check === undefined ? [] : [{ ...check, id }]);
      const noted = (more: Partial<AuditReport>) => withWays({}, [], more).view.notes;

      it.each(['resource-public', 'resource-third-party', 'resource-beyond-register'])(
        'says that nobody looked, and not so with %s',
        (id) => {
          expect(noted({ checks })).toContain(
            'Not looked at in this run, and so not drawn: people in IAM Identity Center and policies of resources.',
          );
          const asked = noted({ checks: [...checks, ...on(id)] });
          expect(asked).toContain(
            'Not looked at in this run, and so not drawn: people in IAM Identity Center.',
          );
          expect(asked).toContain(
            'Resources were looked at of the services alone that resourcePolicies in the configuration names.',
          );
        },
      );

      it('says of how many accounts they were not read, or not in full', () => {
        const gap = {
          ...{
            accountId: HERE,
            region: 'eu-west-1',
            fact: 'resource-policies',
            status: 'NOT_COLLECTED' as const,
          },
          ...{ reason: null, action: null, message: null, resource: 'arn:aws:sqs:eu-west-1:111122223333:*' },
        };
        const coverage = { ...base.coverage, gaps: [gap, { ...gap, region: 'us-east-1' }] };
        const asked = [...checks, ...on('resource-public')];
        const text =
          'Not read, or not in full, so that there may be more: policies of resources (in 1 account).';
        expect(noted({ checks: asked, coverage })).toContain(text);
        expect(noted({ checks: asked })).not.toContain(text);
        expect(noted({ checks, coverage })).not.toContain(text);
      });

      it('says so too of requests for delegation and of bills', () => {
        const { billsRead: _, ...unread } = base;
        const gap = {
          ...{ accountId: HERE, region: 'global', status: 'NOT_COLLECTED' as const, reason: null },
          ...{ action: null, message: null },
        };
        const noGap = { ...base.coverage, gaps: [] };
        const notes = (more: Partial<AuditReport>) => {
          const view = accessMapView({ ...unread, coverage: noGap, ...more })();
          return view.notes.filter((note) => note.startsWith('Not ')).join(' ');
        };
        expect(notes({ checks: [] })).toMatch(
          /^Not looked at .*requests for temporary delegation and receivers of bills\.$/,
        );
        expect(notes({ billsRead: [HERE] })).not.toMatch(/delegation|bills/);
        const gaps = ['delegation-requests', 'billing-transfers'].map((fact) => ({ ...gap, fact }));
        expect(notes({ coverage: { ...noGap, gaps } })).toContain(
          'requests for temporary delegation (in 1 account) and receivers of bills.',
        );
      });

      it('says so too of shares and people', () => {
        const none = checks.filter(
          ({ id }) => id !== 'external-resource-share' && id !== 'well-architected-share',
        );
        expect(noted({ checks: none })).toContain(
          'Not looked at in this run, and so not drawn: people in IAM Identity Center, shares and policies of resources.',
        );
        const identityCenter = {
          ...{ accountId: HERE, region: 'eu-west-1', isRead: false, users: 0, domains: [], groups: [] },
        };
        expect(noted({ checks: [...none, ...on('external-resource-share')], identityCenter })).toContain(
          'Not read, or not in full, so that there may be more: people in IAM Identity Center and shares.',
        );
      });
    });

    it.each(['received', 'invited'] as const)('that are %s let nobody in', (direction) => {
      expect(withShares([share(HERE, { direction })]).row).toBeUndefined();
    });

    it('hide no way into the same account by another role', () => {
      const { view, row } = withShares([share(HERE)], [HERE]);
      expect([...(row?.onward ?? [])]).toEqual([HERE]);
      expect([...(withWays({ resources: [resource()] }, [HERE]).row?.onward ?? [])]).toEqual([HERE]);
      expect(view.matrix?.shapes.map(({ kind }) => kind)).toContain('onward');
    });
  });

  it('goes by the weakest of several ways into a role, and by none that is closed', () => {
    const report = auditReport();
    const [summary] = report.thirdParties.filter(({ roles }) => roles.length > 0);
    const role = report.roles.find(({ roleArn }) => roleArn === summary?.roles[0]);
    if (summary === undefined || role === undefined) throw new Error('The fixture is empty.');
    const wayIn = (guards: Array<'strong' | 'weak' | 'none'>, direct: string[]) => {
      const admits = guards.map((guard): RoleInventoryEntry['admits'][number] => ({
        party: summary.party,
        principal: guard,
        requiredConditions: [],
        guard,
      }));
      const reachable = { ...summary.reachable, direct: { accounts: [], roles: direct } };
      const only = {
        ...report,
        thirdParties: [{ ...summary, reachable }],
        roles: [{ ...role, admits }],
      };
      const [access] = partyAccess(only, walksOf(only))();
      return worstOf(access?.entered.get(role.accountId) ?? {}).way;
    };
    expect(wayIn(['strong', 'weak'], [role.roleArn])).toBe('weak');
    expect(wayIn(['strong', 'none', 'weak'], [role.roleArn])).toBe('none');
    expect(wayIn(['none'], [])).toBe('closed');
  });

  it('lets no name become more than text', () => {
    const names = Object.values(HOSTILE);
    const report = wideReport({
      accounts: 60,
      parties: names.length,
      units: names,
      partyName: (number) => names[number] ?? '',
    });
    const few = { ...report, scope: { ...report.scope, accounts: report.scope.accounts.slice(0, 20) } };
    for (const [at, account] of few.scope.accounts.entries()) account.name = names[at % names.length] ?? '';
    for (const one of [report, few]) {
      const text = section(one);
      expect(text.match(/<(script|img|iframe|style)|onload=|onerror=/g)).toBeNull();
      expect(text.replaceAll(/&lt;.*?&gt;/g, '')).not.toMatch(/\s(on\w+|style)="/);
      expect(text).not.toMatch(/[\u001b\u0007\u202e\u2066\u200b\u00ad]/);
      expect(text).toContain('[U+202E]');
    }
  });

  const LARGE: Array<[string, () => AuditReport]> = [
    ['25 accounts by 16 parties', () => wideReport({ accounts: 25, parties: 16 })],
    ['many accounts by 200 parties, with resources', () => withResources(WIDE)],
    [
      '25 accounts by 16 parties, with resources',
      () => withResources(wideReport({ accounts: 25, parties: 16 })),
    ],
    ['5,000 accounts by 40 parties', () => wideReport({ accounts: 5_000, parties: 40 })],
  ];
  it.each(LARGE.slice(0, size(4, 2)))('is bounded: %s', (_name, report) => {
    const text = section(report());
    expect(Buffer.byteLength(text)).toBeLessThan(200_000);
    // No drawing was cut where texts of the page end.
    expect(text).not.toContain('[shortened');
  });

  it.each([
    ['an account a column', 25],
    ['groups', 60],
  ])('says in its legend, its tables and below it what comes without a role: %s', (_, accounts) => {
    const report = withResources(wideReport({ accounts, parties: 3 }));
    const text = section(report);
    for (const words of [
      'by a share, a resource, delegation or bills, without a role</span>',
      'Accounts that each third party may enter, or use something of without a role, by the least guard there',
      'counts the accounts that it may enter, or use something of without a role.',
      '<dt>By resources themselves, without a role</dt>',
    ])
      expect(text).toContain(words);
    expect(text).toMatch(/, \d+ without a role<\/span>/);
    const isSmallMarkTold = text.includes('in a way without a role as well, which the letter does not count');
    expect(isSmallMarkTold).toBe(accounts <= MAP_LIMITS.accounts);
    expect(text).toMatch(
      accounts <= MAP_LIMITS.accounts ? /class="map-roleless-s/ : /class="map-bar-roleless/,
    );
  });

  it('says that there is nothing to draw where no role admits anyone', () => {
    const report = { ...auditReport(), roles: [], thirdParties: [] };
    expect(section(report)).toContain(
      'Nothing that was read lets a third party in (roles, users, people, shares, resources, delegation, bills), so there is nothing to draw.',
    );
    expect(section(report)).toContain('Of 1 account the roles were not read');
    reportShape.parse(report);
  });
});

describe('a party that works as users or people', () => {
  const base = auditReport();
  const [first, second] = base.scope.accounts.map(({ accountId }) => accountId);
  const user = {
    userArn: `arn:aws:iam::${second}:user/vendor`,
    accountId: second ?? '',
    ...{ activeKeys: 1, password: false, mfa: false, lastUsedAt: null, highestAccess: 'write' as const },
  };
  const mapOf = (...users: PartyUser[]) => mapWith({ users });
  const mapWith = (ways: Pick<ThirdPartySummary, 'users' | 'people'>) => {
    const [summary] = cleanReport().thirdParties;
    if (summary === undefined) throw new Error('the fixture has no third party');
    const none = { accounts: [], roles: [] };
    const party = {
      ...summary,
      ...none,
      ...ways,
      reachable: { ...summary.reachable, direct: none, transitive: none },
    };
    const report = { ...base, roles: [], thirdParties: [party] };
    const [access] = partyAccess(report, walksOf(report))();
    const view = accessMapView(report)();
    return { access, view, drawn: access && [...access.entered].map(([id, ways]) => [id, worstOf(ways)]) };
  };

  it.each<[string, Partial<PartyUser>, string]>([
    ['a key', {}, 'none'],
    ['a password and no MFA', { activeKeys: 0, password: true }, 'none'],
    ['a password and MFA', { activeKeys: 0, password: true, mfa: true }, 'weak'],
    ['a key and MFA, which the key does not ask for', { mfa: true }, 'none'],
    ['neither', { activeKeys: 0 }, 'closed'],
    ['what was not read', { activeKeys: null, password: null, mfa: null }, 'none'],
  ])('may enter by %s', (_, more, way) => {
    const { access, drawn, view } = mapOf({ ...user, ...more });
    expect(drawn).toEqual([[second, { way, power: 'write', more: false }]]);
    expect(access?.asUser).toEqual(way === 'closed' ? [] : [second]);
    const words = view.parties[0]?.lines.map(({ what }) => what);
    expect(words?.includes('As users, by their keys or passwords')).toBe(way !== 'closed');
    const said = view.notes.some((note) =>
      note.startsWith('Of 1 user of third parties the credentials are not known'),
    );
    expect(said).toBe(more.activeKeys === null);
  });

  const holds = (more: Partial<PersonHolds> = {}): PersonHolds => ({
    ...{ accountId: second ?? '', permissionSet: 'Reader', highestAccess: 'read' },
    ...more,
  });
  it.each<[string, Partial<PartyPerson>, object[]]>([
    ['what it reads', {}, [{ way: 'weak', power: 'read', more: false }]],
    [
      'the most of what it holds',
      { assignments: [holds({ highestAccess: 'admin' }), holds()] },
      [{ way: 'weak', power: 'admin', more: false }],
    ],
    [
      'what is not known in full',
      { assignments: [holds({ notKnown: 'not understood' })] },
      [{ way: 'weak', power: 'unknown', more: false }],
    ],
    ['nothing, disabled', { isDisabled: true }, [{ way: 'closed', power: 'read', more: false }]],
    ['nothing', { assignments: [] }, []],
    ['nothing in scope', { assignments: [holds({ accountId: '777788889999' })] }, []],
  ])('may enter as a person %s', (_, more, expected) => {
    const id = { accountId: first ?? '', userId: 'u-1', userName: 'jo', isDisabled: false, groups: [] };
    const { access, drawn, view } = mapWith({ people: [{ ...id, assignments: [holds()], ...more }] });
    expect(drawn?.map(([, one]) => one)).toEqual(expected);
    const enters = expected.some((one) => 'way' in one && one.way === 'weak');
    expect(access?.asPerson).toEqual(enters ? [second] : []);
    const words = view.parties.flatMap(({ lines }) => lines.map(({ what }) => what));
    expect(words.includes('As people, by IAM Identity Center')).toBe(enters);
    expect(view.notes.some((note) => note.startsWith('People in IAM Identity Center'))).toBe(enters);
  });

  it('may do the most that one of them may', () => {
    const { drawn } = mapOf(user, { ...user, userArn: `${user.userArn}-2`, highestAccess: 'admin' });
    expect(drawn).toEqual([[second, { way: 'none', power: 'admin', more: false }]]);
    expect(first).not.toBe(second);
  });
});
