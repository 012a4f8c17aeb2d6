import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { registry } from '../../../src/checks/registry.ts';
import { actionsOf } from '../../../src/evaluate/actions/actions.ts';
import { compareFindings } from '../../../src/evaluate/findings.ts';
import type { Finding } from '../../../src/model/finding.ts';
import { type ThirdPartyRef, thirdPartyRef } from '../../../src/model/party.ts';
import type { RoleInventoryEntry } from '../../../src/model/role-inventory-entry.ts';
import { SEVERITIES } from '../../../src/model/severity.ts';
import { tries } from '../../support/thorough.ts';

const AS_OF = '2026-06-10T12:00:00.000Z';
const NIMBUS = thirdPartyRef('registered', 'Nimbus', { accountId: '222233334444' });
const STRANGER = thirdPartyRef('unknown', '999900001111', { accountId: '999900001111' });

let made = 0;

function finding(some: Partial<Finding> = {}): Finding {
  made += 1;
  return {
    fingerprint: `f${made}`,
    checkId: 'external-id-missing',
    area: 'trust',
    severity: 'high',
    status: 'OPEN',
    accountId: '111122223333',
    accountName: 'a',
    region: 'global',
    resourceArn: `arn:aws:iam::111122223333:role/r${made}`,
    resourceType: 'AWS::IAM::Role',
    title: 'Something is wrong',
    detail: '',
    evidence: [],
    remediation: '',
    controls: [],
    firstSeen: '2026-06-01T00:00:00.000Z',
    ...some,
  };
}

function role(roleArn: string, some: Partial<RoleInventoryEntry> = {}): RoleInventoryEntry {
  return { roleArn, roleName: roleArn.split('/').at(-1) ?? '', ...some } as RoleInventoryEntry;
}

function actions(findings: Finding[], roles: RoleInventoryEntry[] = [], more = {}) {
  return actionsOf({ findings, roles, asOf: AS_OF, ...more });
}

const parties: ThirdPartyRef[] = [
  NIMBUS,
  STRANGER,
  thirdPartyRef('known-vendor', 'Nimbus'),
  thirdPartyRef('public', 'anyone'),
  thirdPartyRef('organization', 'o-1'),
  thirdPartyRef('identity-provider', 'idp'),
  thirdPartyRef('service', 's3.amazonaws.com'),
];

const anyFindings = fc
  .array(
    fc.record({
      checkId: fc.constantFrom(
        ...registry.map(({ id }) => id),
        'a-check-to-come',
        '__proto__',
        'constructor',
      ),
      severity: fc.constantFrom(...SEVERITIES),
      status: fc.constantFrom('OPEN' as const, 'OPEN' as const, 'EXCEPTED' as const),
      accountId: fc.constantFrom('111122223333', '444455556666'),
      thirdParty: fc.option(fc.constantFrom(...parties), { nil: undefined }),
      owner: fc.option(
        fc.constantFrom(
          { name: 'ana', from: 'register' as const },
          { name: '__proto__', from: 'account' as const },
        ),
        { nil: undefined },
      ),
      resourceArn: fc.constantFrom(
        'arn:aws:iam::1:role/a',
        'arn:aws:iam::1:role/b',
        '',
        'arn:aws:cloudformation:eu-west-1:111122223333:stack/app/1',
      ),
      firstSeen: fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-06-09T00:00:00.000Z'),
    }),
  )
  .map((some) =>
    some.map((one, index) => {
      const { thirdParty, owner, ...rest } = one;
      return finding({
        ...rest,
        fingerprint: `p${index}`,
        ...(thirdParty && { thirdParty }),
        ...(owner && { owner }),
      });
    }),
  );

