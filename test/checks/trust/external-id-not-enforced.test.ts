import { describe, expect, it } from 'vitest';
import { externalIdNotEnforced } from '../../../src/checks/trust/external-id-not-enforced.ts';
import {
  allow,
  finding,
  fixOf,
  judge,
  role,
  STRANGER,
  statuses,
  UUID,
  withExternalId,
} from '../support/trust-fixtures.ts';

function asking(operator: string, value: unknown) {
  return allow(STRANGER, { Condition: { [operator]: { 'sts:ExternalId': value } } });
}

describe('external-id-not-enforced', () => {
  it.each<[string, unknown, string]>([
    [
      'StringEqualsIfExists',
      'x',
      'StringEqualsIfExists lets a request through that carries no sts:ExternalId',
    ],
    ['ForAllValues:StringEquals', 'x', 'holds for an empty set'],
    ['StringNotEquals', 'x', 'any value but those named'],
    ['StringLike', '*', 'accepts any value: *'],
    ['Null', 'false', 'requires only that sts:ExternalId is sent'],
    ['Null', 'true', 'carries no sts:ExternalId'],
    ['NumericGreaterThan', '0', 'accepts a range of values'],
    ['IpAddress', '0.0.0.0/1', 'accepts a range of values'],
  ])('fails for %s %j and says why', (operator, value, reason) => {
    const found = finding(judge(externalIdNotEnforced, role(asking(operator, value))));
    expect(found.detail).toContain(reason);
    const kept = operator.includes('StringEquals');
    expect(fixOf(found, 'policy')).toContain(
      `"sts:ExternalId": "${kept ? '<the external ID in force: ***>' : '<the agreed external ID>'}"`,
    );
  });

  it('fails when the Deny that asks for it asks for something else as well', () => {
    const deny = {
      Effect: 'Deny',
      Principal: '*',
      Action: 'sts:AssumeRole',
      Condition: {
        StringNotEquals: { 'sts:ExternalId': 'x' },
        NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' },
      },
    };
    const found = finding(judge(externalIdNotEnforced, role([allow(STRANGER), deny])));
    expect(found.detail).toContain('denies only where all of its conditions hold');
    expect(found.evidence.map(({ pointer }) => pointer)).toEqual([
      '/roles/0/trustPolicy/Statement/0',
      '/roles/0/trustPolicy/Statement/1',
    ]);
  });

  it('passes when it is required, even by a Deny alone', () => {
    const deny = {
      Effect: 'Deny',
      Principal: '*',
      Action: '*',
      Condition: { StringNotEqualsIfExists: { 'STS:ExternalID': 'x' } },
    };
    expect(statuses(judge(externalIdNotEnforced, role(withExternalId(STRANGER))))).toEqual(['PASS']);
    expect(statuses(judge(externalIdNotEnforced, role([allow(STRANGER), deny])))).toEqual(['PASS']);
    expect(statuses(judge(externalIdNotEnforced, role([asking('StringEqualsIfExists', 'x'), deny])))).toEqual(
      ['PASS'],
    );
  });

  it('is not applicable where no external ID is asked for', () => {
    expect(statuses(judge(externalIdNotEnforced, role(allow(STRANGER))))).toEqual(['NOT_APPLICABLE']);
  });

  it('is unknown when the trust policy was not understood', () => {
    expect(statuses(judge(externalIdNotEnforced, role('')))).toEqual(['UNKNOWN']);
  });

  it('never shows an external ID in force', () => {
    const statements = [
      asking('StringEqualsIfExists', 'sesame-1'),
      { ...asking('StringEqualsIfExists', 'sesame-2') },
    ];
    const { detail, remediation, fixes } = finding(judge(externalIdNotEnforced, role(statements)));
    expect(JSON.stringify([detail, remediation, fixes?.()])).not.toContain('sesame');
    expect(fixes?.()).not.toEqual([]);
  });

  it.each([
    ['*-*-*-*-*'],
    ['a*'],
    ['acme-*'],
    ['????????-????-????-????-????????????'],
    [[UUID, 'acme-*']],
    ['id:0123456789abcdef (9 characters with *)'],
  ])('does not take the pattern %j for an agreed id', (value) => {
    const pattern = role(allow(STRANGER, { Condition: { StringLike: { 'sts:ExternalId': value } } }));
    expect(finding(judge(externalIdNotEnforced, pattern)).detail).toContain(
      'a pattern is not one agreed value',
    );
  });

  it.each([
    ['StringEquals', 'a*'],
    ['StringEqualsIgnoreCase', 'a?'],
    ['StringLike', UUID],
    ['StringLike', 'a${*}b${?}'],
    ['StringLike', 'id:0123456789abcdef (9 characters with ${*})'],
    ['StringEquals', 'id:0123456789abcdef (9 characters with *)'],
  ])('takes one value for what it is: %s %s', (operator, value) => {
    const agreed = role(allow(STRANGER, { Condition: { [operator]: { 'sts:ExternalId': value } } }));
    expect(statuses(judge(externalIdNotEnforced, agreed))).toEqual(['PASS']);
  });

  it('knows no escapes in documents of 2008', () => {
    const Statement = [allow(STRANGER, { Condition: { StringLike: { 'sts:ExternalId': 'a${*}' } } })];
    const old = role(JSON.stringify({ Version: '2008-10-17', Statement }));
    expect(statuses(judge(externalIdNotEnforced, old))).toEqual(['FAIL']);
  });
});
