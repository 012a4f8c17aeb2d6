import { describe, expect, it } from 'vitest';
import { correctedStatement } from '../../../src/checks/support/corrected-statement.ts';
import {
  admittedParties,
  isCrossAccountRole,
  isThirdPartyRole,
  thirdPartyGrants,
} from '../../../src/checks/support/third-party.ts';
import {
  allow,
  CLOSED,
  contextOf,
  HERE,
  OWN,
  OWN_ORGANIZATION,
  REGISTERED,
  REGISTERED_ORGANIZATION,
  role,
  STRANGER,
  VENDOR,
  withExternalId,
} from './trust-fixtures.ts';

const context = contextOf();

function anyone(Condition: object) {
  return allow(HERE, { Principal: '*', Condition });
}

describe('admittedParties', () => {
  it.each<[string, object, object[]]>([
    [
      'a registered account',
      allow(REGISTERED),
      [{ key: REGISTERED, party: { kind: 'registered', name: 'Auditors Ltd' } }],
    ],
    ['a known vendor', allow(VENDOR), [{ key: VENDOR, vendor: 'Datadog', party: { kind: 'known-vendor' } }]],
    ['an unknown account', allow(STRANGER), [{ key: STRANGER, party: { kind: 'unknown', name: STRANGER } }]],
    [
      'a closed own account',
      allow(CLOSED),
      [{ key: CLOSED, closedState: 'SUSPENDED', party: { kind: 'own' } }],
    ],
    ['anyone', allow(HERE, { Principal: '*' }), [{ key: 'anyone', party: { kind: 'public' } }]],
    [
      'anyone of an own and a foreign organization',
      anyone({ StringEquals: { 'aws:PrincipalOrgID': [OWN_ORGANIZATION, 'o-else123456'] } }),
      [
        { key: OWN_ORGANIZATION, party: { kind: 'own' } },
        { key: 'o-else123456', party: { kind: 'organization' } },
      ],
    ],
    [
      'anyone of a registered organization by path',
      anyone({ 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': `${REGISTERED_ORGANIZATION}/r-1/*` } }),
      [{ key: REGISTERED_ORGANIZATION, party: { kind: 'registered', name: 'Auditors Ltd' } }],
    ],
    [
      'anyone of an account that belongs to an organization',
      anyone({ StringEquals: { 'aws:PrincipalAccount': STRANGER, 'aws:PrincipalOrgID': 'o-else123456' } }),
      [{ key: STRANGER, party: { kind: 'unknown' } }],
    ],
    [
      'a canonical user',
      allow(HERE, { Principal: { CanonicalUser: 'abc' } }),
      [{ key: 'abc', party: { kind: 'unknown' } }],
    ],
    ['the same account', allow(HERE), []],
    ['a service', allow(HERE, { Principal: { Service: 'ec2.amazonaws.com' } }), []],
  ])('names %s', (_, statement, expected) => {
    const found = admittedParties(role(statement), context);
    expect(found).toHaveLength(expected.length);
    expect(found).toMatchObject(expected);
  });
});

describe('which roles count', () => {
  const saml = allow(HERE, {
    Principal: { Federated: `arn:aws:iam::${HERE}:saml-provider/okta` },
    Action: 'sts:AssumeRoleWithSAML',
  });

  it.each<[string, object, boolean, boolean]>([
    ['a third party', allow(STRANGER), true, true],
    ['the public', allow(HERE, { Principal: '*' }), true, true],
    ['another own account', allow(OWN), true, false],
    ['an identity provider', saml, true, false],
    ['the same account', allow(HERE), false, false],
  ])('%s', (_, statement, crossAccount, thirdParty) => {
    expect(isCrossAccountRole(role(statement), context)).toBe(crossAccount);
    expect(isThirdPartyRole(role(statement), context)).toBe(thirdParty);
    expect(thirdPartyGrants(role(statement), context).length > 0).toBe(thirdParty);
  });

  it('never the role of the audit, nor a role reserved to AWS', () => {
    const auditor = role(allow(STRANGER), { name: 'auditor' });
    expect(isThirdPartyRole(auditor, contextOf({ account: { auditorRoleArn: auditor.arn } }))).toBe(false);
    expect(isCrossAccountRole(role(allow(STRANGER), { path: '/aws-reserved/x/' }), context)).toBe(false);
  });
});

describe('correctedStatement', () => {
  it('replaces what the statement says of the same keys, and nothing else', () => {
    const statement = allow(STRANGER, {
      Condition: {
        StringEqualsIfExists: { 'STS:externalid': 'x', 'aws:PrincipalOrgID': 'o-1' },
        Bool: { 'aws:SecureTransport': true },
      },
    });
    const json = correctedStatement(
      { role: role([statement]) },
      0,
      { StringEquals: { 'sts:ExternalId': '<id>' } },
      context,
    );
    expect(JSON.parse(json ?? '').Condition).toEqual({
      StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1' },
      Bool: { 'aws:SecureTransport': true },
      StringEquals: { 'sts:ExternalId': '<id>' },
    });
  });

  it('shows external IDs in force only as the report shows them', () => {
    const given = role([withExternalId(STRANGER, ['sesame-1', 'sesame-2'])]);
    const json = correctedStatement(
      { role: given },
      0,
      { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } },
      context,
    );
    expect(JSON.parse(json ?? '').Condition.StringEquals).toEqual({
      'sts:ExternalId': ['***', '***'],
      'aws:PrincipalOrgID': 'o-1',
    });
  });

  it('has none for a statement that conditions cannot correct', () => {
    const statement = { Effect: 'Allow', NotPrincipal: { AWS: STRANGER }, Action: 'sts:AssumeRole' };
    expect(correctedStatement({ role: role(statement) }, 0, {}, context)).toBeUndefined();
  });
});
