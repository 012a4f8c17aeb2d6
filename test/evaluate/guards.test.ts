import { describe, expect, it } from 'vitest';
import { guardsOf } from '../../src/evaluate/guards.ts';
import { readTrustPolicy } from '../../src/policy/trust.ts';

const ASKED = { foreign: true, asOf: '2026-06-01T00:00:00Z' };

function guards(Condition: object, more: object[] = [], setting = ASKED) {
  const Statement = [
    { Effect: 'Allow', Principal: { AWS: '999988887777' }, Action: 'sts:AssumeRole', Condition },
    ...more,
  ];
  const [grant] = readTrustPolicy(JSON.stringify({ Version: '2012-10-17', Statement })).grants;
  if (grant === undefined) throw new Error('no grant');
  return guardsOf(grant, setting);
}

describe('what guards a grant', () => {
  it.each([
    [{ StringEquals: { 'sts:ExternalId': 'x1' } }, 'strong'],
    [{ IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, 'strong'],
    [
      { ArnEquals: { 'aws:SourceVpcArn': 'arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-0123456789abcdef0' } },
      'strong',
    ],
    [{ StringLike: { 'sts:ExternalId': 'acme-*' } }, 'weak'],
    [{ IpAddress: { 'aws:SourceIp': '19.0.0.0/8' } }, 'weak'],
    [{ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }, 'weak'],
    [{ StringEquals: { 'aws:PrincipalTag/team': 'a' } }, 'weak'],
    [{ DateLessThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' } }, 'weak'],
    [{ NumericLessThan: { 'aws:EpochTime': '1800000000' } }, 'weak'],
    [{ DateLessThan: { 'aws:CurrentTime': '2099-01-01T00:00:00Z' } }, 'none'],
    [{ DateGreaterThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } }, 'none'],
    [{ StringLike: { 'aws:SourceVpce': 'vpce-*' } }, 'none'],
    [{ IpAddress: { 'aws:VpcSourceIp': '10.0.0.0/8' } }, 'none'],
    [{ Null: { 'aws:SourceIp': 'true' } }, 'none'],
    [{ StringEquals: { 'sts:RoleSessionName': 'jo' } }, 'none'],
    [{ StringEquals: { 'sts:SourceIdentity': 'jo' } }, 'none'],
    [{ StringEquals: { 'aws:UserAgent': 'jo' } }, 'none'],
    [{ Bool: { 'aws:SecureTransport': 'true' } }, 'none'],
  ])('%j is %s', (condition, strength) => {
    expect(guards(condition).guard).toBe(strength);
  });

  it('takes the word of own accounts for tags and MFA', () => {
    const condition = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
    expect(guards(condition, [], { ...ASKED, foreign: false }).guard).toBe('strong');
  });

  it('names weak ones as such, and leaves out what everybody meets', () => {
    expect(
      guards({
        StringEquals: { 'sts:ExternalId': 'x1', 'sts:RoleSessionName': 'jo' },
        Bool: { 'aws:MultiFactorAuthPresent': 'true' },
      }),
    ).toEqual({ requiredConditions: ['MFA', 'external ID'], weakConditions: ['MFA'], guard: 'strong' });
  });

  it('counts a Deny with two keys by the weakest way past it', () => {
    const deny = (Condition: object) => ({
      Effect: 'Deny',
      Principal: '*',
      Action: 'sts:AssumeRole',
      Condition,
    });
    const either = {
      StringNotEquals: { 'sts:ExternalId': 'x1' },
      NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' },
    };
    expect(guards({}, [deny(either)]).requiredConditions).toEqual(['external ID or source IP']);
    expect(guards({}, [deny(either)]).guard).toBe('strong');
    const open = { ...either, StringNotEqualsIfExists: { 'sts:RoleSessionName': 'jo' } };
    expect(guards({}, [deny(open)]).guard).toBe('none');
  });

  it.each<[condition: object, word: string]>([
    [{ StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }, 'organization'],
    [{ StringEquals: { 'token.actions.githubusercontent.com:sub': 'repo:a/b:x' } }, 'token subject'],
    [{ StringEquals: { 'token.actions.githubusercontent.com:aud': 'x' } }, 'token audience'],
    [{ StringEquals: { 'SAML:aud': 'x' } }, 'SAML audience'],
    [{ StringEquals: { 'aws:PrincipalTag/Team': 'a' } }, 'aws:PrincipalTag/Team'],
  ])('is called by what it asks for: %j', (condition, word) => {
    expect(guards(condition).requiredConditions).toEqual([word]);
  });

  it('names each once, in the order of the alphabet, as strong as the strongest', () => {
    const twice = {
      StringEquals: { 'sts:ExternalId': 'x1' },
      StringLike: { 'sts:ExternalId': 'x*' },
      IpAddress: { 'aws:SourceIp': '203.0.113.0/24' },
      ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::999988887777:role/x' },
    };
    const { requiredConditions, weakConditions } = guards(twice);
    expect(requiredConditions).toEqual(
      ['caller ARN', 'external ID', 'source IP'].filter((one) => requiredConditions.includes(one)),
    );
    expect(requiredConditions).toContain('external ID');
    expect(weakConditions).not.toContain('external ID');
  });
});
