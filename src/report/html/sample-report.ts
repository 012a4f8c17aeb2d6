import type { CoverageEntry, Exception, Finding } from '../../model/finding.ts';
import type { ThirdPartyRef } from '../../model/party.ts';
import type { AuditReport } from '../../model/report.ts';

const ACCOUNT = '111122223333';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/sample`;
const TIME = '2026-01-01T00:00:00Z';
const PARTY: ThirdPartyRef = { name: 'Sample Ltd', kind: 'registered', accountId: '444455556666' };
const COUNTS = { critical: 1, high: 0, medium: 0, low: 0, info: 0 };
const NONE = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };

const EXCEPTION: Exception = {
  check: 'sample',
  resource: '*',
  account: ACCOUNT,
  reason: 'Sample.',
  approvedBy: 'Sample',
  expires: '2027-01-01',
};

function finding(fingerprint: string, status: Finding['status']): Finding {
  return {
    fingerprint,
    checkId: 'sample',
    area: 'trust',
    severity: 'critical',
    status,
    accountId: ACCOUNT,
    accountName: 'sample',
    region: 'global',
    resourceArn: ROLE,
    resourceType: 'AWS::IAM::Role',
    title: 'Sample',
    detail: 'Sample.',
    thirdParty: PARTY,
    evidence: [{ file: 'sample', fact: 'sample', region: 'global', pointer: '/a', value: { a: 1 } }],
    remediation: 'Do `this`:\n{ "a": 1 }',
    controls: ['sample'],
    ...(status === 'EXCEPTED' ? { exception: { ...EXCEPTION, expired: false } } : {}),
    firstSeen: TIME,
  };
}

function gap(fact: string): CoverageEntry {
  const why = { reason: 'FAILED' as const, action: 'iam:Sample', message: 'Sample.' };
  return { accountId: ACCOUNT, region: 'global', fact, resource: ROLE, status: 'NOT_COLLECTED', ...why };
}

/**
 * A report with at least one of everything that a page may show, so that every field of its view is there. Templates
 * are tried on it before anything is scanned.
 */
export function sampleReport(): AuditReport {
  const reach = { accounts: [ACCOUNT], roles: [ROLE] };
  return {
    ...emptyReport(),
    scope: {
      accountSource: 'Sample.',
      organizationId: 'o-sample1234',
      accounts: [
        {
          accountId: ACCOUNT,
          name: 'sample',
          partition: 'aws',
          organizationalUnit: 'Sample',
          regions: ['us-east-1'],
          status: 'PARTIAL',
          factsPlanned: 30,
          factsCollected: 10,
        },
      ],
      excluded: [{ accountId: '777788889999', name: 'other', reason: 'SUSPENDED', message: 'Sample.' }],
      roles: { listed: 2, evaluated: 1, leftOut: [{ reason: 'sample', count: 1 }] },
      disabledChecks: [{ checkId: 'other', reason: 'Sample.' }],
    },
    coverage: {
      complete: false,
      planned: 30,
      collected: 10,
      // As many as it takes for an overview of them.
      gaps: Array.from({ length: 20 }, (_, index) => gap(`fact-${index}`)),
    },
    summary: {
      openFindings: COUNTS,
      exceptedFindings: 1,
      accounts: { COMPLETE: 0, PARTIAL: 1, FAILED: 0, excluded: 1 },
      checks: [{ checkId: 'sample', pass: 1, fail: 1, unknown: 1, notApplicable: 1, error: 1 }],
    },
    thirdParties: [
      {
        party: PARTY,
        accountIds: ['444455556666'],
        owner: 'Sample',
        justification: 'Sample.',
        approvedBy: 'Sample',
        contractEnds: '2025-01-01',
        lastReviewed: '2025-01-01',
        accounts: [ACCOUNT],
        roles: [ROLE],
        reachable: {
          direct: reach,
          transitive: reach,
          unclear: [ROLE],
          paths: [{ from: ROLE, to: `${ROLE}-next` }],
        },
        highestAccess: 'read',
        lastUsedAt: TIME,
        openFindings: COUNTS,
        findings: ['a1'],
      },
    ],
    roles: [
      {
        accountId: ACCOUNT,
        accountName: 'sample',
        roleArn: ROLE,
        roleName: 'sample',
        createdAt: TIME,
        lastUsedAt: TIME,
        lastUsedRegion: 'us-east-1',
        maxSessionDuration: 3600,
        admits: [{ party: PARTY, principal: '444455556666', requiredConditions: ['external ID'] }],
        stack: { stackName: 'sample', region: 'us-east-1' },
        findings: ['a1'],
        passes: [
          {
            checkId: 'sample',
            detail: 'Sample.',
            evidence: [{ file: 'sample', fact: 'sample', region: 'global', pointer: '/a', value: 1 }],
          },
        ],
      },
    ],
    findings: [finding('a1', 'OPEN'), finding('a2', 'EXCEPTED')],
    resolved: [finding('a3', 'OPEN')],
    changes: {
      since: { runId: '20251231T000000Z-00000000', startedAt: TIME },
      externalIdsCompared: false,
      findings: {
        new: ['a1'],
        reopened: [],
        changed: [{ fingerprint: 'a2', what: ['status'] }],
        unchanged: 0,
        notKnown: [{ finding: finding('a4', 'OPEN'), reason: 'Sample.' }],
      },
      roles: {
        appeared: [ROLE],
        vanished: [],
        changed: [{ roleArn: ROLE, what: ['permissions'] }],
        notKnown: [],
      },
      thirdParties: { appeared: [PARTY], vanished: [], notKnown: [] },
    },
    unanswered: [
      {
        checkId: 'sample',
        status: 'UNKNOWN',
        accountId: ACCOUNT,
        region: 'global',
        resourceArn: ROLE,
        detail: 'Sample.',
      },
    ],
    exceptions: [{ ...EXCEPTION, covers: 1, expired: false }],
    checks: [
      {
        id: 'sample',
        area: 'trust',
        title: 'Sample',
        failureTitle: 'Sample',
        severity: 'critical',
        rationale: 'Sample.',
        remediation: 'Sample.',
        controls: ['sample'],
      },
    ],
  };
}

/** A report of one account in which there is nothing: what may be absent is. */
export function emptyReport(): AuditReport {
  return {
    schemaVersion: 1,
    run: {
      runId: '20260101T000000Z-00000000',
      startedAt: TIME,
      finishedAt: TIME,
      asOf: TIME,
      tool: { name: 'countersign', version: '0.0.0' },
      configDigest: null,
      callerArn: null,
      title: 'Sample',
      organizationName: null,
    },
    scope: {
      accountSource: 'Sample.',
      organizationId: null,
      accounts: [
        {
          accountId: ACCOUNT,
          name: 'sample',
          partition: 'aws',
          organizationalUnit: null,
          regions: [],
          status: 'COMPLETE',
          factsPlanned: 1,
          factsCollected: 1,
        },
      ],
      excluded: [],
      roles: { listed: 0, evaluated: 0, leftOut: [] },
      disabledChecks: [],
    },
    coverage: { complete: true, planned: 1, collected: 1, gaps: [] },
    summary: {
      openFindings: NONE,
      exceptedFindings: 0,
      accounts: { COMPLETE: 1, PARTIAL: 0, FAILED: 0, excluded: 0 },
      checks: [],
    },
    thirdParties: [],
    roles: [],
    findings: [],
    resolved: [],
    unanswered: [],
    exceptions: [],
    checks: [],
  };
}
