import { aboutResource, hidesKnownIds, knownExternalIds, textShown } from '../masking/known-external-ids.ts';
import type { AccountSubject } from '../model/account.ts';
import type { Check } from '../model/check.ts';
import { type FactRecord, GLOBAL } from '../model/fact.ts';
import { gatherFacts, indexFacts } from '../model/fact-index.ts';
import type { Drift } from '../model/facts/drift.ts';
import type { AccountScope, RolePopulation } from '../model/report.ts';
import type { ShareRow } from '../model/share-row.ts';
import { studyOf } from '../model/study.ts';
import type { ChainRole } from '../policy/chains/chain-role.ts';
import { anywhereRead } from './anywhere-read.ts';
import { checkFault } from './check-fault.ts';
import { accountScope, type Coverage, coverageOf, missingEvidence } from './coverage.ts';
import { type EntriesSeen, entriesSeen } from './entries-seen.ts';
import { type InventoryRow, inventoryOf } from './inventory.ts';
import { type RoleOwners, roleOwnersOf } from './owners.ts';
import { type AccountActivity, accountActivityOf } from './party-activity.ts';
import { type DelegationOfParty, partyDelegationsOf } from './party-delegations.ts';
import { type PeopleHere, peopleHere } from './party-people.ts';
import { partyResourcesOf, type ResourceOfParty } from './party-resources.ts';
import { partyUsersOf, type UserOfParty } from './party-users.ts';
import { populationOf } from './population.ts';
import { chainRolesOf } from './reach.ts';
import { type LookedAt, lookedAt } from './resource-witness.ts';
import { addOutcome, addUnanswered, emptyResults, type Results } from './results.ts';
import type { KeptFix } from './role-fix/fix-for.ts';
import { stacksByRole } from './role-stacks.ts';
import { commonContext, type Rules } from './rules.ts';
import { sharesOf } from './shares.ts';
import { type DeployedStack, deployedStacks } from './stack-sets.ts';

/** What an organization-wide check remembers of one unit; `missing` when its facts were not read. */
export type KeptDigest =
  | { checkId: string; region: string; value: unknown }
  | { checkId: string; region: string; missing: true };

/** What is kept of an account once it has been judged; everything else of it is let go. */
export interface AccountJudgement {
  subject: AccountSubject;
  scope: AccountScope;
  coverage: Coverage;
  population: RolePopulation;
  /** External IDs that may stand in texts of any account's evidence; none where they need not be known. */
  externalIds: readonly string[];
  results: Results;
  digests: KeptDigest[];
  inventory: InventoryRow[];
  /** The users that the register gives to third parties. */
  partyUsers: readonly UserOfParty[];
  partyDelegations: readonly DelegationOfParty[];
  /** The stacks of the stack sets that are administered from here. */
  deployedStacks: readonly DeployedStack[];
  /** What this account tells of the people of third parties in IAM Identity Center. */
  peopleHere: PeopleHere;
  shares: readonly ShareRow[];
  /** The resources that admit third parties by themselves. */
  partyResources: readonly ResourceOfParty[];
  /** Who of them came in; undefined where it was not asked. */
  activity?: AccountActivity | undefined;
  /** Where policies of resources were read, and where an analyzer could have seen them. */
  lookedAt: LookedAt;
  /** Null when the account's roles were not read. */
  chainRoles: ChainRole[] | null;
  /** The one fix of each role, where fixes were made. */
  roleFixes?: readonly KeptFix[];
  /** The entries of the configuration that were met here. */
  seen: EntriesSeen;
  /** The owners that tags give to roles on which there may be findings. */
  roleOwners: RoleOwners;
}

/**
 * Judges one account from its facts. A check whose facts were not all collected answers UNKNOWN without being run;
 * one that throws answers ERROR and leaves the others alone. What is worked out on the way stands on `study`.
 */
