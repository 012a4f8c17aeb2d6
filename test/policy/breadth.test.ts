import { describe, expect, it } from 'vitest';
import { isBroad, tooWide } from '../../src/policy/breadth.ts';
import { conditionOf } from '../../src/policy/operators.ts';
import { growth } from '../support/steps.ts';
import { oneIn } from '../support/thorough.ts';

const WIDE: Array<[operator: string, key: string, ...values: string[]]> = [
  ['IpAddress', 'aws:SourceIp', '0.0.0.0/1', '128.0.0.0/1'],
  ['IpAddress', 'aws:SourceIp', '0.0.0.0/1'],
  ['IpAddress', 'aws:SourceIp', '3.0.0.0/8', '52.0.0.0/8'],
  ['IpAddress', 'aws:SourceIp', '52.0.0.0/7'],
  ['IpAddress', 'aws:SourceIp', '203.0.113.0/24', '::/1', '8000::/1'],
  ['IpAddress', 'aws:SourceIp', '2000::/3'],
  ['StringLike', 'aws:SourceIp', '5?.*'],
  ['IpAddress', 'aws:VpcSourceIp', '10.0.0.0/8'],
  ['IpAddress', 'aws:VpcSourceIp', '203.0.113.7/32'],
  ['StringLike', 'aws:SourceVpce', 'vpce-*'],
  ['StringLike', 'aws:SourceVpce', 'vpce-0123456789abcdef0', 'vpce-?????????????????'],
  ['StringLike', 'aws:SourceVpc', 'vpc-0*'],
  ['ArnLike', 'aws:SourceVpcArn', 'arn:aws:ec2:eu-west-1:*:vpc/*'],
  ['StringLike', 'aws:VpceAccount', '4*'],
  ['StringLike', 'aws:PrincipalAccount', '22223333444?'],
  ['ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::22223333444?:role/x'],
  ['StringLike', 'aws:PrincipalArn', 'arn:aws:iam::22223333444*:role/x'],
  ['StringLike', 'aws:VpceOrgID', 'o-*'],
  ['ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-*/r-ab12/ou-ab12-11111111/*'],
  ['StringLike', 'aws:PrincipalOrgID', 'o-a*'],
  ['StringLike', 'aws:SourceOrgID', '?-*'],
  ['ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/x'],
  ['ArnEquals', 'aws:PrincipalArn', 'arn:aws:iam::????????????:role/x'],
  ['StringLike', 'aws:PrincipalArn', 'arn:*:111122223333:*'],
  ['StringLike', 'aws:PrincipalArn', 'arn:aws:iam::111122223333:role/x', 'arn:aws:iam::*'],
  ['ArnLike', 'aws:SourceArn', 'arn:aws:s3:::acme-*'],
  ['ArnLike', 'aws:SourceArn', 'arn:aws:s3:*:*:acme-*'],
  ['ArnLike', 'aws:SourceArn', 'arn:aws:s3:*:*:accesspoint/acme'],
  ['IpAddress', 'aws:SourceIp', '::ffff:0.0.0.0/96'],
  ['StringLike', 'aws:userid', 'AROA*'],
  ['StringLike', 'aws:userid', '1111*'],
  ['StringLike', 'aws:userid', 'AROAEXAMPL*'],
  ['StringLike', 'aws:SourceIp', '203.*'],
  ['StringLike', 'aws:SourceIp', '2001:*'],
  ['StringLike', 'aws:SourceIp', '203.0.113.*', '*.0.113.7'],
  ['StringLike', 'aws:userid', '*:build'],
  ['StringLike', 'token.actions.githubusercontent.com:sub', 'repo:*'],
  ['StringLike', 'token.actions.githubusercontent.com:sub', 'repo:acme*/shop:*'],
  ['StringLike', 'token.actions.githubusercontent.com:sub', 'repo:acme/shop:*', 'ref:refs/heads/*'],
  ['StringLike', 'app.terraform.io:sub', 'organization:acme*'],
  ['StringLike', 'oidc.vercel.com:sub', 'owner:*'],
  ['StringLike', 'api.pulumi.com/oidc:aud', 'aws:*'],
  ['StringLike', 'proidc.upbound.io:sub', 'mcp:acme*'],
  ['StringLike', 'token.actions.githubusercontent.com:repository', 'acme*'],
  ['StringLike', 'cognito-identity.amazonaws.com:aud', 'eu-west-1:*'],
  ['StringLike', 'cognito-identity.cn-north-1.amazonaws.com.cn:aud', 'cn-north-1:*'],
  ['StringLike', 'accounts.google.com:aud', '*.apps.googleusercontent.com'],
  ['StringLike', 'accounts.google.com:aud', '1*-*.apps.googleusercontent.com'],
  ['StringLike', 'accounts.google.com:oaud', 'https://*'],
  ['StringLike', 'www.amazon.com:app_id', 'amzn1.application.*'],
  ['StringLike', 'www.amazon.com:app_id', 'amzn1.application-oa2-client.*'],
  ['StringLike', 'graph.facebook.com:app_id', '1*'],
  ['StringLike', 'token.actions.githubusercontent.com:aud', 'https://github.com/*'],
  ['StringLike', 'token.actions.githubusercontent.com:aud', 'https://github.com/acme*'],
  ['StringLike', 'token.actions.githubusercontent.com:aud', '*.amazonaws.com'],
  ['StringLike', 'gitlab.com:aud', 'https://*'],
  ['StringLike', 'gitlab.com:aud', 'http*'],
  ['StringLike', 'agent.buildkite.com:aud', 'https://buildkite.com/*'],
  ['StringLike', 'oidc.vercel.com:aud', 'https://vercel.com/*'],
  ['StringLike', 'api.pulumi.com/oidc/v2:aud', 'a*'],
  ['StringLike', 'sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/:aud', 'api://*'],
  ['StringLike', 'login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0:aud', '?*-*-*'],
  ['NumericGreaterThan', 'sts:ExternalId', '0'],
  ['NumericLessThanEquals', 'aws:PrincipalAccount', '999999999999'],
  ['DateGreaterThan', 'sts:ExternalId', '1970-01-01T00:00:00Z'],
  ['IpAddress', 'sts:ExternalId', '10.0.0.0/8'],
];

