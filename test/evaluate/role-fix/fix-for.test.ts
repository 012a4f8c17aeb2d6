import { describe, expect, it } from 'vitest';
import { judgeAndFix } from '../../../src/evaluate/fixes.ts';
import type { FactRecord } from '../../../src/model/fact.ts';
import type { Role } from '../../../src/model/facts/authorization-details.ts';
import type { AuditReport } from '../../../src/model/report.ts';
import type { RoleFix } from '../../../src/model/role-fix.ts';
import {
  anywhere,
  SUBJECT as CERTIFIED,
  machines,
  profile,
  SOURCE,
} from '../../checks/sharing/anywhere-fixtures.ts';
import {
  allow,
  HERE,
  REGISTERED,
  role,
  rootOf,
  STRANGER,
  UUID,
  VENDOR,
  withExternalId,
} from '../../checks/support/trust-fixtures.ts';
import { evaluateRequest } from '../../policy/support/request-evaluator.ts';
import { JUDGED_AT, reportOnRecords } from '../../support/judged-report.ts';
import { AGREED, reportOn, SUBJECT, withFix } from './fixed.ts';

const OTHER_UUID = '0d9d5a5c-64f1-4e6b-9f5a-3f1f0a3b7c21';

function fixOf(report: AuditReport, name = 'access'): RoleFix {
  const fix = report.roleFixes?.find(({ roleName }) => roleName === name);
  if (fix === undefined) throw new Error(`no fix of ${name}`);
  return fix;
}

function inline(...statements: object[]): Role['inlinePolicies'] {
  return [{ name: 'work', document: JSON.stringify({ Version: '2012-10-17', Statement: statements }) }];
}

const checksOf = (report: AuditReport, fingerprints: readonly string[]) =>
  [...report.findings]
    .filter(({ fingerprint }) => fingerprints.includes(fingerprint))
    .map(({ checkId }) => checkId)
    .sort();

/** What was read of IAM Roles Anywhere, where a profile without limit opens the role. */
function opening(one: Role): FactRecord {
  const [value] = Object.values(anywhere({ profiles: [profile({ roleArns: [one.arn] })] }));
  const place = { fact: 'roles-anywhere', region: 'eu-west-1', source: 'the test' };
  return { ...place, status: 'COLLECTED', collectedAt: JUDGED_AT, value };
}

/** Whether the party gets in with its fix in force, bringing what was agreed. */
function enters(fixed: Role, accountId: string, context: Record<string, string>) {
  return evaluateRequest(fixed.trustPolicy, {
    action: 'sts:AssumeRole',
    caller: { kind: 'aws', arn: `arn:aws:iam::${accountId}:role/worker`, accountId },
    context: { 'aws:CurrentTime': '2026-06-02T00:00:00Z', 'aws:SourceIp': '203.0.113.7', ...context },
  });
}

