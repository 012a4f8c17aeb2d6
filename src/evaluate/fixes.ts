import { knownExternalIds } from '../masking/known-external-ids.ts';
import type { AccountSubject } from '../model/account.ts';
import type { FactRecord } from '../model/fact.ts';
import { indexFacts } from '../model/fact-index.ts';
import type { Fix } from '../model/fix.ts';
import { studyOf } from '../model/study.ts';
import { type AccountJudgement, judgeAccount } from './account.ts';
import { checkFault } from './check-fault.ts';
import { countResult, type Failure, type Results } from './results.ts';
import { fixRoles } from './role-fix/fix-roles.ts';
import type { Rules } from './rules.ts';

/** Judges one account, and makes the fixes of what is wrong while its facts are at hand: they are let go with it. */
export function judgeAndFix(
  subject: AccountSubject,
  facts: readonly FactRecord[] | undefined,
  rules: Rules,
): AccountJudgement {
  const study = studyOf({ account: subject, parties: rules.parties, asOf: rules.asOf });
  const judgement = judgeAccount(subject, facts, rules, study);
  const ids = () => knownExternalIds(indexFacts(facts ?? []), study);
  const words = wordsOf(rules, ids);
  const { results } = judgement;
  const { made, failures } = fixRoles(study, facts ?? [], judgement, rules, (error, failure) =>
    addFault(results, failure, words(error, failure)),
  );
  const kept = made.map(({ fix, trustPolicy }) => ({ fix, trustPolicy }));
  return { ...judgement, results: withFixes({ ...results, failures }, rules, ids), roleFixes: kept };
}

/**
 * The same results with the fixes of their failures made, so that the facts these are made from can be let go. Where one
 * cannot be made, the finding stands without, and that is an ERROR of its check.
 *
 * @param ids the external IDs that may stand in what is thrown; asked for only then
 */
export function withFixes(results: Results, rules: Rules, ids: () => Iterable<string>): Results {
  const words = wordsOf(rules, ids);
  return { ...results, failures: results.failures.map((failure) => withOwnFixes(failure, results, words)) };
}

type Words = (error: unknown, failure: Failure) => string;

function wordsOf(rules: Rules, ids: () => Iterable<string>): Words {
  return (error, { check, accountId, region }) => checkFault(error, check, { accountId, region }, rules, ids);
}

function withOwnFixes(failure: Failure, results: Results, words: Words): Failure {
  const { outcome } = failure;
  if (outcome.fixes === undefined) return failure;
  try {
    return { ...failure, outcome: { ...outcome, fixes: ready(outcome.fixes()) } };
  } catch (error) {
    const { fixes: _, ...bare } = outcome;
    addFault(results, failure, words(error, failure));
    return { ...failure, outcome: bare };
  }
}

/** In a function of its own, so that it keeps nothing else alive. */
function ready(fixes: Fix[]): () => Fix[] {
  return () => fixes;
}

/** What is wrong stands; that it was not fixed for a fault of ours is an ERROR of its check. */
function addFault(results: Results, { check, outcome, accountId, region }: Failure, detail: string): void {
  countResult(results, check.id, 'ERROR');
  results.unanswered.push({
    checkId: check.id,
    status: 'ERROR',
    accountId,
    region,
    resourceArn: outcome.resource.arn,
    detail,
  });
}
