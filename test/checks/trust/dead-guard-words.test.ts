import { expect, it } from 'vitest';
import { deadGuard } from '../../../src/checks/trust/dead-guard.ts';
import { allow, finding, judge, OWN, role, STRANGER, statuses, UUID } from '../support/trust-fixtures.ts';

const ARN = `arn:aws:iam::${STRANGER}:role/scanner`;
const OTHER = `arn:aws:iam::${STRANGER}:role/other`;
const PRIVATE = { 'aws:SourceIp': '10.0.0.0/8' };
const ID = { 'sts:ExternalId': UUID };
const MFA = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
const PAST = { DateLessThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } };
const as = (AWS: unknown, Condition?: object) =>
  allow(STRANGER, { Principal: { AWS }, ...(Condition && { Condition }) });
const all = (Condition: object) => allow(STRANGER, { Condition });
const deny = (Condition: object, more: object = {}) => ({
  ...{ Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole', Condition },
  ...more,
});

const NOT_PRIVATE =
  'on aws:SourceIp: it is always a public address, or absent behind a VPC endpoint, and never in 10.0.0.0/8';
const NO_SOFTWARE = /^By statement 1 of the trust policy no software of .* it asks MFA of a role, and/;

/** What is said, and what is marked of the statements that are shown, by their number. */
it.each<[words: string, statements: object[], says: string | RegExp, marks: Record<number, string[]>]>([
  [
    'of several conditions the dead one alone',
    [all({ IpAddress: PRIVATE, StringEquals: ID })],
    `By statement 1 of the trust policy nobody of account ${STRANGER} can come in: IpAddress ${NOT_PRIVATE}.`,
    { 0: ['/Condition/IpAddress'] },
  ],
  [
    'of one operator the dead key alone',
    [all({ StringEquals: { ...PRIVATE, ...ID } })],
    /: StringEquals on aws:SourceIp: /,
    { 0: ['/Condition/StringEquals/aws:SourceIp'] },
  ],
  [
    'two dead conditions, the reason of each',
    [all({ IpAddress: PRIVATE, Bool: { 'aws:SecureTransport': 'false' } })],
    /IpAddress on aws:SourceIp: .* and Bool on aws:SecureTransport: it is true of every request to STS/,
    { 0: ['/Condition/IpAddress', '/Condition/Bool'] },
  ],
  [
    'of two statements the one that lets nobody in',
    [allow(STRANGER), all({ IpAddress: PRIVATE })],
    /^By statement 2 of the trust policy nobody of /,
    { 0: [], 1: ['/Condition/IpAddress'] },
  ],
  [
    'a key that is asked for and must be absent',
    [
      all({
        Null: { 'sts:ExternalId': 'true' },
        StringEquals: ID,
        IpAddress: { 'aws:SourceIp': '203.0.113.7' },
      }),
    ],
    /: StringEquals on sts:ExternalId: another condition asks that it be absent\.$/,
    { 0: ['/Condition/Null', '/Condition/StringEquals'] },
  ],
  [
    'conditions that no request meets together',
    [all({ StringEquals: ID }), deny({ StringEquals: ID })],
    /: no request meets all of its conditions together\.$/,
    { 0: ['/Condition/StringEquals'], 1: ['/Condition/StringEquals'] },
  ],
  [
    'conditions that no request meets together, for a person neither',
    [as(ARN, { ...MFA, StringEquals: ID }), deny({ StringEquals: ID })],
    /^By statement 1 of the trust policy nobody of .*: no request meets all of its conditions together\.$/,
    { 0: ['/Condition/Bool', '/Condition/StringEquals'], 1: ['/Condition/StringEquals'] },
  ],
  [
    'a start that is to come',
    [all({ DateGreaterThan: { 'aws:CurrentTime': '2026-06-01T12:00:01Z' } })],
    /: DateGreaterThan on aws:CurrentTime: it opens on 2026-06-01\.$/,
    { 0: ['/Condition/DateGreaterThan'] },
  ],
  [
    'a Deny up to a day that is to come',
    [allow(STRANGER), deny({ DateLessThan: { 'aws:CurrentTime': '2027-06-01T12:00:00Z' } })],
    `By statement 1 of the trust policy nobody of account ${STRANGER} can come in: DateGreaterThanEquals on aws:CurrentTime: it opens on 2027-06-01.`,
    { 0: [], 1: ['/Condition/DateLessThan'] },
  ],
  ['MFA of a role', [as(ARN, MFA)], NO_SOFTWARE, { 0: ['/Condition/Bool'] }],
  [
    'MFA of a session',
    [as(`arn:aws:sts::${STRANGER}:assumed-role/scanner/s`, MFA)],
    NO_SOFTWARE,
    { 0: ['/Condition/Bool'] },
  ],
  [
    'MFA of a role that nobody could bring either',
    [as(ARN, { ...MFA, IpAddress: PRIVATE })],
    /^By statement 1 of the trust policy nobody of /,
    { 0: ['/Condition/Bool', '/Condition/IpAddress'] },
  ],
  [
    'a way for a person beside one for nobody',
    [as(ARN, MFA), all({ IpAddress: PRIVATE })],
    /^By statements 1, 2 of the trust policy no software of /,
    { 0: ['/Condition/Bool'], 1: ['/Condition/IpAddress'] },
  ],
  [
    'of a Deny the dead key alone',
    [allow(STRANGER), deny({ StringEquals: { 'aws:SourceVpce': 'vpce-*', ...ID } })],
    `The Deny in statement 2 protects the role from nobody at account ${STRANGER}: StringEquals on aws:SourceVpce: it names no VPC endpoint: wildcards and the like mean nothing under StringEquals.`,
    { 0: [], 1: ['/Condition/StringEquals/aws:SourceVpce'] },
  ],
  [
    'a Deny that has ended',
    [allow(STRANGER), deny(PAST)],
    /: DateLessThan on aws:CurrentTime: it ended on 2020-01-01\.$/,
    { 0: [], 1: ['/Condition/DateLessThan'] },
  ],
  [
    // The time is in every request.
    'a Deny that has ended, if there is a time',
    [allow(STRANGER), deny({ DateLessThanIfExists: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } })],
    /it ended on 2020-01-01\.$/,
    { 0: [], 1: ['/Condition/DateLessThanIfExists'] },
  ],
  [
    'a Deny of all but another, which has ended',
    [as(ARN), deny(PAST, { Principal: undefined, NotPrincipal: { AWS: OTHER } })],
    /^The Deny in statement 2 protects the role from nobody/,
    { 0: [], 1: ['/Condition/DateLessThan'] },
  ],
  [
    'a Deny of them and of others, which has ended',
    [as(ARN), deny(PAST, { Principal: { AWS: [ARN, `arn:aws:iam::${OWN}:role/x`] } })],
    /^The Deny in statement 2 protects the role from nobody/,
    { 0: [], 1: ['/Condition/DateLessThan'] },
  ],
  [
    'a Deny by name of those whom nothing lets in',
    [as(ARN), deny({}, { Principal: { AWS: [OTHER, `arn:aws:iam::${STRANGER}:user/jo`] } })],
    `The Deny in statement 2 protects the role from nobody at account ${STRANGER}: it names ${OTHER} and 1 more, whom no statement lets in.`,
    { 0: [], 1: [] },
  ],
  [
    'a Deny by name, beside the right to tag a session',
    [{ ...as(ARN), Action: ['sts:AssumeRole', 'sts:TagSession'] }, deny({}, { Principal: { AWS: OTHER } })],
    `The Deny in statement 2 protects the role from nobody at account ${STRANGER}: it names ${OTHER}, whom no statement lets in.`,
    { 0: [], 1: [] },
  ],
])('says and marks %s', (_, statements, says, marks) => {
  const { detail, evidence } = finding(judge(deadGuard, role(statements)));
  if (typeof says === 'string') expect(detail).toBe(says);
  else expect(detail).toMatch(says);
  const shown = evidence.map(({ pointer, marks: own = [] }) => [pointer.split('/').at(-1), own]);
  expect(Object.fromEntries(shown)).toEqual(marks);
});

