import {
  AccessAnalyzerClient,
  GetFindingV2Command,
  ListAnalyzersCommand,
  ListArchiveRulesCommand,
  ListFindingsCommand,
  ListFindingsV2Command,
  paginateListFindings,
} from '@aws-sdk/client-accessanalyzer';
import { describe, expect, test } from 'vitest';
import type { WorldAnalyzer } from '../../src/simulator/world.ts';
import { failure, MANAGEMENT, settings, simulate, smallWorld } from './support.ts';

const EXTERNAL: WorldAnalyzer = {
  name: 'external',
  region: 'us-east-1',
  type: 'ACCOUNT',
  archiveRules: [
    { name: 'Website', filter: { isPublic: { eq: ['true'] }, resource: { contains: ['web'] } } },
  ],
  findings: [
    ...Array.from({ length: 7 }, (_, i) => ({
      resource: `arn:aws:s3:::bucket-${i}`,
      resourceType: 'AWS::S3::Bucket',
      principal: { AWS: '999900002001' },
      action: ['s3:GetObject'],
      condition: { 'aws:SourceIp': '203.0.113.0/24' },
    })),
    { resource: 'arn:aws:s3:::web', resourceType: 'AWS::S3::Bucket', isPublic: true, status: 'ARCHIVED' },
    {
      resource: 'arn:aws:kms:::key/1',
      resourceType: 'AWS::KMS::Key',
      error: 'ACCESS_DENIED',
      status: 'RESOLVED',
    },
  ],
};
const UNUSED: WorldAnalyzer = {
  name: 'unused',
  region: 'us-east-1',
  type: 'ACCOUNT_UNUSED_ACCESS',
  findings: [
    {
      resource: 'arn:aws:iam::1:role/r',
      resourceType: 'AWS::IAM::Role',
      findingType: 'UnusedPermission',
      unusedActions: { s3: ['s3:GetObject'] },
    },
  ],
};
const ELSEWHERE: WorldAnalyzer = {
  name: 'elsewhere',
  region: 'eu-west-1',
  type: 'ORGANIZATION',
  status: 'DISABLED',
};

async function client() {
  const world = smallWorld({}, { contents: { roles: [], analyzers: [EXTERNAL, UNUSED, ELSEWHERE] } });
  const simulator = await simulate({ world });
  return new AccessAnalyzerClient(settings(simulator));
}

function arn(name: string): string {
  return `arn:aws:access-analyzer:us-east-1:${MANAGEMENT}:analyzer/${name}`;
}

describe('analyzers', () => {
  test('are listed for the Region that was asked, all types or one', async () => {
    const here = await client();
    const { analyzers } = await here.send(new ListAnalyzersCommand({}));
    expect(analyzers?.map(({ name, status }) => [name, status])).toEqual([
      ['external', 'ACTIVE'],
      ['unused', 'ACTIVE'],
    ]);
    const unused = await here.send(new ListAnalyzersCommand({ type: 'ACCOUNT_UNUSED_ACCESS' }));
    expect(unused.analyzers).toMatchObject([{ arn: arn('unused') }]);
  });

  test('have archive rules, and an unknown analyzer is not found', async () => {
    const here = await client();
    const { archiveRules } = await here.send(new ListArchiveRulesCommand({ analyzerName: 'external' }));
    expect(archiveRules).toMatchObject([{ ruleName: 'Website', filter: { isPublic: { eq: ['true'] } } }]);
    const missing = here.send(new ListArchiveRulesCommand({ analyzerName: 'elsewhere' }));
    expect(await failure(missing)).toMatchObject({ name: 'ResourceNotFoundException', status: 404 });
  });
});

describe('findings', () => {
  test('of the first version carry the access in the page, filtered by status', async () => {
    const here = await client();
    const found = [];
    const pages = paginateListFindings(
      { client: here },
      { analyzerArn: arn('external'), filter: { status: { eq: ['ACTIVE', 'ARCHIVED'] } } },
    );
    for await (const page of pages) {
      expect(page.findings?.length).toBeLessThanOrEqual(5);
      found.push(...(page.findings ?? []));
    }
    expect(found).toHaveLength(8);
    expect(new Set(found.map(({ id }) => id)).size).toBe(8);
    expect(found[0]).toMatchObject({
      principal: { AWS: '999900002001' },
      action: ['s3:GetObject'],
      condition: { 'aws:SourceIp': '203.0.113.0/24' },
      isPublic: false,
      resourceOwnerAccount: MANAGEMENT,
      createdAt: new Date('2026-01-01T00:00:00Z'),
    });
    expect(found[7]).toMatchObject({ status: 'ARCHIVED', isPublic: true });
  });

  test('of the first version are refused for an analyzer of unused access', async () => {
    const call = (await client()).send(new ListFindingsCommand({ analyzerArn: arn('unused') }));
    expect(await failure(call)).toMatchObject({ name: 'ValidationException', status: 400 });
  });

  test('of the second version are summaries, with the details one by one', async () => {
    const here = await client();
    const { findings: [summary] = [] } = await here.send(
      new ListFindingsV2Command({ analyzerArn: arn('unused') }),
    );
    expect(summary).toMatchObject({ findingType: 'UnusedPermission', status: 'ACTIVE' });
    const full = await here.send(
      new GetFindingV2Command({ analyzerArn: arn('unused'), id: summary?.id ?? '' }),
    );
    expect(full.findingDetails).toEqual([
      { unusedPermissionDetails: { serviceNamespace: 's3', actions: [{ action: 's3:GetObject' }] } },
    ]);
    const external = await here.send(new ListFindingsV2Command({ analyzerArn: arn('external') }));
    expect(external.findings?.[0]).not.toHaveProperty('principal');
  });
});
