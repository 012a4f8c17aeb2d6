import { expect, it } from 'vitest';
import { activityHighRisk } from '../../../src/checks/activity/activity-high-risk.ts';
import { OWN } from '../support/trust-fixtures.ts';
import { called, entry, GAP, GITHUB, judgeActivity, ROLE } from './activity-facts.ts';

const ALL = [{ role: ROLE, begun: 3, lookedInto: 3 }];
const SOME = [{ role: ROLE, begun: 3, lookedInto: 1 }];

it.each<[string, Parameters<typeof judgeActivity>[1], object, string, RegExp]>([
  [
    'what is on the list',
    { calls: [called('CreateUser')], sessions: ALL },
    { severity: undefined },
    'FAIL',
    /made high-risk calls in the 90 days up to 2026-06-01: iam:CreateUser \(2 times, last on 2026-05-02\)/,
  ],
  [
    'what a pattern of it means',
    { calls: [called('PutUserPolicy')], sessions: SOME },
    {},
    'FAIL',
    /PutUserPolicy/,
  ],
  [
    'what was only tried',
    { calls: [called('CreateUser', { errorCode: 'AccessDenied' })], sessions: ALL },
    { severity: 'medium' },
    'FAIL',
    /tried high-risk calls .*none went through/,
  ],
  [
    'by an issuer outside',
    {
      calls: [called('StopLogging', { service: 'cloudtrail', accountId: null, provider: GITHUB })],
      sessions: ALL,
    },
    {},
    'FAIL',
    /GitHub Actions/,
  ],
  [
    'anything else',
    { calls: [called('ListUsers'), called('PutObject', { service: 's3' })], sessions: ALL },
    {},
    'PASS',
    /^The 3 sessions .* made no high-risk call/,
  ],
  [
    'by own accounts',
    { calls: [called('CreateUser', { accountId: OWN })], sessions: ALL },
    {},
    'PASS',
    /no high-risk/,
  ],
  [
    'nothing, where not every session was looked into',
    { sessions: SOME },
    { silent: true },
    'NOT_APPLICABLE',
    /Of 3 sessions .* the newest 1 were looked into/,
  ],
  ['nothing, where nobody came', {}, {}, 'NOT_APPLICABLE', /no session of a third party/],
  [
    'nothing that can be told, where the keys of sessions are on no record',
    { entries: [entry(['2026-05-01T10:00:00Z'])] },
    { silent: true },
    'NOT_APPLICABLE',
    /entries in the 90 days .* without the key of a session/,
  ],
  ['nothing, where not all was read', { sessions: ALL, perResource: GAP }, {}, 'UNKNOWN', /Denied/],
  [
    'by a session that nobody knows',
    { calls: [called('CreateUser', { accountId: null })], sessions: ALL },
    {},
    'UNKNOWN',
    /whose they were is not known: iam:CreateUser/,
  ],
])('%s', (_what, activity, more, status, says) => {
  expect(judgeActivity(activityHighRisk, activity)).toMatchObject([
    {
      status,
      detail: expect.stringMatching(says),
      ...Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined)),
    },
  ]);
});

it('goes by the list of the configuration, in which case does not count', () => {
  const parameters = { actions: ['S3:put*'] };
  const calls = [called('CreateUser'), called('PutObject', { service: 's3' })];
  expect(judgeActivity(activityHighRisk, { calls, sessions: ALL }, { parameters })).toMatchObject([
    { status: 'FAIL', evidence: [{ pointer: '/calls/1', value: calls[1], marks: ['/name'] }] },
  ]);
});
