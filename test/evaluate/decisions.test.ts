import { describe, expect, it } from 'vitest';
import { decisionsIn, reviewSetting } from '../../src/evaluate/decisions.ts';
import type { RegisteredThirdParty } from '../../src/model/party.ts';
import { type AuditReport, accountScopeShape, reportShape } from '../../src/model/report.ts';
import type { KnownDecisions } from '../../src/model/review.ts';
import { sampleOf } from '../support/sample.ts';

const A = '111111111111';
const B = '222222222222';

function report(gaps: object[] = []): AuditReport {
  const least = sampleOf(reportShape);
  return {
    ...least,
    run: { ...least.run, asOf: '2026-06-01T12:00:00.000Z', startedAt: '2026-06-01T11:00:00.000Z' },
    scope: {
      ...least.scope,
      accounts: [A, B].map((accountId) => sampleOf(accountScopeShape, { accountId })),
    },
    coverage: { ...least.coverage, gaps: gaps as AuditReport['coverage']['gaps'] },
  };
}

const KNOWN = { userArn: 'arn:aws:iam::1:user/known', accountId: '1', activeKeys: 0, password: false };

const REGISTER = [
  { name: 'Nimbus', lastReviewed: '2026-01-31' },
  { name: 'Never' },
] as RegisteredThirdParty[];

