import type { AccountJudgement } from '../src/evaluate/account.ts';
import {
  addOutcome,
  addUnanswered,
  countResult,
  emptyResults,
  type Results,
} from '../src/evaluate/results.ts';
import type { Rules } from '../src/evaluate/rules.ts';
import type { AccountSubject } from '../src/model/account.ts';
import type { Check, Failed } from '../src/model/check.ts';
import type { RoleInventoryEntry } from '../src/model/role-inventory-entry.ts';
import { randomOf } from '../src/simulator/fleet/random.ts';
import type { LargeFleet } from './large-fleet.ts';

/** Answers without an answer, in every account of which something was not read. */
const UNANSWERED = 20;

/**
 * Made-up results of every check for one account: its share of the fleet's findings, each on a role of its own, with the
 * statement it rests on. From run to run a small part of the findings goes and others come.
 */
export function largeResults(
  { findings, accounts, run }: LargeFleet,
  {
    subject,
    index,
    judgement,
  }: {
    subject: AccountSubject;
    index: number;
    judgement: Pick<AccountJudgement, 'inventory' | 'coverage'>;
  },
  { checks }: Rules,
): Results {
  const results = emptyResults();
  const share = findings / accounts;
  for (let number = 0; number < share; number += 1) {
    const check = checks[(index * share + number) % checks.length];
    const role = judgement.inventory[number % judgement.inventory.length];
    if (check === undefined || role === undefined) continue;
    const outcome = failure(check, role, { number, index, run });
    addOutcome(results, check, { account: subject, region: 'global' }, outcome);
  }
  for (const { id } of checks) countResult(results, id, 'PASS', 150);
  if (judgement.coverage.gaps.length > 0) {
    for (const check of checks.slice(0, UNANSWERED)) {
      const detail = 'The fact analyzers in eu-west-1 was not collected: access was denied.';
      addUnanswered(results, check, { account: subject, region: 'eu-west-1' }, 'UNKNOWN', detail);
    }
  }
  return results;
}

function failure(
  check: Check,
  { roleArn, roleName, admits }: Omit<RoleInventoryEntry, 'findings'>,
  { number, index, run }: { number: number; index: number; run: 1 | 2 },
): Failed {
  const random = randomOf('finding', index, number);
  const replaced = random.chance(0.02);
  const party = admits.map((admission) => admission.party).find(({ kind }) => kind !== 'own');
  const statement = {
    Sid: `Vendor${number}`,
    Effect: 'Allow',
    Principal: { AWS: admits[0]?.principal ?? '*' },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'sts:ExternalId': `vendor-${index}-${number}` } },
  };
  const corrected = JSON.stringify(
    { ...statement, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } },
    null,
    2,
  );
  return {
    status: 'FAIL',
    resource: { arn: roleArn, type: 'AWS::IAM::Role' },
    discriminator: `${number}${replaced ? ` in run ${run}` : ''}`,
    detail: `Statement ${number} of the trust policy of ${roleName} lets ${party?.name ?? 'someone'} in, and ${check.failureTitle.toLowerCase()}. ${'Nothing else in the policy narrows this. '.repeat(random.between(1, 5))}`,
    ...(party === undefined || party.kind === 'own' ? {} : { thirdParty: party }),
    evidence: Array.from({ length: random.between(1, 3) }, (_, piece) => ({
      fact: 'authorization-details' as const,
      region: 'global',
      pointer: `/roles/${number}/trustPolicy/Statement/${piece}`,
      value: statement,
    })),
    ...(check.area === 'trust'
      ? {
          remediation: `Put this in place of the statement:\n${corrected}\naws iam update-assume-role-policy --role-name '${roleName}' --policy-document file://trust.json`,
        }
      : {}),
  };
}
