import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { standingAccess } from '../../../src/checks/activity/standing-access.ts';
import type { Failed } from '../../../src/model/check.ts';
import { allow, fixOf, HERE, OWN, REGISTERED } from '../support/trust-fixtures.ts';
import { entry, GAP, judgeActivity, ROLE } from './activity-facts.ts';

const on = (...days: number[]) => entry(days.map((day) => `2026-05-0${day}T10:00:00Z`));

it('fails a role that is open always and used on few days, counted over all ways in', () => {
  const [found] = judgeActivity(standingAccess, {
    entries: [on(1, 2), { ...on(2, 3), address: '203.0.113.9' }],
  });
  expect(found).toMatchObject({
    status: 'FAIL',
    detail: expect.stringMatching(
      /^Auditors Ltd .* came in on 3 days of the 90 days up to 2026-06-01, and may come at any hour\.$/,
    ),
  });
  const [first = '', second = ''] = ((found as Failed).fixes?.() ?? []).flatMap(({ kind, text }) =>
    kind === 'policy' ? [text] : [],
  );
  expect(JSON.parse(first).Statement[0].Condition).toMatchObject({
    StringEquals: { 'sts:ExternalId': expect.any(String) },
    DateGreaterThan: { 'aws:CurrentTime': '2026-06-02T08:00:00Z' },
    DateLessThan: { 'aws:CurrentTime': '2026-06-02T12:00:00Z' },
  });
  // Nobody else comes by the role, so that what has begun may be ended too.
  expect(JSON.parse(second).Statement).toMatchObject([
    {
      Effect: 'Deny',
      Action: '*',
      Condition: { DateLessThan: { 'aws:CurrentTime': '2026-06-02T08:00:00Z' } },
    },
    {
      Effect: 'Deny',
      Action: '*',
      Condition: { DateGreaterThan: { 'aws:CurrentTime': '2026-06-02T12:00:00Z' } },
    },
  ]);
});

it('ends no session of others who come by the same role', () => {
  const [found] = judgeActivity(standingAccess, { entries: [on(1)] }, {}, [allow(REGISTERED), allow(OWN)]);
  expect(fixOf(found as Failed, 'policy')).not.toContain('AfterTheWork');
});

it('offers a runbook that opens this one role when somebody approves, and may do nothing else', () => {
  const [found] = judgeActivity(standingAccess, { entries: [on(1)] });
  const text = ((found as Failed).fixes?.() ?? []).find(({ title }) => title.includes('runbook'))?.text ?? '';
  const { OpenerRole, OpenRole } = parse(text).Resources;
  const { Policies, AssumeRolePolicyDocument, RoleName } = OpenerRole.Properties;
  expect(Policies[0].PolicyDocument.Statement).toEqual([
    { Effect: 'Allow', Action: ['iam:GetRole', 'iam:UpdateAssumeRolePolicy'], Resource: ROLE },
  ]);
  expect(AssumeRolePolicyDocument.Statement[0].Condition).toEqual({
    StringEquals: { 'aws:SourceAccount': HERE },
  });
  const { mainSteps, assumeRole } = OpenRole.Properties.Content;
  expect(mainSteps.map(({ action }: { action: string }) => action)).toEqual([
    'aws:approve',
    'aws:executeScript',
  ]);
  expect(assumeRole).toBe(`arn:aws:iam::${HERE}:role/${RoleName}`);
});

const open = (from: string, to: string) =>
  allow(REGISTERED, {
    Condition: { DateGreaterThan: { 'aws:CurrentTime': from }, DateLessThan: { 'aws:CurrentTime': to } },
  });
const TIME_BOX = open('2026-05-01T00:00:00Z', '2026-05-03T00:00:00Z');

it.each<[string, Parameters<typeof judgeActivity>[1], object | undefined, string]>([
  ['used often enough', { entries: [on(1, 2, 3, 4, 5)] }, undefined, 'PASS'],
  ['used rarely, and open for a while alone', { entries: [on(1)] }, TIME_BOX, 'PASS'],
  [
    'used rarely, and open for years',
    { entries: [on(1)] },
    open('2026-01-01T00:00:00Z', '2029-01-01T00:00:00Z'),
    'FAIL',
  ],
  ['not used, which stale-role speaks of', {}, undefined, 'NOT_APPLICABLE'],
  [
    'used often enough, where not all was read',
    { entries: [on(1, 2, 3, 4, 5)], perResource: GAP },
    undefined,
    'UNKNOWN',
  ],
  ['used rarely, where not all was read', { entries: [on(1)], perResource: GAP }, undefined, 'UNKNOWN'],
  [
    'used rarely, as far as a week tells',
    { entries: [on(1)], from: '2026-05-25T12:00:00.000Z' },
    undefined,
    'NOT_APPLICABLE',
  ],
  [
    'used rarely, as far as log files of a week tell',
    {
      ...{ source: 'files', entries: [on(1)] },
      files: {
        ...{ count: 1, records: 9, sha256: '', named: [] },
        ...{ firstAt: '2026-04-28T00:00:00.000Z', lastAt: '2026-05-05T00:00:00.000Z' },
      },
    },
    undefined,
    'NOT_APPLICABLE',
  ],
])('%s', (_what, activity, trust, status) => {
  expect(judgeActivity(standingAccess, activity, {}, trust)).toMatchObject([{ status }]);
});

it('says from when to when a role stands open', () => {
  const trust = open('2026-01-01T00:00:00Z', '2029-01-01T00:00:00Z');
  const [found] = judgeActivity(standingAccess, { entries: [on(1)] }, {}, trust);
  expect(found?.detail).toMatch(/may come at any hour from 2026-01-01 to 2029-01-01\.$/);
});
