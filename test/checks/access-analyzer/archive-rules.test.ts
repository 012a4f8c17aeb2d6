import { describe, expect, it } from 'vitest';
import { archives } from '../../../src/checks/access-analyzer/archive-rules.ts';
import type { ArchiveRule } from '../../../src/model/facts/analyzers.ts';
import type { ExternalAccessFinding } from '../../../src/model/facts/external-access-findings.ts';
import { ACCOUNT, UNKNOWN_ACCOUNT } from '../drift/facts.ts';
import { BUCKET, external } from './facts.ts';

const WHEN = '2026-01-01T00:00:00.000Z';

function isArchived(filter: ArchiveRule['filter'], finding: Partial<ExternalAccessFinding> = {}): boolean {
  return archives({ name: 'rule', createdAt: WHEN, updatedAt: WHEN, filter }, external(finding));
}

/** What a finding holds, by the key that a filter has for it. */
const HELD: Array<[key: string, value: string, finding: Partial<ExternalAccessFinding>]> = [
  ['principal.AWS', UNKNOWN_ACCOUNT, {}],
  ['condition.aws:SourceArn', 'arn:aws:s3:::a', { condition: { 'aws:SourceArn': 'arn:aws:s3:::a' } }],
  ['condition.a.b', 'c', { condition: { 'a.b': 'c' } }],
  ['resource', BUCKET, {}],
  ['resourceType', 'AWS::S3::Bucket', {}],
  ['resourceOwnerAccount', ACCOUNT, {}],
  ['isPublic', 'false', {}],
  ['action', 's3:PutObject', { action: ['s3:GetObject', 's3:PutObject'] }],
  ['error', 'ACCESS_DENIED', { error: 'ACCESS_DENIED' }],
  ['id', 'f1', {}],
  ['resourceControlPolicyRestriction', 'APPLICABLE', { resourceControlPolicyRestriction: 'APPLICABLE' }],
];

describe('an archive rule', () => {
  it.each(HELD)('looks at %s', (key, value, finding) => {
    expect(isArchived({ [key]: { eq: ['other', value] } }, finding)).toBe(true);
    expect(isArchived({ [key]: { eq: ['other'] } }, finding)).toBe(false);
    expect(isArchived({ [key]: { neq: ['other'] } }, finding)).toBe(true);
    expect(isArchived({ [key]: { neq: ['other', value] } }, finding)).toBe(false);
    expect(isArchived({ [key]: { contains: ['other', value.slice(1)] } }, finding)).toBe(true);
    expect(isArchived({ [key]: { contains: ['other'] } }, finding)).toBe(false);
    expect(isArchived({ [key]: { exists: true } }, finding)).toBe(true);
    expect(isArchived({ [key]: { exists: false } }, finding)).toBe(false);
  });

  it.each([
    'principal.Federated',
    'condition.aws:SourceArn',
    'condition.toString',
    'error',
    'resourceControlPolicyRestriction',
  ])('knows that %s is not there', (key) => {
    expect(isArchived({ [key]: { exists: false } })).toBe(true);
    expect(isArchived({ [key]: { exists: true } })).toBe(false);
    expect(isArchived({ [key]: { eq: ['x'] } })).toBe(false);
    expect(isArchived({ [key]: { neq: ['x'] } })).toBe(true);
  });

  it('asks that all of its criteria are met, and each in all that it says', () => {
    const both = { resource: { eq: [BUCKET] }, resourceType: { eq: ['AWS::S3::Bucket'] } };
    expect(isArchived(both)).toBe(true);
    expect(isArchived({ ...both, id: { eq: ['f2'] } })).toBe(false);
    expect(isArchived({ resource: { contains: ['s3'], neq: [BUCKET] } })).toBe(false);
  });

  it('is not blamed where it asks for nothing, or for what is not known here', () => {
    expect(isArchived({})).toBe(false);
    expect(isArchived({ status: { exists: false } })).toBe(false);
    expect(isArchived({ resource: { eq: [BUCKET] }, newKey: { neq: ['x'] } })).toBe(false);
  });
});