describe('actions', () => {
  it('hold every open finding once, and none that is excepted', () => {
    fc.assert(
      fc.property(anyFindings, (findings) => {
        const reached = actions(findings).flatMap(({ causes }) => causes.flatMap((cause) => cause.findings));
        const open = findings.filter(({ status }) => status === 'OPEN').map(({ fingerprint }) => fingerprint);
        expect(reached.toSorted()).toEqual(open.toSorted());
      }),
      tries(100, 20_261_206),
    );
  });

  it('have ids of their own, one owner, counts that add up, and follow from the findings alone', () => {
    fc.assert(
      fc.property(anyFindings, (findings) => {
        const sorted = findings.toSorted(compareFindings);
        const found = actions(sorted);
        expect(actions(findings.toReversed().toSorted(compareFindings))).toEqual(found);
        expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
        const byFingerprint = new Map(findings.map((one) => [one.fingerprint, one]));
        for (const { causes, owner, clears, overdue } of found) {
          const own = causes.flatMap((cause) => cause.findings.map((one) => byFingerprint.get(one)));
          expect(own.every((one) => one?.owner?.name === owner?.name)).toBe(true);
          expect(Object.values(clears).reduce((sum, one) => sum + one, 0)).toBe(own.length);
          expect(overdue).toBeLessThanOrEqual(own.length);
        }
      }),
      tries(100, 20_261_207),
    );
  });

  it('keep their ids when findings come and go', () => {
    const first = finding({ thirdParty: NIMBUS });
    const [before] = actions([first]);
    const [after] = actions([finding({ thirdParty: NIMBUS, severity: 'low', accountId: '444455556666' })]);
    expect(after?.id).toBe(before?.id);
  });

  it('come worst first, and then those that clear the most', () => {
    const found = actions([
      finding({ checkId: 'stale-role', severity: 'medium' }),
      finding({ checkId: 'public-trust', severity: 'critical' }),
      ...['a', 'b'].map(() => finding({ checkId: 'role-drift', severity: 'high' })),
      finding({ checkId: 'auditor-role', severity: 'high' }),
    ]);
    expect(found.map(({ remedy }) => remedy)).toEqual(['public', 'drift', 'auditor', 'unused', 'name-owner']);
  });

  it('name an owner for those that have none, which clears nothing by itself', () => {
    const found = actions([
      finding({ thirdParty: NIMBUS, owner: { name: 'ana', from: 'register' } }),
      finding({ checkId: 'role-drift' }),
    ]);
    const naming = found.find(({ remedy }) => remedy === 'name-owner');
    expect(naming?.forActions).toEqual([found.find(({ remedy }) => remedy === 'drift')?.id]);
    expect(naming?.causes).toEqual([]);
    const all = actions([finding({ owner: { name: 'ana', from: 'register' } })]);
    expect(all.map(({ remedy }) => remedy)).not.toContain('name-owner');
  });
});

