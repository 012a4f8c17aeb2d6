import { describe, expect, it } from 'vitest';
import { type Blame, statementMarks, valueMarks, valuesOf } from '../../../src/checks/support/marks.ts';
import { statementsOf } from '../../../src/checks/support/wording.ts';
import type { Grant } from '../../../src/model/grant.ts';
import { readTrustPolicy } from '../../../src/policy/trust.ts';
import { allow, REGISTERED, rootOf, STRANGER } from './trust-fixtures.ts';

const ID = 'sts:ExternalId';
const WITH_ID = {
  Condition: { StringEquals: { [ID]: 'x', 'aws:SourceIp': 'y' }, Bool: { 'aws:SecureTransport': 'true' } },
};

/** What is marked of one of these statements, for the grants to some principals. */
function marked(
  statements: object[],
  number: number,
  blame: Blame = {},
  isBlamed: (grant: Grant) => boolean = () => true,
): string[] {
  const { grants } = readTrustPolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }));
  return statementMarks(statements[number], number, grants.filter(isBlamed), blame);
}

describe('of whom a statement admits is marked', () => {
  const both = {
    Effect: 'Allow',
    Principal: { AWS: [rootOf(STRANGER), rootOf(REGISTERED)] },
    Action: 'sts:AssumeRole',
  };
  const ofStranger = ({ principal }: Grant) => principal.value.includes(STRANGER);

  it.each<[string, object, string[]]>([
    ['the one value', allow(STRANGER), ['/Principal/AWS']],
    ['its place in a list', both, ['/Principal/AWS/0']],
    ['the whole, where it is everybody', { ...both, Principal: '*' }, ['/Principal']],
    ['a service', { ...both, Principal: { Service: 'ec2.amazonaws.com' } }, ['/Principal/Service']],
    [
      'the exception',
      { Effect: 'Allow', NotPrincipal: { AWS: REGISTERED }, Action: 'sts:AssumeRole' },
      ['/NotPrincipal'],
    ],
  ])('%s', (what, statement, marks) => {
    expect(marked([statement], 0, {}, what.includes('list') ? ofStranger : undefined)).toEqual(marks);
  });

  it('nothing in a statement that gives none of the grants', () => {
    expect(marked([allow(STRANGER), allow(REGISTERED)], 1, {}, ofStranger)).toEqual([]);
    expect(marked([allow(REGISTERED), allow(STRANGER)], 1, {}, ofStranger)).toEqual(['/Principal/AWS']);
  });

  it('nothing where the principals are not to blame', () => {
    expect(marked([allow(STRANGER)], 0, { principals: false })).toEqual([]);
  });

  it('nothing in what is no statement', () => {
    for (const value of [undefined, null, 'x', []]) expect(statementMarks(value, 0, [], {})).toEqual([]);
  });
});

describe('of the conditions of a statement is marked', () => {
  const blame = (...keys: string[]): Blame => ({
    principals: false,
    conditions: ({ keyLower }) => keys.includes(keyLower),
  });

  it('the key, or the operator where all under it is to blame', () => {
    const statement = allow(STRANGER, WITH_ID);
    expect(marked([statement], 0, blame('sts:externalid'))).toEqual([
      '/Condition/StringEquals/sts:ExternalId',
    ]);
    expect(marked([statement], 0, blame('sts:externalid', 'aws:sourceip'))).toEqual([
      '/Condition/StringEquals',
    ]);
    expect(marked([statement], 0, blame('aws:securetransport'))).toEqual(['/Condition/Bool']);
    expect(marked([statement], 0, blame('aws:other'))).toEqual([]);
  });

  it('of a Deny the key too, whose condition is turned round, and no operator without any', () => {
    const deny = {
      Effect: 'Deny',
      Principal: '*',
      Action: 'sts:AssumeRole',
      Condition: { StringNotEquals: { [ID]: 'x' }, Bool: {} },
    };
    expect(marked([allow(STRANGER), deny], 1, blame('sts:externalid'))).toEqual([
      '/Condition/StringNotEquals',
    ]);
    expect(marked([allow(STRANGER), deny], 0, blame('sts:externalid'))).toEqual([]);
  });

  it('both, where both are to blame', () => {
    const marks = marked([allow(STRANGER, WITH_ID)], 0, { conditions: () => true });
    expect(marks).toEqual(['/Principal/AWS', '/Condition/StringEquals', '/Condition/Bool']);
  });
});

it('values are marked one by one, a number as the text that it is', () => {
  expect(valueMarks('/a', 'x', (value) => value === 'x')).toEqual(['/a']);
  expect(valueMarks('/a', 'x', () => false)).toEqual([]);
  expect(valueMarks('/a', ['x', 3, 'y'], (value) => value !== 'x')).toEqual(['/a/1', '/a/2']);
  expect([valuesOf('x'), valuesOf(['x', 3])]).toEqual([['x'], ['x', '3']]);
});

it('statements are counted from one, each once and in order', () => {
  const of = (...statements: number[]) =>
    statementsOf(statements.map((statement) => ({ statement }) as Grant));
  expect([of(0), of(10, 1, 1, 0)]).toEqual(['statement 1', 'statements 1, 2, 11']);
});
