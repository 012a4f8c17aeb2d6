import { describe, expect, it, test } from 'vitest';
import { type OwnedThing, ownerOf, ownersKnown, roleOwnersOf } from '../../src/evaluate/owners.ts';
import type { Rules } from '../../src/evaluate/rules.ts';
import type { FactRecord } from '../../src/model/fact.ts';
import { indexFacts } from '../../src/model/fact-index.ts';
import type { OwnerEntry } from '../../src/model/owner.ts';
import { thirdPartyRef } from '../../src/model/party.ts';

const ACCOUNT = '111122223333';
const OTHER = '444455556666';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/reader`;
const SECOND = `arn:aws:iam::${ACCOUNT}:role/writer`;
const NIMBUS = thirdPartyRef('registered', 'Nimbus');
const CIRRUS = thirdPartyRef('registered', 'Cirrus');
const STRANGER = thirdPartyRef('unknown', '222233334444');

const BY_UNIT: Partial<OwnerEntry> = { name: 'unit', organizationalUnits: ['Workloads'] };
const BY_ACCOUNT_TAG: Partial<OwnerEntry> = { name: 'account tag', tag: 'env=prod' };
const BY_ACCOUNT: Partial<OwnerEntry> = { name: 'account', accounts: [ACCOUNT] };
const BY_ROLE_TAG: Partial<OwnerEntry> = { name: 'role tag', tag: 'team=payments' };

function owned(entries: Array<Partial<OwnerEntry>>, thing: Partial<OwnedThing> = {}, read = true) {
  const rules = {
    config: {
      owners: entries.map((entry) => ({ accounts: [], organizationalUnits: [], ...entry })),
      thirdParties: [
        { name: 'Nimbus', owner: 'ana', accountIds: [], organizationIds: [], justification: '' },
        { name: 'Cirrus', owner: 'bo', accountIds: [], organizationIds: [], justification: '' },
      ],
    },
  } as unknown as Rules;
  const roles = [
    { arn: ROLE, tags: [{ key: 'Team', value: 'Payments' }] },
    { arn: SECOND, tags: [{ key: 'owner', value: ' writers ' }] },
  ];
  const facts = [{ fact: 'authorization-details', region: 'global', status: 'COLLECTED', value: { roles } }];
  const members = {
    fact: 'organization-accounts',
    region: 'global',
    ...(read ? { status: 'COLLECTED' } : { status: 'NOT_COLLECTED', reason: 'FAILED', message: '' }),
    value: { accounts: [member(ACCOUNT, 'Workloads', 'Production'), member(OTHER)] },
  };
  const index = indexFacts(facts as unknown as FactRecord[]);
  const subject = { accountId: ACCOUNT, name: 'a', partition: 'aws', tags: { env: 'prod' }, regions: [] };
  const judgement = { subject, roleOwners: roleOwnersOf(index, rules, () => true) };
  const known = ownersKnown([judgement], [members as unknown as FactRecord], rules);
  return ownerOf({ accountId: ACCOUNT, resourceArn: ROLE, ...thing }, known);
}

function member(id: string, ...units: string[]) {
  const path = [
    { id: 'r-ab12', name: 'Root' },
    ...units.map((name) => ({ id: `ou-ab12-${name.toLowerCase()}`, name })),
  ];
  return { id, name: id, arn: '', state: 'ACTIVE', path };
}

test.each([
  [
    [BY_UNIT, BY_ACCOUNT_TAG, BY_ACCOUNT, BY_ROLE_TAG],
    { thirdParty: NIMBUS },
    { name: 'ana', from: 'register' },
  ],
  [[BY_UNIT, BY_ACCOUNT_TAG, BY_ACCOUNT, BY_ROLE_TAG], {}, { name: 'role tag', from: 'role tag' }],
  [[BY_UNIT, BY_ACCOUNT_TAG, BY_ACCOUNT], {}, { name: 'account', from: 'account' }],
  [[BY_UNIT, BY_ACCOUNT_TAG], {}, { name: 'account tag', from: 'account tag' }],
  [[BY_UNIT], {}, { name: 'unit', from: 'organizational unit' }],
  [[], {}, undefined],
])(
  'the owner comes from register, role tag, account, account tag, unit, in this order: %#',
  (entries, thing, expected) => {
    expect(owned(entries, thing)).toEqual(expected);
  },
);

describe('the owner of a finding', () => {
  it.each<[string, Array<Partial<OwnerEntry>>, Partial<OwnedThing>, string | undefined]>([
    [
      'on a stranger is not that of another party of the role',
      [],
      { thirdParty: STRANGER, thirdPartyKeys: ['registered:Nimbus', 'unknown:222233334444'] },
      undefined,
    ],
    [
      'that names nobody is that of the one registered party',
      [],
      { thirdPartyKeys: ['registered:Nimbus', 'unknown:222233334444'] },
      'ana',
    ],
    [
      'that names nobody on a role of two is neither’s',
      [BY_ACCOUNT],
      { thirdPartyKeys: ['registered:Cirrus', 'registered:Nimbus'] },
      'account',
    ],
    [
      'that names one of two is that one’s',
      [],
      { thirdParty: CIRRUS, thirdPartyKeys: ['registered:Cirrus', 'registered:Nimbus'] },
      'bo',
    ],
    [
      'on a party that is called like a registered one',
      [],
      { thirdParty: thirdPartyRef('known-vendor', 'Nimbus') },
      undefined,
    ],
    ['is the value of a tag', [{ tag: 'Owner' }], { resourceArn: SECOND }, 'writers'],
    ['is the first tag’s in the configuration', [{ name: 'x', tag: '*' }, BY_ROLE_TAG], {}, 'x'],
    [
      'on a policy is that of its role',
      [BY_ROLE_TAG],
      { resourceArn: 'arn:aws:iam::1:policy/p', roleArns: [ROLE] },
      'role tag',
    ],
    [
      'on a policy of roles of two owners is neither’s',
      [BY_ROLE_TAG, { tag: 'owner' }],
      { resourceArn: 'arn:aws:iam::1:policy/p', roleArns: [ROLE, SECOND] },
      undefined,
    ],
    [
      'is that of the nearest unit',
      [BY_UNIT, { name: 'near', organizationalUnits: ['ou-ab12-production'] }],
      {},
      'near',
    ],
    [
      'is not that of a unit with the same last name',
      [{ name: 'x', organizationalUnits: ['Production'] }],
      {},
      undefined,
    ],
    ['is the root’s', [{ name: 'all', organizationalUnits: ['r-ab12'] }], {}, 'all'],
    ['of another account', [BY_ACCOUNT], { accountId: OTHER }, undefined],
  ])('%s', (_what, entries, thing, expected) => {
    expect(owned(entries, thing)?.name).toBe(expected);
  });

  it('is nobody where units decide and the organization was not read', () => {
    expect(owned([BY_UNIT], {}, false)).toBeUndefined();
  });
});
