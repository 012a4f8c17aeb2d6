import { administratorsKnown } from '../model/analyzer-administrators.ts';
import type { Check, Digest, OrganizationCheck, Population } from '../model/check.ts';
import { GLOBAL } from '../model/fact.ts';
import type { PartyReach } from '../model/reach.ts';
import { rowsFrom } from '../model/rows.ts';
import type { AccountJudgement } from './account.ts';
import { checkFault } from './check-fault.ts';
import { withFixes } from './fixes.ts';
import { addOutcome, addUnanswered, emptyResults, type Results } from './results.ts';
import { commonContext, type Rules } from './rules.ts';

/** Applies the organization-wide checks to what was kept of each account, one after the other: the results of each. */
export function* judgeOrganization(
  judgements: readonly AccountJudgement[],
  reach: readonly PartyReach[],
  rules: Rules,
): Iterable<Results> {
  for (const check of rules.checks) {
    if (check.scope !== 'organization') continue;
    const results = judge(check, judgements, { rules, reach });
    yield withFixes(results, rules, () => externalIdsIn(judgements));
  }
}

function judge(
  check: Check & OrganizationCheck,
  judgements: readonly AccountJudgement[],
  { rules, reach }: { rules: Rules; reach: readonly PartyReach[] },
): Results {
  const subjects = new Map(judgements.map(({ subject }) => [subject.accountId, subject]));
  const context = {
    ...commonContext(check, rules),
    reach,
    ...administratorsKnown(rules),
    ...(rules.billing === undefined ? {} : { billing: rules.billing }),
  };
  try {
    const results = emptyResults();
    for (const outcome of check.evaluate(populationFor(check.id, judgements), context)) {
      const account = subjects.get(outcome.accountId ?? '');
      if (account === undefined)
        throw new Error(`an outcome names no account of the run: ${outcome.resource.arn}`);
      addOutcome(results, check, { account, region: outcome.region ?? GLOBAL }, outcome);
    }
    return results;
  } catch (error) {
    const place = { accountId: null, region: GLOBAL };
    const detail = checkFault(error, check, place, rules, () => externalIdsIn(judgements));
    const results = emptyResults();
    for (const account of subjects.values())
      addUnanswered(results, check, { account, region: GLOBAL }, 'ERROR', detail);
    return results;
  }
}

/** The external IDs that were kept of the accounts, as such or in what checks keep of them. */
function externalIdsIn(judgements: readonly AccountJudgement[]): Set<string> {
  const ids = new Set(judgements.flatMap(({ externalIds }) => externalIds));
  function look(value: unknown, isId: boolean): void {
    if (typeof value === 'string' && isId) ids.add(value);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value))
      look(inner, /externalids?$/i.test(key) || (isId && Array.isArray(value)));
  }
  for (const { digests } of judgements) look(digests, false);
  return ids;
}

function populationFor(checkId: string, judgements: readonly AccountJudgement[]): Population<unknown> {
  function* kept() {
    for (const { subject: account, digests } of judgements)
      for (const digest of digests) if (digest.checkId === checkId) yield { account, ...digest };
  }
  const gaps: Array<Population<unknown>['gaps'][number]> = [];
  for (const digest of kept())
    if ('missing' in digest) gaps.push({ account: digest.account, region: digest.region });
  return {
    digests: rowsFrom<Digest<unknown>>({
      *read() {
        for (const digest of kept()) {
          const { account, region } = digest;
          if ('value' in digest) yield { account, region, value: digest.value };
        }
      },
    }),
    gaps,
  };
}
