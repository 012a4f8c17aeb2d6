import type { Analyzer } from '../../../src/model/facts/analyzers.ts';
import type { ExternalAccessFinding } from '../../../src/model/facts/external-access-findings.ts';
import type { UnusedAccessFinding } from '../../../src/model/facts/unused-access-findings.ts';
import { ACCOUNT, REGION, UNKNOWN_ACCOUNT } from '../drift/facts.ts';

export const ANALYZER_ARN = `arn:aws:access-analyzer:${REGION}:${ACCOUNT}:analyzer/external`;
export const BUCKET = 'arn:aws:s3:::exports';

export function analyzer(changes: Partial<Analyzer> = {}): Analyzer {
  return {
    arn: ANALYZER_ARN,
    name: 'external',
    type: 'ACCOUNT',
    status: 'ACTIVE',
    statusReason: null,
    createdAt: '2025-01-01T00:00:00.000Z',
    lastResourceAnalyzedAt: null,
    archiveRules: [],
    ...changes,
  };
}

/** An active finding, ten days old, of an unknown account on a bucket. */
export function external(changes: Partial<ExternalAccessFinding> = {}): ExternalAccessFinding {
  return {
    id: 'f1',
    analyzerArn: ANALYZER_ARN,
    status: 'ACTIVE',
    resource: BUCKET,
    resourceType: 'AWS::S3::Bucket',
    resourceOwnerAccount: ACCOUNT,
    principal: { AWS: UNKNOWN_ACCOUNT },
    action: ['s3:GetObject'],
    condition: {},
    isPublic: false,
    error: null,
    createdAt: '2026-07-21T12:00:00.000Z',
    updatedAt: '2026-07-21T12:00:00.000Z',
    analyzedAt: '2026-07-31T00:00:00.000Z',
    resourceControlPolicyRestriction: null,
    ...changes,
  };
}

export function unused(changes: Partial<UnusedAccessFinding> = {}): UnusedAccessFinding {
  return {
    id: 'u1',
    analyzerArn: `${ANALYZER_ARN}-unused`,
    status: 'ACTIVE',
    findingType: 'UnusedIAMRole',
    resource: `arn:aws:iam::${ACCOUNT}:role/idle`,
    resourceType: 'AWS::IAM::Role',
    resourceOwnerAccount: ACCOUNT,
    error: null,
    createdAt: '2026-07-01T00:00:00.000Z',
    updatedAt: '2026-07-01T00:00:00.000Z',
    analyzedAt: '2026-07-31T00:00:00.000Z',
    ...changes,
  };
}
