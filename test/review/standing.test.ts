import { describe, expect, it } from 'vitest';
import type { Access, KnownDecision, KnownReview } from '../../src/model/review.ts';
import { withSealedReviews } from '../../src/parties/review.ts';
import { CREDENTIALS } from '../../src/review/accesses.ts';
import type { Now } from '../../src/review/now.ts';
import { partiesReviewed } from '../../src/review/parties.ts';
import { reviewStanding } from '../../src/review/standing.ts';

const SHA = 'a'.repeat(64);

function access(more: Partial<Access> = {}): Access {
  return {
    ...{
      id: 'a-1',
      party: { key: 'registered:Acme', name: 'Acme', kind: 'registered', accountId: '111122223333' },
    },
    ...{
      owner: null,
      accountId: '444455556666',
      accountName: 'shop',
      roleArn: 'arn:aws:iam::444455556666:role/acme',
    },
    ...{ roleName: 'acme', principal: '111122223333', highestAccess: 'write', guard: 'strong', guards: [] },
    ...{ lastUsedAt: null, findings: [], digests: { trustPolicy: 't', permissions: 'p' } },
    ...more,
  };
}

function review(decisions: KnownDecision[], more: Partial<KnownReview> = {}): KnownReview {
  return {
    ...{ file: 'reviews/r/1', sha256: SHA, state: 'trusted', keyid: SHA, manifestSha256: SHA, counts: true },
    ...{
      runId: 'r',
      by: 'Jane',
      at: '2026-10-02T00:00:00.000Z',
      runAsOf: '2026-10-01T00:00:00.000Z',
      undecided: 0,
    },
    population: { accesses: 1, sha256: SHA },
    parties: [{ key: 'registered:Acme', name: 'Acme', accesses: 1, decided: 1 }],
    decisions,
    ...more,
  };
}

function stateOf(...given: Parameters<typeof standingsOf>) {
  return standingsOf(...given).map(({ state }) => state);
}

function standingsOf(
  decision: KnownDecision['decision'],
  now: Access[],
  more: Partial<Now> = {},
  before = access(),
) {
  const { accesses } = reviewStanding(
    {
      ...{ schemaVersion: 1, readAt: '2026-11-01T00:00:00.000Z', countersigned: null, problems: [] },
      reviews: [review([{ decision, until: '2026-10-31', reason: 'So.', access: before }])],
    },
    {
      accesses: now,
      wasRead: () => true,
      isOwn: () => false,
      wouldList: () => true,
      asOf: '2026-10-31T23:59:59.000Z',
      typed: new Map(),
      since: '2026-10-01T00:00:00.000Z',
      ...more,
    },
  );
  return accesses;
}

const UNLISTED: Partial<Now> = { wouldList: () => false };
const LATER = { asOf: '2026-11-01T00:00:00.000Z' };

