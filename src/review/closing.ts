import { groupedBy } from '../model/grouped-by.ts';
import type { Access, Answer, Review, ReviewSheet } from '../model/review.ts';
import { populationDigest } from './accesses.ts';

/** What a review says beyond who closed it and when. */
export type ReviewContent = Pick<
  Review,
  'runAsOf' | 'population' | 'sheets' | 'parties' | 'decisions' | 'undecided'
>;

/** Brings the answers to some sheets of a run together to what is sealed. */
export function reviewContent(
  population: readonly Access[],
  sheets: readonly ReviewSheet[],
  decided: ReadonlyMap<string, Answer>,
  { asOf: runAsOf, unreadAccounts }: { asOf: string; unreadAccounts: number },
): ReviewContent {
  const asked = new Set(sheets.flatMap(({ accesses }) => accesses.map(({ id }) => id)));
  const inOrder = population.filter(({ id }) => asked.has(id));
  const isDecided = ({ id }: Access) => decided.has(id);
  const parties = groupedBy(population, ({ party }) => party.key);
  return {
    runAsOf,
    population: { accesses: population.length, unreadAccounts, sha256: populationDigest(population) },
    sheets: sheets.map(({ id, by, of, accesses }) => ({
      ...{ id, by, of },
      accesses: accesses.length,
      decided: accesses.filter(isDecided).length,
    })),
    parties: [...parties].flatMap(([key, accesses]) => {
      if (!accesses.some(({ id }) => asked.has(id))) return [];
      const name = accesses[0]?.party.name ?? key;
      return [{ key, name, accesses: accesses.length, decided: accesses.filter(isDecided).length }];
    }),
    decisions: inOrder.flatMap((access) => {
      const answer = decided.get(access.id);
      return answer === undefined ? [] : [{ ...answer, access }];
    }),
    undecided: inOrder.filter((access) => !isDecided(access)).map(({ id }) => id),
  };
}
