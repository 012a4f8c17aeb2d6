import { describe, expect, it } from 'vitest';
import { chainRolesOf, reachable, reachOfOutsiders } from '../../src/evaluate/reach.ts';
import { thirdPartySummaries } from '../../src/evaluate/third-parties.ts';
import type { AccountSubject } from '../../src/model/account.ts';
import type { FactRecord } from '../../src/model/fact.ts';
import { indexFacts } from '../../src/model/fact-index.ts';
import type { Role } from '../../src/model/facts/authorization-details.ts';
import type { RegisteredThirdParty } from '../../src/model/party.ts';
import type { ChainStep, PartyReach, RolePlace } from '../../src/model/reach.ts';
import { studyOf } from '../../src/model/study.ts';
import { buildParties } from '../../src/parties/build-parties.ts';

const [A, B, C, CLOSED] = ['111111111111', '222222222222', '333333333333', '444444444444'] as const;
const VENDOR = '999999999999';
const ENTRY: RegisteredThirdParty = {
  name: 'Vendor Ltd',
  accountIds: [VENDOR, '999999999998'],
  organizationIds: [],
  owner: 'Jo Doe',
  justification: 'Backups',
};
const rules = {
  asOf: '2026-06-01T12:00:00Z',
  parties: buildParties({
    ownAccounts: [
      ...[A, B, C].map((accountId) => ({ accountId, name: accountId })),
      { accountId: CLOSED, name: 'closed', closedState: 'SUSPENDED' },
    ],
    ownOrganizationIds: ['o-ours123456'],
    register: [ENTRY],
    vendors: [],
  }),
};

function subject(accountId: string): AccountSubject {
  return { accountId, name: accountId, partition: 'aws', tags: {}, regions: [] };
}

function role(account: string, name: string, principal: object, may: string[] = []): Role {
  const document = (Statement: object) => JSON.stringify({ Version: '2012-10-17', Statement });
  return {
    name,
    arn: `arn:aws:iam::${account}:role/${name}`,
    id: `AROA${name.toUpperCase()}`,
    path: '/',
    createdAt: '2024-01-01T00:00:00Z',
    trustPolicy: document({ Effect: 'Allow', Principal: principal, Action: 'sts:Assume*' }),
    inlinePolicies: may.map((resource) => ({
      name: 'onward',
      document: document({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: resource }),
    })),
    attachedPolicies: [],
    permissionsBoundaryArn: null,
    tags: [],
    lastUsed: null,
  };
}

function judged(accountId: string, roles: Role[], more: Partial<AccountSubject> = {}) {
  const account = { ...subject(accountId), ...more };
  const fact: FactRecord = {
    fact: 'authorization-details',
    region: 'global',
    status: 'COLLECTED',
    collectedAt: rules.asOf,
    source: 'iam:GetAccountAuthorizationDetails',
    value: { roles, policies: [] },
  };
  return { subject: account, chainRoles: chainRolesOf(indexFacts([fact]), studyOf({ account, ...rules })) };
}

const unread = (accountId: string) => ({ subject: subject(accountId), chainRoles: null });
const root = (accountId: string) => ({ AWS: `arn:aws:iam::${accountId}:root` });

describe('the roles kept for chains', () => {
  it('are null where roles were not read', () => {
    expect(chainRolesOf(indexFacts([]), studyOf({ account: subject(A), ...rules }))).toBeNull();
  });

  it('leave out roles that only services may be in', () => {
    const roles = [role(A, 'lambda', { Service: 'lambda.amazonaws.com' }, ['*']), role(A, 'near', root(A))];
    expect(judged(A, roles).chainRoles?.map(({ arn }) => arn)).toEqual([`arn:aws:iam::${A}:role/near`]);
  });

  it('do not let outsiders in by the role of the audit itself', () => {
    const roles = [role(A, 'auditor', root(VENDOR))];
    const own = judged(A, roles, { auditorRoleArn: `arn:aws:iam::${A}:role/auditor` });
    expect(reachOfOutsiders([own], rules)).toEqual([]);
    expect(reachOfOutsiders([judged(A, roles)], rules).map(({ key }) => key)).toEqual([VENDOR]);
  });
});

