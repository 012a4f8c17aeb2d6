import type { AccountSubject } from './account.ts';
import type { Parties } from './party.ts';

/**
 * What was worked out about things, each answer once. Whoever starts a study owns it and hands it on; the answers about
 * a thing go with the thing, all of them with the study. So no module needs to keep what it once worked out.
 */
export interface Study {
  /**
   * The answer to a question about a thing, which does not change from then on; worked out when it is first asked for.
   *
   * @param question a function of its own, not one made anew for each call: an answer is found again by it
   */
  once<S extends object, A>(question: (thing: S, study: Study) => A, thing: S): A;
}

/** The study of one account: whose roles they are, who is known in the run, and the moment of judgement. */
export interface AccountStudy extends Study {
  readonly account: AccountSubject;
  readonly parties: Parties;
  readonly asOf: string;
  once<S extends object, A>(question: (thing: S, study: AccountStudy) => A, thing: S): A;
}

/** A study of things that need no account to be understood. */
export function newStudy(): Study {
  const study: Study = { once: (question, thing) => recall(question, thing, study) };
  const recall = recalling();
  return study;
}

/** A study of an account, in which nothing is worked out yet. */
export function studyOf(about: Pick<AccountStudy, 'account' | 'parties' | 'asOf'>): AccountStudy {
  const { account, parties, asOf } = about;
  const study: AccountStudy = {
    account,
    parties,
    asOf,
    once: (question, thing) => recall(question, thing, study),
  };
  const recall = recalling();
  return study;
}

type Recall = <S extends object, A, T extends Study>(
  question: (thing: S, study: T) => A,
  thing: S,
  study: T,
) => A;

function recalling(): Recall {
  const known = new Map<unknown, WeakMap<object, unknown>>();
  return <S extends object, A, T extends Study>(
    question: (thing: S, study: T) => A,
    thing: S,
    study: T,
  ): A => {
    let answers = known.get(question);
    if (answers === undefined) {
      answers = new WeakMap();
      known.set(question, answers);
    }
    const found = answers.get(thing);
    // What a question found is of the type that it answers with.
    if (found !== undefined || answers.has(thing)) return found as A;
    const answer = question(thing, study);
    answers.set(thing, answer);
    return answer;
  };
}