const NARROW: typeof WIDE = [
  ['StringLike', 'aws:SourceIp', '203.0.*'],
  ['StringLike', 'aws:SourceIp', '2001:DB8:*'],
  ['StringLike', 'aws:SourceIp', '203.0.113.7'],
  ['StringEquals', 'aws:SourceIp', '203.*'],
  ['StringLike', 'aws:SourceVpcArn', 'arn:aws:ec2:eu-west-1:*:vpc/vpc-0123456789abcdef0'],
  ['ArnLike', 'aws:SourceVpcArn', 'arn:aws:ec2:*:*:vpc/vpc-01234567'],
  ['StringLike', 'cognito-identity.amazonaws.com:aud', 'eu-west-1:12345678-*'],
  ['StringLike', 'accounts.google.com:aud', '123456789012-*.apps.googleusercontent.com'],
  ['StringLike', 'accounts.google.com:aud', '110169484474386276334'],
  ['StringEquals', 'accounts.google.com:aud', '*.apps.googleusercontent.com'],
  ['StringLike', 'token.actions.githubusercontent.com:aud', 'sts.amazonaws.co?'],
  ['StringLike', 'token.actions.githubusercontent.com:aud', 'https://github.com/acme/*'],
  ['StringLike', 'gitlab.com:aud', 'https://acme.example/*'],
  ['NumericLessThan', 'aws:MultiFactorAuthAge', '3600'],
  ['NumericLessThan', 'aws:EpochTime', '1800000000'],
  ['NumericEquals', 'sts:ExternalId', '4711'],
  ['IpAddress', 'aws:SourceIp', '203.0.113.0/24', '198.51.100.7'],
  ['IpAddress', 'aws:SourceIp', '19.0.0.0/8'],
  ['IpAddress', 'aws:SourceIp', '19.0.0.0/9', '19.128.0.0/9', '19.0.0.0/8'],
  ['IpAddress', 'aws:SourceIp', '10.0.0.0/8', '172.16.0.0/12', '203.0.113.0/24'],
  ['IpAddress', 'aws:SourceIp', '2001:db8::/32'],
  ['StringEquals', 'aws:SourceVpce', 'vpce-*'],
  ['StringLike', 'aws:SourceVpce', 'vpce-0123456789abcdef?'],
  ['ArnLike', 'aws:SourceVpcArn', 'arn:aws:ec2:*:111122223333:vpc/*'],
  ['StringLike', 'aws:PrincipalOrgID', 'o-exampleorgid'],
  ['StringLike', 'aws:PrincipalOrgID', 'o-own123456*'],
  ['ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-own1234567*'],
  ['StringLike', 'aws:PrincipalAccount', '222233334444*'],
  ['StringLike', 'aws:PrincipalArn', 'arn:aws:iam::222233334444*'],
  ['ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::2222*33334444:role/x'],
  ['StringLike', 'aws:userid', '222233334444*'],
  ['ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-exampleorgid/*'],
  ['ArnLike', 'aws:PrincipalArn', 'arn:*:iam::111122223333:role/*'],
  ['StringLike', 'aws:PrincipalArn', 'arn:aws:iam::111122223333:*'],
  ['StringLike', 'aws:PrincipalArn', 'arn:aws:iam::${aws:ResourceAccount}:role/*'],
  ['StringEquals', 'aws:PrincipalOrgID', '${aws:ResourceOrgID}'],
  ['ArnLike', 'aws:SourceArn', 'arn:aws:s3:::acme-logs/*'],
  ['ArnLike', 'aws:SourceArn', 'arn:aws:s3:*:*:acme-logs'],
  ['StringLike', 'aws:userid', 'AROAEXAMPLE1234567890:*'],
  ['StringLike', 'token.actions.githubusercontent.com:sub', 'repo:acme/*'],
  ['StringLike', 'token.actions.githubusercontent.com:sub', 'repo:acme@123/shop@*:ref:*'],
  ['StringLike', 'token.actions.githubusercontent.com:sub', 'environment:prod:repo:acme/*'],
  ['StringLike', 'oidc.vercel.com:sub', 'owner:acme:*'],
  ['StringLike', 'tokens.cloud.shisho.dev:sub', 'job:*'],
  ['StringLike', 'gitlab.acme.example:sub', 'project_path:*'],
  ['StringLike', 'sts:RoleSessionName', '*-build'],
];

