import { describe, expect, test } from 'vitest';
import { externalAccessFinding } from '../../../src/checks/access-analyzer/external-access-finding.ts';
import type { Analyzer } from '../../../src/model/facts/analyzers.ts';
import type { ExternalAccessFinding } from '../../../src/model/facts/external-access-findings.ts';
import {
  ACCOUNT,
  contextFor,
  expectEvidence,
  KNOWN_VENDOR,
  OWN_ORGANIZATION,
  OWN_OTHER,
  REGISTERED,
  REGISTERED_ORGANIZATION,
  statuses,
  UNKNOWN_ACCOUNT,
} from '../drift/facts.ts';
import { ANALYZER_ARN, analyzer, BUCKET, external } from './facts.ts';

function judge(findings: ExternalAccessFinding[], analyzers: Analyzer[] = [analyzer()]) {
  const facts = { analyzers: { analyzers }, 'external-access-findings': { findings } };
  return { facts, outcomes: externalAccessFinding.evaluate(facts, contextFor(externalAccessFinding)) };
}

describe('FAIL, severity by exposure', () => {
  test.each<[string, string, Partial<ExternalAccessFinding>, object]>([
    ['critical', 'public', { isPublic: true, principal: { AWS: '*' } }, { kind: 'public', name: 'anyone' }],
    [
      'critical',
      '"*" of which nobody says whether it is public',
      { isPublic: null, principal: { AWS: '*' } },
      { kind: 'public' },
    ],
    ['high', 'an unknown account', {}, { kind: 'unknown', accountId: UNKNOWN_ACCOUNT }],
    [
      'high',
      'a role of one',
      { principal: { AWS: `arn:aws:iam::${UNKNOWN_ACCOUNT}:role/x` } },
      { kind: 'unknown', accountId: UNKNOWN_ACCOUNT },
    ],
    [
      'high',
      'a session of one',
      { principal: { AWS: `arn:aws:sts::${UNKNOWN_ACCOUNT}:assumed-role/x/y` } },
      { kind: 'unknown', accountId: UNKNOWN_ACCOUNT },
    ],
    [
      'high',
      'a canonical user',
      { principal: { CanonicalUser: 'abcdef' } },
      { kind: 'unknown', name: 'abcdef' },
    ],
    [
      'high',
      'a principal that is gone',
      { principal: { AWS: 'AROAEXAMPLE1234567890' } },
      { kind: 'unknown' },
    ],
    ['high', 'a principal type yet to come', { principal: { Quantum: 'x' } }, { kind: 'unknown', name: 'x' }],
    ['high', 'no principal at all', { principal: {} }, { kind: 'unknown' }],
    [
      'high',
      'a public identity provider',
      { principal: { Federated: 'accounts.google.com' } },
      { kind: 'identity-provider' },
    ],
    [
      'medium',
      'an identity provider of the account',
      { principal: { Federated: `arn:aws:iam::${ACCOUNT}:saml-provider/corp` } },
      { kind: 'identity-provider', name: 'corp' },
    ],
    ['medium', 'a service', { principal: { Service: 'sns.amazonaws.com' } }, { kind: 'service' }],
    [
      'medium',
      'a known vendor',
      { principal: { AWS: `arn:aws:iam::${KNOWN_VENDOR}:root` } },
      { kind: 'known-vendor', name: 'Datadog' },
    ],
    [
      'medium',
      'a registered third party',
      { principal: { AWS: REGISTERED } },
      { kind: 'registered', name: 'Acme' },
    ],
    [
      'medium',
      'a registered organization',
      { principal: { AWS: '*' }, condition: { 'aws:PrincipalOrgID': REGISTERED_ORGANIZATION } },
      { kind: 'registered', name: 'Acme' },
    ],
    [
      'high',
      'another organization',
      { principal: { AWS: '*' }, condition: { 'aws:PrincipalOrgID': 'o-stranger12' } },
      { kind: 'organization' },
    ],
    [
      'high',
      'the own and another organization',
      { principal: { AWS: '*' }, condition: { 'AWS:principalorgid': `${OWN_ORGANIZATION},o-stranger12` } },
      { kind: 'organization' },
    ],
    [
      'high',
      'whoever meets a condition',
      { principal: { AWS: '*' }, condition: { 'aws:SourceIp': '198.51.100.0/24' } },
      { kind: 'unknown' },
    ],
    [
      'high',
      'an account named by a condition',
      { principal: { AWS: '*' }, condition: { 'aws:PrincipalAccount': UNKNOWN_ACCOUNT } },
      { accountId: UNKNOWN_ACCOUNT },
    ],
  ])('%s: %s', (severity, _name, changes, thirdParty) => {
    const { outcomes, facts } = judge([external(changes)]);
    expect(outcomes).toMatchObject([{ status: 'FAIL', severity, thirdParty, resource: { arn: BUCKET } }]);
    expectEvidence(outcomes, facts);
  });

  test('one step worse when older than configured', () => {
    const createdAt = '2026-06-30T12:00:00.000Z';
    expect(judge([external({ createdAt })]).outcomes).toMatchObject([
      { severity: 'critical', detail: expect.stringContaining('for 31 days') },
    ]);
    expect(judge([external({ createdAt: '2026-07-01T12:00:00.000Z' })]).outcomes).toMatchObject([
      { severity: 'high' },
    ]);
  });

  test('the same access seen by two analyzers, with any id, is one finding and the same in every run', () => {
    const { outcomes, facts } = judge(
      [
        external({ id: 'z', createdAt: '2026-07-30T12:00:00.000Z' }),
        external({ id: 'a', analyzerArn: 'other', createdAt: '2026-01-01T00:00:00.000Z' }),
      ],
      [analyzer()],
    );
    expect(outcomes).toMatchObject([
      {
        status: 'FAIL',
        severity: 'critical',
        discriminator: `AWS:${UNKNOWN_ACCOUNT}`,
        detail: expect.stringContaining('2026-01-01'),
      },
    ]);
    expectEvidence(outcomes, facts);
    expect(judge([external({ id: 'new' })]).outcomes).toMatchObject([
      { discriminator: `AWS:${UNKNOWN_ACCOUNT}` },
    ]);
  });

  test('a role has no Region and is held against its trust findings, by everyone whom the finding names', () => {
    const arn = `arn:aws:iam::${ACCOUNT}:role/vendor`;
    const role = { resource: arn, resourceType: 'AWS::IAM::Role' };
    const { outcomes } = judge([external(role)]);
    expect(outcomes).toMatchObject([
      {
        region: 'global',
        witness: { roleArn: arn, parties: [{ party: { accountId: UNKNOWN_ACCOUNT }, severity: 'high' }] },
      },
    ]);
    expect(judge([external()]).outcomes[0]).not.toHaveProperty('witness');
    const several = { 'aws:PrincipalAccount': `${UNKNOWN_ACCOUNT},${REGISTERED},${OWN_OTHER}` };
    expect(
      judge([external({ ...role, principal: { AWS: '*' }, condition: several })]).outcomes,
    ).toMatchObject([
      { witness: { parties: [{ severity: 'high' }, { party: { kind: 'registered' }, severity: 'medium' }] } },
    ]);
    const byAddress = { principal: { AWS: '*' }, condition: { 'aws:SourceIp': '198.51.100.0/24' } };
    expect(judge([external({ ...role, ...byAddress })]).outcomes).toMatchObject([
      {
        thirdParty: { kind: 'unknown' },
        witness: { parties: [{ party: { kind: 'public' }, severity: 'high' }] },
      },
    ]);
  });

  test('a member’s resource in an organization analyzer belongs to the member', () => {
    expect(judge([external({ resourceOwnerAccount: OWN_OTHER })]).outcomes).toMatchObject([
      { accountId: OWN_OTHER },
    ]);
  });

  test('condition values, an external ID perhaps, stay out of the words', () => {
    const { outcomes } = judge([external({ condition: { 'sts:ExternalId': 's3cret' } })]);
    expect(outcomes).toMatchObject([{ detail: expect.stringContaining('sts:ExternalId') }]);
    expect(outcomes[0]?.detail).not.toContain('s3cret');
  });

  test.each([
    ['APPLICABLE', 'may block this access'],
    ['FAILED_TO_EVALUATE_RCP', 'could not evaluate'],
    ['SOMETHING_NEW', 'SOMETHING_NEW'],
  ])('says what resource control policies have to do with it: %s', (restriction, words) => {
    const { outcomes } = judge([external({ resourceControlPolicyRestriction: restriction })]);
    expect(outcomes).toMatchObject([{ status: 'FAIL', detail: expect.stringContaining(words) }]);
  });
});

