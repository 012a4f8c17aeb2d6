import { describe, expect, it } from 'vitest';
import { deployedStacks, stackSetOfStack, withStackSet } from '../../src/evaluate/stack-sets.ts';
import type { FactRecord } from '../../src/model/fact.ts';
import { indexFacts } from '../../src/model/fact-index.ts';
import { stackInWords } from '../../src/report/html/accounts/roles.ts';

const SET = { name: 'readers', arn: 'arn:aws:cloudformation:eu-west-1:111122223333:stackset/readers:1' };
const STACK_ID = 'arn:aws:cloudformation:eu-west-1:444455556666:stack/taken-in/1';
const NAMED = 'StackSet-readers-0a1b2c3d-1111-2222-3333-444455556666';

function facts(instances: Array<{ stackId: string | null }> | null): FactRecord[] {
  const value = {
    askedAs: ['SELF'],
    stackSets: [{ ...SET, instances }],
  };
  return [
    { fact: 'stack-sets', region: 'eu-west-1', status: 'COLLECTED', value, collectedAt: '', source: '' },
  ] as unknown as FactRecord[];
}

const setOf = (instances: Array<{ stackId: string | null }> | null) =>
  stackSetOfStack([
    { deployedStacks: [] },
    { deployedStacks: deployedStacks(indexFacts(facts(instances)), ['eu-west-1', 'us-east-1']) },
  ]);

describe('the stack set of the stack of a role', () => {
  const stack = { stackName: 'taken-in', region: 'eu-west-1', stackId: STACK_ID };

  it('is the one that lists it, in whatever account that is administered', () => {
    const known = withStackSet(stack, setOf([{ stackId: null }, { stackId: STACK_ID }]));
    expect(known).toEqual({ stack: { ...stack, stackSet: SET } });
    expect(stackInWords(known.stack)).toBe('taken-in (eu-west-1), of stack set readers');
  });

  it.each<[string, Parameters<typeof withStackSet>[0]]>([
    ['another stack', { ...stack, stackId: `${STACK_ID}2` }],
    ['a stack of older evidence, which has no ARN', { stackName: 'taken-in', region: 'eu-west-1' }],
    ['no stack', null],
  ])('is none for %s', (_, other) => {
    expect(withStackSet(other, setOf([{ stackId: STACK_ID }]))).toEqual({ stack: other });
  });

  it('is not told where that was not read', () => {
    expect(withStackSet(undefined, setOf([{ stackId: STACK_ID }]))).toEqual({});
    expect(withStackSet(stack, setOf(null))).toEqual({ stack });
  });

  it('is only perhaps what a name says', () => {
    expect(stackInWords({ ...stack, stackName: NAMED })).toBe(
      `${NAMED} (eu-west-1), by its name perhaps of stack set readers`,
    );
    const other = { ...SET, name: 'others' };
    expect(stackInWords({ ...stack, stackName: NAMED, stackSet: other })).toBe(
      `${NAMED} (eu-west-1), of stack set others`,
    );
  });
});
