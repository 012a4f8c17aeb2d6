import { knownExternalIds } from '../masking/known-external-ids.ts';
import type { AccountSubject } from '../model/account.ts';
import type { FactRecord } from '../model/fact.ts';
import { indexFacts } from '../model/fact-index.ts';
import type { Fix } from '../model/fix.ts';
import { newStudy } from '../model/study.ts';
import { type AccountJudgement, judgeAccount } from './account.ts';
import { checkFault } from './check-fault.ts';
import { countResult, type Failure, type Results } from './results.ts';
import type { Rules } from './rules.ts';

/** Judges one account, and makes the fixes of what is wrong while its facts are at hand: they are let go with it. */
export function judgeAndFix(
  subject: AccountSubject,
  facts: readonly FactRecord[] | undefined,
  rules: Rules,
): AccountJudgement {
  const judgement = judgeAccount(subject, facts, rules);
  const ids = () => knownExternalIds(indexFacts(facts ?? []), newStudy());
  return { ...judgement, results: withFixes(judgement.results, rules, ids) };
}

/**
 * The same results with the fixes of their failures made, so that the facts these are made from can be let go. Where one
 * cannot be made, the finding stands without, and that is an ERROR of its check.
 *
 * @param ids the external IDs that may stand in what is thrown; asked for only then
 */
export function withFixes(results: Results, rules: Rules, ids: () => Iterable<string>): Results {
  const words = (error: unknown, { check, accountId, region }: Failure) =>
    checkFault(error, check, { accountId, region }, rules, ids);
  return { ...results, failures: results.failures.map((failure) => withOwnFixes(failure, results, words)) };
}

function withOwnFixes(
  failure: Failure,
  results: Results,
  words: (error: unknown, failure: Failure) => string,
): Failure {
  const { check, outcome, accountId, region } = failure;
  if (outcome.fixes === undefined) return failure;
  try {
    return { ...failure, outcome: { ...outcome, fixes: ready(outcome.fixes()) } };
  } catch (error) {
    const { fixes: _, ...bare } = outcome;
    countResult(results, check.id, 'ERROR');
    results.unanswered.push({
      checkId: check.id,
      status: 'ERROR',
      accountId,
      region,
      resourceArn: outcome.resource.arn,
      detail: words(error, failure),
    });
    return { ...failure, outcome: bare };
  }
}

/** In a function of its own, so that it keeps nothing else alive. */
function ready(fixes: Fix[]): () => Fix[] {
  return () => fixes;
}
