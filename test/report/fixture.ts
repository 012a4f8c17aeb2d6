import { trendPoint } from '../../src/evaluate/trend.ts';
import type { ConfigurationEntry } from '../../src/model/configuration-entry.ts';
import type { CheckCounts, Exception, Finding } from '../../src/model/finding.ts';
import { type AuditReport, type CheckInfo, reportShape } from '../../src/model/report.ts';
import type { RoleInventoryEntry } from '../../src/model/role-inventory-entry.ts';
import { compareSeverity, type Severity } from '../../src/model/severity.ts';
import type { ThirdPartySummary } from '../../src/model/third-party-summary.ts';
import { sampleOf } from '../support/sample.ts';
import { CHECKS } from './fixture-checks.ts';
import { CONTROLS } from './fixture-controls.ts';
import { type FixtureParty, HOSTILE, PARTIES } from './fixture-parties.ts';
import { ACCOUNT_NAMES, ACCOUNTS, AS_OF, accountId, GAPS } from './fixture-scope.ts';
import { earlierRuns } from './fixture-trend.ts';

function trustStatement(party: FixtureParty): object {
  return {
    Sid: 'Vendor',
    Effect: 'Allow',
    Principal: { AWS: party.principal },
    Action: 'sts:AssumeRole',
    ...(party.guards.includes('external ID')
      ? { Condition: { StringEquals: { 'sts:ExternalId': 'a1b2…(masked)' } } }
      : {}),
  };
}

function roleArn(party: FixtureParty, index: number): string {
  return `arn:aws:iam::${accountId(index)}:role/${party.roleName}`;
}

export function fingerprint(number: number): string {
  return (BigInt(number + 1) * 0x9e3779b97f4a7c15f39cc0605cedc835n).toString(16).padStart(32, '0').slice(-32);
}

/** Skylark uses one for all its customers' roles. */
function externalId({ ref, roleName }: FixtureParty, index: number): string {
  const number = ref.name === 'Skylark Posture' ? 0 : index + 1;
  return `id:${fingerprint(roleName.length * 100 + number).slice(0, 16)} (36 characters)`;
}

/** Which checks a party's roles fail. */
function failedChecks({ ref, guards, register }: FixtureParty, index: number): string[] {
  if (ref.kind === 'public') return ['public-trust'];
  if (ref.kind === 'identity-provider') return ['web-identity-subject'];
  return [
    ...(guards.includes('external ID') || ref.kind === 'organization' ? [] : ['external-id-missing']),
    ...(ref.kind === 'registered' ? [] : ['unregistered-third-party']),
    ...(register.contractEnds !== null && register.contractEnds < AS_OF ? ['expired-trust'] : []),
    ...(index % 5 === 0 ? ['stale-role'] : []),
    ...(index % 7 === 6 ? ['role-drift'] : []),
    ...(register.contractEnds === null ? ['open-ended-trust'] : []),
    ...(guards.length < 2 ? ['trust-hardening'] : []),
  ];
}

const EXCEPTIONS: Exception[] = [
  {
    check: 'expired-trust',
    resource: '*/LedgerlineCostReader',
    account: accountId(17),
    reason: 'The renewal is signed and waits for countersignature.',
    approvedBy: 'M. Castellanos',
    ticket: 'GRC-1482',
    expires: '2026-12-31',
  },
  {
    check: 'stale-role',
    resource: '*/HalyardBackup',
    reason: 'Restores are rehearsed twice a year only.',
    approvedBy: 'Amélie Rousseau',
    expires: '2027-03-31',
  },
  {
    check: 'external-id-missing',
    resource: '*/meridian-deploy',
    reason: 'The vendor promised support for external IDs by the summer.',
    approvedBy: 'Head of build',
    ticket: 'GRC-1190',
    expires: '2026-08-31',
  },
];

