import type { Unanswered } from '../model/finding.ts';
import { groupedRows, type Keeping, type Rows } from '../model/rows.ts';
import type { AccountJudgement } from './account.ts';
import { checksById, failureFrom, type PlainFailure, plainFailure } from './kept-judgement.ts';
import type { Failure, Results } from './results.ts';
import type { Rules } from './rules.ts';

/** All that was found out about one account, whoever's facts it stands in, in the order of those. */
export interface AboutAccount {
  accountId: string;
  /** Undefined where it is not in scope. */
  judgement: AccountJudgement | undefined;
  failures: Failure[];
  unanswered: Unanswered[];
}

/** A result that is about another account than the one in whose facts it stands. */
interface Foreign {
  accountId: string;
  /** The place of the judgement that it is of; after all of them where all accounts were judged together. */
  from: number;
  failure?: PlainFailure;
  unanswered?: Unanswered;
}

/** Takes what is found out about other accounts than those in whose facts it stands, and gives it to them. */
export function foreignResults(keeping: Keeping, rules: Pick<Rules, 'checks'>) {
  const keeper = keeping<Foreign>();
  const checks = checksById(rules);

  function take(
    { failures, unanswered }: Pick<Results, 'failures' | 'unanswered'>,
    from: number,
    own?: string,
  ) {
    for (const failure of failures) {
      const { accountId } = failure;
      if (accountId !== own) keeper.add({ accountId, from, failure: plainFailure(failure) });
    }
    for (const entry of unanswered) {
      const { accountId } = entry;
      if (accountId !== own) keeper.add({ accountId, from, unanswered: entry });
    }
  }

  /** Each account of the run, and those out of scope that something was found out about, by account id. */
  function* byAccount(judgements: readonly AccountJudgement[]): Iterable<AboutAccount> {
    const foreign = groupedRows(keeper.rows(), ({ accountId }) => accountId);
    const places = new Map(judgements.map(({ subject }, place) => [subject.accountId, place]));
    for (const accountId of [...new Set([...places.keys(), ...foreign.keys()])].sort()) {
      const place = places.get(accountId);
      const judgement = place === undefined ? undefined : judgements[place];
      yield about(accountId, judgement, place ?? -1, foreign.get(accountId) ?? []);
    }
  }

  function about(
    accountId: string,
    judgement: AccountJudgement | undefined,
    place: number,
    others: Rows<Foreign>,
  ): AboutAccount {
    const failures: Failure[] = [];
    const unanswered: Unanswered[] = [];
    const addOthers = (isOne: (from: number) => boolean) => {
      for (const { from, failure, unanswered: entry } of others) {
        if (!isOne(from)) continue;
        if (failure !== undefined) failures.push(failureFrom(failure, checks));
        if (entry !== undefined) unanswered.push(entry);
      }
    };
    addOthers((from) => from < place);
    if (judgement !== undefined) {
      const { results } = judgement;
      for (const failure of results.failures) if (failure.accountId === accountId) failures.push(failure);
      for (const entry of results.unanswered) if (entry.accountId === accountId) unanswered.push(entry);
    }
    addOthers((from) => from >= place);
    return { accountId, judgement, failures, unanswered };
  }

  return { take, byAccount };
}
