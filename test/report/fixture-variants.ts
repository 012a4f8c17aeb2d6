import type { Finding } from '../../src/model/finding.ts';
import type { ThirdPartyRef } from '../../src/model/party.ts';
import type { AuditReport } from '../../src/model/report.ts';
import type { RoleInventoryEntry } from '../../src/model/role-inventory-entry.ts';
import { SEVERITIES } from '../../src/model/severity.ts';
import type { ThirdPartySummary } from '../../src/model/third-party-summary.ts';
import { size } from '../support/thorough.ts';
import { auditReport, fingerprint, openCounts } from './fixture.ts';
import { ACCOUNT_NAMES, accountId } from './fixture-scope.ts';

/** The same run had everything been read, judged and found in order. */
export function cleanReport(): AuditReport {
  const report = auditReport();
  const accounts = report.scope.accounts.map((account) => ({
    ...account,
    status: 'COMPLETE' as const,
    factsCollected: account.factsPlanned,
  }));
  return {
    ...report,
    scope: { ...report.scope, accounts },
    coverage: {
      complete: true,
      planned: report.coverage.planned,
      collected: report.coverage.planned,
      gaps: [],
    },
    summary: {
      openFindings: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
      exceptedFindings: 0,
      accounts: { COMPLETE: accounts.length, PARTIAL: 0, FAILED: 0, excluded: 2 },
      checks: report.summary.checks.map(({ checkId }) => ({
        checkId,
        pass: 40,
        fail: 0,
        unknown: 0,
        notApplicable: 0,
        error: 0,
      })),
    },
    thirdParties: report.thirdParties.map((party) => ({
      ...party,
      findings: [],
      openFindings: openCounts([]),
    })),
    roles: report.roles.map((role) => ({ ...role, findings: [] })),
    findings: [],
    unanswered: [],
    exceptions: [],
    configurationEntries: [],
  };
}

/** A report with `count` findings and as many roles, for the limits of the page. */
export function largeReport(count: number): AuditReport {
  const report = auditReport();
  const [finding] = report.findings;
  const [role] = report.roles;
  if (finding === undefined || role === undefined) throw new Error('The fixture holds no finding.');
  const findings = Array.from(
    { length: count },
    (_, number): Finding => ({
      ...finding,
      fingerprint: fingerprint(number + 1000),
      severity: SEVERITIES[Math.min(4, Math.floor((number * 5) / count))] ?? 'info',
      accountId: accountId(number % 25),
      accountName: ACCOUNT_NAMES[number % 25] ?? '',
      resourceArn: `arn:aws:iam::${accountId(number % 25)}:role/r${number}`,
    }),
  );
  return {
    ...report,
    findings,
    summary: { ...report.summary, openFindings: openCounts(findings), exceptedFindings: 0 },
    roles: findings.map((entry, number) => ({
      ...role,
      roleArn: entry.resourceArn,
      roleName: `r${number}`,
      accountId: entry.accountId,
      findings: [entry.fingerprint],
    })),
  };
}

const FLEET = {
  accounts: size(2_000, 500),
  findings: size(50_000, 5_000),
  parties: size(300, 60),
  roles: size(60_000, 6_000),
};