const ENTRIES: ConfigurationEntry[] = [
  {
    path: 'organization.exclude.accounts[0]',
    kind: 'exclude',
    entry: '219999999993',
    state: 'MATCHES_NOTHING',
    detail: 'The organization has no such account.',
  },
  {
    path: 'exceptions[0]',
    kind: 'exception',
    entry: `expired-trust on */LedgerlineCostReader in ${accountId(17)}`,
    state: 'ENDS_SOON',
    detail: 'The last day is 2026-12-31.',
  },
  {
    path: 'exceptions[2]',
    kind: 'exception',
    entry: 'external-id-missing on */meridian-deploy',
    state: 'EXPIRED',
    detail: 'What it covers counts again: the last day was 2026-08-31.',
  },
  {
    path: 'thirdParties[4].accountIds[1]',
    kind: 'third party',
    entry: `${HOSTILE.zeroWidth}, 222233334445`,
    state: 'NEVER_SEEN',
    detail: '222233334445 was not seen in the whole run; others of its ids were.',
  },
  {
    path: 'checks.unmanaged-role.provisioningTags[3]',
    kind: 'tag',
    entry: 'terrafrom:*',
    state: 'NOT_KNOWN',
    detail: 'No role that was read carries it, and not all roles were read.',
  },
];

function exceptionFor(checkId: string, party: FixtureParty, index: number): Exception | undefined {
  return EXCEPTIONS.find(
    ({ check, resource, account }) =>
      check === checkId &&
      resource === `*/${party.roleName}` &&
      (account ?? accountId(index)) === accountId(index),
  );
}

function finding(check: CheckInfo, party: FixtureParty, index: number, number: number): Finding {
  const exception = exceptionFor(check.id, party, index);
  const expired = exception !== undefined && exception.expires < AS_OF;
  return {
    fingerprint: fingerprint(number),
    checkId: check.id,
    area: check.area,
    severity: check.severity,
    status: exception !== undefined && !expired ? 'EXCEPTED' : 'OPEN',
    accountId: accountId(index),
    accountName: ACCOUNT_NAMES[index] ?? '',
    region: 'global',
    resourceArn: roleArn(party, index),
    resourceType: 'AWS::IAM::Role',
    title: check.failureTitle,
    detail: `The role ${party.roleName} admits ${party.principal}. Required of the caller: ${party.guards.join(', ') || 'nothing'}.`,
    thirdParty: party.ref,
    evidence: [
      {
        file: `accounts/${accountId(index)}/facts.jsonl.gz`,
        fact: 'authorization-details',
        region: 'global',
        pointer: `/roles/${number}/trustPolicy/Statement/0`,
        value: trustStatement(party),
      },
    ],
    remediation: check.remediation,
    controls: check.controls,
    ...(exception === undefined ? {} : { exception: { ...exception, expired } }),
    firstSeen: index % 3 === 0 ? '2026-11-22T06:00:12Z' : '2026-07-05T06:00:09Z',
  };
}

function allFindings(): Finding[] {
  const places = PARTIES.flatMap((party) =>
    party.accounts.flatMap((index) => failedChecks(party, index).map((id) => ({ party, index, id }))),
  );
  return places
    .flatMap(({ party, index, id }, number) => {
      const check = CHECKS.find((candidate) => candidate.id === id);
      return check === undefined ? [] : [finding(check, party, index, number)];
    })
    .sort((a, b) => compareSeverity(a.severity, b.severity) || (a.accountId < b.accountId ? -1 : 1));
}

export function openCounts(findings: Finding[]): Record<Severity, number> {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  for (const { severity, status } of findings) if (status === 'OPEN') counts[severity] += 1;
  return counts;
}

