import { describe, expect, it } from 'vitest';
import { accountRootPrincipal } from '../../../src/checks/trust/account-root-principal.ts';
import { deletedPrincipal } from '../../../src/checks/trust/deleted-principal.ts';
import {
  allow,
  finding,
  fixOf,
  judge,
  OWN,
  proposedStatements,
  role,
  STRANGER,
  statuses,
} from '../support/trust-fixtures.ts';

const NAMED = allow(STRANGER, { Principal: { AWS: `arn:aws:iam::${STRANGER}:role/scanner` } });

describe('account-root-principal', () => {
  it.each<[string, object]>([
    ['the root ARN', allow(STRANGER)],
    ['the bare id', allow(STRANGER, { Principal: { AWS: STRANGER } })],
    [
      'any role of it',
      allow(STRANGER, { Condition: { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${STRANGER}:role/*` } } }),
    ],
    [
      'the id in a condition',
      allow(STRANGER, { Principal: '*', Condition: { StringEquals: { 'aws:PrincipalAccount': STRANGER } } }),
    ],
  ])('fails for %s', (_, statement) => {
    expect(finding(judge(accountRootPrincipal, role([NAMED, statement]))).discriminator).toBe(STRANGER);
  });

  it.each<[string, object]>([
    ['a role', NAMED],
    [
      'a role in a condition',
      allow(STRANGER, {
        Condition: { ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${STRANGER}:role/scan*` } },
      }),
    ],
  ])('passes for %s', (_, statement) => {
    expect(statuses(judge(accountRootPrincipal, role(statement)))).toEqual(['PASS']);
  });

  it('is not applicable for own accounts and unknown for what was not understood', () => {
    expect(statuses(judge(accountRootPrincipal, role(allow(OWN))))).toEqual(['NOT_APPLICABLE']);
    expect(statuses(judge(accountRootPrincipal, role('{}')))).toEqual(['UNKNOWN']);
  });
});

describe('deleted-principal', () => {
  it('fails for each bare unique id', () => {
    const Principal = { AWS: ['AROAEXAMPLE1234567890', 'AIDAEXAMPLE1234567890'] };
    const outcomes = judge(deletedPrincipal, role(allow(STRANGER, { Principal })));
    expect(outcomes.map(({ detail }) => detail)).toEqual([
      expect.stringContaining('unique id of a role'),
      expect.stringContaining('unique id of a user'),
    ]);
  });

  it('offers for each the trust policy without it, and with all others', () => {
    const Principal = { AWS: ['AROAEXAMPLE1234567890', 'AIDAEXAMPLE1234567890', STRANGER] };
    const statements = [NAMED, allow(STRANGER, { Principal })];
    const outcomes = judge(deletedPrincipal, role(statements));
    const offered = outcomes.map((one) => one.status === 'FAIL' && proposedStatements(one));
    expect(offered).toEqual([
      [NAMED, allow(STRANGER, { Principal: { AWS: ['AIDAEXAMPLE1234567890', STRANGER] } })],
      [NAMED, allow(STRANGER, { Principal: { AWS: ['AROAEXAMPLE1234567890', STRANGER] } })],
    ]);
  });

  it('offers to delete the role where nobody else is admitted', () => {
    const found = finding(
      judge(deletedPrincipal, role(allow(STRANGER, { Principal: { AWS: 'AROAEXAMPLE1234567890' } }))),
    );
    expect(fixOf(found, 'policy')).toBe('');
    expect(fixOf(found, 'cli')).toContain('delete-role');
  });

  it('passes without one and is unknown for what was not understood', () => {
    expect(statuses(judge(deletedPrincipal, role(NAMED)))).toEqual(['PASS']);
    expect(statuses(judge(deletedPrincipal, role('{}')))).toEqual(['UNKNOWN']);
  });
});
