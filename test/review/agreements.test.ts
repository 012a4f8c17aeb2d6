import { describe, expect, it } from 'vitest';
import { partyKey, type ThirdPartyRef, thirdPartyRef } from '../../src/model/party.ts';
import type { Access, KnownDecision } from '../../src/model/review.ts';
import type { PartyBilling, PartyDelegation } from '../../src/model/third-party-summary.ts';
import { accessesOf, type ReportOfAccesses } from '../../src/review/accesses.ts';
import { guardInWords, lastUseInWords, powerInWords } from '../../src/review/columns.ts';
import { formView } from '../../src/review/form.ts';
import type { Now } from '../../src/review/now.ts';
import { reviewStanding } from '../../src/review/standing.ts';

const [HERE, THERE] = ['111122223333', '999988887777'];
const party = thirdPartyRef('registered', 'Nimbus');
const BILLS: PartyBilling = {
  ...{ organizationId: 'o-1', managementAccountId: HERE, targetAccountId: THERE, resourceArn: 'arn:rt-1' },
  ...{ startsAt: '2026-06-01T00:00:00.000Z', endsAt: null },
};
const ASKED: PartyDelegation = {
  ...{ accountId: HERE, requestId: 'dr-1', requestorId: THERE, resourceArn: 'aws:dr-1' },
  ...{ standing: 'let-in', state: 'FINALIZED', sessionSeconds: 3600, expiresAt: null },
  ...{ roleBoundaryArns: ['arn:b1'], highestAccess: 'write', permissions: 'd1' },
};
const found = (resourceArn: string, more: object = {}) => ({
  ...{ fingerprint: `on ${resourceArn}`, severity: 'medium', title: 'T', status: 'OPEN', resourceArn },
  ...{ accountId: HERE, accountName: 'root', thirdPartyKeys: [partyKey(party)], ...more },
});

function accessesBy(
  of: { billing?: PartyBilling[]; delegations?: PartyDelegation[] },
  findings: object[] = [],
  who: ThirdPartyRef = party,
) {
  const thirdParties = [{ party: who, owner: 'jane', ...of }];
  return accessesOf({ roles: [], findings, thirdParties } as unknown as ReportOfAccesses);
}

function only(of: Parameters<typeof accessesBy>[0]): Access {
  const [access, ...others] = accessesBy(of);
  if (access === undefined || others.length > 0) throw new Error('There is not one access.');
  return access;
}

const ID = expect.stringMatching(/^a-[0-9a-f]{16}$/);

