import { describe, expect, it } from 'vitest';
import { externalIdMissing } from '../../../src/checks/trust/external-id-missing.ts';
import {
  allow,
  finding,
  judge,
  OWN,
  proposedStatements,
  role,
  STRANGER,
  statuses,
  VENDOR,
  withExternalId,
} from '../support/trust-fixtures.ts';

describe('external-id-missing', () => {
  it('fails for a third party without one, and shows the corrected policy', () => {
    const found = finding(judge(externalIdMissing, role(allow(STRANGER, { Sid: 'Vendor' }))));
    expect(found.discriminator).toBe(STRANGER);
    expect(proposedStatements(found)[0]).toEqual({
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${STRANGER}:root` },
      Action: 'sts:AssumeRole',
      Sid: 'Vendor',
      Condition: { StringEquals: { 'sts:ExternalId': '<a random UUID, for this account alone>' } },
    });
  });

  it('fails for an unguarded statement beside a guarded one', () => {
    const found = finding(judge(externalIdMissing, role([withExternalId(VENDOR), allow(VENDOR)])));
    expect(found.detail).toContain('statement 2');
    expect(found.evidence.map(({ pointer }) => pointer)).toEqual(['/roles/0/trustPolicy/Statement/1']);
  });

  it('points at a statement that stands alone', () => {
    const found = finding(judge(externalIdMissing, role(allow(STRANGER))));
    expect(found.evidence[0]?.pointer).toBe('/roles/0/trustPolicy/Statement');
  });

  it('passes with an external ID, in the statement or demanded by a Deny', () => {
    const deny = {
      Effect: 'Deny',
      Principal: '*',
      Action: 'sts:*',
      Condition: { StringNotEquals: { 'sts:ExternalId': 'x' } },
    };
    expect(statuses(judge(externalIdMissing, role(withExternalId(STRANGER))))).toEqual(['PASS']);
    expect(statuses(judge(externalIdMissing, role([allow(STRANGER), deny])))).toEqual(['PASS']);
  });

  it('is not applicable for own accounts, services and identity providers', () => {
    const saml = allow(OWN, {
      Principal: { Federated: 'arn:aws:iam::111122223333:saml-provider/okta' },
      Action: 'sts:AssumeRoleWithSAML',
    });
    const service = allow(OWN, { Principal: { Service: 'ec2.amazonaws.com' } });
    expect(statuses(judge(externalIdMissing, role([allow(OWN), saml, service])))).toEqual(['NOT_APPLICABLE']);
  });

  it('is unknown when the trust policy was not understood', () => {
    expect(statuses(judge(externalIdMissing, role('[]')))).toEqual(['UNKNOWN']);
  });
});