describe('a decision, held against what is there now', () => {
  it.each([
    ['keep', [access()], {}, 'kept'],
    ['keep', [access()], LATER, 'lapsed'],
    ['keep', [], {}, 'gone'],
    ['keep', [access({ highestAccess: 'admin' })], {}, 'changed'],
    ['keep', [access({ administered: 'can' })], {}, 'changed'],
    ['keep', [access({ highestAccess: 'admin' })], LATER, 'lapsed'],
    ['keep', [access({ highestAccess: 'read' })], {}, 'kept'],
    ['keep', [access({ highestAccess: null })], {}, 'kept'],
    ['remove', [access()], {}, 'pending'],
    ['remove', [access()], LATER, 'overdue'],
    ['remove', [], {}, 'done'],
    ['remove', [], { wasRead: () => false }, 'not-known'],
    ['reduce', [access()], {}, 'pending'],
    ['reduce', [access()], LATER, 'overdue'],
    ['reduce', [access({ highestAccess: 'read' })], LATER, 'overdue'],
    [
      'reduce',
      [access({ highestAccess: 'read', digests: { trustPolicy: 't', permissions: 'q' } })],
      LATER,
      'done',
    ],
    ['reduce', [access({ digests: { trustPolicy: 't', permissions: 'q' } })], LATER, 'changed'],
    [
      'reduce',
      [access({ highestAccess: 'admin', digests: { trustPolicy: 't', permissions: 'q' } })],
      LATER,
      'overdue',
    ],
    [
      'reduce',
      [access({ highestAccess: null, digests: { trustPolicy: 't', permissions: 'q' } })],
      LATER,
      'not-known',
    ],
    [
      'reduce',
      [
        access({
          highestAccess: 'read',
          administered: 'can',
          digests: { trustPolicy: 't', permissions: 'q' },
        }),
      ],
      LATER,
      'overdue',
    ],
    ['reduce', [], LATER, 'done'],
  ] as const)('%s %#', (decision, now, more, state) => {
    expect(stateOf(decision, [...now], more)).toEqual([state]);
  });

  const { digests: _, ...some } = access();
  const user: Access = {
    ...some,
    roleArn: 'arn:aws:iam::444455556666:user/acme',
    principal: 'the keys or password of this IAM user',
    guard: null,
  };
  const unread: Access = { ...user, credentialsRead: false };

  it.each([
    ['remove', [user], LATER, 'overdue'],
    ['remove', [unread], {}, 'not-known'],
    ['remove', [unread], LATER, 'not-known'],
    ['keep', [unread], {}, 'kept'],
    ['keep', [unread], LATER, 'not-known'],
    ['reduce', [unread], LATER, 'not-known'],
    ['reduce', [{ ...user, highestAccess: 'admin' }], LATER, 'overdue'],
    ['remove', [], LATER, 'done'],
    ['remove', [], UNLISTED, 'not-known'],
    ['keep', [], UNLISTED, 'not-known'],
  ] as const)('on a user says what is known of it: %s %#', (decision, now, more, state) => {
    expect(stateOf(decision, [...now], more, user)).toEqual([state]);
  });

  type Holds = NonNullable<Access['person']>['holds'];
  const held = (accountId: string, permissions?: string): Holds[number] => ({
    ...{ accountId, accountName: accountId, permissionSet: 'Boss', group: null },
    ...(permissions === undefined ? { notKnown: 'not read' } : { permissions }),
  });
  const person = (holds: Holds, highestAccess: Access['highestAccess'] = 'admin'): Access => ({
    ...some,
    ...{ roleArn: 'aws:identitystore:eu-west-1:444455556666:user/u-1', roleName: 'jo', highestAccess },
    ...{ principal: 'jo, by IAM Identity Center', guard: null },
    person: { region: 'eu-west-1', holds, meantBy: { domains: [], groups: [] } },
  });
  const [A, B] = [held('111122223333', 'p'), held('222233334444', 'p')];
  const shut = person([A, B]);
  shut.person = {
    region: 'eu-west-1',
    holds: [A, B],
    meantBy: { domains: [], groups: [] },
    isDisabled: true,
  };

  it.each<[string, KnownDecision['decision'], Access[], Partial<Now>, string]>([
    ['still there', 'remove', [person([A])], LATER, 'overdue'],
    ['gone', 'remove', [], LATER, 'done'],
    ['gone, in what was not read', 'remove', [], { ...LATER, wasRead: () => false }, 'not-known'],
    ['gone, where nobody looks', 'remove', [], UNLISTED, 'not-known'],
    ['gone, where nobody looks, and kept', 'keep', [], UNLISTED, 'not-known'],
    ['disabled', 'remove', [shut], LATER, 'overdue'],
    ['disabled', 'reduce', [shut], LATER, 'changed'],
    ['the same', 'reduce', [person([A, B])], LATER, 'overdue'],
    ['fewer', 'reduce', [person([A])], LATER, 'changed'],
    ['fewer, and less', 'reduce', [person([A], 'read')], LATER, 'done'],
    ['less', 'reduce', [person([A, B], 'read')], LATER, 'done'],
    ['other policies', 'reduce', [person([A, held('222233334444', 'q')])], LATER, 'changed'],
    ['others, and less', 'reduce', [person([held('333344445555', 'p')], 'read')], LATER, 'overdue'],
    ['not known in full', 'reduce', [person([A, held('222233334444')])], LATER, 'not-known'],
    [
      'not known in full, and less',
      'reduce',
      [person([A, held('222233334444')], 'read')],
      LATER,
      'not-known',
    ],
  ])('of a person says what became of what it holds: %s', (_what, decision, now, more, state) => {
    const [found] = standingsOf(decision, now, more, person([A, B]));
    expect(found).toMatchObject({ state, name: 'jo' });
  });

  const open = (
    highestAccess: Access['highestAccess'] = 'write',
    resource: Partial<NonNullable<Access['resource']>> = {},
    more: Partial<Access> = {},
  ): Access => ({
    ...some,
    ...{ roleArn: 'arn:aws:s3:::drop', roleName: 'drop', highestAccess, guard: null },
    party: {
      ...{ key: 'unknown:111122223333', name: '111122223333', kind: 'unknown' },
      accountId: '111122223333',
    },
    principal: 'whom the policy admits',
    resource: { region: 'eu-west-1', type: 'AWS::S3::Bucket', permissions: 'd', ...resource },
    ...more,
  });
  const of = (kind: string, name: string, accountId?: string) =>
    open(
      'write',
      {},
      {
        id: 'a-2',
        party: { key: `${kind}:${name}`, name, kind, ...(accountId === undefined ? {} : { accountId }) },
      },
    );
  const REFUSED = { notKnown: 'it was refused' };
  const { permissions: _d, ...undigested } = open().resource ?? { region: '', type: '' };
  const older = { ...open(), resource: undigested };

  it.each<[string, KnownDecision['decision'], Access[], Partial<Now>, string[], Access?]>([
    ['still there', 'keep', [open()], {}, ['kept']],
    ['still there', 'keep', [open()], LATER, ['lapsed']],
    ['more', 'keep', [open('admin')], {}, ['changed']],
    ['less', 'keep', [open('read')], {}, ['kept']],
    ['still there', 'remove', [open()], {}, ['pending']],
    ['still there', 'remove', [open()], LATER, ['overdue']],
    ['there, and not known in full', 'remove', [open('read', REFUSED)], LATER, ['overdue']],
    ['not known at all', 'remove', [open(null, REFUSED)], LATER, ['not-known']],
    ['not known at all', 'keep', [open(null, REFUSED)], {}, ['kept']],
    ['gone', 'remove', [], LATER, ['done']],
    ['gone', 'reduce', [], LATER, ['done']],
    ['gone', 'keep', [], LATER, ['gone']],
    ['gone, in what was not read', 'remove', [], { wasRead: () => false }, ['not-known']],
    ['the same', 'reduce', [open()], {}, ['pending']],
    ['the same', 'reduce', [open()], LATER, ['overdue']],
    ['the same by an earlier version', 'reduce', [open()], LATER, ['overdue'], older],
    [
      'the same, not known in full',
      'reduce',
      [open('write', REFUSED)],
      {},
      ['pending'],
      open('write', REFUSED),
    ],
    ['less', 'reduce', [open('read', { permissions: 'e' })], LATER, ['done']],
    ['less by an earlier version', 'reduce', [open('read')], LATER, ['done'], older],
    [
      'less, not known in full',
      'reduce',
      [open('read', { permissions: 'e', ...REFUSED })],
      {},
      ['not-known'],
    ],
    ['the same where the rest is not read', 'reduce', [open('write', REFUSED)], {}, ['not-known']],
    ['other ways', 'reduce', [open('write', { permissions: 'e' })], LATER, ['changed']],
    ['more', 'reduce', [open('admin', { permissions: 'e' })], LATER, ['overdue']],
    ['somebody else', 'remove', [of('unknown', '999988887777', '999988887777')], LATER, ['open', 'done']],
    [
      'another registered party',
      'remove',
      [of('registered', 'Acme', '999988887777')],
      LATER,
      ['open', 'done'],
    ],
    [
      'its account by another name',
      'remove',
      [of('registered', 'Acme', '111122223333')],
      LATER,
      ['overdue', 'open'],
    ],
    ['an organization', 'remove', [of('organization', 'o-acme123456')], LATER, ['open', 'not-known']],
    ['a canonical user', 'remove', [of('unknown', 'f00d')], LATER, ['open', 'not-known']],
    ['a canonical user', 'keep', [of('unknown', 'f00d')], LATER, ['open', 'not-known']],
    ['anyone', 'remove', [of('public', 'anyone')], LATER, ['overdue', 'open']],
    ['anyone', 'reduce', [of('public', 'anyone')], {}, ['open', 'pending']],
    ['anyone', 'keep', [of('public', 'anyone')], LATER, ['open', 'gone']],
    [
      'gone, and an own account',
      'remove',
      [],
      { ...LATER, isOwn: (id) => id === '111122223333' },
      ['changed'],
    ],
    ['gone, and an own account', 'keep', [], { isOwn: (id) => id === '111122223333' }, ['gone']],
    ['gone, and another own account', 'remove', [], { isOwn: (id) => id !== '111122223333' }, ['done']],
  ])('of a resource says what became of it: %s %#', (_what, decision, now, more, states, before = open()) => {
    expect(stateOf(decision, now, more, before)).toEqual(states);
  });

  it('is not carried out while the party comes into the same role by another way', () => {
    const other = access({ id: 'a-2', principal: 'arn:aws:iam::111122223333:role/x' });
    expect(stateOf('remove', [other], LATER)).toEqual(['overdue', 'open']);
    const renamed = { ...other, party: { ...other.party, key: 'registered:Acme Inc', name: 'Acme Inc' } };
    expect(stateOf('remove', [renamed], LATER)).toEqual(['overdue', 'open']);
    const stranger = {
      ...other,
      party: { key: 'unknown:999', name: '999', kind: 'unknown', accountId: '999999999999' },
    };
    expect(stateOf('remove', [stranger], LATER)).toEqual(['open', 'done']);
  });

  it('is not carried out where anyone comes into the same role', () => {
    const anyone = access({
      ...{ id: 'a-2', principal: '*' },
      party: { key: 'public:anyone', name: 'anyone', kind: 'public' },
    });
    const [found] = standingsOf('remove', [anyone], LATER);
    expect(found).toMatchObject({
      state: 'overdue',
      detail: expect.stringContaining('anyone who meets what is asked (strong: nothing) comes into'),
    });
  });

  it('is not known where an organization comes into the same role, which the account may be in', () => {
    const organization = access({
      ...{ id: 'a-2', principal: '*' },
      party: { key: 'organization:o-acme123456', name: 'o-acme123456', kind: 'organization' },
    });
    expect(stateOf('remove', [organization], LATER)).toEqual(['open', 'not-known']);
  });

  it('is not held against another way in of the party, on which somebody has decided as well', () => {
    const other = access({ id: 'a-2', principal: 'arn:aws:iam::111122223333:role/x' });
    const decisions = (
      [
        [access(), 'remove'],
        [other, 'keep'],
      ] as const
    ).map(([one, decision]) => ({
      ...{ decision, until: decision === 'keep' ? '2027-10-31' : '2026-10-31', reason: 'So.', access: one },
    }));
    const { accesses } = reviewStanding(
      {
        ...{ schemaVersion: 1, readAt: LATER.asOf, countersigned: null, problems: [] },
        reviews: [review(decisions)],
      },
      {
        ...{ accesses: [other], wasRead: () => true, isOwn: () => false, wouldList: () => true },
        ...{ typed: new Map(), since: LATER.asOf, ...LATER },
      },
    );
    expect(accesses.map(({ id, state }) => [id, state])).toEqual([
      ['a-2', 'kept'],
      ['a-1', 'done'],
    ]);
  });

  it('is not carried out for certain where the party may have got another name, having no account to know it by', () => {
    const organization = { key: 'organization:o-acme123456', name: 'o-acme123456', kind: 'organization' };
    const before = access({ principal: '*', party: organization });
    const named = { key: 'registered:Acme', name: 'Acme', kind: 'registered' };
    const now = access({ id: 'a-2', principal: '*', party: named });
    expect(stateOf('remove', [now], LATER, before)).toEqual(['open', 'not-known']);
    expect(stateOf('keep', [now], LATER, before)).toEqual(['open', 'not-known']);
    const account = access({ id: 'a-2', principal: '*' });
    expect(stateOf('remove', [account], LATER, before)).toEqual(['open', 'done']);
  });

  const ANCHOR = 'arn:aws:rolesanywhere:eu-west-1:444455556666:trust-anchor/1';
  const nobodys = {
    key: 'identity-provider:trust-anchor/m',
    name: 'trust anchor m',
    kind: 'identity-provider',
  };
  const by = (principal: string, party: Access['party'], id: string) => access({ id, principal, party });
  const [ACME, OTHER] = ['Acme', 'Other'].map((name) => ({
    ...{ key: `registered:${name}`, name, kind: 'registered' },
  })) as [Access['party'], Access['party']];
  it.each<[string, string, Access['party'], Access['party'], KnownDecision['decision'], string]>([
    ['a trust anchor', ANCHOR, ACME, OTHER, 'remove', 'not-known'],
    ['a trust anchor, kept', ANCHOR, ACME, OTHER, 'keep', 'not-known'],
    ['a trust anchor, to nobody', ANCHOR, ACME, nobodys, 'remove', 'not-known'],
    ['a trust anchor, to an account', ANCHOR, ACME, { ...OTHER, accountId: '1' }, 'remove', 'not-known'],
    ['a trust anchor that was nobody’s', ANCHOR, nobodys, ACME, 'remove', 'overdue'],
    ['a trust anchor that was nobody’s, kept', ANCHOR, nobodys, ACME, 'keep', 'not-known'],
    ['a user', CREDENTIALS, ACME, OTHER, 'remove', 'not-known'],
  ])(
    'is not taken for carried out where the register gives to another %s',
    (_, principal, was, is, what, state) => {
      const [before, now] = [by(principal, was, 'a-1'), by(principal, is, 'a-2')];
      const decisions = (['a-1', 'a-2'] as const).map((id) => ({
        ...{
          decision: id === 'a-1' ? what : 'keep',
          until: id === 'a-1' ? '2026-10-31' : '2027-10-31',
          reason: 'So.',
        },
        access: id === 'a-1' ? before : now,
      }));
      // Whether the other was decided on too, as where both had it, makes no difference.
      for (const decided of [decisions.slice(0, 1), decisions]) {
        const { accesses } = reviewStanding(
          {
            ...{ schemaVersion: 1, readAt: LATER.asOf, countersigned: null, problems: [] },
            reviews: [review(decided)],
          },
          {
            ...{
              accesses: [now],
              wasRead: () => true,
              isOwn: () => false,
              wouldList: () => true,
              typed: new Map(),
              since: LATER.asOf,
            },
            ...LATER,
          },
        );
        expect(accesses.find(({ id }) => id === 'a-1')?.state).toBe(state);
        expect(accesses.find(({ id }) => id === 'a-2')?.state).toBe(decided.length === 1 ? 'open' : 'kept');
      }
    },
  );

  it('to reduce is not late where a session policy was changed, for a person to say whether that is less', () => {
    const by = (sessions: string) => access({ digests: { trustPolicy: 't', permissions: 'p', sessions } });
    expect(stateOf('reduce', [by('s')], LATER, by('s'))).toEqual(['overdue']);
    expect(stateOf('reduce', [by('r')], LATER, by('s'))).toEqual(['changed']);
  });

  it('of two, the later one counts; one that does not count is none', () => {
    const keep = { decision: 'keep', until: '2026-12-31', reason: 'So.', access: access() } as const;
    const remove = { ...keep, decision: 'remove', until: '2026-10-05' } as const;
    const known = (reviews: KnownReview[]) => ({
      ...{ schemaVersion: 1, readAt: LATER.asOf, countersigned: null, problems: [], reviews },
    });
    const now = {
      ...{
        accesses: [access()],
        wasRead: () => true,
        isOwn: () => false,
        wouldList: () => true,
        typed: new Map(),
        since: LATER.asOf,
      },
      ...LATER,
    };
    const later = review([keep], { at: '2026-10-03T00:00:00.000Z', file: 'reviews/r/2' });
    for (const reviews of [
      [review([remove]), later],
      [later, review([remove])],
    ])
      expect(reviewStanding(known(reviews), now).accesses[0]?.state).toBe('kept');
    const foreign = { ...later, counts: false, why: 'It is not signed by a reviewer of the configuration.' };
    expect(reviewStanding(known([foreign]), now).accesses[0]?.state).toBe('open');
  });
});