describe('the bills that a third party receives', () => {
  it('are held with what that shows, and with what was found on the transfer', () => {
    const findings = [found('arn:rt-1'), found('arn:rt-2'), found('arn:rt-1', { status: 'EXCEPTED' })];
    const accesses = accessesBy({ billing: [BILLS] }, findings);
    expect(accesses).toEqual([
      {
        id: ID,
        party: { key: partyKey(party), name: 'Nimbus', kind: 'registered', accountId: THERE },
        ...{ owner: 'jane', accountId: HERE, accountName: 'root', roleName: 'bills of o-1' },
        roleArn: `aws:organizations:global:${HERE}:bills`,
        principal: `the management account ${THERE}, which receives them`,
        billing: { organizationId: 'o-1', startsAt: BILLS.startsAt, endsAt: null },
        ...{ highestAccess: null, lastUsedAt: null, guard: null, guards: [] },
        findings: [{ fingerprint: 'on arn:rt-1', severity: 'medium', title: 'T' }],
      },
    ]);
    const [access] = accesses as [Access];
    expect([powerInWords(access), guardInWords(access), lastUseInWords(access)]).toEqual([
      'see what every account of the organization uses and costs, and set the prices that it sees, from 2026-06-01',
      'the agreement of the management account',
      'not told of bills',
    ]);
  });

  it('are one access of each account that receives them, by whatever transfer and name', () => {
    const next = { ...BILLS, resourceArn: 'arn:rt-2', startsAt: '2026-09-01T00:00:00.000Z' };
    const first = { ...BILLS, endsAt: '2026-09-01T00:00:00.000Z' };
    const access = only({ billing: [first, next] });
    expect(access.billing).toEqual({ organizationId: 'o-1', startsAt: BILLS.startsAt, endsAt: null });
    expect(accessesBy({ billing: [next] }, [], thirdPartyRef('unknown', THERE))[0]?.id).toBe(access.id);
    const others = [{ targetAccountId: HERE }, { managementAccountId: THERE }].map(
      (more) => only({ billing: [{ ...BILLS, ...more }] }).id,
    );
    expect(new Set([access.id, ...others]).size).toBe(3);
  });

  it.each<[string, Partial<PartyBilling>, Partial<PartyBilling>, string]>([
    [
      'the first beginning',
      { startsAt: '2026-02-01T00:00:00Z' },
      { startsAt: '2026-01-01T00:00:00Z' },
      'from 2026-01-01',
    ],
    [
      'the first beginning, by whichever',
      { startsAt: '2026-01-01T00:00:00Z' },
      { startsAt: '2026-02-01T00:00:00Z' },
      'from 2026-01-01',
    ],
    ['no beginning where one is not told', { startsAt: null }, { startsAt: '2026-02-01T00:00:00Z' }, ''],
    ['no beginning where another is not told', { startsAt: '2026-02-01T00:00:00Z' }, { startsAt: null }, ''],
    [
      'the last end',
      { startsAt: null, endsAt: '2026-03-01T00:00:00Z' },
      { startsAt: null, endsAt: '2026-04-01T00:00:00Z' },
      'until 2026-04-01',
    ],
    [
      'the last end, by whichever',
      { startsAt: null, endsAt: '2026-04-01T00:00:00Z' },
      { startsAt: null, endsAt: '2026-03-01T00:00:00Z' },
      'until 2026-04-01',
    ],
    ['no end where one has none', { startsAt: null, endsAt: '2026-04-01T00:00:00Z' }, { startsAt: null }, ''],
    [
      'no end where another has none',
      { startsAt: null },
      { startsAt: null, endsAt: '2026-04-01T00:00:00Z' },
      '',
    ],
  ])('by two transfers have %s', (_, one, other, words) => {
    const { resourceArn: __, ...bare } = BILLS;
    const access = only({
      billing: [
        { ...bare, ...one },
        { ...BILLS, ...other },
      ],
    });
    const about =
      'see what every account of the organization uses and costs, and set the prices that it sees';
    expect(powerInWords(access)).toBe(words === '' ? about : `${about}, ${words}`);
  });

  it('are told by the management account where the organization has no id', () => {
    const access = only({ billing: [{ ...BILLS, organizationId: null }] });
    expect(access.roleName).toBe(`bills of the organization of ${HERE}`);
  });

  it('are none of which a report of an earlier version does not say who receives them', () => {
    const { targetAccountId: _, ...earlier } = BILLS;
    expect(accessesBy({ billing: [earlier] })).toEqual([]);
  });
});

describe('a request for temporary delegation', () => {
  it('is held with what it gives, and with what was found on it', () => {
    expect(accessesBy({ delegations: [ASKED] }, [found('aws:dr-1')])).toEqual([
      {
        id: ID,
        party: { key: partyKey(party), name: 'Nimbus', kind: 'registered', accountId: THERE },
        ...{ owner: 'jane', accountId: HERE, accountName: 'root', roleArn: 'aws:dr-1', roleName: 'dr-1' },
        principal: `account ${THERE}, by temporary delegation`,
        delegation: {
          ...{ standing: 'let-in', state: 'FINALIZED', sessionSeconds: 3600, expiresAt: null },
          ...{ roleBoundaryArns: ['arn:b1'], permissions: 'd1' },
        },
        ...{ highestAccess: 'write', lastUsedAt: null, guard: null, guards: [] },
        findings: [{ fingerprint: 'on aws:dr-1', severity: 'medium', title: 'T' }],
      },
    ]);
    const access = only({ delegations: [ASKED] });
    expect([guardInWords(access), lastUseInWords(access)]).toEqual([
      'the consent of somebody in the account',
      'not told of delegations',
    ]);
  });

  it.each<[Partial<PartyDelegation>, string]>([
    [
      {},
      'up to write for 60 minutes; may leave roles with the permissions boundary arn:b1; accepted, its token sent',
    ],
    [
      { standing: 'asks', roleBoundaryArns: [], sessionSeconds: null, expiresAt: '2026-07-01T00:00:00Z' },
      'up to write; nobody has accepted it yet; ends on 2026-07-01',
    ],
    [
      { standing: 'not-known', state: 'NEW', roleBoundaryArns: [], administers: true, notKnown: 'x' },
      'administer the account for 60 minutes; not known in full: x; what its state means, NEW, is not known',
    ],
    [
      { standing: 'asks', highestAccess: null, roleBoundaryArns: [], notKnown: 'x' },
      'nothing that is known for 60 minutes; not known in full: x; nobody has accepted it yet',
    ],
    [
      { standing: 'accepted', highestAccess: null, roleBoundaryArns: ['a', 'b', 'c', 'd', 'e'] },
      'nothing for 60 minutes; may leave roles with the permissions boundary a or b or c or 2 more; accepted, its token not sent yet',
    ],
  ])('is told in words: %o', (more, words) => {
    expect(powerInWords(only({ delegations: [{ ...ASKED, ...more }] }))).toBe(words);
  });

  it('is known again however it stands, and whoever the register takes the party for', () => {
    const [access] = accessesBy(
      { delegations: [{ ...ASKED, standing: 'asks', permissions: 'd2' }] },
      [],
      thirdPartyRef('unknown', THERE),
    );
    expect(access?.id).toBe(only({ delegations: [ASKED] }).id);
  });
});

