import { expect, it } from 'vitest';
import { trustHardening } from '../../../src/checks/trust/trust-hardening.ts';
import {
  allow,
  ENTRY,
  finding,
  fixOf,
  judge,
  REGISTERED,
  role,
  STRANGER,
  statuses,
} from '../support/trust-fixtures.ts';

const ADDRESSES = ['198.51.100.7/32'];
const NETWORK = { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } };
const END = { DateLessThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' } };
const MFA = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
/** A year from the moment of judgement, to the end of that day. */
const IN_A_YEAR = { DateLessThan: { 'aws:CurrentTime': '2027-06-01T23:59:59Z' } };
const FROM_REGISTER = { IpAddress: { 'aws:SourceIp': ADDRESSES } };

const registered = (more: object = {}) => allow(REGISTERED, more);
const user = (Condition: object = {}) =>
  allow(REGISTERED, { Principal: { AWS: `arn:aws:iam::${REGISTERED}:user/jo` }, Condition });

function hardened(statements: object[], allowedSourceIps: string[]) {
  const entry = { ...ENTRY, allowedSourceIps };
  const found = finding(judge(trustHardening, role(statements), { entry }));
  const corrected = found.corrects?.trust?.({ Version: '2012-10-17', Statement: statements });
  return { found, statements: corrected?.Statement };
}

it.each<[words: string, statement: object, addresses: string[], condition: object]>([
  ['addresses and an end', registered(), ADDRESSES, { ...FROM_REGISTER, ...IN_A_YEAR }],
  ['an end alone, where nobody knows the addresses', registered(), [], IN_A_YEAR],
  [
    'addresses alone, where there is an end',
    registered({ Condition: END }),
    ADDRESSES,
    { ...END, ...FROM_REGISTER },
  ],
  [
    'an end alone, where there is a network',
    registered({ Condition: NETWORK }),
    ADDRESSES,
    { ...NETWORK, ...IN_A_YEAR },
  ],
  [
    'an end that is near, in place of one far away',
    registered({ Condition: { ...NETWORK, DateLessThan: { 'aws:CurrentTime': '2099-01-01T00:00:00Z' } } }),
    ADDRESSES,
    { ...NETWORK, ...IN_A_YEAR },
  ],
  ['MFA of a user', user({ ...NETWORK, ...END }), ADDRESSES, { ...NETWORK, ...END, ...MFA }],
  [
    'no MFA of a user who has it',
    user({ ...NETWORK, ...MFA }),
    ADDRESSES,
    { ...NETWORK, ...MFA, ...IN_A_YEAR },
  ],
])('recommends %s', (_words, statement, addresses, condition) => {
  expect(hardened([statement], addresses).statements).toEqual([{ ...statement, Condition: condition }]);
});

it('leaves a statement that lacks nothing as it is', () => {
  const statements = [registered({ Condition: { ...NETWORK, ...END } }), registered()];
  const { found, statements: corrected } = hardened(statements, ADDRESSES);
  expect(found.detail).toContain('Statement 2 of the trust policy admits');
  expect(corrected).toEqual([
    statements[0],
    { ...statements[1], Condition: { ...FROM_REGISTER, ...IN_A_YEAR } },
  ]);
});

it.each<[words: string, statements: object[], addresses: string[], asked: boolean]>([
  ['where nobody knows them', [registered()], [], true],
  ['where one statement of two has no network', [registered({ Condition: NETWORK }), registered()], [], true],
  ['not where the register has them', [registered()], ADDRESSES, false],
  ['not where the policy has them', [registered({ Condition: NETWORK })], [], false],
])('asks for addresses in the register: %s', (_words, statements, addresses, asked) => {
  const configuration = fixOf(hardened(statements, addresses).found, 'configuration');
  if (asked)
    expect(configuration).toContain('allowedSourceIps:\n      - <address range that they call from>');
  else expect(configuration).toBe('');
});

it.each([
  [ADDRESSES, /^Require the addresses that the register names/],
  [[], /^Ask the third party for the addresses/],
])('says what to do first, by the addresses of the register: %j', (addresses, words) => {
  expect(hardened([registered()], addresses).found.remediation).toMatch(words);
});

it('a party that is not registered has no addresses in the register', () => {
  expect(finding(judge(trustHardening, role(allow(STRANGER)))).remediation).toMatch(/^Ask the third party/);
});

it('a role need have no MFA', () => {
  const Principal = { AWS: `arn:aws:iam::${STRANGER}:role/scanner` };
  const Condition = { ...NETWORK, ...END };
  expect(statuses(judge(trustHardening, role(allow(STRANGER, { Principal, Condition }))))).toEqual(['PASS']);
});
