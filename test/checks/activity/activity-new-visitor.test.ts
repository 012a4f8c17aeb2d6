import { describe, expect, it } from 'vitest';
import { activityNewVisitor } from '../../../src/checks/activity/activity-new-visitor.ts';
import { networkOf } from '../../../src/checks/support/entry-address.ts';
import type { ActivityEntry } from '../../../src/model/facts/activity.ts';
import { ENTRY, judge, REGISTERED, role, withExternalId } from '../support/trust-fixtures.ts';
import { activityOf, entry, GAP, judgeActivity } from './activity-facts.ts';

const BEFORE = ['2026-04-01T10:00:00Z', '2026-05-01T10:00:00Z', '2026-05-31T10:00:00Z'];
const NOW = ['2026-05-30T10:00:00Z'];
const known = entry(BEFORE);

it.each<[string, ActivityEntry[], RegExp]>([
  ['another identity', [entry(NOW, { principal: 'AROAOTHER' })], /before in the 90 days .*: as AROAOTHER\.$/],
  ['another tool', [entry(NOW, { agent: 'curl' })], /: with curl\.$/],
  [
    'a tool that names itself no more',
    [entry(NOW, { agent: 'not recorded' })],
    /: with no named user agent\.$/,
  ],
  ['another network', [entry(NOW, { address: '203.0.113.9' })], /: from 203\.0\.113\.0\/24\.$/],
  ['another network of IPv6', [entry(NOW, { address: '2001:db8:1:2::7' })], /: from 2001:db8:1::\/48\.$/],
  [
    'all of these',
    [entry(NOW, { principal: 'AROAOTHER', agent: 'curl', address: '203.0.113.9' })],
    /: as AROAOTHER; with curl; from 203\.0\.113\.0\/24\.$/,
  ],
])('%s is new', (_what, entries, says) => {
  const [found] = judgeActivity(activityNewVisitor, { entries: [known, ...entries] });
  expect(found).toMatchObject({ status: 'FAIL', detail: expect.stringMatching(says) });
});

it.each<[string, ActivityEntry[]]>([
  ['the same as ever', []],
  ['another address of the same network', [entry(NOW, { address: '198.51.100.200' })]],
  ['an AWS service', [entry(NOW, { address: 'cloudformation.amazonaws.com' })]],
  ['a private address', [entry(NOW, { address: '10.1.2.3' })]],
  ['an identity that is not told', [entry(NOW, { principal: null })]],
  [
    'one more of many networks',
    Array.from({ length: 12 }, (_, index) =>
      entry(index === 11 ? NOW : BEFORE, { address: `203.0.${index}.9` }),
    ),
  ],
])('%s is not', (_what, entries) => {
  expect(judgeActivity(activityNewVisitor, { entries: [known, ...entries] })).toMatchObject([
    { status: 'PASS' },
  ]);
});

it('an address that is agreed is not new, and a party that was never there is', () => {
  const given = { entry: { ...ENTRY, allowedSourceIps: ['203.0.113.0/24'] } };
  const entries = [known, entry(NOW, { address: '203.0.113.9' })];
  expect(judgeActivity(activityNewVisitor, { entries }, given)).toMatchObject([{ status: 'PASS' }]);
  expect(judgeActivity(activityNewVisitor, { entries: [entry(NOW)] })).toMatchObject([
    { status: 'FAIL', detail: expect.stringContaining('for the first time in the 90 days') },
  ]);
});

it('what was not read, or is too short, leaves nothing to be called new', () => {
  const entries = [known, entry(NOW, { agent: 'curl' })];
  expect(judgeActivity(activityNewVisitor, { entries, perResource: GAP })).toMatchObject([
    { status: 'UNKNOWN' },
  ]);
  // The log files begin later than was asked for.
  const [firstAt, lastAt] = ['2026-05-01T12:00:00.000Z', '2026-06-01T12:00:00.000Z'];
  const files = { count: 1, records: 9, sha256: '', firstAt, lastAt, named: [] };
  expect(judgeActivity(activityNewVisitor, { entries, source: 'files', files })).toMatchObject([
    { status: 'UNKNOWN', detail: expect.stringContaining('less than 30 days before the last 7') },
  ]);
  const young = role(withExternalId(REGISTERED), { createdAt: '2026-05-20T00:00:00Z' });
  expect(
    judge(activityNewVisitor, young, {}, { activity: activityOf({ entries: [entry(NOW)] }) }),
  ).toMatchObject([{ status: 'NOT_APPLICABLE', silent: true }]);
});

it.each<[string, number, string, object]>([
  ['fewer days than it takes', 36, 'NOT_APPLICABLE', { silent: true }],
  ['fewer days, of which not all was read', 36, 'NOT_APPLICABLE', { silent: true }],
  ['as many days as it takes', 37, 'FAIL', {}],
])('%s were asked for', (what, days, status, more) => {
  const from = new Date(Date.parse('2026-06-01T12:00:00.000Z') - days * 86_400_000).toISOString();
  const activity = {
    entries: [known, entry(NOW, { agent: 'curl' })],
    from,
    perResource: what.includes('read') ? GAP : [],
  };
  const said =
    status === 'FAIL' ? 'curl' : '36 days are looked at (activity.days), and what is new shows in 37';
  expect(judgeActivity(activityNewVisitor, activity)).toMatchObject([
    { status, ...more, detail: expect.stringContaining(said) },
  ]);
});

describe('the network of an address', () => {
  it.each<[string, string | undefined]>([
    ['198.51.100.7', '198.51.100.0/24'],
    ['2001:db8:abcd:12::1', '2001:db8:abcd::/48'],
    ['2600:1f18:0:1::1', '2600:1f18:0::/48'],
    ['10.0.0.1', undefined],
    ['AWS Internal', undefined],
  ])('%s is of %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