export function judgeAccount(
  subject: AccountSubject,
  records: readonly FactRecord[] | undefined,
  rules: Rules,
  study = studyOf({ account: subject, parties: rules.parties, asOf: rules.asOf }),
): AccountJudgement {
  const index = indexFacts(records ?? []);
  const coverage =
    records === undefined
      ? missingEvidence(subject.accountId)
      : coverageOf(subject.accountId, records, rules.asOf);
  const results = emptyResults();
  const digests: KeptDigest[] = [];
  const stackOf = (roleArn: string) => stacksByRole(index, study).get(roleArn);
  const recorded = index.get('activity', GLOBAL);
  const activity = recorded?.status === 'COLLECTED' ? recorded.value : undefined;
  const anywhere = study.once(anywhereRead, index);
  const externalIds = hidesKnownIds(rules) ? [...knownExternalIds(index, study)] : [];
  const { inText: showText } = textShown(externalIds, rules);

  for (const check of rules.checks) {
    const regions = check.per === 'account' ? [GLOBAL] : subject.regions;
    for (const region of regions) judgeUnit(check, region);
  }

  function judgeUnit(check: Check, region: string): void {
    const unit = { account: subject, region };
    const isWithoutDrift = check.withoutDrift === true && rules.config.drift.mode === 'off';
    const gathered = gatherFacts(
      index,
      isWithoutDrift ? check.requires.filter((fact) => fact !== 'drift') : check.requires,
      check.per === 'account' ? { per: 'account', regions: subject.regions } : { per: 'region', region },
    );
    if (!gathered.complete) {
      const where = gathered.region === GLOBAL ? '' : ` in ${gathered.region}`;
      const detail = `The fact ${gathered.fact}${where} was not collected: ${gathered.message}`;
      addUnanswered(results, check, unit, 'UNKNOWN', detail);
      if (check.scope === 'organization') digests.push({ checkId: check.id, region, missing: true });
      return;
    }
    if (isWithoutDrift) gathered.values.drift = { perResource: [] } satisfies Drift;
    const context = {
      ...commonContext(check, rules),
      account: subject,
      region,
      study,
      stackOf,
      showText,
      activity,
      anywhere,
    };
    try {
      if (check.scope === 'organization') {
        digests.push({ checkId: check.id, region, value: check.digest(gathered.values, context) });
      } else {
        for (const outcome of check.evaluate(gathered.values, context)) {
          // Reasons that CloudFormation gives are in its own words.
          const { arn } = outcome.resource;
          const detail =
            check.area === 'drift' ? aboutResource(outcome.detail, arn, showText) : outcome.detail;
          addOutcome(results, check, unit, { ...outcome, detail });
        }
      }
    } catch (error) {
      const place = { accountId: subject.accountId, region };
      addUnanswered(
        results,
        check,
        unit,
        'ERROR',
        checkFault(error, check, place, rules, () => knownExternalIds(index, study)),
      );
      if (check.scope === 'organization') digests.push({ checkId: check.id, region, missing: true });
    }
  }

  const inventory = inventoryOf(index, rules, study);
  const mayBeFound = new Set([
    ...inventory.map(({ roleArn }) => roleArn),
    ...results.failures.flatMap(({ outcome }) => [outcome.resource.arn, ...(outcome.roleArns ?? [])]),
  ]);
  const came = accountActivityOf(index, study);
  const partyResources = partyResourcesOf(index, study);
  return {
    subject,
    externalIds,
    scope: accountScope(subject, coverage),
    coverage,
    population: populationOf(index, study),
    results,
    digests,
    inventory,
    partyUsers: partyUsersOf(index, study),
    partyDelegations: partyDelegationsOf(index, study),
    deployedStacks: deployedStacks(index, study.account.regions),
    peopleHere: peopleHere(index, study, rules),
    shares: sharesOf(index, study),
    partyResources,
    ...(came === undefined ? {} : { activity: came }),
    lookedAt: lookedAt(index, study),
    chainRoles: chainRolesOf(index, study),
    seen: entriesSeen(index, rules, study, partyResources),
    roleOwners: roleOwnersOf(index, rules, (arn) => mayBeFound.has(arn)),
  };
}
