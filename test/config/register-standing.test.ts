import { expect, it } from 'vitest';
import { parseDecisions } from '../../src/config/register-files.ts';
import { registerStanding } from '../../src/run/register-standing.ts';

const PARTY = '  - { name: N, accountIds: ["111122223333"], owner: Ana, justification: Metrics';

/** States at noon of 2026-11-29. */
function statesOf(more: string): string[] {
  const { thirdParties, exceptions } = parseDecisions(`thirdParties:\n${PARTY}${more} }\n`, 'r.yaml', []);
  const asOf = '2026-11-29T12:00:00Z';
  return registerStanding({ thirdParties, exceptions }, asOf, 365).map(({ state }) => state);
}

it.each([
  ['', []],
  [', contractEnds: 2026-11-28', ['EXPIRED']],
  [', contractEnds: 2026-11-29', ['ENDS_SOON']],
  [', contractEnds: 2026-12-28', ['ENDS_SOON']],
  [', contractEnds: 2026-12-30', []],
  [', lastReviewed: 2026-11-01', []],
  [', lastReviewed: 2025-11-01', ['OVERDUE']],
  [', lastReviewed: 2026-10-01, reviewEveryDays: 30', ['OVERDUE']],
  [', lastReviewed: 2026-11-15, reviewEveryDays: 30', ['ENDS_SOON']],
  [', reviewEveryDays: 30', ['OVERDUE']],
])('a third party%s', (more, states) => {
  expect(statesOf(more)).toEqual(states);
});

it('an exception counts up to its last day', () => {
  const states = ['2026-11-28', '2026-11-29', '2027-11-29'].map((expires) => {
    const exception = { check: 'stale-role', resource: '*', reason: 'Legacy', approvedBy: 'Ana', expires };
    return registerStanding({ thirdParties: [], exceptions: [exception] }, '2026-11-29T12:00:00Z', 365)[0]
      ?.state;
  });
  expect(states).toEqual(['EXPIRED', 'ENDS_SOON', undefined]);
});
