import { describe, expect, it } from 'vitest';
import { publicTrust } from '../../../src/checks/trust/public-trust.ts';
import {
  allow,
  finding,
  fixOf,
  HERE,
  judge,
  OWN_ORGANIZATION,
  REGISTERED,
  role,
  STRANGER,
  statuses,
} from '../support/trust-fixtures.ts';

function anyone(Condition?: object, Principal: unknown = '*') {
  return allow(STRANGER, { Principal, ...(Condition === undefined ? {} : { Condition }) });
}

describe('public-trust', () => {
  it.each([['*'], [{ AWS: '*' }], [{ AWS: [`arn:aws:iam::${HERE}:root`, '*'] }]])(
    'fails for Principal %j',
    (Principal) => {
      const found = finding(judge(publicTrust, role(anyone(undefined, Principal))));
      expect(found).toMatchObject({
        severity: 'critical',
        discriminator: 'anyone',
        thirdParty: { kind: 'public' },
      });
      expect(fixOf(found, 'policy')).toContain(`"aws:PrincipalOrgID": "${OWN_ORGANIZATION}"`);
    },
  );

  it.each([
    [{ Service: '*' }, 'sts:AssumeRole'],
    [{ Service: ['ec2.amazonaws.com', '*.amazonaws.com'] }, 'sts:AssumeRole'],
    [{ Federated: '*' }, 'sts:AssumeRoleWithWebIdentity'],
    [{ Federated: `arn:aws:iam::${HERE}:oidc-provider/*` }, 'sts:AssumeRoleWithWebIdentity'],
    [{ Federated: '*.google.com' }, 'sts:AssumeRoleWithWebIdentity'],
    [{ Federated: '' }, 'sts:AssumeRoleWithSAML'],
    [{ CanonicalUser: '*' }, 'sts:AssumeRole'],
  ])('does not take %j for a name', (Principal, Action) => {
    const found = finding(judge(publicTrust, role(allow(HERE, { Principal, Action }))));
    expect(found).toMatchObject({ severity: 'high', discriminator: 'unreadable-trust-policy' });
  });

  it.each([[{ Service: '*' }], [{ Federated: '*' }]])(
    'lets a Deny of %j be, by which nobody comes in',
    (Principal) => {
      const denied = { Effect: 'Deny', Principal, Action: 'sts:*' };
      expect(statuses(judge(publicTrust, role([allow(STRANGER), denied])))).toEqual(['PASS']);
      expect(statuses(judge(publicTrust, role([anyone(), denied])))).toEqual(['FAIL']);
      const spared = { Effect: 'Deny', NotPrincipal: Principal, Action: 'sts:*' };
      expect(statuses(judge(publicTrust, role([allow(STRANGER), spared])))).toEqual(['FAIL']);
    },
  );

  it('fails for an Allow with NotPrincipal', () => {
    const statement = { Effect: 'Allow', NotPrincipal: { AWS: STRANGER }, Action: 'sts:AssumeRole' };
    expect(finding(judge(publicTrust, role(statement))).severity).toBe('critical');
  });

  it.each<[string, object]>([
    ['an external ID', { StringEquals: { 'sts:ExternalId': 'agreed' } }],
    ['a source IP', { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }],
    ['a VPC endpoint', { StringEquals: { 'aws:SourceVpce': 'vpce-1' } }],
  ])('is high when only %s narrows it', (_, condition) => {
    expect(finding(judge(publicTrust, role(anyone(condition)))).severity).toBe('high');
  });

  it.each<[string, object]>([
    [
      'an organization that may be absent',
      { StringEqualsIfExists: { 'aws:PrincipalOrgID': OWN_ORGANIZATION } },
    ],
    ['an organization pattern', { StringLike: { 'aws:PrincipalOrgID': 'o-*' } }],
    [
      'organization paths without ForAnyValue',
      { StringLike: { 'aws:PrincipalOrgPaths': `${OWN_ORGANIZATION}/*` } },
    ],
    ['one named account or any', { StringLike: { 'aws:PrincipalAccount': [REGISTERED, '*'] } }],
    ['roles of any account', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/deploy' } }],
    [
      'a string pattern that runs across the account',
      { StringLike: { 'aws:PrincipalArn': `arn:*:${HERE}:role/x` } },
    ],
    ['a tag that anyone can set', { StringEquals: { 'aws:PrincipalTag/team': 'audit' } }],
    ['any address', { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }],
  ])('is critical when narrowed only by %s', (_, condition) => {
    expect(finding(judge(publicTrust, role(anyone(condition)))).severity).toBe('critical');
  });

  it.each<[string, object]>([
    ['the organization', { StringEquals: { 'AWS:principalorgid': OWN_ORGANIZATION } }],
    [
      'organization paths',
      { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': `${OWN_ORGANIZATION}/*` } },
    ],
    ['an account', { StringEquals: { 'aws:PrincipalAccount': REGISTERED } }],
    ['a role', { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${REGISTERED}:role/*` } }],
    ['a pattern of one account', { StringLike: { 'aws:PrincipalAccount': `${REGISTERED}*` } }],
    [
      'a pattern of ARNs of one account',
      { StringLike: { 'aws:PrincipalArn': `arn:aws:iam::${REGISTERED}*` } },
    ],
    ['callers of one account', { StringLike: { 'aws:userid': `${REGISTERED}*` } }],
    ['a pattern of one organization', { StringLike: { 'aws:PrincipalOrgID': 'o-strange1234*' } }],
    [
      'a pattern of paths of one organization',
      { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': `${OWN_ORGANIZATION.slice(0, -1)}*` } },
    ],
  ])('passes when %s is required', (_, condition) => {
    expect(statuses(judge(publicTrust, role(anyone(condition))))).toEqual(['PASS']);
  });

  it.each<[string, object]>([
    ['private addresses', { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }],
    ['a pattern of an organization as a text', { StringEquals: { 'aws:PrincipalOrgID': 'o-*' } }],
    ['no TLS', { Bool: { 'aws:SecureTransport': 'false' } }],
  ])('passes when nobody can meet it, for it asks for %s', (_, condition) => {
    expect(statuses(judge(publicTrust, role(anyone(condition))))).toEqual(['PASS']);
  });

  it('is not spared by a dead condition that may be absent or has an open one beside', () => {
    const absent = { IpAddressIfExists: { 'aws:SourceIp': '10.0.0.0/8' } };
    const beside = { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '203.0.113.0/24'] } };
    for (const condition of [absent, beside])
      expect(finding(judge(publicTrust, role(anyone(condition)))).status).toBe('FAIL');
  });

  it('passes when a Deny demands the organization', () => {
    const deny = {
      Effect: 'Deny',
      Principal: '*',
      Action: 'sts:AssumeRole',
      Condition: { StringNotEquals: { 'aws:PrincipalOrgID': OWN_ORGANIZATION } },
    };
    expect(statuses(judge(publicTrust, role([anyone(), deny])))).toEqual(['PASS']);
  });

  it('passes a role that names its principals', () => {
    expect(statuses(judge(publicTrust, role(allow(STRANGER))))).toEqual(['PASS']);
  });

  it('fails a trust policy that cannot be read, and says so', () => {
    const found = finding(judge(publicTrust, role('{"Statement": [')));
    expect(found).toMatchObject({ severity: 'high', discriminator: 'unreadable-trust-policy' });
    expect(found.detail).toContain('the document is not JSON');
  });

  it('leaves out roles reserved to AWS and the role of the audit', () => {
    const auditor = role(anyone(), { name: 'auditor' });
    const linked = role(anyone(), { name: 'linked', path: '/aws-service-role/ecs.amazonaws.com/' });
    expect(judge(publicTrust, [auditor, linked], { account: { auditorRoleArn: auditor.arn } })).toEqual([]);
  });
});
