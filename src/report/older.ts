import { groupedBy } from '../model/grouped-by.ts';
import type { AuditReport } from '../model/report.ts';

/** A fact that holds what was found out before the run. */
export interface OlderFact {
  fact: string;
  accounts: number;
  /** The stacks that CloudFormation had compared before; 0 for what is no such comparison. */
  stacks: number;
  /** When the oldest of it was found out. */
  since: string;
}

/** What the run took over from before, by fact. */
export function olderFacts({ coverage: { older = [] } }: Pick<AuditReport, 'coverage'>): OlderFact[] {
  return [...groupedBy(older, ({ fact, run }) => `${run === undefined} ${fact}`).values()].map(
    (readings) => ({
      fact: readings[0]?.fact ?? '',
      accounts: new Set(readings.map(({ accountId }) => accountId)).size,
      stacks: readings.reduce((sum, { stacks = 0 }) => sum + stacks, 0),
      since: readings.map(({ since }) => since).toSorted()[0] ?? '',
    }),
  );
}

/** The same in words, such as `drift: 3 stacks in 2 accounts, compared before this run, the oldest on …`. */
export function olderInWords({ fact, accounts, stacks, since }: OlderFact): string {
  const where = accounts === 1 ? '1 account' : `${accounts} accounts`;
  const what =
    stacks === 0
      ? `of ${where}, read`
      : `${stacks} ${stacks === 1 ? 'stack' : 'stacks'} in ${where}, compared`;
  return `${fact}: ${what} before this run, the oldest at ${since}`;
}
