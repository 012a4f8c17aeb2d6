import { describe, expect, it } from 'vitest';
import { partyKey, type ThirdPartyRef, thirdPartyRef } from '../../src/model/party.ts';
import type { PartyShare, PartyUser } from '../../src/model/report.ts';
import type { Access } from '../../src/model/review.ts';
import { accessesOf, type ReportOfAccesses } from '../../src/review/accesses.ts';
import { lastUseInWords, powerInWords } from '../../src/review/columns.ts';

const HERE = '111122223333';
const STRANGER = '999988887777';
const ADA = `arn:aws:iam::${HERE}:user/vendors/ada`;
const party = thirdPartyRef('registered', 'Nimbus');
const USER: PartyUser = {
  accountId: HERE,
  userArn: ADA,
  activeKeys: 1,
  password: false,
  mfa: false,
  lastUsedAt: '2026-05-01T00:00:00.000Z',
  highestAccess: 'read',
};
const finding = {
  fingerprint: 'f1',
  severity: 'high',
  title: 'Third party works with an access key',
  status: 'OPEN',
  resourceArn: ADA,
  accountId: HERE,
  accountName: 'payments',
};

function accesses(users: PartyUser[], findings: object[] = [finding], owner: string | null = 'jane') {
  const thirdParties = [{ party, owner, users }];
  return accessesOf({ roles: [], findings, thirdParties } as unknown as ReportOfAccesses);
}

it('holds each user with which a third party works', () => {
  const [access, ...others] = accesses([USER]);
  expect(others).toEqual([]);
  expect(access).toEqual({
    id: expect.stringMatching(/^a-[0-9a-f]{16}$/),
    party: { key: partyKey(party), name: 'Nimbus', kind: 'registered' },
    owner: 'jane',
    accountId: HERE,
    accountName: 'payments',
    roleArn: ADA,
    roleName: 'ada',
    principal: 'the keys or password of this IAM user',
    highestAccess: 'read',
    lastUsedAt: '2026-05-01T00:00:00.000Z',
    guard: null,
    guards: [],
    findings: [{ fingerprint: 'f1', severity: 'high', title: finding.title }],
  });
});

it('knows a user again whatever has changed of it', () => {
  const [[before], [after]] = [
    accesses([USER]),
    accesses([
      { ...USER, activeKeys: 0, password: true, mfa: true, highestAccess: 'admin', lastUsedAt: null },
    ]),
  ];
  expect(after?.id).toBe(before?.id);
  expect(after?.guards).toEqual(['MFA at the console']);
});

it.each<[string, Partial<PartyUser>, number]>([
  ['neither key nor password', { activeKeys: 0 }, 0],
  ['a password', { activeKeys: 0, password: true }, 1],
  ['credentials that were not read', { activeKeys: null, password: null }, 1],
  ['no key, and a password of which nothing is told', { activeKeys: 0, password: null }, 1],
])('of a user with %s', (_what, more, count) => {
  const found = accesses([{ ...USER, ...more }]);
  expect(found).toHaveLength(count);
  // Not read, or not told: nobody may say later that it is still there.
  expect(found.map(({ credentialsRead = true }) => credentialsRead)).toEqual(
    count === 0 ? [] : [more.password === true],
  );
});

describe('a share', () => {
  const WORKLOAD = `arn:aws:wellarchitected:eu-west-1:${HERE}:workload/0123`;
  const share = (more: Partial<PartyShare> = {}): PartyShare => ({
    ...{ service: 'wellarchitected', accountId: HERE, region: 'eu-west-1', shareArn: WORKLOAD, name: 'web' },
    ...{ direction: 'given', since: null, principals: [STRANGER], isAccepted: true, resources: 1 },
    ways: [{ principal: STRANGER, isAccepted: true, permission: 'CONTRIBUTOR', shareId: 's-1' }],
    ...more,
  });
  const accessesBy = (shares: PartyShare[], of: ThirdPartyRef = party, findings: object[] = []) =>
    accessesOf({
      roles: [],
      findings,
      thirdParties: [{ party: of, owner: 'jane', shares }],
    } as unknown as ReportOfAccesses);

  it('that a third party has is held as a role is', () => {
    const onShare = { ...finding, resourceArn: WORKLOAD, thirdPartyKeys: [partyKey(party)] };
    const others = [
      { ...onShare, fingerprint: 'f2', thirdPartyKeys: ['unknown:x'] },
      { ...onShare, fingerprint: 'f3', status: 'EXCEPTED' },
    ];
    expect(accessesBy([share()], party, [onShare, ...others])).toEqual([
      {
        id: expect.stringMatching(/^a-[0-9a-f]{16}$/),
        party: { key: partyKey(party), name: 'Nimbus', kind: 'registered', accountId: STRANGER },
        ...{ owner: 'jane', accountId: HERE, accountName: 'payments', roleArn: WORKLOAD, roleName: 'web' },
        ...{ principal: STRANGER, highestAccess: 'write', lastUsedAt: null, guard: null, guards: [] },
        share: {
          ...{ service: 'wellarchitected', region: 'eu-west-1', permission: 'CONTRIBUTOR' },
          ...{ resources: 1, isAccepted: true },
        },
        findings: [{ fingerprint: 'f1', severity: 'high', title: finding.title }],
      },
    ]);
  });

  it('is known again whoever the register takes the party for', () => {
    const [[before], [after]] = [
      accessesBy([share()], thirdPartyRef('unknown', STRANGER)),
      accessesBy([share({ ways: [{ principal: STRANGER, isAccepted: false }] })]),
    ];
    expect(after?.id).toBe(before?.id);
  });

  it('has a row for each principal, as it stands with that one', () => {
    const user = `arn:aws:iam::${STRANGER}:user/u`;
    const ways = [
      { principal: STRANGER, isAccepted: true, permission: 'READONLY' },
      { principal: user, isAccepted: false, permission: 'CONTRIBUTOR' },
    ];
    const rows = accessesBy([share({ principals: [STRANGER, user], ways })]);
    expect(rows.map(powerInWords)).toEqual([
      'read what is shared',
      'read the workload and change its answers, once it accepts',
    ]);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(2);
    expect(lastUseInWords(rows[0] as Access)).toBe('not told of shares');
  });

  it('of AWS RAM, and of earlier versions, gives the use of what is in it', () => {
    const { service: _, ways: __, ...ram } = share({ resources: 3, principals: ['o-x', STRANGER] });
    const rows = accessesBy([ram]);
    expect(rows.map(({ principal, highestAccess }) => [principal, highestAccess])).toEqual([
      [STRANGER, null],
      ['o-x', null],
    ]);
    expect(powerInWords(rows[0] as Access)).toBe('use 3 shared resources');
  });

  it.each(['received', 'invited'] as const)('that is %s is no access to what is yours', (direction) => {
    expect(accessesBy([share({ direction })])).toEqual([]);
  });
});

it('names the findings that are open on the user alone, the owner that these name, and the account by its id without any', () => {
  const tag = { name: 'shop', from: 'role tag' };
  const others = [
    { ...finding, fingerprint: 'f2', status: 'EXCEPTED' },
    { ...finding, fingerprint: 'f3', resourceArn: `${ADA}-2` },
  ];
  const [access] = accesses([USER], [{ ...finding, owner: tag }, ...others], null);
  expect(access).toMatchObject({ owner: 'shop', findings: [{ fingerprint: 'f1' }] });
  expect(accesses([USER], [])[0]).toMatchObject({ accountName: HERE, owner: 'jane', findings: [] });
});
