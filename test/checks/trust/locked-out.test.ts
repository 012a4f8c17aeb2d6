import { describe, expect, it } from 'vitest';
import { accountRootPrincipal } from '../../../src/checks/trust/account-root-principal.ts';
import { deadGuard } from '../../../src/checks/trust/dead-guard.ts';
import { externalIdMissing } from '../../../src/checks/trust/external-id-missing.ts';
import { externalIdNotEnforced } from '../../../src/checks/trust/external-id-not-enforced.ts';
import { openEndedTrust } from '../../../src/checks/trust/open-ended-trust.ts';
import { thirdPartyAdmin } from '../../../src/checks/trust/third-party-admin.ts';
import { unregisteredThirdParty } from '../../../src/checks/trust/unregistered-third-party.ts';
import { chainRolesIn } from '../../../src/parties/chain-roles.ts';
import { allow, contextOf, HERE, judge, role, STRANGER, statuses, UUID } from '../support/trust-fixtures.ts';

const NEVER: Array<[says: string, conditions: object]> = [
  ['a key of service calls', { StringEquals: { 'aws:SourceAccount': HERE } }],
  ['private addresses', { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }],
  [
    'an end before its start',
    {
      DateGreaterThan: { 'aws:CurrentTime': '2098-01-01T00:00:00Z' },
      DateLessThan: { 'aws:CurrentTime': '2097-01-01T00:00:00Z' },
    },
  ],
  [
    'a key and none',
    { Null: { 'aws:PrincipalOrgID': 'true' }, StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } },
  ],
  [
    'a value that is refused',
    {
      StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' },
      StringNotEquals: { 'aws:PrincipalOrgID': ['o-abcdefghij', 'o-other12345'] },
    },
  ],
];

const NOT_NEVER: Array<[says: string, conditions: object]> = [
  ['a start in the future', { DateGreaterThan: { 'aws:CurrentTime': '2098-01-01T00:00:00Z' } }],
  ['a key where there is one', { StringEqualsIfExists: { 'aws:SourceAccount': HERE } }],
  [
    'a window',
    {
      DateGreaterThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' },
      DateLessThan: { 'aws:CurrentTime': '2097-01-01T00:00:00Z' },
    },
  ],
  [
    'a value of several that a request carries',
    {
      StringEquals: { 'aws:PrincipalOrgPaths': 'o-abcdefghij/r-ab12/' },
      StringNotEquals: { 'aws:PrincipalOrgPaths': 'o-abcdefghij/r-ab12/' },
    },
  ],
  [
    'one value of two',
    {
      StringEquals: { 'aws:PrincipalOrgID': ['o-abcdefghij', 'o-third12345'] },
      StringNotEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' },
    },
  ],
];

const CHECKS = {
  accountRootPrincipal,
  externalIdMissing,
  externalIdNotEnforced,
  openEndedTrust,
  thirdPartyAdmin,
  unregisteredThirdParty,
};

/** An unchecked external ID beside these conditions, on a role that gives everything. */
function admitting(Condition: object) {
  return {
    ...role(allow(STRANGER, { Condition: { ...Condition, StringLikeIfExists: { 'sts:ExternalId': UUID } } })),
    inlinePolicies: [
      {
        name: 'all',
        document: JSON.stringify({ Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }),
      },
    ],
  };
}

describe('a grant that nobody can ever come in by', () => {
  it.each(NEVER)('fails no check of whom it admits, and is called dead: %s', (_says, conditions) => {
    const locked = admitting(conditions);
    for (const [name, check] of Object.entries(CHECKS))
      expect([name, statuses(judge(check, locked))]).toEqual([name, ['NOT_APPLICABLE']]);
    expect(statuses(judge(deadGuard, locked))).toEqual(['FAIL']);
    const [chained] = chainRolesIn({ roles: [locked], policies: [] }, contextOf().study);
    expect(chained?.entrances ?? []).toEqual([]);
  });

  it.each(NOT_NEVER)('is not one that somebody can: %s', (_says, conditions) => {
    const open = admitting(conditions);
    expect(statuses(judge(externalIdNotEnforced, open))).toEqual(['FAIL']);
    expect(statuses(judge(unregisteredThirdParty, open))).toEqual(['FAIL']);
    expect(statuses(judge(thirdPartyAdmin, open))).toEqual(['FAIL']);
  });

  it('is no help where another lets the same party in', () => {
    const both = role([allow(STRANGER, { Condition: NEVER[0]?.[1] ?? {} }), allow(STRANGER)]);
    expect(statuses(judge(externalIdMissing, both))).toEqual(['FAIL']);
  });
});
