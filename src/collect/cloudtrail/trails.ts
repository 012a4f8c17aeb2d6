import type { Trail as Described, GetEventSelectorsCommandOutput } from '@aws-sdk/client-cloudtrail';
import { listOf, required, requiredText } from '../../aws/answer.ts';
import type { Trail } from '../../model/facts/trails.ts';
import type { CollectContext, Collector } from '../collector.ts';
import { member, sortedBy, sortedTexts } from '../values.ts';

const LIST = 'cloudtrail:DescribeTrails';

/**
 * The trails of each Region, with their copies there. A trail is asked once, in its home Region, whether it records and
 * what. A Region that does not answer is a gap of its own.
 */
export const trails: Collector<'trails'> = {
  fact: 'trails',
  requires: [],
  isAskedFor: true,
  actions: () => [LIST, 'cloudtrail:GetEventSelectors', 'cloudtrail:GetTrailStatus'],
  plan: ({ recordedRegions, trails: count }) => [
    { service: 'cloudtrail', operation: 'DescribeTrails', calls: recordedRegions },
    { service: 'cloudtrail', operation: 'GetTrailStatus', calls: count },
    { service: 'cloudtrail', operation: 'GetEventSelectors', calls: count },
  ],
  async collect(context) {
    const { regions, account, caller, missingRegions } = context;
    const known = new Map<string, Promise<Recording>>();
    const recordingOf = (arn: string, home: string) => {
      const asked = known.get(arn) ?? recording(context, arn, home);
      known.set(arn, asked);
      return asked;
    };
    const named = (region: string) => `aws:cloudtrail:${region}:${account.accountId}:trails`;
    if (missingRegions !== undefined)
      return { perResource: [{ resource: named('*'), fact: missingRegions }] };
    const perResource = await Promise.all(
      regions.map((region) =>
        member(context, named(region), LIST, async () => {
          const { trailList } = await caller.call('cloudtrail', 'DescribeTrails', region, {
            includeShadowTrails: true,
          });
          const found = await Promise.all(
            listOf(required(trailList, 'the trails'), 'the trails').map(async (trail) => {
              const described = toTrail(trail);
              return { ...described, ...(await recordingOf(described.arn, described.homeRegion)) };
            }),
          );
          return { region, trails: sortedBy(found, ({ arn }) => arn) };
        }),
      ),
    );
    return { perResource };
  },
};

type Recording = Pick<Trail, 'isLogging' | 'deliveryError' | 'managementEvents' | 'excluded' | 'dataEvents'>;

function toTrail(trail: Described): Omit<Trail, keyof Recording> {
  return {
    arn: requiredText(trail.TrailARN, 'the ARN of a trail'),
    name: required(trail.Name, 'the name of a trail'),
    homeRegion: requiredText(trail.HomeRegion, 'the home Region of a trail'),
    isMultiRegion: required(trail.IsMultiRegionTrail, 'whether a trail is of all Regions'),
    isOrganization: trail.IsOrganizationTrail ?? false,
    isValidated: trail.LogFileValidationEnabled ?? false,
    bucket: trail.S3BucketName ?? null,
  };
}

async function recording({ caller }: CollectContext, arn: string, home: string): Promise<Recording> {
  const status = await caller.call('cloudtrail', 'GetTrailStatus', home, { Name: arn });
  const selectors = await caller.call('cloudtrail', 'GetEventSelectors', home, { TrailName: arn });
  return {
    isLogging: required(status.IsLogging, 'whether a trail records'),
    deliveryError: status.LatestDeliveryError || null,
    ...selected(selectors),
  };
}

type Selected = Pick<Trail, 'managementEvents' | 'excluded' | 'dataEvents'>;

/**
 * What the selectors of a trail take. Simple ones take management events unless they say otherwise; of advanced ones each
 * takes one category, by fields that must all fit.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetEventSelectors.html
 */
function selected({ EventSelectors, AdvancedEventSelectors }: GetEventSelectorsCommandOutput): Selected {
  const kinds: string[] = [];
  const excluded: string[] = [];
  let dataEvents = false;
  for (const selector of listOf(EventSelectors, 'the event selectors')) {
    const { ReadWriteType = 'All', IncludeManagementEvents = true } = selector;
    if (IncludeManagementEvents) kinds.push(SIMPLE.get(ReadWriteType) ?? 'some');
    excluded.push(...textsOf(selector.ExcludeManagementEventSources));
    dataEvents ||= listOf(selector.DataResources, 'the data resources').length > 0;
  }
  for (const selector of listOf(AdvancedEventSelectors, 'the advanced event selectors')) {
    const fields = listOf(selector.FieldSelectors, 'the fields of a selector');
    const category = textsOf(fields.find(({ Field }) => Field === 'eventCategory')?.Equals);
    if (category.includes('Data')) dataEvents = true;
    if (!category.includes('Management')) continue;
    const reads = textsOf(fields.find(({ Field }) => Field === 'readOnly')?.Equals);
    excluded.push(
      ...fields.flatMap(({ Field, NotEquals }) => (Field === 'eventSource' ? textsOf(NotEquals) : [])),
    );
    const isNarrowed = fields.some((one) => {
      const { Field = '', NotEquals: _, ...others } = one;
      if (['eventCategory', 'readOnly'].includes(Field)) return false;
      // What is left out by name is said; anything else leaves out more than can be told.
      return Field !== 'eventSource' || Object.values(others).some((values) => textsOf(values).length > 0);
    });
    const both = reads.includes('true') === reads.includes('false');
    kinds.push(isNarrowed ? 'some' : both ? 'all' : reads.includes('true') ? 'read' : 'write');
  }
  return { managementEvents: together(new Set(kinds)), excluded: sortedTexts(excluded), dataEvents };
}

const SIMPLE: ReadonlyMap<string, string> = new Map([
  ['All', 'all'],
  ['WriteOnly', 'write'],
  ['ReadOnly', 'read'],
]);

function together(kinds: ReadonlySet<string>): Trail['managementEvents'] {
  if (kinds.has('all') || (kinds.has('read') && kinds.has('write'))) return 'all';
  if (kinds.has('write')) return 'write';
  if (kinds.has('read')) return 'read';
  return kinds.size > 0 ? 'some' : 'none';
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((text) => typeof text === 'string') : [];
}
