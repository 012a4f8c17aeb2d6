import { describe, expect, it } from 'vitest';
import { expiredTrust } from '../../../src/checks/trust/expired-trust.ts';
import { openEndedTrust } from '../../../src/checks/trust/open-ended-trust.ts';
import {
  allow,
  ENTRY,
  finding,
  fixOf,
  judge,
  OWN,
  proposedStatements,
  REGISTERED,
  role,
  STRANGER,
  statuses,
} from '../support/trust-fixtures.ts';

function until(accountId: string, date: unknown, operator = 'DateLessThan') {
  return allow(accountId, { Condition: { [operator]: { 'aws:CurrentTime': date } } });
}

describe('expired-trust', () => {
  it('fails when everything that admits the third party has ended', () => {
    const statements = [until(STRANGER, '2026-01-31T00:00:00Z'), until(STRANGER, '2026-05-31T00:00:00Z')];
    expect(finding(judge(expiredTrust, role(statements))).detail).toContain('2026-05-31');
  });

  it('fails when a Deny ended it', () => {
    const deny = {
      Effect: 'Deny',
      Principal: '*',
      Action: '*',
      Condition: { DateGreaterThan: { 'aws:CurrentTime': '2026-01-01' } },
    };
    expect(statuses(judge(expiredTrust, role([allow(STRANGER), deny])))).toEqual(['FAIL']);
  });

  it('fails from the day after the contract ended', () => {
    const entry = { ...ENTRY, contractEnds: '2026-05-31' };
    const at = (asOf: string) => statuses(judge(expiredTrust, role(allow(REGISTERED)), { entry, asOf }));
    expect(at('2026-05-31T23:59:59Z')).toEqual(['PASS']);
    expect(at('2026-06-01T00:00:00Z')).toEqual(['FAIL']);
  });

  it.each<[string, object[]]>([
    ['one statement still admits them', [until(STRANGER, '2026-01-31'), allow(STRANGER)]],
    ['one of the dates lies ahead', [until(STRANGER, ['2026-01-31', '2027-01-31'])]],
    ['the date ends nothing', [until(STRANGER, '2026-01-31', 'DateLessThanIfExists')]],
    ['the date is a beginning', [until(STRANGER, '2026-01-31', 'DateGreaterThan')]],
  ])('passes when %s', (_, statements) => {
    expect(statuses(judge(expiredTrust, role(statements)))).toEqual(['PASS']);
  });

  it('is not applicable for own accounts and unknown for what was not understood', () => {
    expect(statuses(judge(expiredTrust, role(allow(OWN))))).toEqual(['NOT_APPLICABLE']);
    expect(statuses(judge(expiredTrust, role('{}')))).toEqual(['UNKNOWN']);
  });
});

describe('open-ended-trust', () => {
  it('fails without an end in policy and register', () => {
    const found = finding(judge(openEndedTrust, role(allow(STRANGER))));
    expect(proposedStatements(found)).toMatchObject([
      { Condition: { DateLessThan: { 'aws:CurrentTime': '2027-06-01T23:59:59Z' } } },
    ]);
    expect(fixOf(found, 'configuration')).toContain('contractEnds: "2027-06-01"');
    expect(statuses(judge(openEndedTrust, role(allow(REGISTERED))))).toEqual(['FAIL']);
  });

  it('fails when the date does not end it', () => {
    expect(statuses(judge(openEndedTrust, role(until(STRANGER, '2027-01-01', 'DateGreaterThan'))))).toEqual([
      'FAIL',
    ]);
  });

  it('passes with a date or a contract end', () => {
    expect(statuses(judge(openEndedTrust, role(until(STRANGER, '2027-01-01'))))).toEqual(['PASS']);
    expect(statuses(judge(openEndedTrust, role(until(STRANGER, 1798761600))))).toEqual(['PASS']);
    const entry = { ...ENTRY, contractEnds: '2027-01-01' };
    expect(statuses(judge(openEndedTrust, role(allow(REGISTERED)), { entry }))).toEqual(['PASS']);
  });

  it('is not applicable for own accounts and unknown for what was not understood', () => {
    expect(statuses(judge(openEndedTrust, role(allow(OWN))))).toEqual(['NOT_APPLICABLE']);
    expect(statuses(judge(openEndedTrust, role('{}')))).toEqual(['UNKNOWN']);
  });
});
