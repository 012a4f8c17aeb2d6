import type { FactIndex } from '../model/fact-index.ts';
import { partyKey } from '../model/party.ts';
import { type ResourceService, serviceOf, serviceOfType } from '../model/resource-services.ts';
import type { AccountStudy } from '../model/study.ts';
import type { ResourceOfParty } from './party-resources.ts';
import type { Failure, Results } from './results.ts';

/** Where both could have looked: by service and Region, and by Region for analyzers. */
export type LookedAt = ReadonlySet<string>;

const ANALYZER = 'access-analyzer';

/**
 * The resources that IAM Access Analyzer analyses, of those whose policies are read.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-resources.html
 */
const ANALYZED: ReadonlySet<ResourceService> = new Set([
  's3',
  'kms',
  'sns',
  'sqs',
  'secretsmanager',
  'lambda',
  'ecr',
]);

/** The services of an account whose resources were listed, and the Regions in which it has an analyzer of its own. */
export function lookedAt(index: FactIndex, { account }: AccountStudy): LookedAt {
  const looked = new Set<string>();
  for (const region of account.regions) {
    const policies = index.get('resource-policies', region);
    if (policies?.status !== 'COLLECTED' || policies.value.services.length === 0) continue;
    const unlisted = policies.value.perResource.flatMap(({ resource, fact }) =>
      fact.status === 'NOT_COLLECTED' && UNLISTED.test(resource) ? [serviceOf(resource)] : [],
    );
    for (const service of policies.value.services) {
      if (!unlisted.includes(service)) looked.add(`${service} ${region}`);
    }
    const analyzers = index.get('analyzers', region);
    const isActive =
      analyzers?.status === 'COLLECTED' &&
      analyzers.value.analyzers.some(({ type, status }) => status === 'ACTIVE' && EXTERNAL.has(type));
    if (isActive) looked.add(`${ANALYZER} ${region}`);
  }
  return looked;
}

/** What stands for all resources of a service. */
const UNLISTED = /^(?:[^:]*:){5}\*$/;

const EXTERNAL: ReadonlySet<string> = new Set(['ACCOUNT', 'ORGANIZATION']);

/**
 * What Access Analyzer and the checks of resource policies say of one resource and party, held against each other. Both
 * findings stand, each with what the other says: they rest on different facts, and one sees what the other does not.
 */
export function withOtherWord(
  failures: readonly Failure[],
  judgement: { partyResources: readonly ResourceOfParty[]; lookedAt: LookedAt } | undefined,
  { unanswered }: Pick<Results, 'unanswered'>,
): Failure[] {
  if (judgement === undefined || judgement.lookedAt.size === 0) return [...failures];
  const ours = new Set([
    ...failures.filter(isOfPolicies).map(accessOf),
    ...judgement.partyResources.map(({ party, resource }) => `${resource.resourceArn} ${partyKey(party)}`),
  ]);
  const theirs = new Set(failures.filter(isOfAnalyzer).map(accessOf));
  const unclear = new Set(
    unanswered.flatMap(({ checkId, resourceArn }) => (checkId.startsWith('resource-') ? [resourceArn] : [])),
  );
  return failures.map((failure) => {
    if (!isOfPolicies(failure) && !isOfAnalyzer(failure)) return failure;
    const said = isOfPolicies(failure)
      ? wordOfAnalyzer(failure, theirs, judgement.lookedAt)
      : wordOfPolicy(failure, { ours, unclear, looked: judgement.lookedAt });
    if (said === undefined) return failure;
    const { outcome } = failure;
    return { ...failure, outcome: { ...outcome, detail: `${outcome.detail} ${said}` } };
  });
}

function isOfPolicies({ check }: Failure): boolean {
  return check.area === 'resources';
}

function isOfAnalyzer({ check, outcome: { resource } }: Failure): boolean {
  return check.id === 'external-access-finding' && serviceOfType(resource.type) !== undefined;
}

function accessOf({ outcome: { resource, thirdParty } }: Failure): string {
  return `${resource.arn} ${thirdParty === undefined ? '' : partyKey(thirdParty)}`;
}

function regionOf({ region, outcome }: Failure): string {
  return outcome.region ?? region;
}

function wordOfAnalyzer(failure: Failure, theirs: ReadonlySet<string>, looked: LookedAt): string | undefined {
  if (theirs.has(accessOf(failure))) return 'IAM Access Analyzer reports this access too.';
  const service = serviceOfType(failure.outcome.resource.type);
  return service !== undefined && ANALYZED.has(service) && looked.has(`${ANALYZER} ${regionOf(failure)}`)
    ? 'IAM Access Analyzer, which is active in this Region, has no active finding of it.'
    : undefined;
}

function wordOfPolicy(
  failure: Failure,
  { ours, unclear, looked }: { ours: ReadonlySet<string>; unclear: ReadonlySet<string>; looked: LookedAt },
): string | undefined {
  const { resource } = failure.outcome;
  if (!looked.has(`${serviceOfType(resource.type)} ${regionOf(failure)}`)) return undefined;
  if (ours.has(accessOf(failure))) return 'The resource’s own policy, as read, shows this access too.';
  return unclear.has(resource.arn)
    ? 'The resource’s own policy could not be read or understood in full, so that it is not known whether it shows this access.'
    : 'The checks on the resource’s own policy find no such access; Access Analyzer may take half an hour to see a change, and takes whoever comes from a named network for anyone.';
}
