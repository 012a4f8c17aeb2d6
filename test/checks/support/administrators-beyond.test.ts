import { describe, expect, it } from 'vitest';
import { administratorsBeyond } from '../../../src/checks/support/administrators-beyond.ts';
import type { Role } from '../../../src/model/facts/authorization-details.ts';
import { allow, contextOf, details, HERE, OWN, role, rootOf, STRANGER } from './trust-fixtures.ts';

const arnOf = (name: string) => `arn:aws:iam::${HERE}:role/${name}`;
const uniqueId = (name: string) => `AROA${name.toUpperCase().padStart(17, 'X')}`;
const admit = (Principal: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Principal,
  Action: 'sts:AssumeRole',
  ...more,
});
const named = (...names: string[]) => admit({ AWS: names.map(arnOf) });
const MFA = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } };
const NOBODY = admit({ Service: 'ec2.amazonaws.com' });

const ALL = { Effect: 'Allow', Action: '*', Resource: '*' };
/** Chains begin where somebody from outside comes in. */
const VENDORS = allow(STRANGER);
const GO_ON = { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' };
const READ = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };

/** A role of this name: whom it admits, and what it may do. */
function made(
  name: string,
  trust: object | object[],
  may: object[] = [READ],
  more: Partial<Role> = {},
): Role {
  return role(trust, {
    name,
    id: uniqueId(name),
    inlinePolicies: [{ name: 'own', document: JSON.stringify({ Version: '2012-10-17', Statement: may }) }],
    ...more,
  });
}

/** Where the first of these roles leads: `b c, surely`. */
function beyond(...roles: [Role, ...Role[]]) {
  const { way, unclear } = administratorsBeyond(roles[0], details(...roles), contextOf().study);
  const names = way?.steps.map(({ roleArn }) => roleArn.slice(arnOf('').length)).join(' ');
  return { way: way && `${names}, ${way.certain ? 'surely' : 'perhaps'}`, unclear };
}

const LOST = { attachedPolicies: [{ name: 'lost', arn: `arn:aws:iam::${HERE}:policy/lost` }] };
const LOST_BOUNDARY = { permissionsBoundaryArn: `arn:aws:iam::${HERE}:policy/limit` };
const a = made('a', VENDORS, [GO_ON]);

describe('a role leads to an administrator', () => {
  it.each<[words: string, roles: [Role, ...Role[]], way: string | undefined]>([
    ['by a role that administers', [a, made('b', named('a'), [ALL])], 'b, surely'],
    [
      'by a role that admits the whole account',
      [made('a', VENDORS, [READ, GO_ON]), made('b', admit({ AWS: rootOf(HERE) }), [ALL])],
      'b, surely',
    ],
    [
      'by one that can make itself administrator',
      [a, made('b', named('a'), [{ ...ALL, Action: 'iam:PutRolePolicy' }])],
      'b, surely',
    ],
    [
      'by one that administers where a condition is met',
      [a, made('b', named('a'), [{ ...ALL, Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } }])],
      'b, perhaps',
    ],
    ['under a condition', [a, made('b', admit({ AWS: arnOf('a') }, MFA), [ALL])], 'b, perhaps'],
    ['by several roles', [a, made('b', named('a'), [GO_ON]), made('c', named('b'), [ALL])], 'b c, surely'],
    [
      'rather without a condition than on a shorter way',
      [
        a,
        made('b', admit({ AWS: arnOf('a') }, MFA), [ALL]),
        made('c', named('a'), [GO_ON]),
        made('d', named('c'), [ALL]),
      ],
      'c d, surely',
    ],
    [
      'rather on the shorter way',
      [a, made('b', named('a'), [GO_ON]), made('c', named('a', 'b'), [ALL])],
      'c, surely',
    ],
    [
      'rather to one that surely is than to one that may be',
      [
        a,
        made('b', named('a'), [{ ...ALL, Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } }]),
        made('c', named('b', 'a'), [ALL]),
      ],
      'c, surely',
    ],
    ['not by itself', [made('a', VENDORS, [ALL]), made('b', named('a'))], undefined],
    [
      'not by itself, where it can come back to itself',
      [made('a', [VENDORS, named('b')], [ALL]), made('b', named('a'), [GO_ON])],
      undefined,
    ],
    [
      'by another, although it is one itself',
      [made('a', VENDORS, [ALL]), made('b', admit({ AWS: arnOf('a') }, MFA), [ALL])],
      'b, perhaps',
    ],
    [
      'wherever it stands among the roles',
      [made('z', VENDORS, [GO_ON]), made('b', named('z'), [ALL])],
      'b, surely',
    ],
    ['not by a role that only reads', [a, made('b', named('a'))], undefined],
    ['not by a role that admits another', [a, made('b', named('c'), [ALL]), made('c', NOBODY)], undefined],
    ['not where nothing is known of it', [a], undefined],
  ])('%s', (_, roles, way) => {
    expect(beyond(...roles)).toEqual({ way, unclear: [] });
  });

  const bare = made('a', VENDORS);

  it.each<[words: string, trust: object, way: string | undefined]>([
    ['by its ARN', named('a'), 'b, surely'],
    ['by its session', admit({ AWS: `arn:aws:sts::${HERE}:assumed-role/a/s` }), 'b, perhaps'],
    ['among others', named('a', 'x'), 'b, surely'],
    [
      'as anyone of that ARN',
      admit('*', { Condition: { ArnEquals: { 'aws:PrincipalArn': arnOf('a') } } }),
      'b, surely',
    ],
    ['by its unique id', admit({ AWS: uniqueId('a') }), 'b, surely'],
    [
      'as everyone of the account',
      admit('*', { Condition: { StringEquals: { 'aws:PrincipalAccount': HERE } } }),
      'b, surely',
    ],
    ['by its account alone', admit({ AWS: rootOf(HERE) }), undefined],
    ['not, but a role of the same name elsewhere', admit({ AWS: `arn:aws:iam::${OWN}:role/a` }), undefined],
    ['not, but denied', { ...named('a'), Effect: 'Deny' }, undefined],
  ])('without a permission of its own where a trust policy means it %s', (_, trust, way) => {
    expect(beyond(bare, made('b', [NOBODY, trust], [ALL])).way).toBe(way);
  });
});

describe('where a role leads is not known in full', () => {
  it.each<[words: string, roles: [Role, ...Role[]], unclear: RegExp[]]>([
    [
      'a policy of it was not collected',
      [made('a', VENDORS, [READ], LOST), made('b', NOBODY)],
      [/^(?!of ).*lost/],
    ],
    [
      'a policy of a role that it can go on to was not',
      [a, made('b', named('a'), [READ], LOST)],
      [/^of .*:role\/b, to which it can go on: .*lost/],
    ],
    [
      'a trust policy is not understood',
      [made('a', VENDORS), made('b', [NOBODY, { Effect: 'Maybe' }])],
      [/role\/b/],
    ],
    [
      'not where a boundary was not collected',
      [made('a', VENDORS, [READ], LOST_BOUNDARY), made('b', named('x'))],
      [],
    ],
    [
      'not where the same is so of a role that it does not reach',
      [a, made('b', named('x'), [READ], LOST)],
      [],
    ],
  ])('where %s', (_, roles, unclear) => {
    const found = beyond(...roles);
    expect(found).toEqual({ way: undefined, unclear: unclear.map((one) => expect.stringMatching(one)) });
  });
});

it('a role that is not among those of the account leads nowhere that is known', () => {
  const known = details(made('b', named('a'), [ALL]));
  expect(administratorsBeyond(a, known, contextOf().study)).toEqual({ unclear: [] });
});