it.each<[words: string, statements: object[]]>([
  ['a start that is now', [all({ DateGreaterThan: { 'aws:CurrentTime': '2026-06-01T12:00:00Z' } })]],
  [
    'a Deny up to this moment',
    [allow(STRANGER), deny({ DateLessThanEquals: { 'aws:CurrentTime': '2026-06-01T12:00:00Z' } })],
  ],
  [
    'a Deny from next year on',
    [allow(STRANGER), deny({ DateGreaterThan: { 'aws:CurrentTime': '2027-06-01T12:00:00Z' } })],
  ],
  ['the absence of another key', [all({ Null: { 'aws:SourceVpc': 'true' }, StringEquals: ID })]],
  [
    'a Deny of another way in than theirs',
    [
      {
        ...allow(STRANGER, { Condition: { StringEquals: { 'aws:PrincipalAccount': STRANGER } } }),
        ...{ Principal: '*', Action: 'sts:AssumeRoleWithWebIdentity' },
      },
      deny(PAST),
    ],
  ],
  [
    'an external ID, if there is one, and none',
    [all({ Null: { 'sts:ExternalId': 'true' }, StringEqualsIfExists: ID })],
  ],
  [
    // By either of its conditions.
    'a Deny that leaves another way',
    [allow(STRANGER), deny({ NotIpAddress: PRIVATE, StringNotEquals: ID })],
  ],
  ['a Deny for one of two', [as(ARN), allow(STRANGER), deny({ ArnEquals: { 'aws:PrincipalArn': OTHER } })]],
  [
    'a Deny of others too',
    [as(ARN), deny({}, { Principal: { AWS: [OTHER, `arn:aws:iam::${OWN}:role/x`] } })],
  ],
  ['a Deny of tagging alone', [allow(STRANGER), deny(PAST, { Action: 'sts:TagSession' })]],
])('passes %s', (_, statements) => {
  expect(statuses(judge(deadGuard, role(statements)))).toEqual(['PASS']);
});
