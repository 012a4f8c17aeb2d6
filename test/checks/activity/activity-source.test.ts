import { expect, it } from 'vitest';
import { activitySource } from '../../../src/checks/activity/activity-source.ts';
import { ENTRY, OWN, STRANGER } from '../support/trust-fixtures.ts';
import { entry, GAP, judgeActivity } from './activity-facts.ts';

const AGREED = { entry: { ...ENTRY, allowedSourceIps: ['198.51.100.0/24', '2001:db8:7::/48'] } };
const AT = ['2026-05-01T10:00:00Z', '2026-05-03T10:00:00Z'];

it.each<[string, Parameters<typeof judgeActivity>[1], object, string, RegExp]>([
  [
    'from agreed addresses',
    { entries: [entry(AT), entry(AT, { address: '2001:db8:7::1' })] },
    AGREED,
    'PASS',
    /^All 4 entries of Auditors Ltd/,
  ],
  [
    'from another address',
    {
      entries: [
        entry(AT),
        entry(AT, { address: '203.0.113.9' }),
        entry(AT.slice(1), { address: '2001:db8:8::1' }),
      ],
    },
    AGREED,
    'FAIL',
    /came in 3 times in the 90 days up to 2026-06-01 from addresses that the register does not name: 203\.0\.113\.9 and 2001:db8:8::1\. The last time was on 2026-05-03/,
  ],
  ['where no addresses are agreed', { entries: [entry(AT)] }, {}, 'NOT_APPLICABLE', /names no addresses/],
  [
    'by an unregistered party',
    { entries: [entry(AT, { accountId: STRANGER })] },
    AGREED,
    'NOT_APPLICABLE',
    /names no addresses/,
  ],
  [
    'by an AWS service',
    { entries: [entry(AT), entry(AT, { address: 'cloudformation.amazonaws.com' })] },
    AGREED,
    'NOT_APPLICABLE',
    /2 times .*without a public address/,
  ],
  [
    'through an endpoint',
    { entries: [entry(AT, { address: '10.0.0.9' })] },
    AGREED,
    'NOT_APPLICABLE',
    /without a public address/,
  ],
  ['never', {}, AGREED, 'NOT_APPLICABLE', /shows no entry of a third party in the 90 days/],
  [
    'by own accounts alone',
    { entries: [entry(AT, { accountId: OWN, address: '203.0.113.9' })] },
    AGREED,
    'NOT_APPLICABLE',
    /shows no entry/,
  ],
  [
    'never, where not all was read',
    { perResource: GAP },
    AGREED,
    'UNKNOWN',
    /^Not all of what CloudTrail has was read: Denied\./,
  ],
  [
    'from agreed addresses, where not all was read',
    { entries: [entry(AT)], perResource: GAP },
    AGREED,
    'UNKNOWN',
    /Denied/,
  ],
  [
    'from another address, where not all was read',
    { entries: [entry(AT, { address: '203.0.113.9' })], perResource: GAP },
    AGREED,
    'FAIL',
    /203/,
  ],
])('%s', (_what, activity, given, status, says) => {
  const outcomes = judgeActivity(activitySource, activity, given);
  expect(outcomes).toMatchObject([{ status, detail: expect.stringMatching(says) }]);
});

it('says of each party who came what it did, and points at the entries', () => {
  const elsewhere = entry(AT, { address: '203.0.113.9' });
  const found = judgeActivity(
    activitySource,
    { entries: [entry(AT, { accountId: STRANGER }), elsewhere] },
    AGREED,
  );
  expect(found).toMatchObject([
    { status: 'NOT_APPLICABLE' },
    {
      status: 'FAIL',
      discriminator: elsewhere.accountId,
      thirdParty: { name: 'Auditors Ltd', kind: 'registered' },
      evidence: [
        { fact: 'activity', region: 'global', pointer: '/entries/1', value: elsewhere, marks: ['/address'] },
      ],
    },
  ]);
});

it('holds what was not judged for lack of an address against no control', () => {
  const found = judgeActivity(activitySource, { entries: [entry(AT, { address: 'AWS Internal' })] }, AGREED);
  expect(found).toMatchObject([{ silent: true }]);
});
