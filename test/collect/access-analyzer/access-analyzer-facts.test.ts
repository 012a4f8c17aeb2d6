import { describe, expect, test } from 'vitest';
import type { WorldAnalyzer, WorldFinding } from '../../../src/simulator/world.ts';
import {
  callCounts,
  collect,
  MEMBER,
  member,
  record,
  stage,
  target,
  VENDOR,
  value,
  world,
} from '../support.ts';

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
  test('are those of every analyzer that works, whatever its type, Region and period', async () => {
    const short = unused('us-east-1', { name: 'short', unusedAccessAge: 30 });
    const long = unused('us-east-1', {
      name: 'long',
      unusedAccessAge: 180,
      findings: [
        {
          findingType: 'UnusedIAMUserPassword',
          resource: `arn:aws:iam::${MEMBER}:user/gone`,
          resourceType: 'AWS::IAM::User',
        },
      ],
    });
    const creating = unused('us-east-1', { name: 'creating', status: 'CREATING' });
    const elsewhere = unused('eu-west-1', { type: 'ORGANIZATION_UNUSED_ACCESS' });
    const at = await stage({ world: world(member({ analyzers: [short, long, creating, elsewhere] })) });
    const account = await collect(at);
    const { analyzers, findings } = value(account, 'unused-access-findings');
    expect(analyzers.map(({ arn }) => arn.split('/').at(-1))).toEqual(['long', 'short', 'unused-eu-west-1']);
    expect(findings.map(({ findingType }) => findingType).toSorted()).toEqual([
      'UnusedIAMRole',
      'UnusedIAMRole',
      'UnusedIAMUserPassword',
    ]);
    expect(callCounts(account)['access-analyzer:ListFindingsV2']).toBe(3);
  });

  test('are read in the home Region too when only others are scanned', async () => {
    const analyzers = [
      unused('us-east-1'),
      unused('us-east-1', { type: 'ORGANIZATION_UNUSED_ACCESS', name: 'all' }),
    ];
    const at = await stage({
      world: world(member({ analyzers: [...analyzers, external('us-east-1', [])] })),
    });
    const account = await collect(at, target({ regions: ['eu-west-1'] }));
    const fact = value(account, 'unused-access-findings');
    expect(fact.analyzers).toMatchObject([{ region: 'us-east-1' }, { region: 'us-east-1' }]);
    expect(fact.findings).toHaveLength(2);
    expect(fact).not.toHaveProperty('perResource');
    // What is scanned is what the configuration says: of the home Region nothing else is read, but who came in by it.
    expect(account.regions).toEqual(['eu-west-1']);
    const there = account.calls.filter(({ region }) => region === 'us-east-1');
    expect(new Set(there.map(({ operation }) => operation))).toEqual(
      new Set(['ListAnalyzers', 'ListFindingsV2', 'LookupEvents']),
    );
  });

  test('are a gap when the home Region refuses, with what others answered kept', async () => {
    const refuses = [
      { kind: 'access-denied', operation: 'access-analyzer:ListAnalyzers', region: 'us-east-1' } as const,
    ];
    const regions = ['eu-west-1'];
    const none = await stage({ world: world(member({})), faults: refuses });
    expect(record(await collect(none, target({ regions })), 'unused-access-findings')).toMatchObject({
      status: 'NOT_COLLECTED',
      reason: 'ACCESS_DENIED',
      message: expect.stringContaining('analyzers in us-east-1'),
    });
    const one = await stage({ world: world(member({ analyzers: [unused('eu-west-1')] })), faults: refuses });
    const fact = value(await collect(one, target({ regions })), 'unused-access-findings');
    expect(fact.findings).toHaveLength(1);
    expect(fact.perResource).toMatchObject([
      {
        resource: `arn:aws:access-analyzer:us-east-1:${MEMBER}:analyzer/*`,
        fact: { status: 'NOT_COLLECTED', reason: 'ACCESS_DENIED' },
      },
    ]);
  });

  test('of one analyzer are kept when another does not answer', async () => {
    const analyzers = [unused('us-east-1'), unused('eu-west-1')];
    const at = await stage({
      world: world(member({ analyzers })),
      faults: [{ kind: 'access-denied', operation: 'ListFindingsV2', region: 'eu-west-1' }],
    });
    const fact = value(await collect(at), 'unused-access-findings');
    expect(fact.analyzers).toMatchObject([{ region: 'us-east-1' }]);
    expect(fact.findings).toHaveLength(1);
    expect(fact.perResource).toMatchObject([{ resource: expect.stringContaining('unused-eu-west-1') }]);
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
    const fact = value(await collect(at), 'unused-access-findings');
    expect(fact.findings).toHaveLength(1);
    expect(fact.perResource).toMatchObject([
      { fact: { message: expect.stringContaining('analyzers in eu-west-1') } },
    ]);
  });
});
