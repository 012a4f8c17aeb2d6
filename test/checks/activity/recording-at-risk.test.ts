import { expect, it } from 'vitest';
import { recordingAtRisk } from '../../../src/checks/activity/recording-at-risk.ts';
import type { Failed } from '../../../src/model/check.ts';
import { fixOf, judge, OWN, REGISTERED, role, withExternalId } from '../support/trust-fixtures.ts';

function judged(Action: string | string[], accountId = REGISTERED, more: object[] = []) {
  const document = JSON.stringify({ Statement: [{ Effect: 'Allow', Action, Resource: '*' }, ...more] });
  return judge(
    recordingAtRisk,
    role(withExternalId(accountId), { inlinePolicies: [{ name: 'own', document }] }),
  );
}

it.each<[string, Parameters<typeof judged>, string, RegExp]>([
  [
    'what stops a trail',
    [['cloudtrail:StopLogging', 's3:GetObject']],
    'FAIL',
    /may stop, narrow or delete what is recorded: cloudtrail:StopLogging \(statement 1 of inline policy own\)/,
  ],
  ['a pattern of it', ['config:Stop*'], 'FAIL', /config:StopConfigurationRecorder/],
  ['reading', ['cloudtrail:Get*'], 'PASS', /none of the actions/],
  [
    'what a Deny takes back',
    ['cloudtrail:StopLogging', REGISTERED, [{ Effect: 'Deny', Action: 'cloudtrail:*', Resource: '*' }]],
    'PASS',
    /none/,
  ],
  ['everything', ['*'], 'NOT_APPLICABLE', /see third-party-admin/],
  ['to an own account', ['cloudtrail:StopLogging', OWN], 'NOT_APPLICABLE', /No third party/],
])('a role that allows %s', (_what, given, status, says) => {
  expect(judged(...given)).toMatchObject([{ status, detail: expect.stringMatching(says) }]);
});

it('offers a policy that denies what was found, and nothing else', () => {
  const [found] = judged(['cloudtrail:StopLogging', 'cloudtrail:DeleteTrail']);
  expect(JSON.parse(fixOf(found as Failed, 'policy'))).toMatchObject({
    Statement: [
      { Effect: 'Deny', Action: ['cloudtrail:DeleteTrail', 'cloudtrail:StopLogging'], Resource: '*' },
    ],
  });
});
