import { describe, expect, it } from 'vitest';
import { accountActivityOf, partyActivity } from '../../src/evaluate/party-activity.ts';
import type { FactRecord } from '../../src/model/fact.ts';
import { indexFacts } from '../../src/model/fact-index.ts';
import type { Activity } from '../../src/model/facts/activity.ts';
import { cameInWords } from '../../src/report/html/parties/access-words.ts';
import { activityOf, entry, GAP, ROLE } from '../checks/activity/activity-facts.ts';
import { contextOf, HERE, OWN, STRANGER } from '../checks/support/trust-fixtures.ts';

const { study } = contextOf();
const KEY = 'registered:Auditors Ltd';
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
    expect(partyActivity(KEY, [HERE], all)).toEqual({
      ...{ entries: 4, refused: 0, lastAt: '2026-05-03T10:00:00.000Z', since: '2026-03-03T12:00:00.000Z' },
      ...{ accounts: [HERE], notRead: 0 },
    });
    expect(partyActivity(`unknown:${STRANGER}`, [], all)).toMatchObject({ entries: 0, refused: 4 });
    expect(came?.parties).toHaveLength(2);
  });

  it('is of accounts that were not read, or not in full, not known', () => {
    const gap = read({ perResource: GAP });
    expect(partyActivity(KEY, [HERE], gap && [gap])).toMatchObject({ entries: 0, notRead: 1 });
    expect(partyActivity(KEY, [HERE, '444455556666'], all)).toMatchObject({ entries: 4, notRead: 1 });
    const ofOneRole = read({
      perResource: [
        { resource: ROLE, fact: { status: 'NOT_COLLECTED', reason: 'FAILED', message: 'More.' } },
      ],
    });
    expect(ofOneRole?.isWhole).toBe(false);
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
    expect(partyActivity(KEY, [HERE], undefined)).toBeUndefined();
  });
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
    'entries and tries',
    { ...SEEN, entries: 412, refused: 1, lastAt: '2026-05-30T10:00:00Z', notRead: 0 },
    /^412 times since 2026-03-03, the last on 2026-05-30, .* ago; 1 try refused$/,
  ],
])('%s, in words', (_what, activity, says) => {
  expect(cameInWords(activity, AS_OF)).toMatch(says);
});
