import type { FactIndex } from '../model/fact-index.ts';
import { partyKey, type ThirdPartyRef } from '../model/party.ts';
import { type ResourceService, serviceOf, serviceOfType } from '../model/resource-services.ts';
import type { AccountStudy } from '../model/study.ts';
import type { ResourceOfParty } from './party-resources.ts';
import type { Failure, Results } from './results.ts';

/** Where both could have looked: by service and Region, and by Region for analyzers; and access points with their buckets. */
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
    for (const { resource: arn, fact } of policies.value.perResource) {
      const point = fact.status === 'COLLECTED' ? fact.value.accessPoint : undefined;
      if (point !== undefined) looked.add(`${ON_BUCKET}${arn} ${bucketArn(arn, point.bucket)}`);
    }
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

/** Begins what says of an access point which bucket it is on. */
const ON_BUCKET = 'on-bucket ';

function bucketArn(point: string, bucket: string): string {
  return `arn:${point.split(':', 2)[1]}:s3:::${bucket}`;
}

/** The buckets behind access points: Access Analyzer reports what an access point lets through as access to its bucket. */
function bucketsBehind(looked: LookedAt): ReadonlyMap<string, string> {
  return new Map(
    [...looked].flatMap((entry): Array<[string, string]> => {
      const [point = '', bucket = ''] = entry.slice(ON_BUCKET.length).split(' ');
      return entry.startsWith(ON_BUCKET) ? [[point, bucket]] : [];
    }),
  );
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
  const buckets = bucketsBehind(judgement.lookedAt);
  const accessOf = ({ outcome: { resource, thirdParty } }: Failure) =>
    access(buckets.get(resource.arn) ?? resource.arn, thirdParty);
  const ours = new Set([
    ...failures.filter(isOfPolicies).map(accessOf),
    ...judgement.partyResources.map(({ party, resource: { resourceArn } }) =>
      access(buckets.get(resourceArn) ?? resourceArn, party),
    ),
  ]);
  const theirs = new Set(failures.filter(isOfAnalyzer).map(accessOf));
  const unclear = new Set(
    unanswered.flatMap(({ checkId, resourceArn }) =>
      checkId.startsWith('resource-') ? [buckets.get(resourceArn) ?? resourceArn] : [],
    ),
  );
  return failures.map((failure) => {
    if (!isOfPolicies(failure) && !isOfAnalyzer(failure)) return failure;
    const said = isOfPolicies(failure)
      ? wordOfAnalyzer(failure, theirs.has(accessOf(failure)), judgement.lookedAt)
      : wordOfPolicy(failure, ours.has(accessOf(failure)), { unclear, looked: judgement.lookedAt });
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

function access(arn: string, party: ThirdPartyRef | undefined): string {
  return `${arn} ${party === undefined ? '' : partyKey(party)}`;
}

function regionOf({ region, outcome }: Failure): string {
  return outcome.region ?? region;
}

function wordOfAnalyzer(failure: Failure, isReported: boolean, looked: LookedAt): string | undefined {
  if (isReported) return 'IAM Access Analyzer reports this access too.';
  const { type } = failure.outcome.resource;
  const service = type === 'AWS::S3::AccessPoint' ? 's3' : serviceOfType(type);
  return service !== undefined && ANALYZED.has(service) && looked.has(`${ANALYZER} ${regionOf(failure)}`)
    ? 'IAM Access Analyzer, which is active in this Region, has no active finding of it.'
    : undefined;
}

function wordOfPolicy(
  failure: Failure,
  isShown: boolean,
  { unclear, looked }: { unclear: ReadonlySet<string>; looked: LookedAt },
): string | undefined {
  const { resource } = failure.outcome;
  if (!looked.has(`${serviceOfType(resource.type)} ${regionOf(failure)}`)) return undefined;
  if (isShown) return 'The resource’s own policy, as read, shows this access too.';
  return unclear.has(resource.arn)
    ? 'The resource’s own policy could not be read or understood in full, so that it is not known whether it shows this access.'
    : 'The checks on the resource’s own policy find no such access; Access Analyzer may take half an hour to see a change, and takes whoever comes from a named network for anyone.';
}
