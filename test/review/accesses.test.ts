import { expect, it } from 'vitest';
import { partyKey, thirdPartyRef } from '../../src/model/party.ts';
import type { PartyUser } from '../../src/model/report.ts';
import { accessesOf, type ReportOfAccesses } from '../../src/review/accesses.ts';

const HERE = '111122223333';
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
