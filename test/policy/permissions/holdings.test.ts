import { describe, expect, it } from 'vitest';
import {
  effectivePermissions,
  holdings,
  placeOf,
  policiesByArn,
} from '../../../src/policy/permissions/effective.ts';
import { allOfKind, resourcePattern } from '../../../src/policy/permissions/resources.ts';
import { ACCOUNT, allow, deny, groupHolding, type Held, managed, roleHolding } from './roles.ts';

const ASSUME = 'sts:AssumeRole';
const IP = { Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } };
const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const ROLES = allOfKind(role(''));
const ONE = resourcePattern(role('a'));
const BUCKET = 'arn:aws:s3:::records/*';
const butFor = (...values: string[]) => ({ Effect: 'Deny', Action: '*', NotResource: values });
const bounded = (...statements: object[]) => ({ boundary: managed('b', statements) });
const many = (count: number) => Array.from({ length: count }, (_, at) => role(`r${at}`));

/** Each statement with what it gives the action on: `all` or some, `if` under conditions, and what is left. */
function held(given: Held, target = ROLES): string[] {
  const { role: holder, policies } = roleHolding(given);
  const permissions = effectivePermissions(holder, policiesByArn(policies));
  return holdings(permissions, ASSUME, target).map(({ statement, whole, unconditional, left }) => {
    const rest = left().map(({ value }) => value.split(':role/').at(-1));
    return `${statement.index}: ${whole ? 'all' : 'some'}${unconditional ? '' : ' if'} ${rest.join(' ')}`;
  });
}

const CASES: Array<[says: string, given: Held, held: string[]]> = [
  ['nothing', {}, []],
  ['nothing by another action', { inline: allow('sts:TagSession') }, []],
  ['nothing on other things', { inline: allow('*', BUCKET) }, []],
  ['all', { inline: allow(ASSUME) }, ['0: all *']],
  ['all by each statement', { inline: [allow('*'), allow('sts:*', role('*'))] }, ['0: all *', '1: all *']],
  ['those that it names', { inline: allow(ASSUME, [role('a'), BUCKET, role('b*')]) }, ['0: some a b*']],
  ['all but some', { inline: { Effect: 'Allow', Action: ASSUME, NotResource: role('a') } }, ['0: some *']],
  ['all under conditions', { inline: allow(ASSUME, '*', IP) }, ['0: all if *']],
  [
    'as many as can be told',
    { inline: allow(ASSUME, many(64)) },
    [
      `0: some ${many(64)
        .map((one) => one.split('/')[1])
        .join(' ')}`,
    ],
  ],
  [
    'all that there may be, where there are too many to tell',
    { inline: allow(ASSUME, many(65)) },
    ['0: some *'],
  ],

  ['nothing after a Deny on all', { inline: [allow(ASSUME), deny(ASSUME)] }, []],
  ['nothing after a Deny on all roles', { inline: [allow(ASSUME), deny('sts:*', role('*'))] }, []],
  [
    'nothing after a Deny on those that it names',
    { inline: [allow(ASSUME, role('a')), deny(ASSUME, role('*'))] },
    [],
  ],
  ['all, after a Deny of another action', { inline: [allow(ASSUME), deny('sts:TagSession')] }, ['0: all *']],
  ['all, after a Deny on other things', { inline: [allow(ASSUME), deny('*', BUCKET)] }, ['0: all *']],
  ['some, after a Deny on some', { inline: [allow(ASSUME), deny(ASSUME, role('a'))] }, ['0: some *']],
  [
    'the others, after a Deny on some that it names',
    { inline: [allow(ASSUME, [role('a'), role('b')]), deny(ASSUME, role('a'))] },
    ['0: some b'],
  ],
  ['all unless a Deny applies', { inline: [allow(ASSUME), deny(ASSUME, '*', IP)] }, ['0: all if *']],
  [
    'some unless another Deny applies',
    { inline: [allow(ASSUME), deny(ASSUME, '*', IP), deny(ASSUME, role('a'))] },
    ['0: some if *'],
  ],
  ['what a Deny spares', { inline: [allow(ASSUME), butFor(role('a'), BUCKET)] }, ['0: some a']],
  ['nothing where a Deny spares other things', { inline: [allow(ASSUME), butFor(BUCKET)] }, []],
  [
    'nothing where two Deny spare different ones',
    { inline: [allow(ASSUME), butFor(role('a')), butFor(role('b'))] },
    [],
  ],
  [
    'what both spare',
    { inline: [allow(ASSUME), butFor(role('a'), role('b')), butFor(role('b'))] },
    ['0: some b b'],
  ],

  ['all within a boundary on all', { inline: allow(ASSUME), ...bounded(allow('sts:*')) }, ['0: all *']],
  ['nothing within one of other actions', { inline: allow(ASSUME), ...bounded(allow('s3:*')) }, []],
  ['nothing within one on other things', { inline: allow(ASSUME), ...bounded(allow('*', BUCKET)) }, []],
  ['some within one on some', { inline: allow(ASSUME), ...bounded(allow('*', role('a'))) }, ['0: some *']],
  [
    'those of its own within one on some',
    { inline: allow(ASSUME, [role('a'), role('b')]), ...bounded(allow('*', role('a'))) },
    ['0: some a'],
  ],
  ['all if a boundary applies', { inline: allow(ASSUME), ...bounded(allow('*', '*', IP)) }, ['0: all if *']],
  [
    'all if a boundary applies that allows some in any case',
    { inline: allow(ASSUME), ...bounded(allow('*', role('a')), allow('*', '*', IP)) },
    ['0: all if *'],
  ],
  [
    'all within a boundary on all, whatever it allows under conditions',
    { inline: allow(ASSUME), ...bounded(allow('*', '*', IP), allow('*')) },
    ['0: all *'],
  ],
  ['nothing by a boundary', bounded(allow('*')), []],
  [
    'as much under a Deny of the boundary',
    { inline: allow(ASSUME), ...bounded(allow('*'), deny(ASSUME, role('a'))) },
    ['0: some *'],
  ],
  [
    'as many as can be told, within limits',
    { inline: [allow(ASSUME, many(64)), deny(ASSUME, role('r0'))] },
    [
      `0: some ${many(64)
        .slice(1)
        .map((one) => one.split('/')[1])
        .join(' ')}`,
    ],
  ],
  [
    'all that there may be, where there are too many, within limits',
    { inline: [allow(ASSUME, many(65)), deny(ASSUME, role('r0'))] },
    ['0: some *'],
  ],
];