function roleEntries(findings: Finding[]): RoleInventoryEntry[] {
  return PARTIES.flatMap((party) =>
    party.accounts.map((index, place): RoleInventoryEntry => {
      const arn = roleArn(party, index);
      return {
        accountId: accountId(index),
        accountName: ACCOUNT_NAMES[index] ?? '',
        roleArn: arn,
        roleName: party.roleName,
        createdAt: '2023-04-11T09:30:00Z',
        lastUsedAt: index % 5 === 0 ? null : `2026-11-${String(1 + (index % 21)).padStart(2, '0')}T11:20:00Z`,
        lastUsedRegion: index % 5 === 0 ? null : 'us-east-1',
        maxSessionDuration: index === 12 ? null : place % 3 === 0 ? 43_200 : 3600,
        admits: [{ party: party.ref, principal: party.principal, requiredConditions: party.guards }],
        ...(index === 24
          ? {}
          : { stack: place % 2 === 0 ? { stackName: 'vendor-access', region: 'us-east-1' } : null }),
        findings: findings.filter(({ resourceArn }) => resourceArn === arn).map((entry) => entry.fingerprint),
        ...(party.guards.includes('external ID')
          ? { externalIds: [{ party: party.ref, shown: [externalId(party, index)] }] }
          : {}),
      };
    }),
  );
}

function yearAfter(day: string): string {
  return `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`;
}

function partySummaries(findings: Finding[], roles: RoleInventoryEntry[]): ThirdPartySummary[] {
  return PARTIES.map((party) => {
    const own = findings.filter(({ thirdParty }) => thirdParty === party.ref);
    const used = roles
      .filter(({ roleName }) => roleName === party.roleName)
      .flatMap(({ lastUsedAt }) => lastUsedAt ?? [])
      .sort();
    return {
      party: party.ref,
      accountIds: party.ref.accountId === undefined ? [] : [party.ref.accountId],
      ...party.register,
      nextReview: party.register.lastReviewed === null ? null : yearAfter(party.register.lastReviewed),
      accounts: party.accounts.map(accountId),
      roles: party.accounts.map((index) => roleArn(party, index)),
      reachable: {
        direct: {
          accounts: party.accounts.map(accountId),
          roles: party.accounts.map((index) => roleArn(party, index)),
        },
        transitive: {
          accounts: party.roleName === 'HalyardBackup' ? [accountId(9)] : [],
          roles:
            party.roleName === 'HalyardBackup' ? [`arn:aws:iam::${accountId(9)}:role/restore-runner`] : [],
        },
        unclear: party.roleName === 'CorvidAssessor' ? [roleArn(party, 19)] : [],
        paths:
          party.roleName === 'HalyardBackup'
            ? [{ from: roleArn(party, 4), to: `arn:aws:iam::${accountId(9)}:role/restore-runner` }]
            : [],
      },
      highestAccess: party.roleName === 'HalyardBackup' ? 'write' : 'read',
      lastUsedAt: used.at(-1) ?? null,
      openFindings: openCounts(own),
      findings: own.map((entry) => entry.fingerprint),
    };
  });
}

function checkCounts(findings: Finding[], roleCount: number): CheckCounts[] {
  return CHECKS.map(({ id }) => {
    const fail = findings.filter(({ checkId }) => checkId === id).length;
    const unknown = id === 'role-drift' ? 2 : id === 'stale-role' ? 1 : 0;
    return {
      checkId: id,
      pass: roleCount - fail - unknown,
      fail,
      unknown,
      notApplicable: 12,
      error: id === 'role-drift' ? 1 : 0,
    };
  });
}

let made: AuditReport | undefined;

function deepFreeze<T>(value: T): T {
  for (const part of Object.values(value ?? {})) if (typeof part === 'object') deepFreeze(part);
  return Object.freeze(value);
}

/** An incomplete audit of 25 accounts with every kind of party, finding, exception and hostile name. Frozen: who changes it, clones it. */
export function auditReport(): AuditReport {
  made ??= deepFreeze(makeAuditReport());
  return made;
}

