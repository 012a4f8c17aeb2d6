import { describe, expect, it } from 'vitest';
import { ownerTag } from '../../../src/checks/trust/owner-tag.ts';
import { sessionDuration } from '../../../src/checks/trust/session-duration.ts';
import { trustHardening } from '../../../src/checks/trust/trust-hardening.ts';
import {
  allow,
  ENTRY,
  finding,
  fixOf,
  judge,
  OWN,
  REGISTERED,
  role,
  STRANGER,
  statuses,
} from '../support/trust-fixtures.ts';

const HARD = {
  IpAddress: { 'aws:SourceIp': '203.0.113.0/24' },
  DateLessThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' },
};
const USER = { AWS: `arn:aws:iam::${STRANGER}:user/jo` };

describe('trust-hardening', () => {
  it('lists what is absent in one finding', () => {
    expect(finding(judge(trustHardening, role(allow(STRANGER)))).detail).toContain(
      'without a source IP or VPC and a time limit.',
    );
    expect(
      finding(judge(trustHardening, role(allow(STRANGER, { Principal: USER, Condition: HARD })))).detail,
    ).toContain('without MFA.');
  });

  it('offers the addresses that the register names', () => {
    const entry = { ...ENTRY, allowedSourceIps: ['198.51.100.7/32'] };
    expect(fixOf(finding(judge(trustHardening, role(allow(REGISTERED)), { entry })), 'policy')).toContain(
      '198.51.100.7/32',
    );
  });

  it('passes with all of them', () => {
    const Condition = { ...HARD, Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
    expect(statuses(judge(trustHardening, role(allow(STRANGER, { Condition: HARD }))))).toEqual(['PASS']);
    expect(statuses(judge(trustHardening, role(allow(STRANGER, { Principal: USER, Condition }))))).toEqual([
      'PASS',
    ]);
  });

  it('does not take the absence of MFA for MFA', () => {
    const Condition = { ...HARD, Bool: { 'aws:MultiFactorAuthPresent': 'false' } };
    expect(statuses(judge(trustHardening, role(allow(STRANGER, { Principal: USER, Condition }))))).toEqual([
      'FAIL',
    ]);
  });

  it('is not applicable for own accounts and unknown for what was not understood', () => {
    expect(statuses(judge(trustHardening, role(allow(OWN))))).toEqual(['NOT_APPLICABLE']);
    expect(statuses(judge(trustHardening, role('{}')))).toEqual(['UNKNOWN']);
  });
});

describe('session-duration', () => {
  function settings(maxSessionDuration: number, name = 'access') {
    return {
      'role-settings': {
        roles: [{ arn: `arn:aws:iam::111122223333:role/${name}`, maxSessionDuration, description: null }],
      },
    };
  }

  it('fails for a session above the limit', () => {
    const found = finding(judge(sessionDuration, role(allow(STRANGER)), {}, settings(43_200)));
    expect(found.detail).toContain('may last 12 h; at most 1 h');
    expect(found.evidence[0]?.pointer).toBe('/roles/0/maxSessionDuration');
  });

  it('passes up to the limit, which can be set', () => {
    expect(statuses(judge(sessionDuration, role(allow(STRANGER)), {}, settings(3_600)))).toEqual(['PASS']);
    const given = { parameters: { maxSessionHours: 12 } };
    expect(statuses(judge(sessionDuration, role(allow(STRANGER)), given, settings(43_200)))).toEqual([
      'PASS',
    ]);
  });

  it('is unknown when the role was not listed, not applicable for own accounts', () => {
    expect(statuses(judge(sessionDuration, role(allow(STRANGER)), {}, settings(43_200, 'other')))).toEqual([
      'UNKNOWN',
    ]);
    expect(statuses(judge(sessionDuration, role(allow(OWN)), {}, settings(43_200)))).toEqual([
      'NOT_APPLICABLE',
    ]);
    expect(statuses(judge(sessionDuration, role('{}'), {}, settings(43_200)))).toEqual(['UNKNOWN']);
  });

  it('quotes a hostile role name for the shell', () => {
    const hostile = role(allow(STRANGER), { name: "x'; rm -rf ~; '" });
    const found = finding(judge(sessionDuration, hostile, {}, settings(43_200, "x'; rm -rf ~; '")));
    expect(fixOf(found, 'cli')).toContain(`--role-name 'x'\\''; rm -rf ~; '\\'''`);
  });
});

describe('owner-tag', () => {
  const tagged = (key: string, value: string) => role(allow(STRANGER), { tags: [{ key, value }] });

  it('fails without the tag or with an empty one', () => {
    expect(finding(judge(ownerTag, role(allow(STRANGER)))).detail).toContain('the tag Owner');
    expect(statuses(judge(ownerTag, tagged('Owner', ' ')))).toEqual(['FAIL']);
    expect(
      finding(judge(ownerTag, tagged('owner', 'jo'), { parameters: { requiredTags: ['Owner', 'Ticket'] } }))
        .detail,
    ).toContain('the tag Ticket');
  });

  it('passes with the tag in any case', () => {
    expect(statuses(judge(ownerTag, tagged('owner', 'jo')))).toEqual(['PASS']);
  });

  it('counts the public as a third party', () => {
    expect(statuses(judge(ownerTag, role(allow(STRANGER, { Principal: '*' }))))).toEqual(['FAIL']);
  });

  it('is not applicable for own accounts and unknown for what was not understood', () => {
    expect(statuses(judge(ownerTag, role(allow(OWN))))).toEqual(['NOT_APPLICABLE']);
    expect(statuses(judge(ownerTag, role('{}')))).toEqual(['UNKNOWN']);
  });
});
