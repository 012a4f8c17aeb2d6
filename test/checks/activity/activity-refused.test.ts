import { expect, it } from 'vitest';
import { activityRefused } from '../../../src/checks/activity/activity-refused.ts';
import { activitySource } from '../../../src/checks/activity/activity-source.ts';
import type { ActivityRefusal } from '../../../src/model/facts/activity.ts';
import { allow, OWN, REGISTERED, STRANGER } from '../support/trust-fixtures.ts';
import { GAP, GITHUB, judgeActivity, ROLE } from './activity-facts.ts';

function refused(count: number, more: Partial<ActivityRefusal> = {}): ActivityRefusal {
  return {
    ...{ role: ROLE, event: 'AssumeRole', accountId: STRANGER, principal: 'AROASTRANGER', provider: null },
    ...{ address: '203.0.113.9', agent: 'Boto3', 'sts:ExternalId': null, tellsRequest: false },
    ...{
      errorCode: 'AccessDenied',
      count,
      firstAt: '2026-05-01T10:00:00.000Z',
      lastAt: '2026-05-02T10:00:00.000Z',
    },
    ...more,
  };
}

const TOKEN = { event: 'AssumeRoleWithWebIdentity', accountId: null, principal: null, provider: GITHUB };

it.each<[string, ActivityRefusal[], string, RegExp]>([
  [
    'again and again',
    [refused(3), refused(2, { address: '203.0.113.10' })],
    'FAIL',
    /account 999988887777 was refused entry 5 times .*\(AccessDenied\), from 203\.0\.113\.9 and 203\.0\.113\.10\. The last time was on 2026-05-02\./,
  ],
  ['with tokens that are not taken', [refused(6, TOKEN)], 'FAIL', /^whoever comes by GitHub Actions/],
  ['a few times', [refused(4)], 'NOT_APPLICABLE', /no such refusal/],
  [
    'once, without the external ID',
    [refused(1, { tellsRequest: true })],
    'FAIL',
    /1 of these tries came without the external ID/,
  ],
  [
    'once, with one',
    [refused(1, { tellsRequest: true, 'sts:ExternalId': 'x' })],
    'NOT_APPLICABLE',
    /on record where they came from/,
  ],
  [
    'for a request that was wrong',
    [refused(9, { errorCode: 'ValidationError' })],
    'NOT_APPLICABLE',
    /no such/,
  ],
  ['where it is of own accounts', [refused(9, { accountId: OWN })], 'NOT_APPLICABLE', /no such/],
])('%s', (_what, refusals, status, says) => {
  expect(judgeActivity(activityRefused, { refusals })).toMatchObject([
    { status, detail: expect.stringMatching(says), ...(status === 'FAIL' ? {} : { silent: true }) },
  ]);
});

it.each([`${ROLE}2`, null])('who asks for no role that is there is told of the account: %s', (asked) => {
  const few = judgeActivity(activityRefused, { refusals: [refused(4, { role: asked })] });
  expect(few).toMatchObject([{ status: 'NOT_APPLICABLE' }]);
  expect(judgeActivity(activityRefused, { refusals: [refused(9, { role: asked })] })).toMatchObject([
    { status: 'NOT_APPLICABLE' },
    {
      status: 'FAIL',
      resource: { arn: 'aws:cloudtrail:global:111122223333:refusals' },
      detail: expect.stringMatching(/was refused entry 9 times .* No role of the account is on record/),
    },
  ]);
});

it('refusals that have no room leave what is said of entries as it is', () => {
  const perResource: typeof GAP = [
    {
      resource: 'aws:cloudtrail::111122223333:refusals/unknown',
      fact: { status: 'NOT_COLLECTED', reason: 'FAILED', message: 'More.' },
    },
  ];
  expect(judgeActivity(activityRefused, { perResource })).toMatchObject([{ status: 'UNKNOWN' }]);
  expect(judgeActivity(activitySource, { perResource })).toMatchObject([{ status: 'NOT_APPLICABLE' }]);
});

it('a try without an external ID is none where the role asks for none', () => {
  const refusals = [refused(1, { tellsRequest: true })];
  expect(judgeActivity(activityRefused, { refusals }, {}, allow(REGISTERED))).toMatchObject([
    { status: 'NOT_APPLICABLE' },
  ]);
});

it('is not known where not all was read', () => {
  expect(judgeActivity(activityRefused, { perResource: GAP })).toMatchObject([{ status: 'UNKNOWN' }]);
});
