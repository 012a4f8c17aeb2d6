import {
  accountCheck,
  type CheckContext,
  type EarlierExternalIds,
  type FactsFor,
  type Outcome,
} from '../../model/check.ts';
import type { Fix } from '../../model/fix.ts';
import { partitionNamed } from '../../model/partitions.ts';
import { inAnyCase } from '../../parties/external-ids.ts';
import { command } from '../remedies/command.ts';
import { commandFixes } from '../remedies/fix.ts';
import { listed } from '../support/judged-role.ts';
import { withNotUnderstood } from './not-understood.ts';
import { foldedId, type SightingInRole, sightingsIn } from './sightings.ts';

export const externalIdChange = accountCheck({
  id: 'external-id-change',
  area: 'external-ids',
  title: 'External IDs are what they were in the run before',
  failureTitle: 'External ID has changed since the run before',
  severity: 'medium',
  rationale:
    'Whoever may change the external ID that a role asks for may also put in one that they know. A change that nobody ordered is a sign of that; one that was ordered is worth a line in the records.',
  remediation:
    'Ask the owner of the access whether the change was ordered. If it was not, find who made it in CloudTrail (UpdateAssumeRolePolicy), restore the trust policy, and have the third party issue a new id. The finding stands in the one run that first sees the change.',
  cannotKnow:
    'Who changed it, whether that was ordered, and changes that were undone between two runs. Only the run before is compared with, and only where both used the same key for fingerprints.',
  per: 'account',
  requires: ['authorization-details'],
  evaluate,
});

function evaluate(facts: FactsFor<'authorization-details', 'account'>, context: CheckContext): Outcome[] {
  const { sightings, notUnderstood } = sightingsIn(facts['authorization-details'], context.study);
  const { earlierExternalIds: earlier } = context;
  if (earlier === undefined) return sightings.map(nothingToCompare);
  return withNotUnderstood(
    sightings.map((sighting) => judge(sighting, earlier, context)),
    notUnderstood,
  );
}

function nothingToCompare({ resource, name }: SightingInRole): Outcome {
  const detail = `There is no run before this one to compare the external ID of ${name} with.`;
  return { status: 'NOT_APPLICABLE', silent: true, resource, detail };
}

function judge(sighting: SightingInRole, earlier: EarlierExternalIds, context: CheckContext): Outcome {
  const { resource, key, thirdParty, name, externalIds, evidence } = sighting;
  const { fingerprint } = earlier;
  if (fingerprint === undefined) {
    const detail = `The external ID of ${name} cannot be compared: the key of this run's fingerprints is not that of the run before.`;
    return { status: 'UNKNOWN', resource, detail };
  }
  const before = earlier.of(resource.arn, key);
  if (before === undefined) {
    const detail = `No run before this one knew an external ID of ${name} in this role.`;
    return { status: 'NOT_APPLICABLE', resource, detail };
  }
  const now = [...new Set(externalIds.map(fingerprint))].sort();
  const since = earlier.since.slice(0, 10);
  const anyCase = inAnyCase(externalIds, sighting.inAnyCase, (id) =>
    foldedId({ folded: sighting.folded() }, id),
  );
  if (
    isSameSet(now, before) ||
    isSameSet(anyCase?.map(fingerprint), earlier.inAnyCase?.(resource.arn, key))
  ) {
    const detail = `The external ID of ${name} is what it was in the run of ${since}.`;
    return { status: 'PASS', resource, detail };
  }
  return {
    status: 'FAIL',
    resource,
    discriminator: key,
    thirdParty,
    detail: `The external ID of ${name} was ${listed(before)} in the run of ${since} and is ${listed(now)} now.`,
    evidence: evidence(),
    fixes: () => whoChanged(earlier.since, context),
  };
}

function isSameSet(now: readonly string[] | undefined, before: readonly string[] | undefined): boolean {
  if (now === undefined || before === undefined) return false;
  const all = new Set(before);
  return new Set(now).size === all.size && now.every((one) => all.has(one));
}

function whoChanged(since: string, { account }: CheckContext): Fix[] {
  // IAM writes to the trail of the partition's one Region for things without a Region.
  const region = partitionNamed(account.partition)?.homeRegion;
  if (region === undefined) return [];
  return commandFixes(
    'See with the AWS CLI who changed trust policies since (CloudTrail looks back 90 days)',
    [
      command`aws cloudtrail lookup-events --region ${region} --start-time ${since} --lookup-attributes AttributeKey=EventName,AttributeValue=UpdateAssumeRolePolicy`,
    ],
  );
}