describe('the last review of a party', () => {
  const decision = (id: string) =>
    ({ decision: 'keep', until: '2026-12-31', reason: 'So.', access: access({ id }) }) as const;
  const parties = [{ key: 'registered:Acme', name: 'Acme', accesses: 2, decided: 1 }];
  const half = (id: string, at: string, manifestSha256 = SHA) =>
    review([decision(id)], { parties, at, manifestSha256 });

  it('is the day on which the last of its accesses in one run was decided', () => {
    const of = (reviews: KnownReview[]) => partiesReviewed(reviews)[0]?.lastReviewed;
    expect(of([half('a-1', '2026-10-02T00:00:00.000Z')])).toBeNull();
    expect(of([half('a-1', '2026-10-02T00:00:00.000Z'), half('a-1', '2026-10-03T00:00:00.000Z')])).toBeNull();
    expect(of([half('a-1', '2026-10-02T00:00:00.000Z'), half('a-2', '2026-10-09T00:00:00.000Z')])).toBe(
      '2026-10-09',
    );
    expect(
      of([half('a-1', '2026-10-02T00:00:00.000Z'), half('a-2', '2026-10-09T00:00:00.000Z', 'b'.repeat(64))]),
    ).toBeNull();
  });

  it('takes the place of the day in the register, also where none is complete', () => {
    const entry = {
      name: 'Acme',
      accountIds: [],
      organizationIds: [],
      owner: 'x',
      justification: 'y',
      lastReviewed: '2026-01-01',
    };
    expect(withSealedReviews([entry], [])).toEqual([entry]);
    const [none] = withSealedReviews([entry], [{ key: 'registered:Acme', lastReviewed: null }]);
    expect(none?.lastReviewed).toBeUndefined();
    expect(none?.sealedReview).toEqual({ lastReviewed: null, typed: '2026-01-01' });
  });
});

