import { describe, expect, expectTypeOf, it } from 'vitest';
import { type AccountStudy, newStudy, type Study, studyOf } from '../../src/model/study.ts';
import { contextOf, OWN } from '../checks/support/trust-fixtures.ts';

const thing = {};

function counted<A>(answer: A) {
  const question = (_thing: object, _study: Study): A => {
    question.asked += 1;
    return answer;
  };
  question.asked = 0;
  return question;
}

describe('a study', () => {
  it.each([['a text'], [0], [null], [undefined]])('works the answer %j out once', (answer) => {
    const [study, question] = [newStudy(), counted(answer)];
    expect([study.once(question, thing), study.once(question, thing)]).toEqual([answer, answer]);
    expect(question.asked).toBe(1);
  });

  it('asks of each thing, and each question of it', () => {
    const [study, one, other] = [newStudy(), counted('one'), counted('other')];
    expect([study.once(one, thing), study.once(other, thing), study.once(one, {})]).toEqual([
      'one',
      'other',
      'one',
    ]);
    expect([one.asked, other.asked]).toEqual([2, 1]);
  });

  it('knows nothing of another study', () => {
    const question = counted('x');
    newStudy().once(question, thing);
    newStudy().once(question, thing);
    expect(question.asked).toBe(2);
  });

  it('answers for its own account', () => {
    const accountOf = (_thing: object, { account }: AccountStudy) => account.accountId;
    const context = contextOf();
    const other = studyOf({ ...context, account: { ...context.account, accountId: OWN } });
    expect([context.study.once(accountOf, thing), other.once(accountOf, thing)]).toEqual([
      context.account.accountId,
      OWN,
    ]);
  });

  it('asks again after a question that threw', () => {
    const study = newStudy();
    let fails = true;
    const question = () => {
      if (fails) throw new Error('not yet');
      return 'answer';
    };
    expect(() => study.once(question, thing)).toThrow('not yet');
    fails = false;
    expect(study.once(question, thing)).toBe('answer');
  });

  it('is not asked what only the study of an account can answer', () => {
    const accountOf = (_thing: object, { account }: AccountStudy) => account.accountId;
    // @ts-expect-error A study without an account.
    expect(() => newStudy().once(accountOf, thing)).toThrow();
    expectTypeOf<AccountStudy>().toExtend<Study>();
  });
});