describe('NOT_APPLICABLE', () => {
  test.each<[string, Partial<ExternalAccessFinding>]>([
    ['another own account', { principal: { AWS: OWN_OTHER } }],
    [
      'the own organization',
      { principal: { AWS: '*' }, condition: { 'aws:PrincipalOrgID': OWN_ORGANIZATION } },
    ],
    ['an own account by condition', { principal: { AWS: '*' }, condition: { 'kms:CallerAccount': ACCOUNT } }],
  ])('the access goes to %s', (_name, changes) => {
    expect(judge([external(changes)]).outcomes).toMatchObject([
      { status: 'NOT_APPLICABLE', detail: expect.stringContaining('belongs to you') },
    ]);
  });

  test('no analyzer is never clean', () => {
    expect(statuses(judge([], []).outcomes)).toEqual(['NOT_APPLICABLE']);
    expect(statuses(judge([], [analyzer({ status: 'DISABLED' })]).outcomes)).toEqual(['NOT_APPLICABLE']);
    expect(statuses(judge([], [analyzer({ type: 'ACCOUNT_UNUSED_ACCESS' })]).outcomes)).toEqual([
      'NOT_APPLICABLE',
    ]);
  });
});

test('PASS: an analyzer at work without active findings', () => {
  expect(judge([external({ status: 'ARCHIVED' })]).outcomes).toMatchObject([
    { status: 'PASS', resource: { arn: ANALYZER_ARN } },
  ]);
});

test('a finding with an error tells of no access and does not pass its analyzer', () => {
  expect(judge([external({ error: 'ACCESS_DENIED' })]).outcomes).toEqual([]);
});