it('a period that nobody reviewed in is a gap, and what came later does not fill it', () => {
  const known = {
    ...{ schemaVersion: 1, readAt: LATER.asOf, countersigned: null, problems: [] },
    reviews: [
      review([{ decision: 'keep', until: '2026-12-31', reason: 'So.', access: access() }], {
        at: '2026-02-02T00:00:00.000Z',
      }),
      review([], { at: '2026-08-02T00:00:00.000Z', manifestSha256: 'b'.repeat(64) }),
    ],
  };
  const now = {
    accesses: [],
    wasRead: () => true,
    isOwn: () => false,
    wouldList: () => true,
    typed: new Map(),
    since: '2025-11-30T00:00:00.000Z',
    ...LATER,
  };
  const [halves, quarters] = reviewStanding(known, now).calendar;
  expect(halves?.periods.map(({ from, state }) => [from, state])).toEqual([
    ['2026-07-01', 'running'],
    ['2026-01-01', 'held'],
    ['2025-07-01', 'missed'],
  ]);
  expect(quarters?.periods.map(({ state }) => state)).toEqual([
    'running',
    'missed',
    'missed',
    'held',
    'missed',
  ]);
});

it('a period is not held by what was decided on a run that did not read all accounts', () => {
  const decisions = [
    { decision: 'keep', until: '2026-12-31', reason: 'So.', access: access() },
  ] satisfies KnownDecision[];
  const known = (unreadAccounts: number) => ({
    ...{ schemaVersion: 1, readAt: LATER.asOf, countersigned: null, problems: [] },
    reviews: [
      review(decisions, {
        at: '2026-02-02T00:00:00.000Z',
        population: { accesses: 1, unreadAccounts, sha256: SHA },
      }),
    ],
  });
  const now = {
    ...{ accesses: [], wasRead: () => true, isOwn: () => false, wouldList: () => true, typed: new Map() },
    since: '2026-01-01T00:00:00.000Z',
  };
  const periodOf = (unreadAccounts: number) =>
    reviewStanding(known(unreadAccounts), { ...now, ...LATER }).calendar[0]?.periods[1];
  expect(periodOf(0)).toEqual({
    ...{ from: '2026-01-01', to: '2026-06-30', state: 'held', reviews: 1, decided: 1, accesses: 1 },
  });
  expect(periodOf(2)).toMatchObject({ state: 'in-part', decided: 1, accesses: 1, unreadAccounts: 2 });
});

