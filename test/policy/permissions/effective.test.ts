import { describe, expect, it } from 'vitest';
import { allows, effectivePermissions, policiesByArn } from '../../../src/policy/permissions/effective.ts';
import { allow, deny, type Held, managed, roleHolding } from './roles.ts';

function permissionsOf(held: Held) {
  const { role, policies } = roleHolding(held);
  return effectivePermissions(role, policiesByArn(policies));
}

const OBJECT = 'arn:aws:s3:::records/2026/01.csv';
const READ = 's3:GetObject';
const IP = { Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } };

const CASES: Array<[says: string, held: Held, allowed: 'yes' | 'no' | 'conditional', action?: string]> = [
  ['nothing is given by no policy', {}, 'no'],
  ['an Allow gives', { inline: allow(READ) }, 'yes'],
  ['an Allow of another action does not', { inline: allow('s3:PutObject') }, 'no'],
  ['case does not count in actions', { inline: allow('S3:getobject') }, 'yes'],
  ['case counts in resources', { inline: allow(READ, 'arn:aws:s3:::Records/*') }, 'no'],
  ['* is every action', { inline: allow('*') }, 'yes'],
  ['*:* is taken for every action', { inline: allow('*:*') }, 'yes'],
  ['a wildcard within an action matches', { inline: allow('s3:*Object') }, 'yes'],
  ['? stands for one character', { inline: allow('s3:Get?bject') }, 'yes'],
  ['? does not stand for none', { inline: allow('s3:GetObject?') }, 'no'],
  ['NotAction gives the rest', { inline: { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' } }, 'yes'],
  ['NotAction leaves out', { inline: { Effect: 'Allow', NotAction: 's3:*', Resource: '*' } }, 'no'],
  [
    'NotResource gives the rest',
    { inline: { Effect: 'Allow', Action: READ, NotResource: 'arn:aws:s3:::other/*' } },
    'yes',
  ],
  [
    'NotResource leaves out',
    { inline: { Effect: 'Allow', Action: READ, NotResource: 'arn:aws:s3:::records/*' } },
    'no',
  ],
  ['a resource pattern matches', { inline: allow(READ, 'arn:aws:s3:::records/*') }, 'yes'],
  ['one of several patterns is enough', { inline: allow(READ, ['arn:aws:s3:::a/*', OBJECT]) }, 'yes'],
  ['another bucket does not match', { inline: allow(READ, 'arn:aws:s3:::records-old/*') }, 'no'],
  ['parts left out of an ARN are all of theirs', { inline: allow(READ, 'arn:aws:s3') }, 'yes'],
  ['a * that ends a part reaches past colons', { inline: allow(READ, 'arn:aws:*') }, 'yes'],
  [
    'a policy variable may stand for the resource',
    { inline: allow(READ, 'arn:aws:s3:::records/$' + '{aws:PrincipalTag/year}/*') },
    'conditional',
  ],
  ['a condition makes it conditional', { inline: allow(READ, '*', IP) }, 'conditional'],
  ['an unconditional Allow beside it counts', { inline: [allow(READ, '*', IP), allow('s3:*')] }, 'yes'],
  ['a Deny takes away', { inline: [allow('s3:*'), deny(READ)] }, 'no'],
  [
    'a Deny in another policy takes away',
    { inline: allow('s3:*'), attached: [managed('d', deny('s3:Get*'))] },
    'no',
  ],
  ['a Deny on other resources does not', { inline: [allow('s3:*'), deny(READ, 'arn:aws:s3:::x/*')] }, 'yes'],
  [
    'a Deny on a pattern of the resource does',
    { inline: [allow('s3:*'), deny(READ, 'arn:aws:s3:::rec*')] },
    'no',
  ],
  [
    'a Deny with a condition makes it conditional',
    { inline: [allow('s3:*'), deny(READ, '*', IP)] },
    'conditional',
  ],
  [
    'a Deny by policy variable makes it conditional',
    { inline: [allow('s3:*'), deny(READ, 'arn:aws:s3:::$' + '{aws:PrincipalTag/b}/*')] },
    'conditional',
  ],
  [
    'a Deny with NotAction takes the rest',
    { inline: [allow('*'), { Effect: 'Deny', NotAction: 'ec2:*', Resource: '*' }] },
    'no',
  ],
  [
    'a Deny with NotResource spares what it names',
    { inline: [allow('*'), { Effect: 'Deny', Action: '*', NotResource: 'arn:aws:s3:::records/*' }] },
    'yes',
  ],
  ['a boundary narrows', { inline: allow('*'), boundary: managed('b', allow('ec2:*')) }, 'no'],
  ['a boundary lets through', { inline: allow('*'), boundary: managed('b', allow('s3:*')) }, 'yes'],
  ['a boundary gives nothing itself', { boundary: managed('b', allow('*')) }, 'no'],
  ['an empty boundary lets nothing through', { inline: allow('*'), boundary: managed('b', []) }, 'no'],
  [
    'a boundary may be conditional',
    { inline: allow('*'), boundary: managed('b', allow('s3:*', '*', IP)) },
    'conditional',
  ],
  [
    'a Deny in a boundary takes away',
    { inline: allow('*'), boundary: managed('b', [allow('*'), deny(READ)]) },
    'no',
  ],
  [
    'a boundary on other resources narrows',
    { inline: allow('*'), boundary: managed('b', allow('s3:*', 'arn:aws:s3:::x/*')) },
    'no',
  ],
  [
    'a boundary that was not collected does not count',
    { inline: allow('*'), missingBoundary: 'arn:aws:iam::1:policy/b' },
    'yes',
  ],
  ['a boundary that is not JSON does not count', { inline: allow('*'), boundary: managed('b', '{') }, 'yes'],
  [
    'a Deny that is not understood does not count',
    { inline: [allow('*'), { ...deny('*'), Surprise: 1 }] },
    'yes',
  ],
  ['a Statement that is no list is read', { attached: [managed('a', allow(READ))] }, 'yes'],
];

describe('what a role may do with one resource', () => {
  it.each(CASES)('%s', (_says, held, allowed, action = READ) => {
    expect(allows(permissionsOf(held), action, OBJECT).allowed).toBe(allowed);
  });

  it('names the statement that gives it, the certain one first', () => {
    const held: Held = {
      inline: [allow(READ, '*', IP)],
      attached: [managed('first', [allow('ec2:*'), allow(READ, '*', { Sid: 'Read' })])],
    };
    expect(allows(permissionsOf(held), READ, OBJECT).by).toEqual({
      policy: { kind: 'attached', arn: 'arn:aws:iam::111122223333:policy/first', name: 'first' },
      statement: 1,
      isList: true,
      sid: 'Read',
    });
  });
});

const UNREAD: Array<[says: string, held: Held, problems: Array<[effect: string, text: RegExp]>]> = [
  [
    'an attached policy that was not collected',
    { missing: ['lost'] },
    [['may-add', /attached policy lost: .*not collected/]],
  ],
  [
    'a boundary that was not collected',
    { missingBoundary: 'arn:aws:iam::1:policy/b' },
    [['may-narrow', /boundary b: .*not collected/]],
  ],
  [
    'an inline document that is not JSON',
    { inline: 'Statement' },
    [['may-add', /inline policy own: the document is not JSON/]],
  ],
  ['a document that is a list', { inline: '[]' }, [['may-add', /not a JSON object/]]],
  ['a document without statements', { inline: '{}' }, [['may-add', /no Statement/]]],
  ['a huge document', { inline: ' '.repeat(200_000) }, [['may-add', /200000 characters/]]],
  [
    'a statement that is null',
    { inline: '{"Statement":[null]}' },
    [['may-add', /statement 1: it is not an object/]],
  ],
  [
    'an Effect of another case',
    { inline: { ...allow('*'), Effect: 'allow' } },
    [['may-add', /neither Allow nor Deny/]],
  ],
  [
    'a statement without Action',
    { inline: { Effect: 'Allow', Resource: '*' } },
    [['may-add', /neither Action nor NotAction/]],
  ],
  [
    'a statement without Resource',
    { inline: { Effect: 'Allow', Action: '*' } },
    [['may-add', /neither Resource nor NotResource/]],
  ],
  [
    'Action and NotAction',
    { inline: { ...allow('*'), NotAction: 'x:y' } },
    [['may-add', /both Action and NotAction/]],
  ],
  [
    'a Principal',
    { inline: { ...allow('*'), Principal: '*' } },
    [['may-add', /element Principal is not known/]],
  ],
  [
    'an action that is a number',
    { inline: { ...allow('*'), Action: [1] } },
    [['may-add', /neither text nor a list/]],
  ],
  ['an action without a service', { inline: allow('GetObject') }, [['may-add', /GetObject is no action/]]],
  [
    'an unknown operator',
    { inline: allow('*', '*', { Condition: { Sounds: { a: 'b' } } }) },
    [['may-add', /Sounds is not known/]],
  ],
  ['a Deny with an unknown element', { inline: { ...deny('*'), X: 1 } }, [['may-narrow', /element X/]]],
  [
    '__proto__ as an element',
    { inline: '{"Statement":{"__proto__":{"Effect":"Allow"}}}' },
    [['may-add', /Effect/]],
  ],
];

describe('what was not understood is told', () => {
  it.each(UNREAD)('%s', (_says, held, problems) => {
    const found = permissionsOf(held).problems;
    expect(found.map(({ effect }) => effect)).toEqual(problems.map(([effect]) => effect));
    for (const [index, [, text]] of problems.entries()) expect(found[index]?.text).toMatch(text);
  });

  it('nothing is told of policies that were read in full', () => {
    const held: Held = {
      inline: [allow('*', '*', IP), deny('s3:*')],
      attached: [managed('a', allow(READ))],
      boundary: managed('b', allow('*')),
    };
    expect(permissionsOf(held).problems).toEqual([]);
  });
});