/** Every part of the page at its fullest: far more of everything than the page has room for. */
export function fleetReport(fleet = FLEET): AuditReport {
  const report = auditReport();
  const [account] = report.scope.accounts;
  const [gap] = report.coverage.gaps;
  const [role] = report.roles;
  const [summary] = report.thirdParties;
  if (account === undefined || gap === undefined || role === undefined || summary === undefined) {
    throw new Error('The fixture is empty.');
  }
  const idOf = (number: number) => String(210_000_000_000 + (number % fleet.accounts));
  const nameOf = (number: number) => `workload-account-with-a-long-name-${number % fleet.accounts}`;
  const arnOf = (number: number) => `arn:aws:iam::${idOf(number)}:role/vendor-integration-role-${number}`;
  const partyOf = (number: number): ThirdPartyRef => ({
    name: `Vendor number ${number % fleet.parties}`,
    kind: 'registered',
  });
  const ids = report.findings.map(({ checkId, area }) => ({ checkId, area }));
  const kinds = [
    ...ids,
    { checkId: 'external-id-reuse', area: 'external-ids' as const },
    { checkId: 'external-access-finding', area: 'access-analyzer' as const },
    { checkId: 'analyzer-coverage', area: 'access-analyzer' as const },
    { checkId: 'unmanaged-role', area: 'drift' as const },
  ];
  const findings = Array.from(largeReport(fleet.findings).findings, (finding, number): Finding => {
    const { checkId, area } = kinds[number % kinds.length] ?? { checkId: 'stale-role', area: 'usage' };
    const evidence =
      area === 'access-analyzer'
        ? finding.evidence.map((one) => ({
            ...one,
            fact: 'external-access-findings',
            pointer: `/findings/${number}`,
            value: { createdAt: '2026-01-01T00:00:00Z', status: 'ACTIVE', isPublic: false },
          }))
        : finding.evidence;
    return {
      ...finding,
      checkId,
      area,
      accountId: idOf(number),
      accountName: nameOf(number),
      resourceArn: arnOf(number),
      thirdParty: partyOf(number),
      detail:
        'The role differs from what it should be in a way that takes a sentence or two to tell. '.repeat(3),
      evidence,
    };
  });
  const roles = Array.from(
    { length: fleet.roles },
    (_, number): RoleInventoryEntry => ({
      ...role,
      accountId: idOf(number),
      accountName: nameOf(number),
      roleArn: arnOf(number),
      roleName: `vendor-integration-role-${number}`,
      admits: [{ party: partyOf(number), principal: '*', requiredConditions: ['external ID', 'source IP'] }],
      externalIds: [{ party: partyOf(number), shown: [`id:${fingerprint(number)} (36 characters)`] }],
      findings: [fingerprint(number + 1000)],
    }),
  );
  const perParty = fleet.roles / fleet.parties;
  return {
    ...report,
    scope: {
      ...report.scope,
      accounts: Array.from({ length: fleet.accounts }, (_, number) => ({
        ...account,
        accountId: idOf(number),
        name: nameOf(number),
        status: 'PARTIAL' as const,
      })),
    },
    coverage: {
      ...report.coverage,
      gaps: Array.from({ length: 10 * fleet.accounts }, (_, number) => ({ ...gap, accountId: idOf(number) })),
    },
    thirdParties: Array.from({ length: fleet.parties }, (_, number): ThirdPartySummary => {
      const own = Array.from({ length: perParty }, (_entry, place) => number + place * fleet.parties);
      const onward = own.slice(0, 100).map((place) => arnOf(place + 1));
      const places = { accounts: own.map(idOf), roles: own.map(arnOf) };
      return {
        ...summary,
        ...places,
        party: partyOf(number),
        reachable: {
          direct: places,
          transitive: { accounts: own.map(idOf), roles: onward },
          unclear: places.roles,
          paths: onward.map((to, index) => ({ from: places.roles[index] ?? '', to })),
        },
        findings: own.map((place) => fingerprint(place + 1000)),
      };
    }),
    roles,
    findings,
    unanswered: findings.slice(0, 20_000).map(({ checkId, accountId: id, region, resourceArn, detail }) => ({
      checkId,
      status: 'UNKNOWN',
      accountId: id,
      region,
      resourceArn,
      detail,
    })),
  };
}

/** The audit, a run after another one: of each kind of change one in account 4 and one in account 6. */
export function changedReport(): AuditReport {
  const report = auditReport();
  const of = (index: number) => report.findings.filter((one) => one.accountId === accountId(index));
  const gone = (index: number, number: number): Finding => {
    const [finding] = of(index);
    if (finding === undefined) throw new Error(`The fixture holds no finding in account ${index}.`);
    return { ...finding, fingerprint: fingerprint(number), title: `Gone from ${index}`, evidence: [] };
  };
  return {
    ...report,
    resolved: [gone(4, 900), gone(6, 901)],
    changes: {
      since: { runId: '20261115T060012Z-00000001', startedAt: '2026-11-15T06:00:12Z' },
      externalIdsCompared: true,
      findings: {
        new: [of(4), of(6)].flatMap((some) => some.slice(0, 1).map((one) => one.fingerprint)),
        reopened: [],
        changed: of(6)
          .slice(1, 2)
          .map((one) => ({ fingerprint: one.fingerprint, what: ['severity' as const] })),
        unchanged: report.findings.length - 3,
        notKnown: [{ finding: { ...gone(6, 902), title: 'Not looked at in 6' }, reason: 'not read' }],
      },
      roles: {
        appeared: [
          `arn:aws:iam::${accountId(4)}:role/new-in-4`,
          `arn:aws:iam::${accountId(6)}:role/new-in-6`,
        ],
        vanished: [],
        changed: [{ roleArn: `arn:aws:iam::${accountId(6)}:role/changed-in-6`, what: ['trust policy'] }],
        notKnown: [],
      },
      thirdParties: { appeared: [], vanished: [{ name: 'Gone Ltd', kind: 'unknown' }], notKnown: [] },
    },
  };
}
