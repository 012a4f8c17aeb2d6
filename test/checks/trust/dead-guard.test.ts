import { describe, expect, it } from 'vitest';
import { deadGuard } from '../../../src/checks/trust/dead-guard.ts';
import {
  allow,
  finding,
  HERE,
  judge,
  OWN,
  role,
  STRANGER,
  statuses,
  UUID,
} from '../support/trust-fixtures.ts';

const ROLE = { AWS: `arn:aws:iam::${STRANGER}:role/scanner` };
const deny = (Condition: object) => ({ Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole', Condition });

describe('dead-guard', () => {
  it.each([
    ['private addresses', { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '192.168.0.0/16', 'fd00::/8'] } }],
    ['a key of service calls', { StringEquals: { 'aws:SourceAccount': HERE } }],
    ['a key of another service', { StringEquals: { 's3:prefix': 'x' } }],
    ['a start in the future', { DateGreaterThan: { 'aws:CurrentTime': '2098-01-01T00:00:00Z' } }],
    ['a start in the future, as a number', { NumericGreaterThan: { 'aws:EpochTime': '4102444800' } }],
    ['a pattern under StringEquals', { StringEquals: { 'aws:SourceVpce': 'vpce-*' } }],
    [
      'the ARN of a session',
      { ArnLike: { 'aws:PrincipalArn': `arn:aws:sts::${STRANGER}:assumed-role/scanner/*` } },
    ],
    ['another account', { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${OWN}:role/x` } }],
    ['a request without TLS', { Bool: { 'aws:SecureTransport': 'false' } }],
    ['a caller that is a service', { Bool: { 'aws:PrincipalIsAWSService': 'true' } }],
  ])('says that nobody can come in: %s', (_, Condition) => {
    const { detail } = finding(judge(deadGuard, role(allow(STRANGER, { Condition }))));
    expect(detail).toContain(`By statement 1 of the trust policy nobody of account ${STRANGER} can come in`);
  });

  it.each([
    ['addresses by a pattern', { StringLike: { 'aws:SourceIp': '10.*' } }],
    ['a user', { StringEquals: { 'aws:PrincipalType': 'User' } }],
    ['the name of a user', { StringEquals: { 'aws:username': 'x' } }],
    ['another role', { ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${STRANGER}:role/other` } }],
    [
      'an external ID and none',
      { Null: { 'sts:ExternalId': 'true' }, StringEquals: { 'sts:ExternalId': UUID } },
    ],
  ])('says that a named role cannot come in: it is asked for %s', (_, Condition) => {
    const { detail } = finding(judge(deadGuard, role(allow(STRANGER, { Principal: ROLE, Condition }))));
    expect(detail).toContain('nobody of account');
  });

  it.each([
    ['itself', { ArnEquals: { 'aws:PrincipalArn': ROLE.AWS } }],
    ['roles', { StringLike: { 'aws:PrincipalType': 'Assumed*' } }],
    ['public addresses by a pattern', { StringLike: { 'aws:SourceIp': '203.0.*' } }],
  ])('passes a named role that is asked for %s', (_, Condition) => {
    expect(statuses(judge(deadGuard, role(allow(STRANGER, { Principal: ROLE, Condition }))))).toEqual([
      'PASS',
    ]);
  });

  it('says that no software can come in where MFA is asked of a role', () => {
    const Condition = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
    expect(finding(judge(deadGuard, role(allow(STRANGER, { Principal: ROLE, Condition })))).detail).toContain(
      'no software of account',
    );
    expect(statuses(judge(deadGuard, role(allow(STRANGER, { Condition }))))).toEqual(['PASS']);
  });

  it('counts what a Deny demands', () => {
    const statements = [allow(STRANGER), deny({ NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } })];
    expect(finding(judge(deadGuard, role(statements))).detail).toContain('nobody of account');
  });

  it.each([
    ['private addresses', { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }],
    ['a key of service calls', { StringEquals: { 'aws:SourceAccount': OWN } }],
    ['one dead key of two', { StringEquals: { 'aws:SourceVpce': 'vpce-*', 'sts:ExternalId': 'x1' } }],
    ['an end that has passed', { DateLessThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } }],
  ])('says that a Deny protects from nobody: %s', (_, Condition) => {
    const { detail } = finding(judge(deadGuard, role([allow(STRANGER), deny(Condition)])));
    expect(detail).toContain('The Deny in statement 2 protects the role from nobody');
  });

  const other = `arn:aws:iam::${STRANGER}:role/other`;
  const named = (AWS: unknown, more: object = {}) => ({
    Effect: 'Deny',
    Principal: { AWS },
    Action: 'sts:AssumeRole',
    ...more,
  });

  it.each<[string, object]>([
    ['by Principal', named(other)],
    [
      'by Principal, under a condition',
      named([other], { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
    ],
    ['and a user beside it', named([other, `arn:aws:iam::${STRANGER}:user/jo`])],
    ['by its session', named(`arn:aws:sts::${STRANGER}:assumed-role/other/s`)],
    ['by aws:PrincipalArn', deny({ ArnEquals: { 'aws:PrincipalArn': other } })],
    ['by a pattern', deny({ ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${STRANGER}:role/oth*` } })],
    ['by text', deny({ StringEquals: { 'aws:PrincipalArn': other } })],
  ])('says that a Deny of a role that no statement lets in protects from nobody: %s', (_, statement) => {
    const found = finding(judge(deadGuard, role([allow(STRANGER, { Principal: ROLE }), statement])));
    expect(found.detail).toContain('The Deny in statement 2 protects the role from nobody');
    expect(found.evidence.map(({ pointer }) => pointer)).toContain('/roles/0/trustPolicy/Statement/1');
  });

  it.each<[string, object, object]>([
    ['the whole account may come in', allow(STRANGER), named(other)],
    ['the whole account may, by key', allow(STRANGER), deny({ ArnEquals: { 'aws:PrincipalArn': other } })],
    ['the role itself is denied', allow(STRANGER, { Principal: ROLE }), named(ROLE.AWS)],
    ['it is denied too', allow(STRANGER, { Principal: ROLE }), named([other, ROLE.AWS])],
    ['its account is denied', allow(STRANGER, { Principal: ROLE }), named(STRANGER)],
    ['others are meant', allow(STRANGER, { Principal: ROLE }), named(`arn:aws:iam::${OWN}:role/x`)],
    [
      'all but it are denied',
      allow(STRANGER, { Principal: ROLE }),
      deny({ ArnNotEquals: { 'aws:PrincipalArn': ROLE.AWS } }),
    ],
  ])('does not call a Deny idle where %s', (_, statement, denied) => {
    const outcomes = judge(deadGuard, role([statement, denied]));
    expect(outcomes.map(({ status }) => status)).not.toContain('FAIL');
  });

  it('says that nobody can come in where all but another role are denied', () => {
    const statements = [
      allow(STRANGER, { Principal: ROLE }),
      deny({ ArnNotEquals: { 'aws:PrincipalArn': other } }),
    ];
    expect(finding(judge(deadGuard, role(statements))).detail).toContain('nobody of account');
  });

  it('finds a pattern of user ids dead under StringEquals', () => {
    const by = (operator: string) =>
      statuses(
        judge(deadGuard, role(allow(STRANGER, { Condition: { [operator]: { 'aws:userid': 'AROAX:*' } } }))),
      );
    expect([by('StringEquals'), by('StringLike')]).toEqual([['FAIL'], ['PASS']]);
  });

  it.each([
    ['public addresses', { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }],
    ['private beside public addresses', { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '203.0.113.0/24'] } }],
    ['private addresses of a VPC', { IpAddress: { 'aws:VpcSourceIp': '10.0.0.0/8' } }],
    ['private addresses, if there are any', { IpAddressIfExists: { 'aws:SourceIp': '10.0.0.0/8' } }],
    ['an external ID', { StringEquals: { 'sts:ExternalId': UUID } }],
    [
      'the stand-in of an external ID',
      { StringEquals: { 'sts:ExternalId': 'id:0123456789abcdef (9 characters)' } },
    ],
    ['an organization of endpoints', { StringEquals: { 'aws:VpceOrgID': 'o-exampleorgid' } }],
    ['a start that has passed', { DateGreaterThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } }],
  ])('passes %s', (_, Condition) => {
    expect(statuses(judge(deadGuard, role(allow(STRANGER, { Condition }))))).toEqual(['PASS']);
  });

  it('does not apply where there is no condition or no third party, and knows nothing of what was not understood', () => {
    expect(statuses(judge(deadGuard, role(allow(STRANGER))))).toEqual(['NOT_APPLICABLE']);
    expect(statuses(judge(deadGuard, role(allow(OWN))))).toEqual(['NOT_APPLICABLE']);
    expect(statuses(judge(deadGuard, role('{}')))).toEqual(['UNKNOWN']);
  });
});
