import { describe, expect, it } from 'vitest';
import type { UserSelector } from '../../src/model/party.ts';
import { studyOf } from '../../src/model/study.ts';
import { buildParties } from '../../src/parties/build-parties.ts';
import { meets, standingOfUser, type UserSeen } from '../../src/parties/third-party-users.ts';

const USER: UserSeen = {
  name: 'Nimbus-Uploader',
  arn: 'arn:aws:iam::111122223333:user/Vendors/nimbus/eu/Nimbus-Uploader',
  tags: [
    { key: 'Vendor', value: 'Nimbus Monitoring' },
    { key: 'env', value: '' },
  ],
};

describe('a user is meant', () => {
  it.each<[UserSelector, boolean]>([
    [{ name: 'nimbus-uploader' }, true],
    [{ name: 'nimbus-*' }, true],
    [{ name: 'nimbus' }, false],
    [{ path: '/vendors/' }, true],
    [{ path: '/vendors/nimbus/' }, true],
    [{ path: '/vendors/nimbus/eu/' }, true],
    [{ path: '/nimbus/' }, false],
    [{ path: '/vendors/nim/' }, false],
    [{ tag: 'vendor' }, true],
    [{ tag: 'vendor=nimbus*' }, true],
    [{ tag: 'vendor=stratus' }, false],
    [{ tag: 'env=' }, true],
    [{ tag: 'owner' }, false],
    [{ name: 'nimbus-*', path: '/vendors/', tag: 'vendor' }, true],
    [{ name: 'x', path: '/vendors/', tag: 'vendor' }, false],
    [{ name: 'nimbus-*', path: '/x/', tag: 'vendor' }, false],
    [{ name: 'nimbus-*', path: '/vendors/', tag: 'x' }, false],
  ])('%j: %s', (selector, expected) => {
    expect(meets(USER, selector)).toBe(expected);
  });

  it('by no path where it has none, and perhaps by a tag where its tags were not read', () => {
    const bare = { name: 'ada', arn: 'arn:aws:iam::111122223333:user/ada' };
    expect(meets(bare, { path: '/ada/' })).toBe(false);
    expect(meets(bare, { name: 'ada' })).toBe(true);
    expect(meets(bare, { tag: 'vendor' })).toBeUndefined();
    expect(meets(bare, { tag: 'vendor', name: 'bob' })).toBe(false);
  });
});

const entry = (name: string, users?: UserSelector[]) => ({
  ...{ name, accountIds: [], organizationIds: [], owner: 'Ana', justification: 'Monitoring' },
  ...(users === undefined ? {} : { users }),
});

function standing(user: UserSeen, ...register: Array<ReturnType<typeof entry>>) {
  const parties = buildParties({ ownAccounts: [], ownOrganizationIds: [], register, vendors: [] });
  const account = {
    accountId: '111122223333',
    name: 'here',
    partition: 'aws',
    regions: [],
    tags: {},
  };
  const found = standingOfUser(user, studyOf({ account, parties, asOf: '2026-06-01T12:00:00Z' }));
  return found.whose === 'third-party' ? found.party.key : found.whose;
}

describe('whose a user is', () => {
  it.each<[string, string, ...Array<ReturnType<typeof entry>>]>([
    ['nobody by an empty register', 'nobody-registered'],
    ['nobody by entries without users', 'nobody-registered', entry('Stratus')],
    ['nobody by entries of others', 'nobody-registered', entry('Stratus', [{ name: 's-*' }])],
    [
      'that of the first entry that means it',
      'registered:Nimbus',
      entry('Stratus', [{ name: 's-*' }]),
      entry('Nimbus', [{ name: 'x' }, { path: '/vendors/nimbus/' }]),
      entry('Cirrus', [{ tag: 'vendor' }]),
    ],
  ])('%s', (_, expected, ...register) => {
    expect(standing(USER, ...register)).toBe(expected);
  });

  it('is that of others too, where path and tag are of different entries', () => {
    const register = [
      entry('Nimbus', [{ path: '/vendors/' }]),
      entry('Cirrus', [{ tag: 'vendor' }, { name: 'n*' }]),
    ];
    const parties = buildParties({ ownAccounts: [], ownOrganizationIds: [], register, vendors: [] });
    const account = { accountId: '111122223333', name: 'here', partition: 'aws', regions: [], tags: {} };
    const found = standingOfUser(USER, studyOf({ account, parties, asOf: '2026-06-01T12:00:00Z' }));
    expect(found).toMatchObject({ party: { name: 'Nimbus' }, others: [{ name: 'Cirrus' }] });
  });

  it('is not known where only tags that were not read could tell', () => {
    const { tags: _, ...user } = USER;
    expect(standing(user, entry('Cirrus', [{ tag: 'vendor' }]))).toBe('not-known');
    expect(
      standing(user, entry('Cirrus', [{ tag: 'vendor' }]), entry('Nimbus', [{ name: 'nimbus-*' }])),
    ).toBe('registered:Nimbus');
    expect(standing(user, entry('Cirrus', [{ tag: 'vendor', name: 'x' }]))).toBe('nobody-registered');
  });
});
