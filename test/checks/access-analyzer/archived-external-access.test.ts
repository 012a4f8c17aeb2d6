import { describe, expect, test } from 'vitest';
import { archivedExternalAccess } from '../../../src/checks/access-analyzer/archived-external-access.ts';
import type { ArchiveRule } from '../../../src/model/facts/analyzers.ts';
import type { ExternalAccessFinding } from '../../../src/model/facts/external-access-findings.ts';
import {
  ACCOUNT,
  contextFor,
  expectEvidence,
  KNOWN_VENDOR,
  OWN_OTHER,
  REGISTERED,
  statuses,
  UNKNOWN_ACCOUNT,
} from '../drift/facts.ts';
import { analyzer, BUCKET, external } from './facts.ts';

function judge(changes: Partial<ExternalAccessFinding>, filters: Array<ArchiveRule['filter']> = []) {
  const archiveRules = filters.map((filter, index) => ({
    name: `rule-${index}`,
    createdAt: '2025-01-01T00:00:00.000Z',
    updatedAt: '2025-01-01T00:00:00.000Z',
    filter,
  }));
  const facts = {
    analyzers: { analyzers: [analyzer({ archiveRules })] },
    'external-access-findings': { findings: [external({ status: 'ARCHIVED', ...changes })] },
  };
  return { facts, outcomes: archivedExternalAccess.evaluate(facts, contextFor(archivedExternalAccess)) };
}

describe('FAIL', () => {
  test.each<[string, Partial<ExternalAccessFinding>]>([
    ['the public', { isPublic: true }],
    ['an unknown account', {}],
    ['a known vendor, which is not registered', { principal: { AWS: KNOWN_VENDOR } }],
    [
      'another organization',
      { principal: { AWS: '*' }, condition: { 'aws:PrincipalOrgID': 'o-stranger12' } },
    ],
    ['a public identity provider', { principal: { Federated: 'accounts.google.com' } }],
  ])('still gives access to %s', (_name, changes) => {
    const { outcomes, facts } = judge(changes);
    expect(outcomes).toMatchObject([
      { status: 'FAIL', resource: { arn: BUCKET }, detail: expect.stringContaining('archived by hand') },
    ]);
    expectEvidence(outcomes, facts);
  });

  test('names the archive rules that match, and shows them', () => {
    const { outcomes, facts } = judge({}, [
      { resourceType: { eq: ['AWS::S3::Bucket'] }, 'principal.AWS': { contains: ['9999'] } },
      { resource: { eq: ['arn:aws:s3:::other'] } },
    ]);
    expect(outcomes).toMatchObject([
      {
        status: 'FAIL',
        detail: expect.stringContaining('archive rule rule-0 of analyzer external.'),
        evidence: [{ fact: 'external-access-findings' }, { pointer: '/analyzers/0/archiveRules/0' }],
      },
    ]);
    expectEvidence(outcomes, facts);
  });

  test.each<[boolean, ArchiveRule['filter']]>([
    [true, { isPublic: { eq: ['false'] } }],
    [true, { 'condition.aws:SourceIp': { exists: false } }],
    [true, { 'principal.AWS': { neq: [ACCOUNT] } }],
    [true, { action: { contains: ['GetObject'] } }],
    [false, { 'principal.AWS': { neq: [UNKNOWN_ACCOUNT] } }],
    [false, { 'condition.aws:SourceIp': { exists: true } }],
    [false, { isPublic: { eq: ['true'] }, resourceType: { eq: ['AWS::S3::Bucket'] } }],
    [false, { somethingNew: { exists: false } }],
    [false, {}],
  ])('an archive rule matches: %s, %j', (matches, filter) => {
    const [outcome] = judge({}, [filter]).outcomes;
    expect(outcome?.detail.includes('rule-0')).toBe(matches);
  });
});

test('PASS: the access goes to a registered third party', () => {
  expect(statuses(judge({ principal: { AWS: REGISTERED } }).outcomes)).toEqual(['PASS']);
});

test('NOT_APPLICABLE: the access goes to an own account', () => {
  expect(statuses(judge({ principal: { AWS: OWN_OTHER } }).outcomes)).toEqual(['NOT_APPLICABLE']);
});

test('active findings are left to external-access-finding', () => {
  expect(judge({ status: 'ACTIVE' }).outcomes).toEqual([]);
});
