import { describe, expect, it } from 'vitest';
import type { ManagedPolicy } from '../../../src/model/facts/authorization-details.ts';
import { effectivePermissions, policiesByArn } from '../../../src/policy/permissions/effective.ts';
import { type Opening, raised, unreadTakesNothing } from '../../../src/policy/permissions/raised.ts';
import type { Power } from '../../../src/policy/permissions/surroundings.ts';
import { ACCOUNT, allow, deny, type Held, managed, roleHolding } from './roles.ts';

const when = (operator: string, key: string, value: string) => ({
  Condition: { [operator]: { [key]: value } },
});
const IP = when('IpAddress', 'aws:SourceIp', '192.0.2.0/24');
const isBoundary = (arn: string, operator = 'StringEquals') => when(operator, 'iam:PermissionsBoundary', arn);

const B = `arn:aws:iam::${ACCOUNT}:policy/b`;
const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';
const OWN = `arn:aws:iam::${ACCOUNT}:role/vendor`;
const OTHER = `arn:aws:iam::${ACCOUNT}:role/other`;
const TAKE_OFF = 'iam:DeleteRolePermissionsBoundary';
const PUT_ON = 'iam:PutRolePermissionsBoundary';
const VERSION = 'iam:CreatePolicyVersion';

const bounded = (...statements: object[]): Held => ({ boundary: managed('b', statements) });
const boundedByAws = (...statements: object[]): Held => ({
  boundary: { ...managed('b', statements), arn: 'arn:aws:iam::aws:policy/b' },
});
const inline = (...statements: object[]): Held => ({ inline: statements });
const denyingBut = (...actions: string[]) => ({ Effect: 'Deny', NotAction: actions, Resource: '*' });
const attached = (policy: ManagedPolicy): Held => ({ attached: [policy] });

/** How far the role gets whose policies allow everything, where no other way is open. */
function far(held: Held, others: Power = 'none') {
  const { role, policies } = roleHolding(held);
  const opening: Opening = () => others;
  return raised(effectivePermissions(role, policiesByArn(policies)), role, opening);
}

