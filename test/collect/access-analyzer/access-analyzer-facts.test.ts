import { describe, expect, test } from 'vitest';
import type { WorldAnalyzer, WorldFinding } from '../../../src/simulator/world.ts';
import { callCounts, collect, MEMBER, member, record, stage, VENDOR, value, world } from '../support.ts';

function bucketFinding(index: number, more: Partial<WorldFinding> = {}): WorldFinding {
  return {
    resource: `arn:aws:s3:::bucket-${index}`,
    resourceType: 'AWS::S3::Bucket',
    principal: { AWS: VENDOR },
    action: ['s3:PutObject', 's3:GetObject'],
    condition: { 'aws:SourceIp': '192.0.2.0/24' },
    isPublic: false,
    ...more,
  };
}

function external(
  region: string,
  findings: WorldFinding[],
  more: Partial<WorldAnalyzer> = {},
): WorldAnalyzer {
  return { name: `external-${region}`, region, type: 'ACCOUNT', findings, ...more };
}

function unused(region: string, more: Partial<WorldAnalyzer> = {}): WorldAnalyzer {
  return {
    name: `unused-${region}`,
    region,
    type: 'ACCOUNT_UNUSED_ACCESS',
    findings: [
      {
        findingType: 'UnusedIAMRole',
        resource: `arn:aws:iam::${MEMBER}:role/old`,
        resourceType: 'AWS::IAM::Role',
      },
      {
        findingType: 'UnusedPermission',
        resource: `arn:aws:iam::${MEMBER}:role/wide`,
        resourceType: 'AWS::IAM::Role',
        status: 'ARCHIVED',
      },
    ],
    ...more,
  };
}

describe('analyzers', () => {
  test('come with their archive rules, Region by Region', async () => {
    const rule = { name: 'mute', filter: { resourceType: { neq: ['b', 'a'] }, isPublic: { eq: ['false'] } } };
    const at = await stage({
      world: world(member({ analyzers: [external('us-east-1', [], { archiveRules: [rule] })] })),
    });
    const account = await collect(at);
    expect(value(account, 'analyzers', 'eu-west-1')).toEqual({ analyzers: [] });
    expect(value(account, 'analyzers', 'us-east-1').analyzers).toMatchObject([
      {
        name: 'external-us-east-1',
        type: 'ACCOUNT',
        status: 'ACTIVE',
        archiveRules: [
          { name: 'mute', filter: { isPublic: { eq: ['false'] }, resourceType: { neq: ['a', 'b'] } } },
        ],
      },
    ]);
  });
});

describe('external access findings', () => {
  test('come with their access from the pages alone: no call a finding', async () => {
    const findings = Array.from({ length: 12 }, (_, index) => bucketFinding(index));
    const at = await stage({
      pageSize: 5,
      world: world(member({ analyzers: [external('us-east-1', findings)] })),
    });
    const account = await collect(at);
    const found = value(account, 'external-access-findings', 'us-east-1').findings;
    expect(found).toHaveLength(12);
    expect(found[0]).toMatchObject({
      principal: { AWS: VENDOR },
      action: ['s3:GetObject', 's3:PutObject'],
      condition: { 'aws:SourceIp': '192.0.2.0/24' },
      isPublic: false,
      status: 'ACTIVE',
    });
    expect(found.map(({ id }) => id)).toEqual(found.map(({ id }) => id).toSorted());
    expect(callCounts(account)['access-analyzer:ListFindings']).toBe(3);
    expect(callCounts(account)).not.toHaveProperty('access-analyzer:GetFinding');
  });

  test('are active and archived ones, of analyzers that work', async () => {
    const findings = [
      bucketFinding(1),
      bucketFinding(2, { status: 'ARCHIVED' }),
      bucketFinding(3, { status: 'RESOLVED' }),
    ];
    const broken = external('us-east-1', [bucketFinding(4)], { name: 'broken', status: 'FAILED' });
    const at = await stage({
      world: world(member({ analyzers: [external('us-east-1', findings), broken] })),
    });
    const found = value(await collect(at), 'external-access-findings', 'us-east-1').findings;
    expect(found.map(({ resource }) => resource).toSorted()).toEqual([
      'arn:aws:s3:::bucket-1',
      'arn:aws:s3:::bucket-2',
    ]);
  });
});

describe('unused access findings', () => {
  test('are read in the first Region that has an active analyzer, and only there', async () => {
    const at = await stage({
      world: world(member({ analyzers: [unused('us-east-1', { status: 'CREATING' }), unused('eu-west-1')] })),
    });
    const account = await collect(at);
    const { analyzers, findings } = value(account, 'unused-access-findings');
    expect(analyzers).toMatchObject([{ region: 'eu-west-1', type: 'ACCOUNT_UNUSED_ACCESS' }]);
    expect(findings.map(({ findingType }) => findingType)).toEqual(['UnusedIAMRole']);
    expect(callCounts(account)['access-analyzer:ListFindingsV2']).toBe(1);
  });

  test('are none, and that is known, when no Region has an analyzer', async () => {
    const at = await stage({ world: world(member({})) });
    const account = await collect(at);
    expect(value(account, 'unused-access-findings')).toEqual({ analyzers: [], findings: [] });
  });

  test('are unknown when none was found and a Region could not be asked', async () => {
    const at = await stage({
      world: world(member({})),
      faults: [{ kind: 'access-denied', operation: 'access-analyzer:ListAnalyzers', region: 'eu-west-1' }],
    });
    expect(record(await collect(at), 'unused-access-findings')).toMatchObject({
      status: 'NOT_COLLECTED',
      reason: 'ACCESS_DENIED',
      action: 'access-analyzer:ListAnalyzers',
      message: expect.stringContaining('analyzers in eu-west-1'),
    });
  });

  test('are known when another Region could be asked and has one', async () => {
    const at = await stage({
      world: world(member({ analyzers: [unused('us-east-1')] })),
      faults: [{ kind: 'access-denied', operation: 'access-analyzer:ListAnalyzers', region: 'eu-west-1' }],
    });
    expect(value(await collect(at), 'unused-access-findings').findings).toHaveLength(1);
  });
});
