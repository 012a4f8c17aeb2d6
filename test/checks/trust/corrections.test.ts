import { expect, it } from 'vitest';
import { closedAccountTrust } from '../../../src/checks/trust/closed-account-trust.ts';
import { expiredTrust } from '../../../src/checks/trust/expired-trust.ts';
import { externalIdMissing } from '../../../src/checks/trust/external-id-missing.ts';
import { fullAdminPolicy } from '../../../src/checks/trust/full-admin-policy.ts';
import { unconditionedTrust } from '../../../src/checks/trust/unconditioned-trust.ts';
import { unregisteredThirdParty } from '../../../src/checks/trust/unregistered-third-party.ts';
import type { AccountCheck, Failed } from '../../../src/model/check.ts';
import { ACCOUNT } from '../../policy/permissions/roles.ts';
import { correctedBy, marksOf } from '../support/told.ts';
import {
  allow,
  CLOSED,
  contextOf,
  details,
  finding,
  fixOf,
  HERE,
  judge,
  OWN,
  OWN_ORGANIZATION,
  REGISTERED,
  role,
  STRANGER,
  statuses,
  withExternalId,
} from '../support/trust-fixtures.ts';

const ENDED = { DateLessThan: { 'aws:CurrentTime': '2026-01-31T00:00:00Z' } };
const ended = (id: string) => allow(id, { Condition: ENDED });
const BOUND = { Condition: { StringEquals: { 'aws:PrincipalOrgID': OWN_ORGANIZATION } } };

// biome-ignore lint/suspicious/noExplicitAny: any check of an account's authorization details.
it.each<[words: string, check: AccountCheck<any, any>, statements: object[], corrected: unknown]>([
  ['what a closed account has', closedAccountTrust, [allow(CLOSED), allow(OWN), allow(CLOSED)], [allow(OWN)]],
  ['what has ended', expiredTrust, [ended(STRANGER), allow(OWN)], [allow(OWN)]],
  [
    'what nobody has registered',
    unregisteredThirdParty,
    [allow(STRANGER), allow(REGISTERED)],
    [allow(REGISTERED)],
  ],
  [
    'nothing, but binds an own account',
    unconditionedTrust,
    [allow(OWN), allow(STRANGER)],
    [allow(OWN, BOUND), allow(STRANGER)],
  ],
])('takes out of the trust policy %s', (_, check, statements, corrected) => {
  const one = role(statements);
  const found = finding(judge(check, one));
  expect(correctedBy(found, one)).toEqual(corrected);
  expect(fixOf(found, 'policy')).not.toBe('');
});

it.each<[words: string, check: AccountCheck<'authorization-details', 'account'>, statements: object[]]>([
  ['two accounts that are open', unconditionedTrust, [allow(OWN), allow(CLOSED)]],
  [
    'two accounts that nobody has registered',
    unregisteredThirdParty,
    [allow(STRANGER), allow('999900001111')],
  ],
])('is one finding, and one policy, for each: %s', (_, check, statements) => {
  const outcomes = judge(check as never, role(statements));
  expect(statuses(outcomes)).toEqual(['FAIL', 'FAIL']);
  expect(outcomes.map((one) => fixOf(one as Failed, 'policy') !== '')).toEqual([true, true]);
});

it('a closed account has one finding, with all statements that admit it', () => {
  const found = finding(judge(closedAccountTrust, role([allow(CLOSED), allow(OWN), allow(CLOSED)])));
  expect(found.detail).toMatch(/^Statements 1, 3 of the trust policy admits .* is SUSPENDED\.$/);
});