const CASES: Array<[says: string, held: Held, power: Power]> = [
  ['without a limit', {}, 'administrator'],
  ['within a boundary that allows everything', bounded(allow('*')), 'administrator'],
  ['within one that allows little', bounded(allow('s3:*')), 'none'],
  ['within one that allows everything under conditions', bounded(allow('*', '*', IP)), 'perhaps'],
  ['within one that denies all but little', bounded(allow('*'), denyingBut('s3:*')), 'none'],
  ['within one that was not read', { missingBoundary: B }, 'perhaps'],

  ['by taking the boundary off', bounded(allow(['s3:*', TAKE_OFF])), 'administrator'],
  ['by taking its own off alone', bounded(allow('s3:*'), allow(TAKE_OFF, OWN)), 'administrator'],
  ['not by taking that of another off', bounded(allow('s3:*'), allow(TAKE_OFF, OTHER)), 'none'],
  ['perhaps by taking it off under conditions', bounded(allow('s3:*'), allow(TAKE_OFF, '*', IP)), 'perhaps'],
  [
    'perhaps by taking it off, unless a Deny applies',
    bounded(allow(TAKE_OFF), deny(TAKE_OFF, '*', IP)),
    'perhaps',
  ],
  ['by taking this one off', bounded(allow(TAKE_OFF, '*', isBoundary(B))), 'administrator'],
  ['not by taking another one off', bounded(allow(TAKE_OFF, '*', isBoundary(ADMINISTRATOR))), 'none'],
  [
    'not by taking it off where its policies deny that for good',
    {
      ...bounded(allow('s3:*'), allow(TAKE_OFF)),
      attached: [managed('d', deny(TAKE_OFF))],
    },
    'none',
  ],

  ['by putting another boundary on', bounded(allow(['s3:*', PUT_ON])), 'administrator'],
  [
    'by putting that of administrators on',
    bounded(allow(PUT_ON, '*', isBoundary(ADMINISTRATOR))),
    'administrator',
  ],
  ['not by putting the same on', bounded(allow(PUT_ON, '*', isBoundary(B))), 'none'],
  [
    'perhaps by putting one on that nobody knows',
    bounded(allow(PUT_ON, '*', isBoundary(`${B}-x`))),
    'perhaps',
  ],
  ['perhaps by putting one on under conditions', bounded(allow(PUT_ON, '*', IP)), 'perhaps'],
  [
    'not by putting on what is no boundary',
    bounded(allow(PUT_ON, '*', isBoundary(B)), allow('s3:*', '*', when('StringEquals', 's3:prefix', 'x'))),
    'none',
  ],

  ['by rewriting its boundary', bounded(allow(['s3:*', VERSION])), 'administrator'],
  ['by rewriting that policy alone', bounded(allow(VERSION, B)), 'administrator'],
  ['not by rewriting another', bounded(allow(VERSION, `${B}-x`)), 'none'],
  ['perhaps by rewriting it under conditions', bounded(allow(VERSION, B, IP)), 'perhaps'],
  ['not by rewriting one of AWS', boundedByAws(allow(VERSION)), 'none'],

  ['not where it denies itself all of IAM', inline(deny('iam:*'), allow('x:y')), 'none'],
  ['where it writes anew what denies', inline(denyingBut('iam:PutRolePolicy')), 'administrator'],
  ['where it deletes what denies', inline(denyingBut('iam:DeleteRolePolicy')), 'administrator'],
  [
    'not where it only may do so',
    inline(denyingBut('iam:PutRolePolicy'), deny('iam:PutRolePolicy', '*', IP)),
    'none',
  ],
  [
    'where it detaches what denies',
    attached(managed('d', denyingBut('iam:DetachRolePolicy'))),
    'administrator',
  ],
  ['where it rewrites what denies', attached(managed('d', denyingBut(VERSION))), 'administrator'],
  [
    'not where it rewrites a policy of AWS that denies',
    attached({ ...managed('d', denyingBut(VERSION)), arn: 'arn:aws:iam::aws:policy/d' }),
    'none',
  ],
  [
    'not where what denies is attached and it writes inline policies',
    attached(managed('d', denyingBut('iam:PutRolePolicy'))),
    'none',
  ],
  [
    'where it denies itself everything under conditions',
    attached(managed('d', deny('*', '*', IP))),
    'perhaps',
  ],
];

describe('a role whose policies are written anew is an administrator', () => {
  it.each(CASES)('%s', (_says, held, power) => {
    expect(far(held).power).toBe(power);
  });

  it.each<[others: Power, held: Held, power: Power]>([
    ['administrator', bounded(allow('s3:*')), 'administrator'],
    ['perhaps', bounded(allow('s3:*')), 'perhaps'],
    ['none', bounded(allow('s3:*')), 'none'],
    ['perhaps', bounded(allow('*')), 'administrator'],
    ['administrator', bounded(allow(TAKE_OFF, '*', IP)), 'administrator'],
  ])('or comes by another way (%s) below: %j', (others, held, power) => {
    expect(far(held, others).power).toBe(power);
  });

  it.each<[says: string, held: Held, doubts: string[]]>([
    ['not where it is', {}, []],
    ['not where it surely is none', bounded(allow('s3:*')), []],
    [
      'by its boundary',
      bounded(allow('*', '*', IP)),
      ['what the permissions boundary leaves of everything is enough'],
    ],
    [
      'by a Deny',
      attached(managed('d', deny('*', '*', IP))),
      ['what the statements that deny leaves of everything is enough'],
    ],
    [
      'by a boundary that was not read',
      { missingBoundary: B },
      ['nothing is taken away by what was not read (permissions boundary b: the document was not collected)'],
    ],
  ])('in doubt, %s', (_says, held, doubts) => {
    expect(far(held).doubts).toEqual(doubts);
  });
});

describe('what was not read', () => {
  it.each([
    [['a', 'b', 'c'], 'a; b; c'],
    [['a', 'b', 'c', 'd'], 'a; b; c'],
  ])('%j is named, at most three', (gaps, words) => {
    expect(unreadTakesNothing(gaps)).toBe(`nothing is taken away by what was not read (${words})`);
  });
});