describe('what decisions are held against', () => {
  it.each([
    ['the roles of an account', 'authorization-details', false],
    ['something else of it', 'drift', true],
  ])('knows where %s were not read', (_what, fact, wasRead) => {
    const setting = reviewSetting(report([{ accountId: A, fact }]), { thirdParties: [] });
    expect(
      [A, B, '999999999999'].map((accountId) => setting.wasRead({ accountId, roleArn: '', principal: '' })),
    ).toEqual([wasRead, true, false]);
  });

  const BUCKET = 'arn:aws:s3:::drop';
  const gap = (resource?: string, region = 'eu-west-1', accountId = A) => [
    { accountId, region, fact: 'resource-policies', ...(resource === undefined ? {} : { resource }) },
  ];
  it.each<[string, boolean, object, object?]>([
    ['all was', true, {}],
    ['resource policies are not asked for', false, {}, {}],
    ['another service is', false, {}, { resourcePolicies: ['kms'] }],
    ['no check asks for them', false, { checks: [] }],
    ['all of the Region was not', false, { gaps: gap() }],
    ['another Region was not', true, { gaps: gap(undefined, 'us-east-1') }],
    ['another account was not', true, { gaps: gap(undefined, 'eu-west-1', B) }],
    ['the buckets were not listed', false, { gaps: gap(`arn:aws:s3:eu-west-1:${A}:*`) }],
    ['the keys were not listed', true, { gaps: gap(`arn:aws:kms:eu-west-1:${A}:*`) }],
    ['the bucket was not, or in part', false, { gaps: gap(BUCKET) }],
    ['another bucket was not', true, { gaps: gap(`${BUCKET}-2`) }],
    ['the account was not', false, { status: 'FAILED' }],
    ['the Region is not in scope', false, { regions: ['us-east-1'] }],
    ['a check has no answer', false, { unanswered: ['resource-third-party'] }],
    ['a check of something else has none', true, { unanswered: ['external-access-finding'] }],
    ['others are there, not known in full', false, { notKnown: 'the policy could not be understood' }],
  ])('knows of a resource whether it was read where %s', (_what, wasRead, more, judgement) => {
    const given = {
      ...{ gaps: [], checks: ['resource-third-party'], status: 'PARTIAL', regions: ['eu-west-1'] },
      ...{ unanswered: [] as string[], notKnown: undefined as string | undefined },
      ...more,
    };
    const base = report(given.gaps);
    const setting = reviewSetting(
      {
        ...base,
        scope: {
          ...base.scope,
          accounts: [
            {
              ...sampleOf(accountScopeShape, { accountId: A }),
              regions: given.regions,
              status: given.status,
            },
          ],
        },
        checks: given.checks.map((id) => ({ id })),
        unanswered: given.unanswered.map((checkId) => ({ checkId, resourceArn: BUCKET })),
        thirdParties:
          given.notKnown === undefined
            ? []
            : [
                {
                  party: { kind: 'registered', name: 'Nimbus' },
                  resources: [{ resourceArn: BUCKET, notKnown: given.notKnown }],
                },
              ],
      } as unknown as AuditReport,
      { thirdParties: [], ...(judgement ?? { resourcePolicies: ['s3'] }) },
    );
    const resource = { region: 'eu-west-1', type: 'AWS::S3::Bucket' };
    expect(setting.wasRead({ accountId: A, roleArn: BUCKET, principal: '', resource })).toBe(wasRead);
  });

  it.each([
    ['a profile', 'profile', 'profiles', false],
    ['a review template', 'review-template', 'templates', false],
    ['a workload', 'workload', 'profiles', true],
    ['a profile', 'profile', 'templates', true],
  ])('knows of the share of %s whether it was read where facts lack what the tool shares', (...given) => {
    const [_what, type, member, wasRead] = given;
    const place = { accountId: A, region: 'eu-west-1' };
    const base = report();
    const setting = reviewSetting(
      {
        ...base,
        scope: {
          ...base.scope,
          accounts: [{ ...sampleOf(accountScopeShape, { accountId: A }), regions: [place.region] }],
        },
        checks: [{ id: 'well-architected-share' }],
        unanswered: [
          {
            checkId: 'well-architected-share',
            resourceArn: `aws:wellarchitected:${place.region}:${A}:${member}`,
          },
          // Of another Region.
          { checkId: 'well-architected-share', resourceArn: `aws:wellarchitected:us-east-1:${A}:workloads` },
        ],
      } as unknown as AuditReport,
      { thirdParties: [] },
    );
    const share = { service: 'wellarchitected', region: place.region } as const;
    const roleArn = `arn:aws:wellarchitected:${place.region}:${A}:${type}/a1b2`;
    expect(
      setting.wasRead({ accountId: A, roleArn, principal: '', share } as unknown as Parameters<
        typeof setting.wasRead
      >[0]),
    ).toBe(wasRead);
  });

  it('is the moment of judgement, and the first run that is known of', () => {
    const setting = reviewSetting(report(), { thirdParties: [] });
    expect([setting.asOf, setting.since]).toEqual(['2026-06-01T12:00:00.000Z', '2026-06-01T11:00:00.000Z']);
    const trend = [{ startedAt: '2025-01-01T00:00:00.000Z' }, { startedAt: '2026-01-01T00:00:00.000Z' }];
    expect(reviewSetting(report(), { thirdParties: [] }, trend as never).since).toBe(
      '2025-01-01T00:00:00.000Z',
    );
  });

  it('tells which users would be there by name or path, and which only a tag would show', () => {
    const register = [
      { name: 'Nimbus', users: [{ path: '/vendors/' }, { tag: 'vendor=nimbus' }] },
      { name: 'Other', users: [{ name: 'other-*' }] },
    ] as unknown as RegisteredThirdParty[];
    const base = report();
    const party = { party: { kind: 'registered', name: 'Nimbus' }, users: [KNOWN] };
    const { wouldList } = reviewSetting({ ...base, thirdParties: [party] } as AuditReport, {
      thirdParties: register,
    });
    const listed = (key: string, path: string) =>
      wouldList({ party: { key, name: '', kind: '' }, roleArn: `arn:aws:iam::1:user/${path}` });
    expect(listed('registered:Nimbus', 'vendors/ada')).toBe(true);
    expect(listed('registered:Nimbus', 'ada')).toBe(false);
    expect(listed('registered:Other', 'vendors/ada')).toBe(false);
    expect(listed('registered:Other', 'vendors/other-1')).toBe(true);
    expect(listed('registered:Gone', 'known')).toBe(true);
    expect(listed('registered:Gone', 'vendors/ada')).toBe(false);
  });

  it('has the day that the register gives, where it gives one', () => {
    expect([...reviewSetting(report(), { thirdParties: REGISTER }).typed]).toEqual([
      ['registered:Nimbus', '2026-01-31'],
    ]);
  });
});

describe('a run says of decisions', () => {
  const NOTHING: KnownDecisions = {
    schemaVersion: 1,
    readAt: '2026-06-01T00:00:00.000Z',
    reviews: [],
    problems: [],
    countersigned: null,
  };
  const said = (decisions: KnownDecisions | undefined) => {
    const run = { judgement: { thirdParties: REGISTER } };
    const known = decisions === undefined ? {} : { decisions };
    return decisionsIn(report(), { run: run as never, rules: known as never }, []);
  };

  it('nothing where nobody had said anything', () => {
    expect(said(undefined)).toEqual({});
    expect(said(NOTHING)).toEqual({});
  });

  it('what could not be read of them', () => {
    const problems = [
      { file: 'x.json', problem: 'It is no review.' },
    ] as unknown as KnownDecisions['problems'];
    expect(Object.keys(said({ ...NOTHING, problems }))).toEqual(['reviews']);
    expect(said({ ...NOTHING, problems }).reviews?.problems).toEqual(problems);
  });

  it('which run was countersigned', () => {
    const countersigned = { runId: 'run-1' } as unknown as KnownDecisions['countersigned'];
    expect(said({ ...NOTHING, countersigned })).toEqual({ countersigned });
  });
});