const conditionsOf = (cases: typeof WIDE) =>
  cases.map(
    ([operator, key, ...values]) =>
      [`${operator} ${key} ${values.join(' ')}`, conditionOf(operator, key, values)] as const,
  );

describe('what the values of a condition shut out together', () => {
  it.each(conditionsOf(WIDE))('strangers meet %s', (_, condition) => {
    expect(tooWide(condition)).not.toBeNull();
  });

  it.each(conditionsOf(NARROW))('strangers do not meet %s', (_, condition) => {
    expect(tooWide(condition)).toBeNull();
  });

  it('tells large networks from small ones', () => {
    expect(isBroad(conditionOf('IpAddress', 'aws:SourceIp', ['19.0.0.0/8']))).toBe(true);
    expect(isBroad(conditionOf('IpAddress', 'aws:SourceIp', ['2001:db8::/32']))).toBe(true);
    expect(isBroad(conditionOf('IpAddress', 'aws:SourceIp', ['198.51.0.0/16']))).toBe(false);
    expect(isBroad(conditionOf('IpAddress', 'aws:SourceIp', ['10.0.0.0/8', '203.0.113.7']))).toBe(false);
  });

  oneIn(5)('takes a policy full of ranges one by one', async () => {
    const ranges = (count: number) => Array.from({ length: count }, (_, i) => `${i % 224}.${i % 251}.0.0/16`);
    const load = () => import('../../src/policy/breadth.ts');
    const work = (breadth: Awaited<ReturnType<typeof load>>, count: number) =>
      breadth.tooWide(conditionOf('IpAddress', 'aws:SourceIp', ranges(count)));
    expect(await growth(load, work, 1_000)).toBeLessThan(2.5);
  });
});