describe('a cause', () => {
  const arn = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
  const on = (name: string, checkId = 'external-id-missing') =>
    finding({ checkId, thirdParty: NIMBUS, resourceArn: arn(name) });
  const sourcesOf = (findings: Finding[], roles: RoleInventoryEntry[]) =>
    actions(findings, roles)[0]?.causes.map(({ source, findings: own }) => [
      source.kind,
      source.name,
      own.length,
    ]);

  it('is the template of stacks with one name in many accounts', () => {
    const stack = { stackName: 'vendor', region: 'eu-west-1' };
    const roles = [role(arn('a'), { stack }), role(arn('b'), { stack }), role(arn('c'), { stack: null })];
    expect(sourcesOf([on('a'), on('b'), on('c')], roles)).toEqual([
      ['stack', 'vendor', 2],
      ['resource', '', 1],
    ]);
  });

  const named = (id: string, more: object = {}) => ({
    stackName: `StackSet-vendor-roles-${id}-1111-2222-3333-444455556666`,
    region: 'eu-west-1',
    ...more,
  });
  const SET = 'arn:aws:cloudformation:eu-west-1:111122223333:stackset/vendor-roles:0a1b';

  it('is the stack set that CloudFormation says deploys its stacks, whatever they are called', () => {
    const of = (name: string) => ({
      stackId: `arn:aws:cloudformation:eu-west-1:444455556666:stack/${name}/1`,
      stackSet: { name: 'vendor-roles', arn: SET },
    });
    const roles = [
      role(arn('a'), { stack: named('0a1b2c3d', of('a')) }),
      role(arn('b'), { stack: { stackName: 'taken-in', region: 'eu-west-1', ...of('b') } }),
      // Anybody may give a stack such a name.
      role(arn('c'), { stack: named('9a1b2c3d') }),
    ];
    expect(sourcesOf([on('a'), on('b'), on('c')], roles)).toEqual([
      ['stack set', 'vendor-roles', 2],
      ['stack set by name', 'vendor-roles', 1],
    ]);
  });

  it('is perhaps a stack set, by the names of its stacks', () => {
    const roles = [
      role(arn('a'), { stack: named('0a1b2c3d') }),
      role(arn('b'), { stack: named('9a1b2c3d') }),
    ];
    expect(sourcesOf([on('a'), on('b')], roles)).toEqual([['stack set by name', 'vendor-roles', 2]]);
  });

  it('is the document that roles share, permissions or trust as the check asks, and not that of one alone', () => {
    const digests = (trustPolicy: string, permissions: string) => ({ digests: { trustPolicy, permissions } });
    const roles = [
      role(arn('b'), digests('t1', 'p1')),
      role(arn('a'), digests('t1', 'p2')),
      role(arn('c'), digests('t2', 'p1')),
    ];
    expect(sourcesOf([on('a'), on('b'), on('c')], roles)).toEqual([
      ['policy', 'a', 2],
      ['resource', '', 1],
    ]);
    const powers = ['a', 'b', 'c'].map((name) => on(name, 'third-party-privileges'));
    expect(sourcesOf(powers, roles)).toEqual([
      ['policy', 'b', 2],
      ['resource', '', 1],
    ]);
    expect(actions(powers, roles)[0]?.effort).toEqual({ changes: 2, resources: 3, withThirdParty: false });
  });

  it('has the name of the first role by name, and holds all that stand for themselves', () => {
    const digests = (trustPolicy: string) => ({ digests: { trustPolicy, permissions: 'p' } });
    const roles = [
      role(arn('b'), digests('t1')),
      role(arn('a'), digests('t1')),
      role(arn('c'), digests('t2')),
    ];
    expect(sourcesOf([on('b'), on('a'), on('c'), on('x'), on('y')], roles)).toEqual([
      ['resource', '', 3],
      ['policy', 'a', 2],
    ]);
  });
});

describe('the deadline', () => {
  it('is that of the first finding to be gone, by severity, and passes with the end of the day', () => {
    const findings = [
      finding({ checkId: 'role-drift', severity: 'critical', firstSeen: '2026-06-03T09:00:00.000Z' }),
      finding({ checkId: 'role-drift', severity: 'high', firstSeen: '2026-05-10T09:00:00.000Z' }),
      finding({ checkId: 'role-drift', severity: 'info', firstSeen: '2020-01-01T09:00:00.000Z' }),
    ];
    const [first] = actions(findings);
    const due = { due: '2026-06-09', overdue: 1, firstSeen: '2020-01-01T09:00:00.000Z' };
    expect(first).toMatchObject(due);
    expect(actions(findings.toReversed())[0]).toMatchObject(due);
    expect(actionsOf({ findings, roles: [], asOf: '2026-06-09T23:59:59.000Z' })[0]?.overdue).toBe(0);
    expect(actionsOf({ findings, roles: [], asOf: '2026-06-10T00:00:00.000Z' })[0]?.overdue).toBe(1);
    expect(actionsOf({ findings, roles: [], asOf: '2026-06-11T00:00:00.000Z' })[0]?.overdue).toBe(2);
  });

  it('is what the configuration says, and may be none', () => {
    const deadlines = { critical: null, high: 1, medium: null, low: null, info: null };
    expect(actions([finding()], [], { deadlines })[0]?.due).toBe('2026-06-02');
    expect(actions([finding({ severity: 'critical' })], [], { deadlines })[0]).toMatchObject({
      due: null,
      overdue: 0,
    });
  });
});