it('a period tells of reviews that no reviewer of the configuration signed', () => {
  const known = {
    ...{ schemaVersion: 1, readAt: LATER.asOf, countersigned: null, problems: [] },
    reviews: [review([], { at: '2026-02-02T00:00:00.000Z', state: 'unsigned', keyid: null })],
  };
  const now = {
    ...{ accesses: [], wasRead: () => true, isOwn: () => false, wouldList: () => true, typed: new Map() },
    since: '2026-01-01T00:00:00.000Z',
  };
  expect(reviewStanding(known, { ...now, ...LATER }).calendar[0]?.periods).toMatchObject([
    { from: '2026-07-01', reviews: 0 },
    { from: '2026-01-01', reviews: 1, unchecked: 1 },
  ]);
});

describe('a decision on a share', () => {
  const SHARE = 'arn:aws:ram:eu-west-1:444455556666:resource-share/1';
  const shared = (more: object = {}, principal = '111122223333'): Access => {
    const { digests: _, ...rest } = access();
    return {
      ...rest,
      ...{ id: `a-${principal}`, roleArn: SHARE, roleName: 'network', principal, guard: null },
      highestAccess: null,
      share: { service: 'ram', region: 'eu-west-1', resources: 2, isAccepted: true, ...more },
    };
  };
  const workload = (permission: string): Access => ({
    ...shared({ service: 'wellarchitected', permission, resources: 1 }),
    highestAccess: permission === 'READONLY' ? 'read' : 'write',
  });
  it.each<[KnownDecision['decision'], Access, Access[], string[]]>([
    ['remove', shared(), [], ['done']],
    ['remove', shared(), [shared()], ['overdue']],
    ['remove', shared(), [shared({}, '111122223333x')], ['overdue', 'open']],
    ['keep', shared(), [], ['gone']],
    ['reduce', shared(), [shared()], ['overdue']],
    ['reduce', shared(), [shared({ resources: 1 })], ['changed']],
    ['reduce', shared(), [shared({ resources: 3 })], ['overdue']],
    ['reduce', workload('CONTRIBUTOR'), [workload('READONLY')], ['done']],
    ['reduce', workload('CONTRIBUTOR'), [workload('CONTRIBUTOR')], ['overdue']],
    ['reduce', workload('READONLY'), [workload('CONTRIBUTOR')], ['overdue']],
  ])('to %s it is held against what is shared now', (decision, before, now, states) => {
    expect(stateOf(decision, now, LATER, before)).toEqual(states);
  });

  it('is not known where shares were not read there, and says where', () => {
    const read: Now['wasRead'] = ({ share }) => share === undefined;
    const [standing] = standingsOf('remove', [], { ...LATER, wasRead: read }, shared());
    expect(standing).toMatchObject({
      state: 'not-known',
      detail: 'The shares in eu-west-1 were not read, so that nobody can tell whether it is there.',
    });
    const [other] = standingsOf('remove', [shared({}, '111122223333x')], LATER, shared());
    expect(other?.detail).toContain('the party has the same share as 111122223333x.');
  });
});
