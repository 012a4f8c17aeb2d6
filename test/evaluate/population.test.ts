import { expect, it } from 'vitest';
import { addPopulations, populationOf } from '../../src/evaluate/population.ts';
import type { FactIndex } from '../../src/model/fact-index.ts';
import { allow, contextOf, details, role, STRANGER } from '../checks/support/trust-fixtures.ts';

function index(fact: object | undefined): FactIndex {
  return { records: [], get: () => fact } as unknown as FactIndex;
}

it('the roles listed are those evaluated and those left out, each with its reason, in the order of reasons', () => {
  const at = (path: string, name: string) => role(allow(STRANGER), { path, name });
  const value = details(
    at('/', 'a'),
    at('/aws-reserved/sso/', 'b'),
    at('/aws-service-role/x/', 'c'),
    at('/aws-reserved/sso/', 'd'),
  );
  expect(populationOf(index({ status: 'COLLECTED', value }), contextOf({}).study)).toEqual({
    listed: 4,
    evaluated: 1,
    leftOut: [
      { reason: 'AWS service-linked', count: 1 },
      { reason: 'reserved to AWS', count: 2 },
    ],
  });
});

it.each([undefined, { status: 'NOT_COLLECTED' }])('where roles were not read (%j) there are none', (fact) => {
  expect(populationOf(index(fact), contextOf({}).study)).toEqual({ listed: 0, evaluated: 0, leftOut: [] });
});

it('populations are added, reason by reason', () => {
  const one = { listed: 4, evaluated: 1, leftOut: [{ reason: 'b', count: 3 }] };
  const other = {
    listed: 5,
    evaluated: 3,
    leftOut: [
      { reason: 'b', count: 1 },
      { reason: 'a', count: 1 },
    ],
  };
  expect(addPopulations([one, other])).toEqual({
    listed: 9,
    evaluated: 4,
    leftOut: [
      { reason: 'a', count: 1 },
      { reason: 'b', count: 4 },
    ],
  });
  expect(addPopulations([])).toEqual({ listed: 0, evaluated: 0, leftOut: [] });
});
