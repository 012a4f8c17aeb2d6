import { createHash } from 'node:crypto';
import { judgeAndFix } from '../../../src/evaluate/fixes.ts';
import type { JudgementConfig } from '../../../src/model/config.ts';
import type { FactRecord } from '../../../src/model/fact.ts';
import type { AuthorizationDetails, Role } from '../../../src/model/facts/authorization-details.ts';
import type { RegisteredThirdParty } from '../../../src/model/party.ts';
import type { AuditReport } from '../../../src/model/report.ts';
import type { RoleFix } from '../../../src/model/role-fix.ts';
import { ENTRY, HERE } from '../../checks/support/trust-fixtures.ts';
import { JUDGED_AT, reportOnRecords } from '../../support/judged-report.ts';

export const SUBJECT = { accountId: HERE, name: 'here', partition: 'aws', tags: {}, regions: ['eu-west-1'] };

/** The register's party with all that a trust policy can be bound to. */
export const AGREED: RegisteredThirdParty = {
  ...ENTRY,
  allowedSourceIps: ['203.0.113.0/24'],
  contractEnds: '2027-03-31',
  lastReviewed: '2026-05-01',
};

export interface Given {
  sessions?: Record<string, number>;
  policies?: AuthorizationDetails['policies'];
  register?: readonly RegisteredThirdParty[];
  facts?: readonly FactRecord[];
  checks?: JudgementConfig['checks'];
}

/** The report on an account with these roles, none of which a stack declares, with the one fix of each. */
export function reportOn(roles: readonly Role[], given: Given = {}): AuditReport {
  return reportOnRecords(
    [{ subject: SUBJECT, records: recordsOf(roles, given) }],
    given.register ?? [AGREED],
    judgeAndFix,
    given.checks,
  );
}

function recordsOf(
  roles: readonly Role[],
  { sessions = {}, policies = [], facts = [] }: Given,
): FactRecord[] {
  const record = (fact: string, region: string, value: unknown): FactRecord => ({
    fact,
    region,
    status: 'COLLECTED',
    collectedAt: JUDGED_AT,
    source: 'the test',
    value,
  });
  return [
    record('authorization-details', 'global', { roles, policies }),
    record('role-settings', 'global', {
      roles: roles.map(({ arn }) => ({ arn, maxSessionDuration: sessions[arn] ?? 3600 })),
    }),
    record('account-identity', 'global', { aliases: [] }),
    record('role-stacks', 'eu-west-1', {
      perResource: roles.map(({ arn }) => ({
        resource: arn,
        fact: { status: 'COLLECTED', collectedAt: JUDGED_AT, source: 'the test', value: null },
      })),
    }),
    ...facts,
  ];
}

/** A UUID for each input that asks for an external ID, and for any other blank a name. */
function filled(text: string, { inputs, roleArn }: Pick<RoleFix, 'inputs' | 'roleArn'>): string {
  let whole = text;
  for (const [index, { placeholder, kind }] of inputs.entries()) {
    const value = kind === 'in-force' ? placeholder : kind === 'other' ? 'sample' : newId(roleArn, index);
    whole = whole.replaceAll(placeholder, value);
  }
  return whole;
}

function newId(roleArn: string, index: number): string {
  const hex = createHash('sha256').update(`${roleArn} ${index}`).digest('hex');
  return `7c9e6679-7425-40de-944b-${hex.slice(0, 12)}`;
}

/** The role with its fix in force: what was asked for before is asked for still. */
export function withFix(role: Role, fix: RoleFix): Role {
  const { trustPolicy, inlinePolicy } = fix;
  let trust = trustPolicy === undefined ? role.trustPolicy : filled(trustPolicy.after, fix);
  for (const { placeholder, at } of fix.inputs) {
    if (at === undefined) continue;
    let value: unknown = JSON.parse(role.trustPolicy);
    for (const part of at.split('/').slice(1))
      value = (value as Record<string, unknown>)[part.replaceAll('~1', '/').replaceAll('~0', '~')];
    trust = trust.replaceAll(placeholder, String(value));
  }
  const others = role.inlinePolicies.filter(({ name }) => name !== inlinePolicy?.policyName);
  return {
    ...role,
    trustPolicy: trust,
    inlinePolicies:
      inlinePolicy === undefined
        ? role.inlinePolicies
        : [...others, { name: inlinePolicy.policyName, document: inlinePolicy.after }],
  };
}