function makeAuditReport(): AuditReport {
  const findings = allFindings();
  const roles = roleEntries(findings);
  const report = sampleOf(reportShape, {
    schemaVersion: 1,
    run: {
      runId: '20261122T060012Z-7c1e90ab',
      startedAt: '2026-11-22T06:00:12Z',
      finishedAt: AS_OF,
      asOf: AS_OF,
      tool: { name: 'countersign', version: '0.1.0' },
      configDigest: '4b7f3a1e9c0d5528f6e1a3b79d2c48e05fa6b1c3d7e8f90a1b2c3d4e5f60718a',
      callerArn: 'arn:aws:sts::210000000002:assumed-role/countersign-runner/nightly',
      title: 'Third-party access audit',
      organizationName: 'Fjordline Commerce',
      externalIdKey: 'key:0c5a1f',
    },
    scope: {
      accountSource: 'All accounts of the organization, less those that the configuration excludes.',
      organizationId: 'o-4kx7fjord1',
      accounts: ACCOUNTS,
      excluded: [
        {
          accountId: '219999999991',
          name: 'old-crm',
          reason: 'SUSPENDED',
          message: 'Organizations reports the account as suspended.',
        },
        {
          accountId: '219999999992',
          name: HOSTILE.zeroWidth,
          reason: 'EXCLUDED_BY_CONFIG',
          message: 'Named under organization.exclude.accounts.',
        },
      ],
      roles: {
        listed: 612,
        evaluated: 388,
        leftOut: [
          { reason: 'AWS service-linked', count: 201 },
          { reason: 'reserved to AWS', count: 22 },
          { reason: "the auditor's own role", count: 1 },
        ],
      },
      disabledChecks: [{ checkId: 'owner-tag', reason: 'The configuration names no required tags.' }],
    },
    coverage: {
      complete: false,
      planned: ACCOUNTS.reduce((sum, account) => sum + account.factsPlanned, 0),
      collected: ACCOUNTS.reduce((sum, account) => sum + account.factsCollected, 0),
      gaps: GAPS,
    },
    summary: {
      openFindings: openCounts(findings),
      exceptedFindings: findings.filter(({ status }) => status === 'EXCEPTED').length,
      accounts: {
        COMPLETE: ACCOUNTS.filter(({ status }) => status === 'COMPLETE').length,
        PARTIAL: ACCOUNTS.filter(({ status }) => status === 'PARTIAL').length,
        FAILED: ACCOUNTS.filter(({ status }) => status === 'FAILED').length,
        excluded: 2,
      },
      checks: checkCounts(findings, roles.length),
    },
    thirdParties: partySummaries(findings, roles),
    roles,
    findings,
    unanswered: [
      {
        checkId: 'stale-role',
        status: 'UNKNOWN',
        accountId: accountId(23),
        region: 'global',
        resourceArn: '',
        detail: 'authorization-details was not collected: access denied.',
      },
      {
        checkId: 'role-drift',
        status: 'UNKNOWN',
        accountId: accountId(23),
        region: 'global',
        resourceArn: '',
        detail: 'authorization-details was not collected: access denied.',
      },
      {
        checkId: 'role-drift',
        status: 'UNKNOWN',
        accountId: accountId(17),
        region: 'eu-west-1',
        resourceArn: '',
        detail: 'drift was not collected: throttled.',
      },
      {
        checkId: 'role-drift',
        status: 'ERROR',
        accountId: accountId(12),
        region: 'us-east-1',
        resourceArn: `arn:aws:iam::${accountId(12)}:role/${HOSTILE.path}`,
        detail: 'The check failed on this resource.',
      },
    ],
    configurationEntries: ENTRIES,
    exceptions: EXCEPTIONS.map((exception) => ({
      ...exception,
      expired: exception.expires < AS_OF,
      covers: findings.filter(
        (entry) =>
          entry.status === 'EXCEPTED' &&
          entry.exception?.check === exception.check &&
          entry.exception.resource === exception.resource,
      ).length,
    })),
    checks: CHECKS,
    controls: CONTROLS,
  });
  // Tests change reports to their needs, and the next one must not see it.
  return structuredClone({ ...report, trend: [...earlierRuns(), trendPoint(report)] });
}
