import { describe, expect, it } from 'vitest';
import { effectivePermissions, policiesByArn } from '../../../src/policy/permissions/effective.ts';
import { settled, valuesAsked } from '../../../src/policy/permissions/settled.ts';
import { allow, deny, type Held, managed, roleHolding } from './roles.ts';

const KEY = 'iam:PassedToService';
const KNOWN = new Map([[KEY.toLowerCase(), ['lambda.amazonaws.com']]]);
const NO_KEY = new Map([[KEY.toLowerCase(), []]]);

const permissionsOf = (held: Held) => {
  const { role, policies } = roleHolding(held);
  return effectivePermissions(role, policiesByArn(policies));
};

const when = (...conditions: Array<[operator: string, key: string, value: string | string[]]>) => ({
  Condition: Object.fromEntries(conditions.map(([operator, key, value]) => [operator, { [key]: value }])),
});
const to = (service: string): [string, string, string] => ['StringEquals', KEY, `${service}.amazonaws.com`];
const IP: [string, string, string] = ['IpAddress', 'aws:SourceIp', '192.0.2.0/24'];
const pass = (...conditions: Array<[operator: string, key: string, value: string | string[]]>) =>
  allow('iam:PassRole', '*', when(...conditions));

/** What is left of the statements, each as the keys of its conditions; `*` where there are none. */
const inWords = (statements: ReturnType<typeof permissionsOf>['allows'] | null) =>
  statements?.map(({ conditions }) => conditions.map(({ key }) => key).join(' ') || '*');

describe('of a request to pass a role to Lambda is left', () => {
  it.each<[says: string, held: object, left: string[], without: string[]]>([
    ['a statement without conditions', allow('iam:PassRole'), ['*'], ['*']],
    ['one that speaks of Lambda, without that', pass(to('lambda')), ['*'], []],
    ['none that speaks of another service', pass(to('ec2')), [], []],
    ['one that speaks of all but another', pass(['StringNotEquals', KEY, 'ec2.amazonaws.com']), ['*'], ['*']],
    ['one whose other conditions stay open', pass(to('lambda'), IP), ['aws:SourceIp'], []],
    ['one that speaks of other things', pass(IP), ['aws:SourceIp'], ['aws:SourceIp']],
    ['none of two conditions of which one fails', pass(to('lambda'), ['StringLike', KEY, 'ec2.*']), [], []],
    [
      'one by a variable, that stays open',
      pass(['StringEquals', KEY, ['x', '$'.concat('{aws:username}')]]),
      [KEY],
      [KEY],
    ],
    ['one by an operator that is not known', pass(['StringEqualz', KEY, 'x']), [KEY], [KEY]],
  ])('%s', (_says, statement, left, without) => {
    for (const inline of [[statement], [statement, allow('s3:*')]]) {
      const more = inline.slice(1).map(() => '*');
      const permissions = permissionsOf({ inline });
      expect(inWords(settled(permissions, KNOWN).allows)).toEqual([...left, ...more]);
      expect(inWords(settled(permissions, NO_KEY).allows)).toEqual([...without, ...more]);
    }
  });

  it('the same in a Deny and in the boundary', () => {
    const statements = [pass(to('lambda')), pass(to('ec2'))];
    const denies = [
      deny('iam:PassRole', '*', when(to('lambda'))),
      deny('iam:PassRole', '*', when(to('ec2'))),
    ];
    const one = settled(permissionsOf({ inline: denies, boundary: managed('b', statements) }), KNOWN);
    expect([inWords(one.denies), inWords(one.boundary)]).toEqual([['*'], ['*']]);
    const other = settled(permissionsOf({ boundary: managed('b', statements) }), KNOWN);
    expect(inWords(other.boundary)).toEqual(['*']);
  });
});

describe('the values that statements ask of a key', () => {
  it.each<[says: string, held: Held, values: string[]]>([
    ['are none where it is not named', { inline: pass(IP) }, []],
    [
      'are those of Allow, Deny and boundary, each once',
      {
        inline: [pass(to('ec2')), deny('iam:PassRole', '*', when(to('lambda')))],
        boundary: managed('b', [pass(to('ec2')), pass(to('glue'))]),
      },
      ['ec2.amazonaws.com', 'lambda.amazonaws.com', 'glue.amazonaws.com'],
    ],
    ['are not those of other keys', { inline: pass(to('ec2'), IP) }, ['ec2.amazonaws.com']],
  ])('%s', (_says, held, values) => {
    expect(valuesAsked(permissionsOf(held), KEY.toLowerCase())).toEqual(values);
  });
});
