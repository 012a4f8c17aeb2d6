import { createHash } from 'node:crypto';
import type { Finding } from '../src/model/finding.ts';
import type { ThirdPartyRef } from '../src/model/party.ts';
import type { AuditReport } from '../src/model/report.ts';
import type { RoleInventoryEntry } from '../src/model/role-inventory-entry.ts';
import { SEVERITIES } from '../src/model/severity.ts';

const AS_OF = '2026-06-01T12:00:00Z';
const ACCOUNTS = 2000;
const PARTIES = 300;
const CHECKS = 30;

/** A made-up report of so many findings and roles in 2,000 accounts, by 30 checks and about 300 third parties. */
export function manyRows(rows: { findings: number; roles: number }): AuditReport {
  const findings = Array.from({ length: rows.findings }, (_, index) => findingOf(index, rows.findings));
  const roles = Array.from({ length: rows.roles }, (_, index) => roleOf(index, findings[index]));
  const openFindings = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  for (const { severity } of findings) openFindings[severity] += 1;
  return {
    schemaVersion: 1,
    run: {
      runId: '20260601T120000Z-00000000',
      startedAt: AS_OF,
      finishedAt: AS_OF,
      asOf: AS_OF,
      tool: { name: 'countersign', version: '0.1.0' },
      configDigest: null,
      callerArn: null,
      title: 'Third-party access audit',
      organizationName: null,
    },
    scope: {
      accountSource: 'Made up.',
      organizationId: null,
      accounts: [],
      excluded: [],
      roles: { listed: rows.roles, evaluated: rows.roles, leftOut: [] },
      disabledChecks: [],
    },
    coverage: { complete: true, planned: 0, collected: 0, gaps: [] },
    summary: {
      openFindings,
      exceptedFindings: 0,
      accounts: { COMPLETE: ACCOUNTS, PARTIAL: 0, FAILED: 0, excluded: 0 },
      checks: [],
    },
    thirdParties: [],
    roles,
    findings,
    resolved: [],
    unanswered: [],
    exceptions: [],
    checks: [],
  };
}

function findingOf(index: number, count: number): Finding {
  const { accountId, accountName, roleArn, roleName } = placeOf(index);
  const thirdParty = partyOf(index);
  const check = hash(index, 'check') % CHECKS;
  return {
    fingerprint: createHash('sha256').update(`finding ${index}`).digest('hex').slice(0, 32),
    checkId: `check-of-trust-${check}`,
    area: 'trust',
    severity: SEVERITIES[Math.floor((index * SEVERITIES.length) / count)] ?? 'info',
    status: 'OPEN',
    accountId,
    accountName,
    region: 'global',
    resourceArn: roleArn,
    resourceType: 'AWS::IAM::Role',
    title: `What check ${check} has to say of a role that lets someone in`,
    detail: `The role ${roleName} admits ${thirdParty.name} (account ${thirdParty.accountId}) by statement ${index % 4} of its trust policy, which asks for no external ID.`,
    thirdParty,
    evidence: [
      {
        file: `accounts/${accountId}/facts.jsonl.gz`,
        fact: 'authorization-details',
        region: 'global',
        pointer: `/roles/${hash(index, 'place') % 200}/trustPolicy/Statement/${index % 4}`,
        value: null,
      },
    ],
    remediation: `Require an external ID:\n{\n  "StringEquals": { "sts:ExternalId": "…" }\n}\naws iam update-assume-role-policy --role-name ${roleName} --policy-document file://trust.json`,
    controls: ['AWS-WA SEC03-BP09', 'NIST AC-3', 'ISO 27001 A.5.19'],
    firstSeen: `2026-0${1 + (hash(index, 'month') % 5)}-${String(1 + (hash(index, 'day') % 28)).padStart(2, '0')}T06:00:00Z`,
  };
}

function roleOf(index: number, finding: Finding | undefined): RoleInventoryEntry {
  const { accountId, accountName, roleArn, roleName } = placeOf(index);
  const party = partyOf(index);
  return {
    accountId,
    accountName,
    roleArn,
    roleName,
    createdAt: '2024-01-01T00:00:00Z',
    lastUsedAt: `2026-05-${String(1 + (hash(index, 'used') % 28)).padStart(2, '0')}T06:00:00Z`,
    lastUsedRegion: 'eu-west-1',
    maxSessionDuration: 3600 * (1 + (index % 12)),
    admits: [
      {
        party,
        principal: `arn:aws:iam::${party.accountId}:root`,
        requiredConditions: index % 3 === 0 ? [] : ['external ID'],
      },
    ],
    stack: index % 2 === 0 ? null : { stackName: `access-${hash(index, 'stack') % 50}`, region: 'eu-west-1' },
    findings: finding === undefined ? [] : [finding.fingerprint],
  };
}

function placeOf(index: number) {
  const account = hash(index, 'account') % ACCOUNTS;
  const accountId = String(210_000_000_000 + account);
  const roleName = `service-${hash(index, 'service').toString(36)}-vendor-role`;
  return {
    accountId,
    accountName: `workload-${account}-prod`,
    roleName,
    roleArn: `arn:aws:iam::${accountId}:role/${roleName}`,
  };
}

function partyOf(index: number): ThirdPartyRef {
  const party = hash(index, 'party') % PARTIES;
  return {
    name: `vendor-${party}`,
    kind: party % 3 === 0 ? 'known-vendor' : 'registered',
    accountId: String(310_000_000_000 + party),
  };
}

/** As good as random, and the same each time. */
function hash(index: number, what: string): number {
  return createHash('sha256').update(`${what} ${index}`).digest().readUInt32BE();
}