describe('the one fix of a role', () => {
  it('puts right together what fixes of single findings would undo of each other', () => {
    const wrong = role([allow(REGISTERED), allow('*', { Principal: { AWS: '*' } })], {
      inlinePolicies: inline({
        Effect: 'Allow',
        Action: ['s3:Put*', 'iam:CreatePolicyVersion'],
        Resource: '*',
      }),
    });
    const report = reportOn([wrong], { sessions: { [wrong.arn]: 43_200 } });
    const fix = fixOf(report);
    expect(checksOf(report, fix.clears)).toEqual([
      'external-id-missing',
      'public-trust',
      'session-duration',
      'third-party-admin',
      'third-party-admin',
      'trust-hardening',
    ]);
    const fixed = withFix(wrong, fix);
    const again = reportOn([fixed], { sessions: { [wrong.arn]: fix.maxSessionDuration?.after ?? 0 } });
    const known = new Set(report.findings.map(({ fingerprint }) => fingerprint));
    expect(again.findings.filter(({ fingerprint }) => fix.clears.includes(fingerprint))).toEqual([]);
    expect(again.findings.filter(({ fingerprint }) => !known.has(fingerprint))).toEqual([]);
    const id = /"sts:ExternalId": "([^"]+)"/.exec(fixed.trustPolicy)?.[1] ?? '';
    expect(enters(fixed, REGISTERED, { 'sts:ExternalId': id })).toBe('ALLOW');
    expect(enters(fixed, REGISTERED, {})).toBe('IMPLICIT_DENY');
    expect(enters(fixed, STRANGER, { 'sts:ExternalId': id })).toBe('IMPLICIT_DENY');
  });

  it('takes away what a third party may do that comes by certificates', () => {
    const wrong = role([machines({ ...SOURCE, ...CERTIFIED })], {
      inlinePolicies: inline({ Effect: 'Allow', Action: 'iam:CreatePolicyVersion', Resource: '*' }),
    });
    const given = { register: [{ ...AGREED, trustAnchors: ['machines'] }], facts: [opening(wrong)] };
    const report = reportOn([wrong], given);
    const fix = fixOf(report);
    expect(checksOf(report, fix.clears)).toEqual(['third-party-admin']);
    expect(fix.trustPolicy).toBeUndefined();
    const again = reportOn([withFix(wrong, fix)], given);
    expect(again.findings.filter(({ checkId }) => checkId === 'third-party-admin')).toEqual([]);
  });

  it('is where its findings point to, and no other policy is offered beside it', () => {
    const wrong = role(allow(REGISTERED));
    const report = reportOn([wrong]);
    for (const { fingerprint, roleFix, fixes = [] } of report.findings) {
      const isCleared = fixOf(report).clears.includes(fingerprint);
      expect(roleFix).toBe(isCleared ? wrong.arn : undefined);
      if (isCleared) expect(fixes.filter(({ kind }) => kind !== 'configuration')).toEqual([]);
    }
  });

  it('keeps an external ID that is in force without telling it', () => {
    const wrong = role(withExternalId(REGISTERED));
    const report = reportOn([wrong]);
    const fix = fixOf(report);
    expect(JSON.stringify(fix)).not.toContain(UUID);
    expect(fix.inputs).toEqual([
      {
        placeholder: '‹external ID 1›',
        kind: 'in-force',
        says: expect.any(String),
        at: '/Statement/Condition/StringEquals/sts:ExternalId',
      },
    ]);
    expect(enters(withFix(wrong, fix), REGISTERED, { 'sts:ExternalId': UUID })).toBe('ALLOW');
  });

  it('asks for a new external ID where another role of the run has the same', () => {
    const [one, other] = [
      role(withExternalId(REGISTERED), { name: 'one' }),
      role(withExternalId(STRANGER), { name: 'other' }),
    ];
    const report = reportOn([one, other]);
    const reused = report.findings.filter(({ checkId }) => checkId === 'external-id-reuse');
    expect(reused.map(({ roleFix }) => roleFix)).toEqual([one.arn, other.arn]);
    const again = reportOn([withFix(one, fixOf(report, 'one')), withFix(other, fixOf(report, 'other'))]);
    expect(again.findings.filter(({ checkId }) => checkId.startsWith('external-id'))).toEqual([]);
  });

  it('asks all for a new external ID whom the role asks for the same, so that none keeps what is used elsewhere', () => {
    const both = role(
      [
        { ...withExternalId(REGISTERED), Principal: { AWS: [rootOf(REGISTERED), rootOf(STRANGER)] } },
        allow(REGISTERED),
      ],
      { name: 'both' },
    );
    const report = reportOn([both, role(withExternalId(VENDOR), { name: 'other' })]);
    const fixed = withFix(both, fixOf(report, 'both'));
    const again = reportOn([fixed, role(withExternalId(VENDOR), { name: 'other' })]);
    expect(fixed.trustPolicy).not.toContain(UUID);
    expect(again.findings.filter(({ checkId }) => checkId.startsWith('external-id'))).toEqual([]);
  });

  it('says once that the next run tells of changed external IDs, whatever the reasons for these', () => {
    const both = role([withExternalId(REGISTERED), allow(VENDOR)], { name: 'both' });
    const report = reportOn([both, role(withExternalId(STRANGER), { name: 'other' })]);
    const fix = fixOf(report, 'both');
    expect(checksOf(report, fix.clears)).toEqual(
      expect.arrayContaining(['external-id-missing', 'external-id-reuse']),
    );
    expect(fix.follows.filter(({ checkId }) => checkId === 'external-id-change')).toHaveLength(1);
  });

  it('says that accounts, no longer asked for the same, may be two vendors who share another', () => {
    const shared = role([withExternalId(STRANGER, '12345678'), withExternalId(VENDOR, '12345678')], {
      name: 'shared',
    });
    const others = [STRANGER, VENDOR].map((id) => role(withExternalId(id), { name: `of-${id}` }));
    const report = reportOn([shared, ...others]);
    expect(report.findings.map(({ checkId }) => checkId)).not.toContain('external-id-reuse');
    const fix = fixOf(report, 'shared');
    const again = reportOn([withFix(shared, fix), ...others]);
    expect(again.findings.map(({ checkId }) => checkId)).toContain('external-id-reuse');
    expect(fix.follows.map(({ checkId }) => checkId)).toContain('external-id-reuse');
  });

  it('offers for what is left only what undoes nothing of it', () => {
    const wrong = role([allow(REGISTERED), allow(STRANGER)]);
    const report = reportOn([wrong]);
    const left = report.findings.find(({ checkId }) => checkId === 'unregistered-third-party');
    const removal = left?.fixes?.find(({ kind }) => kind === 'policy')?.text ?? '';
    expect(removal).not.toContain(STRANGER);
    expect(removal).toContain('sts:ExternalId');
    expect(fixOf(report).remains.find(({ checkId }) => checkId === 'unregistered-third-party')?.why).toMatch(
      /^Somebody has to decide \(if the access is not wanted\)/,
    );
  });

  it('is none where nothing can be done without a decision, or where the policy is not understood', () => {
    const fine = role(withExternalId(REGISTERED), { name: 'fine' });
    const unread = role('{"Statement": [', { name: 'unread' });
    const strange = role(allow(REGISTERED, { Condition: { Sometimes: { a: 'b' } } }), { name: 'strange' });
    const register = [{ ...AGREED, allowedSourceIps: [] }];
    const report = reportOn([fine, unread, strange], { register });
    expect(report.roleFixes?.map(({ roleName }) => roleName) ?? []).toEqual([]);
  });

  it('denies all that is more than agreed, so that closing a way to administrator leaves nothing new', () => {
    const wrong = role(withExternalId(REGISTERED), {
      inlinePolicies: inline({
        Effect: 'Allow',
        Action: ['iam:PutRolePolicy', 'ec2:*', 's3:*'],
        Resource: '*',
      }),
    });
    const report = reportOn([wrong]);
    const fix = fixOf(report);
    expect(checksOf(report, fix.clears)).toContain('third-party-admin');
    expect(fix.follows).toEqual([]);
    const again = reportOn([withFix(wrong, fix)]);
    expect(again.findings.map(({ checkId }) => checkId)).not.toContain('third-party-privileges');
  });

  it('says what milder is left where the rest would be too long for one policy', () => {
    const wrong = role(withExternalId(REGISTERED), {
      inlinePolicies: inline(
        { Effect: 'Allow', NotAction: ['iam:Get*'], Resource: 'arn:aws:s3:::x' },
        {
          Effect: 'Allow',
          Action: ['a*:*', 'c*:*', 'e*:*', 'r*:*', 'iam:CreatePolicyVersion'],
          Resource: '*',
        },
      ),
    });
    const report = reportOn([wrong]);
    const fix = fixOf(report);
    if (checksOf(report, fix.clears).includes('third-party-admin'))
      expect(fix.follows.map(({ checkId }) => checkId)).toEqual(['third-party-privileges']);
  });

  it('takes whoever wrote the policy at no word in brackets', () => {
    const wrong = role([
      { ...allow(REGISTERED), Sid: 'x', Condition: { StringLike: { 'aws:PrincipalTag/t': '<script>' } } },
    ]);
    const fix = fixOf(reportOn([wrong]));
    expect(fix.inputs.map(({ kind }) => kind)).toEqual(['new-external-id']);
    expect(fix.trustPolicy?.after).toContain('<script>');
  });

  it('binds an own account and a service too, in roles that no third party enters', () => {
    const wrong = role({
      Effect: 'Allow',
      Principal: { Service: 'bedrock.amazonaws.com' },
      Action: 'sts:AssumeRole',
    });
    const report = reportOn([wrong]);
    expect(checksOf(report, fixOf(report).clears)).toEqual(['confused-deputy-service']);
    expect(fixOf(report).trustPolicy?.after).toContain(HERE);
  });

  it('is made of a policy with keys that have no value', () => {
    const wrong = role({ ...allow(REGISTERED), Sid: null });
    const { unanswered } = reportOn([wrong]);
    expect([...unanswered].filter(({ status }) => status === 'ERROR')).toEqual([]);
  });

  it('is not made where the roles of the account were not read', () => {
    const roleFixes = reportOnRecords([{ subject: SUBJECT, records: [] }], [AGREED], judgeAndFix).roleFixes;
    expect(roleFixes ?? []).toEqual([]);
  });

  it('leaves alone whom it does not concern', () => {
    const wrong = role([
      { Effect: 'Allow', Principal: { AWS: [rootOf(REGISTERED), rootOf(HERE)] }, Action: 'sts:AssumeRole' },
      withExternalId(STRANGER, OTHER_UUID),
    ]);
    const fixed = withFix(wrong, fixOf(reportOn([wrong])));
    expect(enters(fixed, HERE, {})).toBe('ALLOW');
    expect(enters(fixed, STRANGER, { 'sts:ExternalId': OTHER_UUID })).toBe('ALLOW');
  });
});
