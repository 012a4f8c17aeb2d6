import { describe, expect, it } from 'vitest';
import { accountActivityOf, partyActivity } from '../../src/evaluate/party-activity.ts';
import type { FactRecord } from '../../src/model/fact.ts';
import { indexFacts } from '../../src/model/fact-index.ts';
import type { Activity } from '../../src/model/facts/activity.ts';
import type { ThirdPartySummary } from '../../src/model/third-party-summary.ts';
import { cameInWords } from '../../src/report/html/parties/access-words.ts';
import { activityOf, entry, GAP, ROLE } from '../checks/activity/activity-facts.ts';
import { contextOf, HERE, OWN, STRANGER } from '../checks/support/trust-fixtures.ts';

const { study } = contextOf();

/** A party with these accounts to enter. */
function party(accounts: string[], more: Partial<ThirdPartySummary> = {}, name = 'Auditors Ltd') {
  const kind = name === STRANGER ? 'unknown' : 'registered';
  return { party: { kind, name }, accounts, ...more } as ThirdPartySummary;
}
const TIMES = ['2026-05-01T10:00:00Z', '2026-05-03T10:00:00Z'];

function read(more: Partial<Activity>) {
  const record = { status: 'COLLECTED', value: activityOf(more), fact: 'activity', region: 'global' };
  return accountActivityOf(indexFacts([record as unknown as FactRecord]), study);
}

const refusal = {
  ...{ role: ROLE, event: 'AssumeRole', accountId: STRANGER, principal: null, provider: null },
  ...{ address: '203.0.113.9', agent: 'curl', 'sts:ExternalId': null, tellsRequest: false },
  ...{ errorCode: 'AccessDenied', count: 4, firstAt: TIMES[0] ?? '', lastAt: TIMES[0] ?? '' },
};

describe('what CloudTrail shows of a party', () => {
  const came = read({
    entries: [entry(TIMES), entry(TIMES, { agent: 'curl' }), entry(TIMES, { accountId: OWN })],
    refusals: [refusal],
  });
  const all = came === undefined ? [] : [came];

  it('is added up over ways in, and own accounts are none', () => {
    expect(partyActivity(party([HERE]), all)).toEqual({
      ...{ entries: 4, refused: 0, lastAt: '2026-05-03T10:00:00.000Z', since: '2026-03-03T12:00:00.000Z' },
      ...{ accounts: [HERE], notRead: 0 },
    });
    expect(partyActivity(party([], {}, STRANGER), all)).toMatchObject({ entries: 0, refused: 4 });
    expect(came?.parties).toHaveLength(2);
  });

  it('is of accounts that were not read, or not in full, not known', () => {
    const gap = read({ perResource: GAP });
    expect(partyActivity(party([HERE]), gap && [gap])).toMatchObject({ entries: 0, notRead: 1 });
    expect(partyActivity(party([HERE, '444455556666']), all)).toMatchObject({ entries: 4, notRead: 1 });
    const ofOneRole = read({
      perResource: [
        { resource: ROLE, fact: { status: 'NOT_COLLECTED', reason: 'FAILED', message: 'More.' } },
      ],
    });
    expect(ofOneRole?.isWhole).toBe(false);
    // A record that ended, or that begins later than that of another account.
    const files = { count: 1, records: 9, sha256: '', named: [] };
    const times = { firstAt: '2026-03-03T13:00:00.000Z', lastAt: '2026-05-30T10:00:00.000Z' };
    expect(read({ files: { ...files, ...times } })).toMatchObject({ isWhole: false });
    // Of a quiet account there is what the scan of the day before called, a little earlier in the day.
    const daily = { ...times, lastAt: '2026-05-31T11:50:00.000Z' };
    expect(read({ files: { ...files, ...daily } })).toMatchObject({ isWhole: true });
    const late = { firstAt: '2026-05-20T12:00:00.000Z', lastAt: '2026-06-01T10:00:00.000Z' };
    const short = read({ files: { ...files, ...late } });
    expect(short).toMatchObject({ isWhole: true });
    const other = { ...(short as NonNullable<typeof short>), accountId: '444455556666' };
    expect(partyActivity(party([other.accountId]), [other])).toMatchObject({
      since: late.firstAt,
      notRead: 0,
    });
    expect(partyActivity(party([HERE, other.accountId]), [...all, other])).toMatchObject({ notRead: 1 });
    const failed = {
      status: 'NOT_COLLECTED',
      reason: 'FAILED',
      message: 'x',
      fact: 'activity',
      region: 'global',
    };
    const none = accountActivityOf(indexFacts([failed as FactRecord]), study);
    expect(none).toMatchObject({ period: null, isWhole: false });
    expect(accountActivityOf(indexFacts([]), study)).toBeUndefined();
    expect(partyActivity(party([HERE]), undefined)).toBeUndefined();
  });
});

it.each<[string, Partial<ThirdPartySummary>, string[] | undefined]>([
  ['roles alone', {}, undefined],
  ['users', { users: [{ accountId: HERE }] as never }, ['what it does as a user']],
  [
    'temporary delegation that let it in',
    { delegations: [{ standing: 'asks' }, { standing: 'let-in' }] as never },
    ['what it does by temporary delegation'],
  ],
  ['a request that waits', { delegations: [{ standing: 'asks' }] as never }, undefined],
  ['certificates', { trustAnchors: [{ accountId: HERE }] as never }, ['entries with a certificate']],
  [
    'a SAML provider, which CloudTrail does not tell',
    { party: { kind: 'identity-provider', name: 'Corp', key: 'identity-provider:saml-provider/Corp' } },
    ['sign-ins by this provider'],
  ],
  [
    'an issuer that many share',
    {
      party: {
        ...{ kind: 'identity-provider', name: 'token.actions.githubusercontent.com' },
        key: 'identity-provider:token.actions.githubusercontent.com',
      },
    },
    undefined,
  ],
])('says what is not counted of who comes by %s', (_, more, notCounted) => {
  expect(partyActivity(party([HERE], more), [])?.notCounted).toEqual(notCounted);
});

const AS_OF = '2026-06-01T00:00:00Z';
const SEEN = { refused: 0, since: '2026-03-03T12:00:00Z', accounts: [] };

it.each<[string, Parameters<typeof cameInWords>[0], RegExp]>([
  ['what nobody asked', undefined, /^Not looked at in this run$/],
  ['nothing', { ...SEEN, entries: 0, lastAt: null, notRead: 0 }, /^No entry on record since 2026-03-03$/],
  [
    'nothing, where not all was read',
    { ...SEEN, entries: 0, lastAt: null, notRead: 2 },
    /^Not known; of 2 accounts the record was not read, or not in full$/,
  ],
  [
    'nothing of what is counted',
    { ...SEEN, entries: 0, lastAt: null, notRead: 0, notCounted: ['a', 'b'] },
    /^No entry on record since 2026-03-03; not counted: a and b$/,
  ],
  [
    'entries and tries',
    { ...SEEN, entries: 412, refused: 1, lastAt: '2026-05-30T10:00:00Z', notRead: 0 },
    /^412 times since 2026-03-03, the last on 2026-05-30, .* ago; 1 try refused$/,
  ],
])('%s, in words', (_what, activity, says) => {
  expect(cameInWords(activity, AS_OF)).toMatch(says);
});