describe('an action', () => {
  it('says whom it is about, how bad it is, where, and what it takes', () => {
    const on = (accountId: string, severity: Finding['severity']) =>
      finding({ thirdParty: NIMBUS, accountId, severity, owner: { name: 'ana', from: 'register' } });
    const [only, ...others] = actions([
      on('444455556666', 'low'),
      on('111122223333', 'medium'),
      on('444455556666', 'info'),
    ]);
    expect(others).toEqual([]);
    expect(only).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{16}$/),
      party: { name: 'Nimbus', kind: 'registered', key: 'registered:Nimbus' },
      owner: { name: 'ana' },
      severity: 'medium',
      accounts: ['111122223333', '444455556666'],
      effort: { changes: 3, resources: 3, withThirdParty: true },
    });
  });

  it('is about nobody where one change is good for all parties', () => {
    const gone = [NIMBUS, STRANGER].map((thirdParty) =>
      finding({ checkId: 'deleted-principal', thirdParty }),
    );
    const [only, naming] = actions(gone);
    expect([only?.remedy, naming?.remedy]).toEqual(['gone', 'name-owner']);
    expect(only).not.toHaveProperty('party');
  });

  it('is one for each party and each owner', () => {
    const other = thirdPartyRef('unknown', '999900002222');
    const found = actions([
      ...[STRANGER, other, STRANGER].map((thirdParty) => finding({ thirdParty })),
      finding({ thirdParty: other, owner: { name: 'ana', from: 'register' } }),
    ]);
    const told = found.map(({ party, owner, clears }) => [party?.name, owner?.name, clears.high].join());
    expect(told.sort()).toEqual([',,0', '999900001111,,2', '999900002222,,1', '999900002222,ana,1']);
  });

  it.each([
    ['111122223333', 'account 111122223333'],
    ['Nimbus', 'Nimbus'],
    ['Twelve of it', 'Twelve of it'],
    ['Team 111122223333', 'Team 111122223333'],
    ['111122223333 Ltd', '111122223333 Ltd'],
    ['7', '7'],
  ])('calls the party %s: %s', (name, called) => {
    const [first] = actions([finding({ thirdParty: thirdPartyRef('unknown', name) })]);
    expect(first?.title).toContain(`about ${called},`);
  });

  it('comes by its title among those that clear as much', () => {
    const checks = ['stale-role', 'analyzer-error', 'role-drift'];
    const titles = actions(checks.map((checkId) => finding({ checkId }))).map(({ title }) => title);
    expect(titles.slice(0, 3)).toEqual([
      'Bring roles and stacks back to their templates',
      'Have IAM Access Analyzer watch every account and Region, and answer',
      'Remove what nobody uses',
    ]);
  });
});

it('to name owners is due when the first action without one is, in all of their accounts', () => {
  const found = actions([
    finding({ checkId: 'stale-role', accountId: '444455556666', firstSeen: '2026-06-02T00:00:00.000Z' }),
    finding({ checkId: 'role-drift', accountId: '111122223333', firstSeen: '2026-06-01T00:00:00.000Z' }),
    finding({ checkId: 'auditor-role', accountId: '444455556666', severity: 'info' }),
    finding({ checkId: 'owner-tag', accountId: '777788889999', owner: { name: 'ana', from: 'register' } }),
  ]);
  expect(found.at(-1)).toMatchObject({
    remedy: 'name-owner',
    due: '2026-07-01',
    accounts: ['111122223333', '444455556666'],
    effort: { changes: 0, resources: 0, withThirdParty: false },
  });
});
