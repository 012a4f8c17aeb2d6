import { describe, expect, it } from 'vitest';
import { roleFixes, trustPolicyFixes } from '../../../src/checks/remedies/role-fixes.ts';
import { shownPolicy } from '../../../src/checks/remedies/shown-policy.ts';
import { trustDocument, withConditions, withoutGrants } from '../../../src/checks/remedies/trust-policy.ts';
import type { Grant } from '../../../src/model/grant.ts';
import { readTrustPolicy } from '../../../src/policy/trust.ts';
import {
  allow,
  contextOf,
  OWN,
  role,
  rootOf,
  STRANGER,
  VENDOR,
  withExternalId,
} from '../support/trust-fixtures.ts';

const ORGANIZATION = { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } };

/** The document of these statements, and the grants that `wanted` picks. */
function given(statements: object | object[], wanted: (grant: Grant) => boolean = () => true) {
  const { trustPolicy } = role(statements);
  const document = trustDocument(trustPolicy);
  if (document === undefined) throw new Error('no document');
  return { document, grants: readTrustPolicy(trustPolicy).grants.filter(wanted) };
}

function isOf(accountId: string) {
  return ({ principal }: Grant) => 'accountId' in principal && principal.accountId === accountId;
}

describe('withConditions', () => {
  it('replaces what the statement says of the same keys, and nothing else', () => {
    const Condition = {
      StringEqualsIfExists: { 'STS:externalid': 'x', 'aws:PrincipalOrgID': 'o-1' },
      Bool: { 'aws:SecureTransport': true },
    };
    const { document, grants } = given([allow(STRANGER, { Condition })]);
    const id = { StringEquals: { 'sts:ExternalId': 'y' } };
    expect(withConditions(document, grants, () => id)).toEqual({
      Version: '2012-10-17',
      Statement: [
        allow(STRANGER, {
          Condition: {
            StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1' },
            Bool: { 'aws:SecureTransport': true },
            ...id,
          },
        }),
      ],
    });
  });

  it('leaves others whom the same statement admits as they are, and the Sid with them', () => {
    const both = allow(STRANGER, {
      Sid: 'Both',
      Principal: { AWS: [rootOf(STRANGER), rootOf(VENDOR)], Service: 'ec2.amazonaws.com' },
    });
    const { document, grants } = given(both, isOf(STRANGER));
    expect(withConditions(document, grants, () => ORGANIZATION)?.Statement).toEqual([
      allow(STRANGER, {
        Sid: 'Both',
        Principal: { AWS: rootOf(VENDOR), Service: 'ec2.amazonaws.com' },
      }),
      allow(STRANGER, { Condition: ORGANIZATION }),
    ]);
  });

  it('leaves other statements alone', () => {
    const deny = { Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole', Condition: ORGANIZATION };
    const { document, grants } = given([deny, allow(OWN), allow(STRANGER)], isOf(STRANGER));
    expect(withConditions(document, grants, () => ORGANIZATION)?.Statement).toEqual([
      deny,
      allow(OWN),
      allow(STRANGER, { Condition: ORGANIZATION }),
    ]);
  });

  it('has none for NotPrincipal, nor for those whom a Deny with NotPrincipal spares', () => {
    const not = given({ Effect: 'Allow', NotPrincipal: { AWS: STRANGER }, Action: 'sts:AssumeRole' });
    expect(withConditions(not.document, not.grants, () => ORGANIZATION)).toBeUndefined();
    const spared = given(
      [
        allow(STRANGER, { Principal: '*' }),
        { Effect: 'Deny', NotPrincipal: { AWS: rootOf(STRANGER) }, Action: 'sts:AssumeRole' },
      ],
      isOf(STRANGER),
    );
    expect(spared.grants).not.toEqual([]);
    expect(withConditions(spared.document, spared.grants, () => ORGANIZATION)).toBeUndefined();
  });
});

describe('withoutGrants', () => {
  it('takes out whom the grants admit, and no one else', () => {
    const { document, grants } = given(
      [allow(STRANGER), allow(OWN, { Principal: { AWS: [rootOf(OWN), STRANGER] } })],
      isOf(STRANGER),
    );
    expect(withoutGrants(document, grants)?.Statement).toEqual([allow(OWN)]);
  });

  it('says that nobody is left', () => {
    const { document, grants } = given(allow(STRANGER));
    expect(withoutGrants(document, grants)).toBeNull();
  });
});

describe('trustPolicyFixes', () => {
  const context = contextOf();
  const corrected = { Version: '2012-10-17', Statement: [withExternalId(STRANGER)] };

  it('offers nothing that does not pass', () => {
    expect(trustPolicyFixes(role(allow(STRANGER)), corrected, context, { passes: () => false })).toEqual([]);
    expect(trustPolicyFixes(role(allow(STRANGER)), corrected, context, { passes: () => true })).not.toEqual(
      [],
    );
  });

  it('offers nothing that admits someone new, nor for a policy that is not understood', () => {
    expect(trustPolicyFixes(role(allow(OWN)), corrected, context, { passes: () => true })).toEqual([]);
    const odd = role([allow(STRANGER), { Effect: 'Perhaps' }]);
    expect(trustPolicyFixes(odd, corrected, context, { passes: () => true })).toEqual([]);
  });

  it('offers the way that the role has to be changed by', () => {
    const change = { commands: ['aws x'], properties: { MaxSessionDuration: 3600 } };
    const kinds = (stackOf?: typeof context.stackOf) =>
      roleFixes(role(allow(STRANGER)), change, { ...context, ...(stackOf && { stackOf }) }).map(
        ({ kind }) => kind,
      );
    expect(kinds()).toEqual(['cli', 'cloudformation']);
    expect(kinds(() => null)).toEqual(['cli']);
    const [only] = roleFixes(role(allow(STRANGER)), change, {
      ...context,
      stackOf: () => ({ stackName: 'vendors', region: 'eu-west-1', logicalId: 'VendorRole' }),
    });
    expect(only?.kind).toBe('cloudformation');
    expect(only?.title).toContain('stack vendors (eu-west-1)');
    expect(only?.text).toContain('VendorRole:');
  });
});

describe('shownPolicy', () => {
  it('shows external IDs in force only as the report shows them', () => {
    const policy = {
      Statement: [
        { Condition: { StringEquals: { 'STS:ExternalId': ['sesame-1', 'sesame-2'], 'aws:x': 'y' } } },
        { Condition: { Null: { 'sts:ExternalId': 'false' } } },
        { Condition: { StringLike: { 'sts:ExternalId': '<sesame>' } } },
      ],
    };
    const masked = JSON.stringify(shownPolicy(policy, contextOf()));
    expect(masked).not.toContain('sesame');
    expect(masked).toContain('<the external ID in force: ***>');
    expect(masked).toContain('"false"');
    expect(shownPolicy(policy, { showExternalId: (id) => id })).toEqual(policy);
  });
});
