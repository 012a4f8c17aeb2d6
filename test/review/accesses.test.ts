import { describe, expect, it } from 'vitest';
import { partyKey, type ThirdPartyRef, thirdPartyRef } from '../../src/model/party.ts';
import type { Access } from '../../src/model/review.ts';
import type {
  PartyPerson,
  PartyResource,
  PartyShare,
  PartyUser,
  ResourceWay,
} from '../../src/model/third-party-summary.ts';
import { accessesOf, type ReportOfAccesses } from '../../src/review/accesses.ts';
import { guardInWords, lastUseInWords, powerInWords } from '../../src/review/columns.ts';

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

describe('a person in IAM Identity Center', () => {
  const JO: PartyPerson = {
    ...{
      accountId: HERE,
      userId: 'u-1',
      userName: 'jo@nimbus.example',
      isDisabled: false,
      groups: ['Night'],
    },
    resourceArn: `aws:identitystore:eu-west-1:${HERE}:user/u-1`,
    region: 'eu-west-1',
    meantBy: { domains: ['nimbus.example'], groups: [] },
    assignments: [
      { accountId: HERE, permissionSet: 'Reader', group: null, highestAccess: 'read', permissions: 'd1' },
      {
        accountId: STRANGER,
        permissionSet: 'Boss',
        group: 'Night',
        notKnown: 'the account is no part of the run',
      },
    ],
  };
  const accessesBy = (people: PartyPerson[], findings: object[] = [], of: ThirdPartyRef = party) =>
    accessesOf({
      roles: [],
      findings,
      thirdParties: [{ party: of, owner: 'jane', people }],
    } as unknown as ReportOfAccesses);

  it('of a third party is held with all that it may enter', () => {
    const onJo = { ...finding, resourceArn: JO.resourceArn };
    const [access, ...others] = accessesBy([JO], [onJo, { ...onJo, status: 'EXCEPTED' }]);
    expect(others).toEqual([]);
    expect(access).toMatchObject({
      id: expect.stringMatching(/^a-[0-9a-f]{16}$/),
      party: { key: partyKey(party), name: 'Nimbus', kind: 'registered' },
      ...{ owner: 'jane', accountId: HERE, accountName: 'payments', roleName: 'jo@nimbus.example' },
      principal: 'jo@nimbus.example, by IAM Identity Center',
      ...{ roleArn: JO.resourceArn, highestAccess: 'read', lastUsedAt: null, guard: null, guards: [] },
      findings: [{ fingerprint: 'f1' }],
    });
    const words = `up to read: Reader in payments (${HERE}) (read); Boss in ${STRANGER} by the group Night (not known in full: the account is no part of the run)`;
    expect(powerInWords(access as Access)).toBe(words);
    // Nothing is said to be unguarded or unused of which nothing was read.
    expect(guardInWords(access as Access)).toContain('not read');
    expect(lastUseInWords(access as Access)).toContain('not told');
  });

  it('is known again whoever the register takes it for, and whatever it holds', () => {
    const [[before], [after]] = [
      accessesBy([JO]),
      accessesBy(
        [{ ...JO, userName: 'jo', assignments: JO.assignments.slice(1) }],
        [],
        thirdPartyRef('registered', 'Nimbus Inc'),
      ),
    ];
    expect(after?.id).toBe(before?.id);
    expect(after).toMatchObject({ highestAccess: null, party: { name: 'Nimbus Inc' } });
  });

  it('enters nothing where nothing is assigned', () => {
    expect(accessesBy([{ ...JO, assignments: [] }])).toEqual([]);
  });

  it('that is disabled goes on with what is assigned, and it is said how', () => {
    const [access] = accessesBy([{ ...JO, isDisabled: true }]);
    expect(powerInWords(access as Access)).toMatch(/^disabled; up to read: /);
    expect(guardInWords(access as Access)).toContain('open session of the access portal');
  });

  it('who administers some of these accounts is said to', () => {
    const boss = {
      accountId: HERE,
      permissionSet: 'Boss',
      highestAccess: 'admin',
      administers: true,
    } as const;
    const [access] = accessesBy([{ ...JO, assignments: [boss, ...JO.assignments] }]);
    expect(access).toMatchObject({ highestAccess: 'admin', administered: 'is' });
    expect(powerInWords(access as Access)).toMatch(/^up to admin: Boss in [^;]* \(administers it\); Reader/);
  });

  it('with thousands of assignments is told in words that end', () => {
    const assignments = Array.from({ length: 5000 }, (_, index) => ({
      accountId: String(100_000_000_000 + index),
      permissionSet: 'Reader',
    }));
    const [access] = accessesBy([{ ...JO, assignments }]);
    expect(access?.person?.holds).toHaveLength(5000);
    expect(powerInWords(access as Access)).toMatch(/; 4980 more$/);
  });
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

describe('a resource that admits a third party by itself', () => {
  const BUCKET = 'arn:aws:s3:::drop';
  const DROP: PartyResource = {
    ...{ accountId: HERE, region: 'eu-west-1', resourceArn: BUCKET, resourceType: 'AWS::S3::Bucket' },
    ...{ highestAccess: 'write', permissions: 'd1' },
  };
  const accessesBy = (resources: PartyResource[], findings: object[] = [], of = [party]) =>
    accessesOf({
      roles: [],
      findings,
      thirdParties: of.map((one) => ({ party: one, owner: 'jane', resources })),
    } as unknown as ReportOfAccesses);

  it('is held with what it is and what the party may do there', () => {
    const onDrop = { ...finding, resourceArn: BUCKET, thirdPartyKeys: [partyKey(party)] };
    const others = [
      { ...onDrop, fingerprint: 'f2', thirdPartyKeys: ['unknown:x'] },
      { ...onDrop, fingerprint: 'f3', status: 'EXCEPTED' },
    ];
    const found = accessesBy([DROP], [onDrop, ...others]);
    expect(found).toEqual([
      {
        id: expect.stringMatching(/^a-[0-9a-f]{16}$/),
        party: { key: partyKey(party), name: 'Nimbus', kind: 'registered' },
        ...{ owner: 'jane', accountId: HERE, accountName: 'payments', roleArn: BUCKET, roleName: 'drop' },
        principal: 'whom the policy, the grants or the list of this resource admits',
        ...{ highestAccess: 'write', lastUsedAt: null, guard: null, guards: [] },
        resource: { region: 'eu-west-1', type: 'AWS::S3::Bucket', permissions: 'd1' },
        findings: [{ fingerprint: 'f1', severity: 'high', title: finding.title }],
      },
    ]);
    const [access] = found as [Access];
    expect(powerInWords(access)).toBe('S3 Bucket in eu-west-1: up to write');
    // Nothing is said to be unguarded or unused of which nothing was read.
    expect([guardInWords(access), lastUseInWords(access)]).toEqual(Array(2).fill('not told of resources'));
  });

  it.each<[Partial<PartyResource>, string]>([
    [{ notKnown: 'the grants were not read' }, 'up to write; not known in full: the grants were not read'],
    [{ highestAccess: null, notKnown: 'it was refused' }, 'not known: it was refused'],
    [{ highestAccess: null }, 'not known'],
  ])('says what is not known of it: %o', (more, words) => {
    expect(accessesBy([{ ...DROP, ...more }]).map(powerInWords)).toEqual([
      `S3 Bucket in eu-west-1: ${words}`,
    ]);
  });

  const way = (more: Partial<ResourceWay> = {}): ResourceWay => ({
    ...{
      by: 'policy' as const,
      principals: [STRANGER],
      actions: ['s3:GetObject'],
      moreActions: 0,
      guards: [],
    },
    ...more,
  });
  const many = (name: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${name}${index}`);

  it.each<[string, ResourceWay[], [comes: string, can: string, guarded: string]]>([
    ['one way', [way()], [`${STRANGER} by its policy`, 's3:GetObject', 'nothing']],
    [
      'one that asks for something',
      [way({ guards: ['source IP (weak)', 'TLS'], on: [`${BUCKET}/in/*`], moreActions: 3 })],
      [
        `${STRANGER} by its policy`,
        `s3:GetObject and 3 more actions on ${BUCKET}/in/*`,
        'source IP (weak), TLS',
      ],
    ],
    [
      'one that gives one action more than it names',
      [way({ moreActions: 1 })],
      [`${STRANGER} by its policy`, 's3:GetObject and 1 more action', 'nothing'],
    ],
    [
      'ways that ask for the same',
      [way({ guards: ['TLS'] }), way({ guards: ['TLS'], actions: ['s3:PutObject'] })],
      [`${STRANGER} by its policy`, 's3:GetObject; s3:PutObject', 'TLS'],
    ],
    [
      'ways of which one asks for nothing',
      [way({ guards: ['TLS'] }), way({ by: 'acl', principals: ['f00d'], actions: ['s3:PutObject'] })],
      [
        `${STRANGER} by its policy; f00d by its access control list`,
        's3:GetObject; s3:PutObject',
        's3:GetObject: TLS; s3:PutObject: nothing',
      ],
    ],
    [
      'grants on a key, for what a statement leaves out',
      [way({ by: 'grants', exceptOn: ['arn:a'] })],
      [`${STRANGER} by a grant on it`, 's3:GetObject but on arn:a', 'nothing'],
    ],
    [
      'very many ways and principals',
      many('s3:A', 8).map((action) => way({ principals: many('p', 7), actions: [action] })),
      ['p0, p1, p2, p3, p4 and 2 more by its policy', 's3:A0; s3:A1; s3:A2; s3:A3; s3:A4; 3 more', 'nothing'],
    ],
  ])('says as whom the party comes, for what, and what it is asked for: %s', (_what, ways, words) => {
    const [access] = accessesBy([{ ...DROP, ways }]) as [Access];
    const [comes, can, guarded] = words;
    expect([access.principal, powerInWords(access), guardInWords(access)]).toEqual([
      ...[comes, `S3 Bucket in eu-west-1: up to write: ${can}`, guarded],
    ]);
    const unclear = accessesBy([{ ...DROP, ways, notKnown: 'it was refused' }]);
    expect(unclear.map(guardInWords)).toEqual([`${guarded}; as far as that is known`]);
  });

  it('is one entry of each account, known again by another name, and not in another account of yours', () => {
    const known = { ...DROP, admitted: STRANGER };
    const renamed = thirdPartyRef('registered', 'Nimbus Ltd');
    const [[before], [after], two, [moved]] = [
      accessesBy([known]),
      accessesBy([known], [], [renamed]),
      accessesBy([known, { ...known, admitted: 'o-nimbus12345' }]),
      accessesBy([{ ...known, accountId: '444455556666' }]),
    ];
    expect(after?.id).toBe(before?.id);
    expect(two.map(({ party: of }) => of.accountId ?? null).sort()).toEqual([STRANGER, null]);
    expect(new Set([before?.id, moved?.id, ...two.map(({ id }) => id)]).size).toBe(3);
  });

  it('is one entry of each party, known again whatever it may do', () => {
    const unknown = thirdPartyRef('unknown', STRANGER);
    const [[before], after, both] = [
      accessesBy([DROP]),
      accessesBy([{ ...DROP, highestAccess: null, permissions: 'd2', notKnown: 'x' }]),
      accessesBy([DROP, { ...DROP, resourceArn: `${BUCKET}-2` }], [], [party, unknown]),
    ];
    expect(after.map(({ id }) => id)).toEqual([before?.id]);
    expect(new Set(both.map(({ id }) => id)).size).toBe(4);
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