it('the form names what bills and requests are', () => {
  const accesses = accessesBy({ billing: [BILLS], delegations: [ASKED] });
  const sheet = {
    ...{ id: 's', runId: 'r', manifestSha256: '', asOf: '2026-06-01T00:00:00.000Z' },
    title: 't',
  };
  const view = formView({ ...sheet, by: 'party', of: 'x', name: 'Nimbus', accesses }, []);
  expect(view.accesses.map(({ into }) => into).toSorted()).toEqual([
    'the bills of o-1',
    'the request for delegation dr-1',
  ]);
});

describe('what was decided of them', () => {
  const bills = (more: Partial<PartyBilling> = {}) => only({ billing: [{ ...BILLS, ...more }] });
  const asked = (more: Partial<PartyDelegation> = {}) => only({ delegations: [{ ...ASKED, ...more }] });
  /** As it is of a request whose policy IAM does not tell. */
  const untold = () => {
    const { permissions: _, ...request } = ASKED;
    return only({
      delegations: [{ ...request, highestAccess: null, notKnown: 'IAM does not tell its policy' }],
    });
  };
  const standings = (
    decision: KnownDecision['decision'],
    before: Access,
    now: Access[],
    more: Partial<Now> = {},
  ) => {
    const source = { file: 'f', sha256: '', state: 'trusted', keyid: null, manifestSha256: '', counts: true };
    const when = {
      runId: 'r',
      by: 'Jane',
      at: '2026-10-02T00:00:00.000Z',
      runAsOf: '2026-10-01T00:00:00.000Z',
    };
    const decisions = [{ decision, until: '2026-10-31', reason: 'So.', access: before }];
    const review = {
      ...source,
      ...when,
      undecided: 0,
      population: { accesses: 1, sha256: '' },
      parties: [],
      decisions,
    };
    const { accesses } = reviewStanding(
      {
        ...{ schemaVersion: 1, readAt: '2026-11-01T00:00:00.000Z', countersigned: null, problems: [] },
        reviews: [review as never],
      },
      {
        ...{
          accesses: now,
          wasRead: () => true,
          isOwn: () => false,
          wouldList: () => true,
          asOf: '2026-11-01T00:00:00.000Z',
        },
        ...{ typed: new Map(), since: '2026-10-01T00:00:00.000Z', ...more },
      },
    );
    return accesses;
  };
  const UNREAD: Partial<Now> = { wasRead: () => false };

  it.each<[string, KnownDecision['decision'], Access, Access[], Partial<Now>, string, RegExp]>([
    ['bills that go on', 'remove', bills(), [bills()], {}, 'overdue', /still there/],
    [
      'bills that go on until a day',
      'remove',
      bills(),
      [bills({ endsAt: '2026-12-01T00:00:00.000Z' })],
      {},
      'overdue',
      /still there: the bills go there until 2026-12-01\. /,
    ],
    [
      'bills by another transfer',
      'remove',
      bills(),
      [bills({ resourceArn: 'arn:rt-9' })],
      {},
      'overdue',
      /./,
    ],
    ['bills that go to nobody', 'remove', bills(), [], {}, 'done', /not there any more/],
    [
      'bills of which nobody was told',
      'remove',
      bills(),
      [],
      UNREAD,
      'not-known',
      /^The transfers of these bills were not read or understood/,
    ],
    ['bills kept', 'keep', bills(), [bills()], {}, 'lapsed', /./],
    ['bills as they were', 'reduce', bills(), [bills()], {}, 'overdue', /then and now see what/],
    [
      'bills that end now',
      'reduce',
      bills(),
      [bills({ endsAt: '2026-12-01T00:00:00.000Z' })],
      {},
      'changed',
      /until 2026-12-01/,
    ],
    [
      'bills that end later',
      'reduce',
      bills({ endsAt: '2026-12-01T00:00:00.000Z' }),
      [bills({ endsAt: '2027-12-01T00:00:00.000Z' })],
      {},
      'overdue',
      /./,
    ],
    [
      'bills that end sooner',
      'reduce',
      bills({ endsAt: '2027-12-01T00:00:00.000Z' }),
      [bills({ endsAt: '2026-12-01T00:00:00.000Z' })],
      {},
      'changed',
      /./,
    ],
    [
      'bills that end as they did',
      'reduce',
      bills({ endsAt: '2026-12-01T00:00:00.000Z' }),
      [bills({ endsAt: '2026-12-01T00:00:00.000Z' })],
      {},
      'overdue',
      /./,
    ],
    ['a request of which IAM tells no policy', 'reduce', untold(), [untold()], {}, 'not-known', /./],
    ['a request whose policy is told now', 'reduce', untold(), [asked()], {}, 'not-known', /./],
    [
      'a request that gave nothing',
      'reduce',
      asked({ highestAccess: null }),
      [asked({ permissions: 'd2' })],
      {},
      'overdue',
      /then nothing for 60 minutes/,
    ],
    [
      'a request for what gives nothing now',
      'reduce',
      asked(),
      [asked({ permissions: 'd2', highestAccess: null })],
      {},
      'done',
      /./,
    ],
    [
      'a request that was not known in full',
      'reduce',
      asked({ notKnown: 'x' }),
      [asked({ permissions: 'd2', highestAccess: 'read' })],
      {},
      'not-known',
      /./,
    ],
    ['a request that stands', 'remove', asked(), [asked()], {}, 'overdue', /there: its token was sent, /],
    ['one that waits', 'remove', asked(), [asked({ standing: 'asks' })], {}, 'overdue', /still there\. /],
    ['a request that is over', 'remove', asked(), [], {}, 'done', /./],
    [
      'a request of which nobody was told',
      'remove',
      asked(),
      [],
      UNREAD,
      'not-known',
      /^The requests for temporary delegation of its account were not read or understood/,
    ],
    [
      'a request in a state yet to come',
      'remove',
      asked(),
      [asked({ standing: 'not-known', state: 'NEW' })],
      {},
      'not-known',
      /its state, NEW\.$/,
    ],
    [
      'a request kept that gave nothing and gives something',
      'keep',
      asked({ highestAccess: null }),
      [asked({ permissions: 'd2' })],
      { asOf: '2026-10-15T00:00:00.000Z' },
      'changed',
      /^It was kept: then nothing /,
    ],
    [
      'a request kept of which IAM told no policy',
      'keep',
      untold(),
      [asked()],
      { asOf: '2026-10-15T00:00:00.000Z' },
      'kept',
      /./,
    ],
    [
      'a request kept in such a state',
      'keep',
      asked(),
      [asked({ standing: 'not-known' })],
      { asOf: '2026-10-30T00:00:00.000Z' },
      'kept',
      /./,
    ],
    ['a request as it was', 'reduce', asked(), [asked()], {}, 'overdue', /policy is what it was/],
    [
      'a request for less',
      'reduce',
      asked(),
      [asked({ permissions: 'd2', highestAccess: 'read' })],
      {},
      'done',
      /./,
    ],
    [
      'a request for more',
      'reduce',
      asked(),
      [asked({ permissions: 'd2', administers: true })],
      {},
      'overdue',
      /./,
    ],
    [
      'a request for something else',
      'reduce',
      asked(),
      [asked({ permissions: 'd2' })],
      {},
      'changed',
      /policy has changed/,
    ],
    [
      'a request not known in full',
      'reduce',
      asked(),
      [asked({ permissions: 'd2', highestAccess: 'read', notKnown: 'x' })],
      {},
      'not-known',
      /./,
    ],
  ])('of %s', (_, decision, before, now, more, state, detail) => {
    const [standing] = standings(decision, before, now, more);
    expect(standing).toMatchObject({ state, detail: expect.stringMatching(detail) });
  });

  it('is not done where the party receives the same bills by another account of its own', () => {
    const other = only({ billing: [{ ...BILLS, targetAccountId: HERE }] });
    const [standing] = standings('remove', bills(), [other]).filter(({ id }) => id === bills().id);
    expect(standing).toMatchObject({
      state: 'overdue',
      detail: expect.stringContaining(`the party receives the same bills as the management account ${HERE}`),
    });
  });
});
