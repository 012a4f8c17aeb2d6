import { describe, expect, it } from 'vitest';
import type { Grant } from '../../src/model/grant.ts';
import {
  externalIdConditions,
  requiresExternalId,
  requiresExternalIdOrNetwork,
  requiresMfa,
  requiresNetwork,
} from '../../src/policy/required-guards.ts';
import { readTrustPolicy } from '../../src/policy/trust.ts';

type Conditions = Record<string, Record<string, string | string[]>>;

/** What is granted to an account under conditions, and but for a Deny under others. */
function granted(allow: Conditions, ...denies: Conditions[]): Grant {
  const statement = { Principal: { AWS: '111122223333' }, Action: 'sts:AssumeRole' };
  const deny = denies.map((Condition) => ({ ...statement, Effect: 'Deny', Principal: '*', Condition }));
  const Statement = [{ ...statement, Effect: 'Allow', Condition: allow }, ...deny];
  const [grant] = readTrustPolicy(JSON.stringify({ Version: '2012-10-17', Statement })).grants;
  if (grant === undefined) throw new Error('nothing is granted');
  return grant;
}

const ID = { StringEquals: { 'sts:ExternalId': 'a' } };
const IP = { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } };
const MFA = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
const AGE = { NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } };
const NOT_ID = { StringNotEquals: { 'sts:ExternalId': 'a' } };
const NOT_IP = { NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } };
const NO_MFA = { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } };

const says = (grant: Grant) => ({
  id: requiresExternalId(grant),
  network: requiresNetwork(grant),
  either: requiresExternalIdOrNetwork(grant),
  mfa: requiresMfa(grant),
});
const NOTHING = { id: false, network: false, either: false, mfa: false };

describe('a grant requires', () => {
  it.each<[says: string, grant: Grant, requires: Partial<typeof NOTHING>]>([
    ['nothing', granted({}), {}],
    ['an external ID', granted(ID), { id: true, either: true }],
    [
      'one of several',
      granted({ StringEquals: { 'sts:ExternalId': ['a', 'b'] } }),
      { id: true, either: true },
    ],
    ['none by a pattern', granted({ StringLike: { 'sts:ExternalId': 'a*' } }), {}],
    ['none that may be left out', granted({ StringEqualsIfExists: { 'sts:ExternalId': 'a' } }), {}],
    ['none of another key', granted({ StringEquals: { 'aws:PrincipalTag/id': 'a' } }), {}],
    ['an external ID by a Deny', granted({}, NOT_ID), { id: true, either: true }],
    ['a network', granted(IP), { network: true, either: true }],
    [
      'no network that may be left out',
      granted({ IpAddressIfExists: { 'aws:SourceIp': '192.0.2.0/24' } }),
      {},
    ],
    ['no network that is everywhere', granted({ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }), {}],
    ['both', granted({ ...ID, ...IP }), { id: true, network: true, either: true }],
    ['either of both', granted({}, { ...NOT_ID, ...NOT_IP }), { either: true }],
    ['neither, where MFA will do', granted({}, { ...NOT_ID, ...NO_MFA }), {}],
    [
      'an external ID, whatever else will do',
      granted(ID, { ...NOT_IP, ...NO_MFA }),
      { id: true, either: true },
    ],
    ['MFA', granted(MFA), { mfa: true }],
    ['MFA of late', granted(AGE), { mfa: true }],
    ['MFA by a Deny', granted({}, NO_MFA), { mfa: true }],
    ['no MFA', granted({ Bool: { 'aws:MultiFactorAuthPresent': 'false' } }), {}],
    ['no MFA that may be left out', granted({ BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } }), {}],
    ['no MFA of long ago', granted({ NumericGreaterThan: { 'aws:MultiFactorAuthAge': '3600' } }), {}],
    ['no MFA by another truth', granted({ Bool: { 'aws:SecureTransport': 'true' } }), {}],
    ['no MFA by another age', granted({ NumericLessThan: { 'sts:DurationSeconds': '3600' } }), {}],
  ])('%s', (_says, grant, requires) => {
    expect(says(grant)).toEqual({ ...NOTHING, ...requires });
  });

  it.each([
    ['aws:SourceVpc', 'vpc-01234567'],
    ['aws:SourceVpcArn', 'arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-01234567'],
    ['aws:SourceVpce', 'vpce-01234567'],
    ['aws:VpceAccount', '111122223333'],
    ['aws:VpceOrgID', 'o-exampleorgid'],
  ])('a network by %s', (key, value) => {
    expect(requiresNetwork(granted({ StringEquals: { [key]: value } }))).toBe(true);
  });

  it('external IDs by these conditions, whether they guard or not', () => {
    const { conditions } = granted({ StringLike: { 'sts:ExternalId': '*' }, ...IP });
    expect(externalIdConditions({ conditions }).map(({ operator }) => operator)).toEqual(['StringLike']);
  });
});
