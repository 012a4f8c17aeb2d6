import { describe, expect, it } from 'vitest';
import { newStudy } from '../../src/model/study.ts';
import { isAccessRole, reservedReason } from '../../src/policy/access-role.ts';
import { allow, HERE, OWN, OWN_ORGANIZATION, role, STRANGER } from '../checks/support/trust-fixtures.ts';

describe('reservedReason', () => {
  it.each([
    ['/aws-service-role/ecs.amazonaws.com/', 'AWS service-linked'],
    ['/aws-reserved/sso.amazonaws.com/', 'reserved to AWS'],
    ['/', null],
    ['/team/aws-reserved/', null],
  ])('of path %s is %s', (path, expected) => {
    expect(reservedReason(role([], { path }))).toBe(expected);
  });
});

describe('isAccessRole', () => {
  function federated(Federated: string, Action: string) {
    return allow(HERE, { Principal: { Federated }, Action });
  }

  it.each<[string, object | string, boolean]>([
    ['another account', allow(STRANGER), true],
    ['another own account', allow(OWN), true],
    ['anyone', allow(HERE, { Principal: '*' }), true],
    [
      'the own organization',
      allow(HERE, {
        Principal: '*',
        Condition: { StringEquals: { 'aws:PrincipalOrgID': OWN_ORGANIZATION } },
      }),
      true,
    ],
    [
      'anyone of this account',
      allow(HERE, { Principal: '*', Condition: { StringEquals: { 'aws:PrincipalAccount': HERE } } }),
      false,
    ],
    ['web identity', federated('accounts.google.com', 'sts:AssumeRoleWithWebIdentity'), true],
    ['SAML', federated(`arn:aws:iam::${HERE}:saml-provider/okta`, 'sts:AssumeRoleWithSAML'), true],
    ['a unique id', allow(HERE, { Principal: { AWS: 'AROAEXAMPLE1234567890' } }), true],
    ['this account', allow(HERE), false],
    ['a service', allow(HERE, { Principal: { Service: 'lambda.amazonaws.com' } }), false],
    ['nobody', [], false],
    ['nobody after a Deny', [allow(STRANGER), { Effect: 'Deny', Principal: '*', Action: '*' }], false],
    ['who knows', 'not JSON', true],
  ])('that admits %s: %#', (_, statements, expected) => {
    expect(isAccessRole(role(statements), HERE, newStudy())).toBe(expected);
    expect(isAccessRole(role(statements, { path: '/aws-reserved/x/' }), HERE, newStudy())).toBe(false);
  });
});
