import { describe, expect, test } from 'vitest';
import { unusedAccessFinding } from '../../../src/checks/access-analyzer/unused-access-finding.ts';
import type { UnusedAccessFinding } from '../../../src/model/facts/unused-access-findings.ts';
import { ACCOUNT, contextFor, expectEvidence, OWN_OTHER, REGION, statuses } from '../drift/facts.ts';
import { ANALYZER_ARN, unused } from './facts.ts';

const ANALYZER = { arn: `${ANALYZER_ARN}-unused`, region: REGION, type: 'ACCOUNT_UNUSED_ACCESS' };

function judge(findings: UnusedAccessFinding[], analyzers = [ANALYZER]) {
  const facts = { 'unused-access-findings': { analyzers, findings } };
  return { facts, outcomes: unusedAccessFinding.evaluate(facts, contextFor(unusedAccessFinding)) };
}

describe('FAIL', () => {
  test.each([
    ['UnusedIAMRole', 'medium'],
    ['UnusedIAMUserAccessKey', 'medium'],
    ['UnusedIAMUserPassword', 'medium'],
    ['UnusedPermission', 'low'],
    ['SomethingNew', 'low'],
  ])('%s is %s', (findingType, severity) => {
    const { outcomes, facts } = judge([unused({ findingType })]);
    expect(outcomes).toMatchObject([
      {
        ...{ status: 'FAIL', severity, discriminator: findingType, region: 'global' },
        evidence: [{ marks: ['/findingType'] }],
      },
    ]);
    expectEvidence(outcomes, facts);
  });

  test('several keys of one user, which the summary cannot tell apart, are one finding', () => {
    const key = { findingType: 'UnusedIAMUserAccessKey', resourceType: 'AWS::IAM::User' };
    const { outcomes, facts } = judge([unused({ ...key, id: 'a' }), unused({ ...key, id: 'b' })]);
    expect(outcomes).toMatchObject([{ status: 'FAIL', detail: expect.stringContaining('(2 findings)') }]);
    expectEvidence(outcomes, facts);
  });

  test('what is said of one, and of several: the day of the first, and what is not used', () => {
    const saying = (findingType: string, ...days: string[]) =>
      judge(
        days.map((day, at) => unused({ id: `u${at}`, findingType, createdAt: `${day}T08:00:00.000Z` })),
      ).outcomes.map(({ detail }) => detail);
    expect(saying('UnusedIAMRole', '2026-07-01')).toEqual([
      'Access Analyzer reports since 2026-07-01 that the role is not used.',
    ]);
    expect(saying('UnusedIAMUserAccessKey', '2026-07-02', '2026-06-30', '2026-07-01')).toEqual([
      'Access Analyzer reports since 2026-06-30 that the user has an access key that is not used (3 findings).',
    ]);
    expect(saying('SomethingNew', '2026-07-01')).toEqual([
      'Access Analyzer reports since 2026-07-01 that there is unused access (SomethingNew).',
    ]);
  });

  test.each<[says: string, one: Partial<UnusedAccessFinding>, statuses: string[]]>([
    ['resource', { resource: `arn:aws:iam::${ACCOUNT}:role/other` }, ['FAIL', 'FAIL']],
    ['kind of resource', { resourceType: 'AWS::IAM::User' }, ['FAIL', 'FAIL']],
    ['owner', { resourceOwnerAccount: OWN_OTHER }, ['FAIL', 'FAIL']],
    ['kind', { findingType: 'UnusedPermission' }, ['FAIL', 'FAIL']],
    ['answer, which was none', { error: 'ACCESS_DENIED' }, ['FAIL', 'UNKNOWN']],
    ['id alone', {}, ['FAIL']],
  ])('one with another %s is told by itself', (_says, one, are) => {
    expect(statuses(judge([unused(), unused({ id: 'u2', ...one })]).outcomes)).toEqual(are);
  });

  test('is told also where its analyzer is not there any more', () => {
    expect(statuses(judge([unused()], []).outcomes)).toEqual(['FAIL']);
  });

  test.each<[findingType: string, commands: RegExp[]]>([
    ['UnusedIAMUserPassword', [/^aws iam delete-login-profile --user-name 'idle'$/]],
    [
      'UnusedPermission',
      [/accessanalyzer get-finding-v2 .*'u1'/, /accessanalyzer generate-finding-recommendation .*'u1'/],
    ],
    ['UnusedIAMRole', [/accessanalyzer get-finding-v2 .*'u1'/]],
    ['UnusedIAMUserAccessKey', [/accessanalyzer get-finding-v2 .*'u1'/]],
  ])('%s: what to do next', (findingType, commands) => {
    const resource = `arn:aws:iam::${ACCOUNT}:user/team/night/idle`;
    const [found] = judge([unused({ findingType, resource })]).outcomes;
    const texts = found?.status === 'FAIL' ? (found.fixes?.() ?? []).map(({ text }) => text) : [];
    expect(texts).toEqual(commands.map((command) => expect.stringMatching(command)));
  });

  test('no command is made up for a user without a name', () => {
    const [found] = judge([unused({ findingType: 'UnusedIAMUserPassword', resource: null })]).outcomes;
    expect(found).toMatchObject({ status: 'FAIL' });
    expect(JSON.stringify(found?.status === 'FAIL' && found.fixes?.())).not.toContain('undefined');
  });

  test('a member’s role in an organization analyzer belongs to the member', () => {
    expect(judge([unused({ resourceOwnerAccount: OWN_OTHER })]).outcomes).toMatchObject([
      { accountId: OWN_OTHER },
    ]);
  });
});

test('UNKNOWN: the role could not be analysed', () => {
  expect(judge([unused({ error: 'ACCESS_DENIED' })]).outcomes).toMatchObject([
    { status: 'UNKNOWN', detail: expect.stringContaining('ACCESS_DENIED') },
  ]);
});

test('UNKNOWN: an analyzer, or a Region that may hold one, did not answer: about no resource in particular', () => {
  const fact = { status: 'NOT_COLLECTED', reason: 'ACCESS_DENIED', message: 'It was refused.' } as const;
  const resource = 'arn:aws:access-analyzer:us-east-1:111111111111:analyzer/*';
  const facts = {
    'unused-access-findings': { analyzers: [ANALYZER], findings: [], perResource: [{ resource, fact }] },
  };
  expect(unusedAccessFinding.evaluate(facts, contextFor(unusedAccessFinding))).toMatchObject([
    { status: 'PASS' },
    {
      status: 'UNKNOWN',
      resource: { arn: '' },
      detail: `What ${resource} reports was not read: It was refused.`,
    },
  ]);
});

test('PASS: an analyzer without active findings', () => {
  expect(judge([unused({ status: 'ARCHIVED' })]).outcomes).toMatchObject([
    { status: 'PASS', resource: { arn: ANALYZER.arn } },
  ]);
});

test('NOT_APPLICABLE: no analyzer, and says so', () => {
  expect(judge([], []).outcomes).toMatchObject([
    {
      status: 'NOT_APPLICABLE',
      silent: true,
      resource: { arn: expect.stringContaining(ACCOUNT) },
      detail: expect.stringMatching(
        /no active unused-access analyzer of its own in the Regions that were asked/,
      ),
    },
  ]);
  expect(statuses(judge([], []).outcomes)).toEqual(['NOT_APPLICABLE']);
});