describe('an action on all roles is held on', () => {
  it.each(CASES)('%s', (_says, given, expected) => {
    expect(held(given)).toEqual(expected);
  });
});

describe('an action on one role is held', () => {
  it.each<[says: string, given: Held, held: string[]]>([
    ['by a pattern that means it', { inline: allow(ASSUME, role('*')) }, ['0: all a']],
    ['not by one that means others', { inline: allow(ASSUME, role('b*')) }, []],
    ['whatever a Deny takes of others', { inline: [allow(ASSUME), deny(ASSUME, role('b'))] }, ['0: all a']],
    ['where a Deny spares it', { inline: [allow(ASSUME), butFor(role('a'), role('b'))] }, ['0: all a']],
  ])('%s', (_says, given, expected) => {
    expect(held(given, ONE).map((one) => one.replace('some', 'all'))).toEqual(expected);
  });
});

it('a statement is told as a reader counts it', () => {
  const ref = { statement: 1, isList: true, sid: null };
  const arn = `arn:aws:iam::${ACCOUNT}:policy/p`;
  const group = groupHolding('path/staff').arn;
  const places = [
    placeOf({ ...ref, policy: { kind: 'inline', index: 0, name: 'own' } }),
    placeOf({ ...ref, policy: { kind: 'inline', index: 0, name: 'own', group } }),
    placeOf({ ...ref, policy: { kind: 'attached', arn, name: 'p' } }),
    placeOf({ ...ref, policy: { kind: 'attached', arn, name: 'p', group } }),
    placeOf({ ...ref, policy: { kind: 'boundary', arn, name: 'p' } }),
  ];
  expect(places).toEqual([
    'statement 2 of inline policy own',
    'statement 2 of inline policy own of group staff',
    'statement 2 of attached policy p',
    'statement 2 of attached policy p of group staff',
    'statement 2 of permissions boundary p',
  ]);
});