describe('the reach over all accounts', () => {
  it('is that of third parties, of the public and of identity providers', () => {
    const github = `arn:aws:iam::${A}:oidc-provider/token.actions.githubusercontent.com`;
    const roles = [
      role(A, 'vendor', root(VENDOR)),
      role(A, 'open', { AWS: '*' }),
      role(A, 'actions', { Federated: github }),
      role(A, 'gone', { AWS: 'AROAGONEGONEGONEGONE1' }),
    ];
    expect(reachOfOutsiders([judged(A, roles)], rules).map(({ key, party }) => [key, party.kind])).toEqual([
      [VENDOR, 'registered'],
      ['anyone', 'public'],
      ['token.actions.githubusercontent.com', 'identity-provider'],
    ]);
  });

  it('is unclear where an account in use was not read, not where a closed one was not', () => {
    const unclear = (target: string, ...others: string[]) => {
      const roles = [role(A, 'vendor', root(VENDOR), [`arn:aws:iam::${target}:role/x`])];
      return reachOfOutsiders([judged(A, roles), ...others.map(unread)], rules)[0]?.unclear.length;
    };
    expect([unclear(B, B), unclear(B), unclear(CLOSED)]).toEqual([1, 1, 0]);
  });
});

describe('what the report says of a party’s reach', () => {
  const place = (roleArn: string, highestAccess: RolePlace['highestAccess'] = null): RolePlace => ({
    roleArn,
    accountId: roleArn.charAt(0),
    highestAccess,
  });
  const step = (...rest: Parameters<typeof place>): ChainStep => ({
    ...place(...rest),
    permission: null,
    conditions: [],
    statements: [],
  });
  const party = { name: ENTRY.name, kind: 'registered' as const };
  const reach = (key: string, direct: RolePlace[], ...chains: ChainStep[][]): PartyReach => ({
    key,
    party: { ...party, accountId: key },
    direct,
    closed: [],
    leadsOn: [],
    chains,
    unclear: key === '2' ? ['2/d', '2/c'].map((arn) => ({ ...place(arn), reason: 'not read' })) : [],
  });
  const both = [
    reach('1', [place('1/b', 'read'), place('1/a')], [step('1/b'), step('2/c', 'write')]),
    reach('2', [place('2/d', 'list')], [step('2/d'), step('1/a')], [step('2/d'), step('2/c', 'write')]),
  ];

  it('puts the accounts of one party together; what admits any of them is direct', () => {
    expect(reachable(both)).toEqual({
      reachable: {
        direct: { accounts: ['1', '2'], roles: ['1/a', '1/b', '2/d'] },
        transitive: { accounts: ['2'], roles: ['2/c'] },
        unclear: ['2/c', '2/d'],
        paths: [{ from: '1/b', to: '2/c' }],
      },
      highestAccess: 'write',
    });
  });

  it('keeps the last step of each chain, the nearest roles first', () => {
    const many = Array.from({ length: 120 }, (_, number) => String(number).padStart(3, '0'));
    const chains = many.map((number) => [step('1/b'), step('1/x'), step(`1/z${number}`)]);
    const { reachable: far } = reachable([reach('1', [place('1/b')], ...chains, [step('1/b'), step('1/x')])]);
    expect(far.paths).toHaveLength(121);
    expect(far.paths?.slice(0, 2)).toEqual([
      { from: '1/b', to: '1/x' },
      { from: '1/x', to: '1/z000' },
    ]);
    expect(far.transitive.roles).toHaveLength(121);
  });

  it('keeps a step from each role that admits the party and leads on, whichever way is the shortest', () => {
    const leadsOn = [
      { from: '1/b', to: '1/x' },
      { from: '1/a', to: '1/x' },
      { from: '1/c', to: '1/b' },
    ];
    const one = reach(
      '1',
      ['1/a', '1/b', '1/c'].map((arn) => place(arn)),
      [step('1/b'), step('1/x')],
    );
    expect(reachable([{ ...one, leadsOn }]).reachable.paths).toEqual([
      { from: '1/b', to: '1/x' },
      { from: '1/a', to: '1/x' },
    ]);
  });

  it('is empty for a party that gets in nowhere', () => {
    const nowhere = { accounts: [], roles: [] };
    expect(reachable([])).toEqual({
      reachable: { direct: nowhere, transitive: nowhere, unclear: [], paths: [] },
      highestAccess: null,
    });
  });

  it('stands in the summary of the party', () => {
    const [summary] = thirdPartySummaries({ roles: [], findings: [], reach: both, register: [ENTRY] });
    expect(summary).toMatchObject({ party, ...reachable(both) });
  });
});
