import { describe, expect, it } from 'vitest';
import {
  admittedParties,
  isCrossAccountRole,
  isThirdPartyRole,
  thirdPartyGrants,
} from '../../src/parties/third-party.ts';
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
} from '../checks/support/trust-fixtures.ts';

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
    const found = admittedParties(role(statement), context.study);
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
    expect(isCrossAccountRole(role(statement), context.study)).toBe(crossAccount);
    expect(isThirdPartyRole(role(statement), context.study)).toBe(thirdParty);
    expect(thirdPartyGrants(role(statement), context.study).length > 0).toBe(thirdParty);
  });

  it('never the role of the audit, nor a role reserved to AWS', () => {
    const auditor = role(allow(STRANGER), { name: 'auditor' });
    expect(isThirdPartyRole(auditor, contextOf({ account: { auditorRoleArn: auditor.arn } }).study)).toBe(
      false,
    );
    expect(isCrossAccountRole(role(allow(STRANGER), { path: '/aws-reserved/x/' }), context.study)).toBe(
      false,
    );
  });
});
