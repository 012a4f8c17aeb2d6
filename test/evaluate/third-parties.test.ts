import { describe, expect, it } from 'vitest';
import { type ThirdPartiesInput, thirdPartySummaries } from '../../src/evaluate/third-parties.ts';
import type { Finding } from '../../src/model/finding.ts';
import { partyKey, type RegisteredThirdParty, thirdPartyRef } from '../../src/model/party.ts';
import type { RoleInventoryEntry } from '../../src/model/role-inventory-entry.ts';

const HERE = '111111111111';
const THERE = '222222222222';
const VENDOR = '555566667777';
const SECOND = '555566668888';

const ENTRY: RegisteredThirdParty = {
  name: 'Nimbus',
  accountIds: [VENDOR, SECOND],
  organizationIds: [],
  owner: 'Ana',
  justification: 'Metrics',
};

const NIMBUS = thirdPartyRef('registered', 'Nimbus', { accountId: VENDOR });
const NIMBUS_2 = thirdPartyRef('registered', 'Nimbus', { accountId: SECOND });
const STRANGER = thirdPartyRef('unknown', '999988887777', { accountId: '999988887777' });
const OWN = { kind: 'own' as const, name: 'Tools', accountId: THERE };

function role(
  name: string,
  parties: ReadonlyArray<RoleInventoryEntry['admits'][number]['party']>,
  more: Partial<RoleInventoryEntry> = {},
): RoleInventoryEntry {
  const admits = parties.map((party) => ({ party, principal: 'x', requiredConditions: [] }));
  const accountId = more.accountId ?? HERE;
  const roleArn = `arn:aws:iam::${accountId}:role/${name}`;
  return { accountId, roleArn, lastUsedAt: null, admits, ...more } as unknown as RoleInventoryEntry;
}

function finding(fingerprint: string, more: Partial<Finding>): Finding {
  return { fingerprint, severity: 'high', status: 'OPEN', ...more } as Finding;
}

function summaries(more: Partial<ThirdPartiesInput>) {
  return thirdPartySummaries({ roles: [], findings: [], reach: [], register: [], ...more });
}

describe('the third parties of a run', () => {
  it('are all that trust policies admit, findings name or the register has, each once, and none of one’s own', () => {
    const found = summaries({
      roles: [role('a', [OWN, NIMBUS]), role('b', [NIMBUS_2, STRANGER])],
      findings: [
        finding('f', { thirdParty: thirdPartyRef('known-vendor', 'Cirrus', { accountId: '3' }) }),
        finding('g', {}),
      ],
      register: [ENTRY, { ...ENTRY, name: 'Altus', accountIds: ['4'] }],
    });
    expect(found.map(({ party, accountIds, roles }) => [partyKey(party), accountIds, roles.length])).toEqual([
      ['known-vendor:Cirrus', ['3'], 0],
      ['registered:Altus', [], 0],
      ['registered:Nimbus', [VENDOR, SECOND], 2],
      ['unknown:999988887777', ['999988887777'], 1],
    ]);
    for (const { party } of found) expect(party).not.toHaveProperty('accountId');
  });

  it('have each role once, in order, and the accounts these are in', () => {
    const roles = [
      role('b', [NIMBUS, NIMBUS_2], { lastUsedAt: '2026-02-01T00:00:00Z' }),
      role('a', [NIMBUS], { accountId: THERE, lastUsedAt: '2026-03-01T00:00:00Z' }),
      role('a', [NIMBUS], { lastUsedAt: '2026-01-01T00:00:00Z' }),
      role('c', [NIMBUS]),
    ];
    expect(summaries({ roles })[0]).toMatchObject({
      accounts: [HERE, THERE],
      roles: [role('a', []), role('b', []), role('c', []), role('a', [], { accountId: THERE })].map(
        ({ roleArn }) => roleArn,
      ),
      lastUsedAt: '2026-03-01T00:00:00Z',
    });
    expect(summaries({ roles: [role('c', [NIMBUS])] })[0]?.lastUsedAt).toBeNull();
  });

  it('have what the register says of them, and nothing where it says nothing', () => {
    const more = {
      approvedBy: 'Bo',
      contractEnds: '2027-03-31',
      lastReviewed: '2026-01-01',
      reviewEveryDays: 30,
    };
    const [said] = summaries({ register: [{ ...ENTRY, ...more }], roles: [role('a', [NIMBUS])] });
    expect(said).toMatchObject({
      owner: 'Ana',
      justification: 'Metrics',
      approvedBy: 'Bo',
      contractEnds: '2027-03-31',
      lastReviewed: '2026-01-01',
      nextReview: '2026-01-31',
    });
    const nothing = {
      owner: null,
      justification: null,
      approvedBy: null,
      contractEnds: null,
      lastReviewed: null,
      nextReview: null,
    };
    expect(summaries({ roles: [role('a', [STRANGER])] })[0]).toMatchObject(nothing);
    expect(summaries({ register: [ENTRY] })[0]).toMatchObject({
      ...nothing,
      owner: 'Ana',
      justification: 'Metrics',
    });
  });

  it('are not taken for a registered one of the same name', () => {
    const impostor = thirdPartyRef('identity-provider', 'Nimbus');
    const found = summaries({
      register: [{ ...ENTRY, lastReviewed: '2026-01-01' }],
      roles: [role('a', [impostor])],
      reviewEveryDays: 30,
    });
    expect(found.map(({ party, owner, nextReview }) => [party.kind, owner, nextReview])).toEqual([
      ['identity-provider', null, null],
      ['registered', 'Ana', '2026-01-31'],
    ]);
  });

  it('have the findings that concern them, and of the open ones how many of each severity', () => {
    const findings = [
      finding('f1', { thirdPartyKeys: [partyKey(NIMBUS), partyKey(STRANGER)] }),
      finding('f2', { thirdPartyKeys: [partyKey(NIMBUS)], severity: 'low' }),
      finding('f3', { thirdPartyKeys: [partyKey(NIMBUS)], status: 'EXCEPTED' }),
      finding('f4', { severity: 'critical' }),
    ];
    const [nimbus, stranger] = summaries({ roles: [role('a', [NIMBUS, STRANGER])], findings });
    expect(nimbus).toMatchObject({
      findings: ['f1', 'f2', 'f3'],
      openFindings: { critical: 0, high: 1, medium: 0, low: 1, info: 0 },
    });
    expect(stranger).toMatchObject({ findings: ['f1'], openFindings: { high: 1, low: 0 } });
  });

  it('reach what each of their accounts does', () => {
    const reach = [NIMBUS, NIMBUS_2, STRANGER].map((party, index) => ({
      party,
      direct: [{ accountId: HERE, roleArn: `role-${index}`, highestAccess: 'read' as const }],
      chains: [],
      unclear: [],
      leadsOn: [],
    }));
    const found = summaries({ roles: [role('a', [NIMBUS, STRANGER])], reach: reach as never });
    expect(found.map(({ reachable }) => reachable.direct.roles)).toEqual([['role-0', 'role-1'], ['role-2']]);
  });
});
