import { describe, expect, it } from 'vitest';
import { holdsByPattern } from '../../../src/policy/chains/known-pattern.ts';
import { standInFor } from '../../../src/policy/external-ids/stand-in.ts';
import { conditionOf } from '../../../src/policy/operators.ts';

/** All that is known of the id of a session before it has a name. */
const SESSION = 'AROAFIRST:*';

const ON_ANY: Array<[operator: string, values: string[], holds: boolean | undefined, says: string]> = [
  ['StringLike', ['AROAFIRST:*'], true, 'every session of the role'],
  ['StringLike', ['AROA*'], true, 'every role'],
  ['StringLike', ['AROAOTHER:*'], false, 'another role'],
  ['StringLike', ['AROAFIRST:build-*'], undefined, 'sessions of some names'],
  ['StringLike', ['AIDA*', 'AROA*'], true, 'a user, or every role'],
  ['StringLike', ['AIDA*', 'AROAOTHER:*'], false, 'a user, or another role'],
  ['StringLike', ['AIDA*', 'AROAFIRST:build-*'], undefined, 'a user, or sessions of some names'],
  ['StringNotLike', ['AROA*'], false, 'none but roles'],
  ['StringNotLike', ['AIDA*'], true, 'none but users'],
  ['StringNotLike', ['AROAFIRST:build-*'], undefined, 'none but sessions of some names'],
  ['StringEquals', ['AROAFIRST:build'], undefined, 'one session'],
  ['StringEquals', ['AROAOTHER:build'], false, 'one session of another role'],
  ['StringEquals', ['aroafirst:build'], false, 'an id in other letters'],
  ['StringEqualsIgnoreCase', ['aroafirst:build'], undefined, 'one session, in any letters'],
  ['StringEqualsIgnoreCase', ['aroaother:build'], false, 'one of another role, in any letters'],
  ['StringEquals', ['AROAFIRST:*'], false, 'an asterisk, which no session is called'],
  ['StringNotEquals', ['AROAFIRST:*'], true, 'all but an asterisk'],
  ['StringNotEquals', ['AROAFIRST:build'], undefined, 'all but one session'],
  ['StringNotEqualsIgnoreCase', ['aroaother:build'], true, 'all but one of another role'],
  ['StringEquals', [], undefined, 'nothing at all'],
  ['StringLike', ['AIDA$'.concat('{aws:username}')], undefined, 'a variable'],
  [
    'StringNotEquals',
    [standInFor('AIDAFIRST', 'id:0123456789abcdef')],
    undefined,
    'an external ID that is not shown',
  ],
  ['ArnLike', ['AROA*'], undefined, 'an ARN'],
  ['DateLessThan', ['2026-01-01T00:00:00Z'], undefined, 'a time'],
];

describe('of a session of which the role is known', () => {
  it.each(ON_ANY)('%s %j is %s: %s', (operator, values, holds) => {
    expect(holdsByPattern(conditionOf(operator, 'aws:userid', values), SESSION)).toBe(holds);
  });
});

describe('a key that is there', () => {
  it.each<[operator: string, values: string[], holds: boolean | undefined]>([
    ['Null', ['false'], true],
    ['Null', ['FALSE'], true],
    ['Null', ['true'], false],
    ['Null', ['true', 'false'], true],
    ['Null', ['falsehood'], false],
    ['Null', ['not false'], false],
    ['ForAllValues:Null', ['false'], undefined],
    ['ForAnyValue:Null', ['true'], undefined],
  ])('%s %j is %s', (operator, values, holds) => {
    expect(holdsByPattern(conditionOf(operator, 'aws:TokenIssueTime', values), '*')).toBe(holds);
  });
});
