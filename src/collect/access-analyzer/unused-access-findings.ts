import type { FindingSummaryV2 } from '@aws-sdk/client-accessanalyzer';
import { required, requiredText, time } from '../../aws/answer.ts';
import { AwsCallError } from '../../aws/errors.ts';
import { homeRegionOf } from '../../aws/regions.ts';
import type { Fact, NotCollectedFact } from '../../model/fact.ts';
import type { UnusedAccessFinding } from '../../model/facts/unused-access-findings.ts';
import { plainText } from '../../model/plain-text.ts';
import { type CollectContext, type Collector, pages } from '../collector.ts';
import { member, sortedBy } from '../values.ts';

const PAGE_SIZE = 100;
const UNUSED_TYPES = ['ACCOUNT_UNUSED_ACCESS', 'ORGANIZATION_UNUSED_ACCESS'];

/**
 * Active findings of unused access, of every active analyzer: two of one type may look at different periods. They do
 * not vary by Region, so that an analyzer may stand in a Region that is not scanned otherwise: the partition's home
 * Region is asked besides. What does not answer is a gap of its own.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-create-unused.html
 */
export const unusedAccessFindings: Collector<'unused-access-findings'> = {
  fact: 'unused-access-findings',
  requires: ['analyzers'],
  actions: () => ['access-analyzer:ListAnalyzers', 'access-analyzer:ListFindings'],
  plan: ({ unusedFindings, homeRegionBesides }) => [
    { service: 'access-analyzer', operation: 'ListAnalyzers', calls: homeRegionBesides ? 1 : 0 },
    {
      service: 'access-analyzer',
      operation: 'ListFindingsV2',
      calls: unusedFindings.reduce((sum, findings) => sum + pages(findings, PAGE_SIZE), 0),
    },
  ],
  async collect(context) {
    const listings = await listingsOf(context);
    const active = listings.flatMap(({ region, fact }) =>
      itemsOf(fact)
        .filter(({ type, status }) => status === 'ACTIVE' && UNUSED_TYPES.includes(type))
        .map(({ arn, type }) => ({ arn, region, type })),
    );
    const unlisted = listings.flatMap(({ resource, region, fact }) =>
      fact.status === 'NOT_COLLECTED' ? [{ resource, fact: asNeeded(region, fact) }] : [],
    );
    const [unknown] = unlisted;
    if (active.length === 0 && unknown !== undefined) throw failed(unknown.fact);
    const read = await Promise.all(
      active.map(({ arn, region }) =>
        member(context, arn, 'access-analyzer:ListFindingsV2', () => findingsOf(arn, region, context)),
      ),
    );
    const [first] = read;
    const answered = active.filter((_, index) => read[index]?.fact.status === 'COLLECTED');
    if (answered.length === 0 && first?.fact.status === 'NOT_COLLECTED') throw failed(first.fact);
    const unread = read.flatMap(({ resource, fact }) =>
      fact.status === 'NOT_COLLECTED' ? [{ resource, fact }] : [],
    );
    const gaps = [...unlisted, ...unread];
    return {
      analyzers: answered,
      findings: read.flatMap(({ fact }) => itemsOf(fact)),
      ...(gaps.length === 0 ? {} : { perResource: gaps }),
    };
  },
};

interface Listing {
  /** Stands for all analyzers of the Region. */
  resource: string;
  region: string;
  fact: Fact<ReadonlyArray<{ arn: string; type: string; status: string }>>;
}

async function listingsOf(context: CollectContext): Promise<Listing[]> {
  const { regions, fact, account } = context;
  const analyzersOf = (region: string) =>
    `arn:${account.partition}:access-analyzer:${region}:${account.accountId}:analyzer/*`;
  const scanned = regions.map((region): Listing => {
    const listed = fact('analyzers', region);
    return {
      resource: analyzersOf(region),
      region,
      fact: listed.status === 'COLLECTED' ? { ...listed, value: listed.value.analyzers } : listed,
    };
  });
  if (homeRegionOf(account.partition) === undefined)
    return [
      ...scanned,
      { resource: analyzersOf('*'), region: 'the home Region', fact: noHome(account.partition) },
    ];
  const home = homeRegionBesides(account.partition, regions);
  if (home === undefined) return scanned;
  const asked = await member(context, analyzersOf(home), 'access-analyzer:ListAnalyzers', () =>
    analyzersIn(home, context),
  );
  return [...scanned, { region: home, ...asked }];
}

function noHome(partition: string): NotCollectedFact {
  const message = `The partition ${plainText(partition).replace(/\.$/, '')} is not known to this version, nor is its home Region.`;
  return { status: 'NOT_COLLECTED', reason: 'FAILED', action: 'access-analyzer:ListAnalyzers', message };
}

/** The partition's home Region, where it is not among those that are scanned. */
export function homeRegionBesides(partition: string, regions: readonly string[]): string | undefined {
  const home = homeRegionOf(partition);
  return home === undefined || regions.includes(home) ? undefined : home;
}

async function analyzersIn(region: string, { caller }: CollectContext) {
  const found = await caller.list('access-analyzer', 'ListAnalyzers', region, {}, (page) => page.analyzers);
  return sortedBy(
    found.map(({ arn, type, status }) => ({
      arn: requiredText(arn, 'the ARN of an analyzer'),
      type: requiredText(type, 'the type of an analyzer'),
      status: requiredText(status, 'the status of an analyzer'),
    })),
    ({ arn }) => arn,
  );
}

async function findingsOf(
  arn: string,
  region: string,
  { caller }: CollectContext,
): Promise<UnusedAccessFinding[]> {
  const input = { analyzerArn: arn, filter: { status: { eq: ['ACTIVE'] } }, maxResults: PAGE_SIZE };
  const found = await caller.list(
    'access-analyzer',
    'ListFindingsV2',
    region,
    input,
    (page) => page.findings,
  );
  return sortedBy(
    found.map((finding) => toFinding(finding, arn)),
    ({ id }) => id,
  );
}

function itemsOf<T>(fact: Fact<readonly T[]>): readonly T[] {
  return fact.status === 'COLLECTED' ? fact.value : [];
}

/** Where a Region could not be asked, there may be an analyzer, or one more. */
function asNeeded(region: string, fact: NotCollectedFact): NotCollectedFact {
  return { ...fact, message: `Needs analyzers in ${region}, which were not collected: ${fact.message}` };
}

function failed({ reason, action, message }: NotCollectedFact): AwsCallError {
  return new AwsCallError({ reason, action: action ?? 'access-analyzer:ListAnalyzers', message });
}

function toFinding(finding: FindingSummaryV2, analyzerArn: string): UnusedAccessFinding {
  return {
    id: required(finding.id, 'the id of a finding'),
    analyzerArn,
    status: required(finding.status, 'the status of a finding'),
    findingType: required(finding.findingType, 'the type of a finding'),
    resource: finding.resource ?? null,
    resourceType: required(finding.resourceType, 'the resource type of a finding'),
    resourceOwnerAccount: required(finding.resourceOwnerAccount, 'the owner of a finding'),
    error: finding.error ?? null,
    createdAt: time(finding.createdAt, 'the creation time of a finding'),
    updatedAt: time(finding.updatedAt, 'the update time of a finding'),
    analyzedAt: time(finding.analyzedAt, 'the analysis time of a finding'),
  };
}