it('binds an own account to one of its roles where the own organization is not known', () => {
  const { parties, ...context } = contextOf();
  const one = role([allow(OWN)]);
  const alone = { ...context, parties: { ...parties, ownOrganizationIds: [] } };
  const found = finding(
    unconditionedTrust.evaluate({ 'authorization-details': details(one) }, alone as never),
  );
  expect(correctedBy(found, one)).toEqual([
    allow(OWN, {
      Condition: {
        ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${OWN}:role/<the role that needs the access>` },
      },
    }),
  ]);
});

it('marks of what has ended the end alone', () => {
  const Condition = { ...ENDED, StringEquals: { 'sts:ExternalId': 'x' } };
  expect(marksOf(finding(judge(expiredTrust, role([allow(STRANGER, { Condition })]))))).toEqual({
    0: ['/Condition/DateLessThan'],
  });
});

it.each([
  ['2026-06-01T11:59:59Z', 'FAIL'],
  ['2026-06-01T12:00:00Z', 'PASS'],
])('access that ends at %s has ended at noon: %s', (until, status) => {
  const Condition = { DateLessThanEquals: { 'aws:CurrentTime': until } };
  expect(statuses(judge(expiredTrust, role([allow(STRANGER, { Condition })])))).toEqual([status]);
});

it('says whether a party has an external ID by another statement', () => {
  const says = (...statements: object[]) => finding(judge(externalIdMissing, role(statements))).detail;
  expect(says(allow(STRANGER), withExternalId(STRANGER))).not.toBe(says(allow(STRANGER)));
  expect(says(allow(STRANGER), allow(STRANGER))).toBe(
    says(allow(STRANGER)).replace('statement 1', 'statements 1, 2'),
  );
});

it('offers an entry of the register for whom nobody has registered, should they be wanted', () => {
  expect(fixOf(finding(judge(unregisteredThirdParty, role([allow(STRANGER)]))), 'configuration')).toContain(
    STRANGER,
  );
});

const ALL = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const MANAGED = { arn: 'arn:aws:iam::aws:policy/AdministratorAccess', name: 'AdministratorAccess' };
const holding = (kind: string, name: string, path = '') => ({
  ...{ name, arn: `arn:aws:iam::${ACCOUNT}:${kind}/${path}${name}` },
  ...{ inlinePolicies: [{ name: 'all', document: JSON.stringify(ALL) }], attachedPolicies: [MANAGED] },
});

function commands(kind: 'role' | 'user' | 'group', path = '', stack?: object | null): string[] {
  const one = holding(kind, 'x', path);
  const all = { roles: [], users: [], groups: [], policies: [{ ...MANAGED, document: JSON.stringify(ALL) }] };
  const facts = { ...all, [`${kind}s`]: [kind === 'role' ? { ...role([]), ...one } : one] };
  const stackOf = () => stack;
  const outcomes = fullAdminPolicy.evaluate({ 'authorization-details': facts }, {
    ...contextOf(),
    stackOf,
  } as never);
  return outcomes.map((found) => fixOf(found as Failed, 'cli'));
}

it.each(['role', 'user', 'group'] as const)('full-admin-policy takes the policy off a %s', (kind) => {
  expect(commands(kind)).toEqual([
    `aws iam delete-${kind}-policy --${kind}-name 'x' --policy-name 'all'`,
    `aws iam detach-${kind}-policy --${kind}-name 'x' --policy-arn '${MANAGED.arn}'`,
  ]);
});

it.each<[words: string, kind: 'role' | 'user', path: string, stack: object | null, offered: boolean]>([
  ['not where a stack would put it back', 'role', '', { stackName: 's' }, false],
  ['where no stack has the role', 'role', '', null, true],
  ['where a stack is asked of a user', 'user', '', { stackName: 's' }, true],
  ['not for a role of AWS', 'role', 'aws-reserved/sso.amazonaws.com/', null, false],
])('full-admin-policy offers commands %s', (_, kind, path, stack, offered) => {
  expect(commands(kind, path, stack).map((text) => text !== '')).toEqual([offered, offered]);
});

it.each<[words: string, given: object, expected: string[]]>([
  ['users were not read', { groups: [] }, ['UNKNOWN']],
  ['groups were not read', { users: [] }, ['UNKNOWN']],
  ['all were read', { users: [], groups: [] }, []],
])('full-admin-policy says whether %s', (_, given, expected) => {
  const facts = { 'authorization-details': { roles: [], policies: [], ...given } };
  const outcomes = fullAdminPolicy.evaluate(facts, contextOf());
  expect(statuses(outcomes)).toEqual(expected);
  for (const { resource } of outcomes)
    expect(resource).toEqual({ arn: `aws:iam:global:${HERE}:users-and-groups`, type: 'AWS::IAM::User' });
});

it('full-admin-policy is asked of one role alone, and does not know what was not collected', () => {
  const roles = ['one', 'other'].map((name) => ({
    ...role([]),
    ...holding('role', name),
    inlinePolicies: [],
  }));
  const facts = { 'authorization-details': { roles, policies: [], users: [], groups: [] } };
  const outcomes = fullAdminPolicy.evaluate(facts, { ...contextOf(), onlyRole: roles[1]?.arn } as never);
  expect(outcomes).toMatchObject([
    {
      status: 'UNKNOWN',
      resource: { arn: roles[1]?.arn },
      detail: expect.stringMatching(/AdministratorAccess: the document was not collected\.$/),
    },
  ]);
});
