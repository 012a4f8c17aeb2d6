import { type FactRecord, GLOBAL } from '../../model/fact.ts';
import { indexFacts } from '../../model/fact-index.ts';
import type { Fix } from '../../model/fix.ts';
import type { AccountStudy } from '../../model/study.ts';
import { isThirdPartyRole } from '../../parties/third-party.ts';
import type { AccountJudgement } from '../account.ts';
import { fingerprintOf } from '../fingerprint.ts';
import type { Failure } from '../results.ts';
import { stacksByRole } from '../role-stacks.ts';
import type { Rules } from '../rules.ts';
import { fixFor, isChange, type MadeFix } from './fix-for.ts';
import { type Around, indexingWith } from './judge-role.ts';

/** The roles of an account with the one fix of each, and its failures with nothing to copy that would undo these. */
export interface FixedRoles {
  made: MadeFix[];
  failures: Failure[];
}

/**
 * Makes the one fix of each role on which something was found or that a third party comes into with an external ID,
 * which may turn out to be used elsewhere.
 *
 * @param fault told of a fix that could not be made for a fault of ours, with a failure that it was for
 */
export function fixRoles(
  study: AccountStudy,
  facts: readonly FactRecord[],
  { results: { failures, unanswered } }: AccountJudgement,
  allRules: Rules,
  fault: (error: unknown, failure: Failure) => void,
): FixedRoles {
  // What threw when it was asked of the account is not asked of fixes: each names it as not judged.
  const threw = new Set(unanswered.filter(({ status }) => status === 'ERROR').map(({ checkId }) => checkId));
  const silent = allRules.checks.filter(({ id }) => threw.has(id));
  const rules = { ...allRules, checks: allRules.checks.filter(({ id }) => !threw.has(id)) };
  const index = indexFacts(facts);
  const details = index.get('authorization-details', GLOBAL);
  if (details?.status !== 'COLLECTED') return { made: [], failures: [...failures] };
  const identified = failures.map((failure) => [fingerprintOf(failure), failure] as const);
  const known = new Set(identified.map(([identity]) => identity));
  const stackOf = (roleArn: string) => stacksByRole(index, study).get(roleArn);
  const around: Around = {
    ...{ account: study.account, index, rules, silent, study, stackOf, known },
    indexWith: indexingWith(index, details.value, study),
  };
  const byRole = new Map<string, Map<string, Failure>>();
  for (const [identity, failure] of identified) {
    const { arn } = failure.outcome.resource;
    const here = byRole.get(arn) ?? new Map<string, Failure>();
    byRole.set(arn, here.set(identity, failure));
  }
  const made = new Map<string, MadeFix>();
  for (const role of details.value.roles) {
    const here = byRole.get(role.arn);
    if (here === undefined && !isThirdPartyRole(role, study)) continue;
    try {
      const fix = fixFor(role, here ?? new Map(), around);
      if (fix !== undefined) made.set(role.arn, fix);
    } catch (error) {
      for (const failure of [...(here ?? new Map<string, Failure>()).values()].slice(0, 1))
        fault(error, failure);
    }
  }
  return {
    made: [...made.values()],
    failures: identified.map(([identity, failure]) => {
      const role = made.get(failure.outcome.resource.arn);
      return role === undefined || !isChange(role.fix) ? failure : beside(role, identity, failure);
    }),
  };
}

/** What a failure offers beside the fix of its role: no other policy where that clears it, else one made on top of it. */
function beside({ fix, fixesOf }: MadeFix, identity: string, failure: Failure): Failure {
  const { outcome } = failure;
  if (outcome.fixes === undefined) return failure;
  const own = outcome.fixes;
  const fixes = fix.clears.includes(identity)
    ? (): Fix[] => own().filter(({ kind }) => kind === 'configuration')
    : (): Fix[] => fixesOf(identity, failure.check) ?? own();
  return { ...failure, outcome: { ...outcome, fixes } };
}
