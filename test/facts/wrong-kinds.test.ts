import { describe, expect, it } from 'vitest';
import { coverageOf } from '../../src/evaluate/coverage.ts';
import { checkedRecord } from '../../src/model/checked-record.ts';
import { some } from '../support/thorough.ts';
import { ACCOUNT, ANSWERS, collectChanged } from './answers.ts';

/** What may stand where another kind belongs. */
const OTHERS: readonly unknown[] = [undefined, null, true, 7, 'x', ['x'], { a: 1 }];

describe.each(Object.entries(ANSWERS))('%s, where something is of another kind', (operation, answer) => {
  it.each(some([...pathsOf(answer)], 1))(
    'at %s, leaves facts that hold to their shapes, or gaps',
    async (path) => {
      for (const value of some(OTHERS, 1)) {
        const { facts, faults } = await collectChanged({ operation, path, value });
        expect(faults, JSON.stringify(value)).toEqual([]);
        const kept: unknown[] = JSON.parse(JSON.stringify(facts));
        expect(kept.map((fact) => checkedRecord(fact, ACCOUNT, 'x'))).toEqual(facts);
        for (const gap of coverageOf(ACCOUNT, facts).gaps) expect(gap.message).not.toBe('');
      }
    },
  );
});

/** Every place in an answer, in dots, the outer ones first. */
function* pathsOf(value: unknown, before = ''): Iterable<string> {
  if (typeof value !== 'object' || value === null || value instanceof Date) return;
  for (const [step, inner] of Object.entries(value)) {
    yield `${before}${step}`;
    yield* pathsOf(inner, `${before}${step}.`);
  }
}
