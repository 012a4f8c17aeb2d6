import { describe, expect, it } from 'vitest';
import { closedAccountTrust } from '../../../src/checks/trust/closed-account-trust.ts';
import { unconditionedTrust } from '../../../src/checks/trust/unconditioned-trust.ts';
import {
  allow,
  CLOSED,
  finding,
  fixOf,
  HERE,
  judge,
  OWN,
  OWN_ORGANIZATION,
  role,
  STRANGER,
  statuses,
} from '../support/trust-fixtures.ts';

describe('unconditioned-trust', () => {
  it('fails for another own account without any condition', () => {
    const found = finding(judge(unconditionedTrust, role(allow(OWN))));
    expect(found).toMatchObject({
      discriminator: OWN,
      detail: expect.stringContaining(`tooling (account ${OWN})`),
    });
    expect(fixOf(found, 'policy')).toContain(`"aws:PrincipalOrgID": "${OWN_ORGANIZATION}"`);
    expect(found.thirdParty).toBeUndefined();
  });

  it('passes with a condition', () => {
    const Condition = { StringEquals: { 'aws:PrincipalOrgID': OWN_ORGANIZATION } };
    expect(statuses(judge(unconditionedTrust, role(allow(OWN, { Condition }))))).toEqual(['PASS']);
    expect(statuses(judge(unconditionedTrust, role(allow(OWN, { Principal: '*', Condition }))))).toEqual([
      'PASS',
    ]);
  });

  it('is not applicable for the same account and for third parties', () => {
    expect(statuses(judge(unconditionedTrust, role([allow(HERE), allow(STRANGER)])))).toEqual([
      'NOT_APPLICABLE',
    ]);
  });

  it('is unknown when the trust policy was not understood', () => {
    expect(statuses(judge(unconditionedTrust, role('{}')))).toEqual(['UNKNOWN']);
  });
});

describe('closed-account-trust', () => {
  it('fails for an own account that is suspended', () => {
    expect(finding(judge(closedAccountTrust, role([allow(OWN), allow(CLOSED)])))).toMatchObject({
      discriminator: CLOSED,
      detail: expect.stringContaining('SUSPENDED'),
    });
  });

  it('passes for active own accounts', () => {
    expect(statuses(judge(closedAccountTrust, role(allow(OWN))))).toEqual(['PASS']);
  });

  it('is not applicable without own accounts', () => {
    expect(statuses(judge(closedAccountTrust, role(allow(STRANGER))))).toEqual(['NOT_APPLICABLE']);
  });

  it('is unknown when the trust policy was not understood', () => {
    expect(statuses(judge(closedAccountTrust, role('{}')))).toEqual(['UNKNOWN']);
  });
});
