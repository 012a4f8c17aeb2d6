import { describe, expect, it } from 'vitest';
import { guardStrength, isPattern, stronger, weaker } from '../../src/policy/guard-strength.ts';
import { readTrustPolicy } from '../../src/policy/trust.ts';

const ISSUER = 'arn:aws:iam::111122223333:oidc-provider/example.com';

/** How strong one condition is, for callers of another account and for those of one's own. */
function strengths(operator: string, key: string, values: string | string[]): [foreign: string, own: string] {
  const isToken = key.includes(':aud') || key.includes(':sub');
  const statement = {
    Effect: 'Allow',
    Principal: isToken ? { Federated: ISSUER } : { AWS: '555566667777' },
    Action: isToken ? 'sts:AssumeRoleWithWebIdentity' : 'sts:AssumeRole',
    Condition: { [operator]: { [key]: values } },
  };
  const { grants } = readTrustPolicy(JSON.stringify({ Version: '2012-10-17', Statement: [statement] }));
  const [condition] = grants.flatMap(({ conditions }) => conditions);
  if (condition === undefined) throw new Error('no condition');
  const of = (foreign: boolean) => guardStrength(condition, { foreign, asOf: '2026-06-01T00:00:00Z' });
  return [of(true), of(false)];
}

describe('a condition on', () => {
  it.each<[operator: string, key: string, values: string, strength: string]>([
    ['StringEquals', 'sts:ExternalId', 'x', 'strong'],
    ['StringLike', 'sts:ExternalId', 'x*', 'weak'],
    ['StringLike', 'sts:ExternalId', 'x', 'strong'],
    ['IpAddress', 'aws:SourceIp', '203.0.113.0/24', 'strong'],
    ['IpAddress', 'aws:SourceIp', '16.0.0.0/4', 'none'],
    ['IpAddress', 'aws:SourceIp', '203.0.0.0/9', 'weak'],
    ['StringEquals', 'aws:PrincipalOrgID', 'o-ours123456', 'strong'],
    ['ArnEquals', 'aws:PrincipalArn', 'arn:aws:iam::555566667777:role/x', 'strong'],
    ['StringEquals', 'aws:SourceVpc', 'vpc-1', 'strong'],
    // What this version does not know may or may not shut others out.
    ['StringEquals', 'aws:NewKey', 'x', 'weak'],
    ['StringEquals', 'aws:UserAgent', 'x', 'none'],
    ['Bool', 'aws:SecureTransport', 'true', 'none'],
    ['StringEquals', 'sts:RoleSessionName', 'x', 'none'],
    ['StringEquals', 'aws:RequestTag/team', 'x', 'none'],
    ['StringEquals', 'aws:RequestContext/x', 'x', 'none'],
    ['StringEquals', 'aws:ResourceTag/team', 'x', 'none'],
    ['StringEquals', 'iam:ResourceTag/team', 'x', 'none'],
    ['DateLessThan', 'aws:CurrentTime', '2027-01-01T00:00:00Z', 'weak'],
    ['DateLessThan', 'aws:CurrentTime', '2040-01-01T00:00:00Z', 'none'],
    ['DateGreaterThan', 'aws:CurrentTime', '2027-01-01T00:00:00Z', 'none'],
    ['Bool', 'aws:MultiFactorAuthPresent', 'false', 'none'],
    ['StringEqualsIfExists', 'sts:ExternalId', 'x', 'none'],
    ['StringEquals', 'example.com:aud', 'x', 'weak'],
    ['StringEquals', 'example.com:sub', 'x', 'strong'],
    ['StringEquals', 'cognito-identity.amazonaws.com:aud', 'x', 'strong'],
    ['StringEquals', 'cognito-identity-us-gov.amazonaws.com:aud', 'x', 'strong'],
    ['StringEquals', 'cognito-identity.cn-north-1.amazonaws.com.cn:aud', 'x', 'strong'],
    ['StringEquals', 'my-cognito-identity.amazonaws.com:aud', 'x', 'weak'],
    ['StringEquals', 'oidc.vercel.com/team:aud', 'x', 'strong'],
    ['StringEquals', 'api.pulumi.com/oidc:aud', 'x', 'strong'],
    ['StringEquals', 'sandboxes.cloud:aud', 'x', 'strong'],
    ['StringEquals', 'saml:aud', 'https://signin.aws.amazon.com/saml', 'strong'],
  ])('%s on %s of %s', (operator, key, values, strength) => {
    expect(strengths(operator, key, values)).toEqual([strength, strength]);
  });

  it.each<[operator: string, key: string, value: string]>([
    ['Bool', 'aws:MultiFactorAuthPresent', 'true'],
    ['NumericLessThan', 'aws:MultiFactorAuthAge', '3600'],
    ['StringEquals', 'aws:username', 'jo'],
    ['StringEquals', 'aws:FederatedProvider', 'x'],
    ['StringEquals', 'aws:PrincipalTag/team', 'x'],
  ])(
    'what the callers’ own account says is weak where that is somebody else’s: %s on %s',
    (operator, key, value) => {
      expect(strengths(operator, key, value)).toEqual(['weak', 'strong']);
    },
  );
});

it('a pattern is what an operator takes for one', () => {
  const of = (base: string, ...values: string[]) => isPattern({ base, values });
  expect([of('StringLike', 'a', 'b?'), of('ArnEquals', 'a*'), of('ArnLike', 'a*')]).toEqual([
    true,
    true,
    true,
  ]);
  expect([of('StringEquals', 'a*'), of('StringLike', 'a'), of('StringLike')]).toEqual([false, false, false]);
});

it('none is worse than weak, and weak than strong', () => {
  const order = ['none', 'weak', 'strong'] as const;
  for (const [low, worse] of order.entries())
    for (const better of order.slice(low)) {
      expect([stronger(worse, better), stronger(better, worse)]).toEqual([better, better]);
      expect([weaker(worse, better), weaker(better, worse)]).toEqual([worse, worse]);
    }
});
