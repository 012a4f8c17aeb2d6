import type { Fix } from '../model/fix.ts';
import { countResult, crashed, type Failure, type Results } from './results.ts';

/**
 * The same results with the fixes of their failures made, so that the facts these are made from can be let go. Where one
 * cannot be made, the finding stands without, and that is an ERROR of its check.
 */
export function withFixes(results: Results): Results {
  return { ...results, failures: results.failures.map((failure) => withOwnFixes(failure, results)) };
}

function withOwnFixes(failure: Failure, results: Results): Failure {
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
      detail: crashed(check, error),
    });
    return { ...failure, outcome: bare };
  }
}

/** In a function of its own, so that it keeps nothing else alive. */
function ready(fixes: Fix[]): () => Fix[] {
  return () => fixes;
}
