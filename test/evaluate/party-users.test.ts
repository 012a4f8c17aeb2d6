import { describe, expect, it } from 'vitest';
import { partyUsersOf } from '../../src/evaluate/party-users.ts';
import type { FactRecord } from '../../src/model/fact.ts';
import { indexFacts } from '../../src/model/fact-index.ts';
import type { User } from '../../src/model/facts/authorization-details.ts';
import type { CredentialHolder } from '../../src/model/facts/credential-report.ts';
import { studyOf } from '../../src/model/study.ts';
import { ADA, facts, holder, key, ROOT, theirs, user } from '../checks/credentials/facts.ts';
import { contextOf, ENTRY } from '../checks/support/trust-fixtures.ts';

function usersOf(users: User[] | undefined, holders: CredentialHolder[] | undefined, more: object = {}) {
  const values = facts(users, holders ?? [], more);
  const records = Object.entries(values).map(([fact, value]) => ({
    ...{ fact, region: 'global' },
    ...(fact === 'credential-report' && holders === undefined
      ? { status: 'NOT_COLLECTED' }
      : { status: 'COLLECTED', value }),
  })) as unknown as FactRecord[];
  const { study } = contextOf(theirs({ path: '/vendors/' }));
  return partyUsersOf(indexFacts(records), study).map(({ party, user: found }) => ({
    ...found,
    party: party.key,
  }));
}

const policy = (...actions: string[]) => ({
  name: 'p',
  document: JSON.stringify({ Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] }),
});

describe('the users of third parties', () => {
  it('are those that the register names, with their credentials and the latest use of any', () => {
    const row = holder(
      [
        key({ lastUsedAt: '2026-05-20T00:00:00.000Z' }),
        key({ active: false, lastUsedAt: '2026-05-21T00:00:00.000Z' }),
      ],
      { passwordEnabled: true, mfaActive: true, passwordLastUsedAt: '2026-05-19T00:00:00.000Z' },
    );
    const bob = user({ name: 'bob', arn: ADA.replace('vendors/ada', 'bob') });
    expect(usersOf([bob, user()], [holder([key()], { arn: ROOT }), row])).toEqual([
      {
        party: 'registered:Auditors Ltd',
        accountId: '111122223333',
        userArn: ADA,
        activeKeys: 1,
        password: true,
        mfa: true,
        lastUsedAt: '2026-05-21T00:00:00.000Z',
        highestAccess: null,
      },
    ]);
  });

  it.each([
    ['where the report was not read', undefined],
    ['where the report does not list them', []],
  ])('are there without their credentials %s', (_, holders) => {
    expect(usersOf([user()], holders)).toMatchObject([
      { activeKeys: null, password: null, mfa: null, lastUsedAt: null },
    ]);
  });

  it('have no number of keys where the report speaks of more than it lists, and one that is known all the same', () => {
    const keysOf = (row: CredentialHolder) => usersOf([user()], [row])[0]?.activeKeys;
    expect(keysOf(holder([], { moreCredentials: '1' }))).toBeNull();
    expect(keysOf(holder([key()], { moreCredentials: '1' }))).toBe(1);
  });

  it('are those of every entry that means them', () => {
    const other = { ...ENTRY, name: 'Other', users: [{ name: 'ada' }] };
    const context = contextOf(theirs({ path: '/vendors/' }));
    const parties = { ...context.parties, entriesWithUsers: [...context.parties.entriesWithUsers, other] };
    const records = Object.entries(facts([user()], [holder([key()])], {})).map(([fact, value]) => ({
      ...{ fact, region: 'global', status: 'COLLECTED', value },
    })) as unknown as FactRecord[];
    const study = studyOf({ ...context, parties });
    expect(partyUsersOf(indexFacts(records), study).map(({ party }) => party.name)).toEqual([
      'Auditors Ltd',
      'Other',
    ]);
  });

  it('are none where users were not read', () => {
    expect(usersOf(undefined, [holder([key()])])).toEqual([]);
  });

  it.each([
    ['its own policies', { inlinePolicies: [policy('s3:GetObject')] }, [], 'read'],
    [
      'those of its groups',
      { groups: ['writers'], inlinePolicies: [policy('s3:GetObject')] },
      [user({ name: 'writers', inlinePolicies: [policy('s3:PutObject')] })],
      'write',
    ],
    [
      'no groups but its own',
      {},
      [user({ name: 'writers', inlinePolicies: [policy('s3:PutObject')] })],
      null,
    ],
  ])('may do what %s give', (_, more, groups, expected) => {
    expect(usersOf([user(more)], [], { groups })).toMatchObject([{ highestAccess: expected }]);
  });
});
