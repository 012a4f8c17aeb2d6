import { listOf, required } from '../../aws/answer.ts';
import type { CollectContext, Collector } from '../collector.ts';
import { member, sortedBy } from '../values.ts';

const LIST = 'config:DescribeConfigurationRecorders';

/** Where nobody has said how long: seven years. https://docs.aws.amazon.com/config/latest/APIReference/API_RetentionConfiguration.html */
const USUAL_RETENTION_DAYS = 2557;

/** The recorders of AWS Config in each Region, of which an account may have one. A Region that does not answer is a gap of its own. */
export const configRecorders: Collector<'config-recorders'> = {
  fact: 'config-recorders',
  requires: [],
  isAskedFor: true,
  actions: () => [
    'config:DescribeConfigurationRecorderStatus',
    LIST,
    'config:DescribeRetentionConfigurations',
  ],
  plan: ({ recordedRegions: calls }) => [
    { service: 'config', operation: 'DescribeConfigurationRecorders', calls },
    { service: 'config', operation: 'DescribeConfigurationRecorderStatus', calls },
    { service: 'config', operation: 'DescribeRetentionConfigurations', calls },
  ],
  async collect(context) {
    const { regions, account, missingRegions } = context;
    const named = (region: string) => `aws:config:${region}:${account.accountId}:recorders`;
    if (missingRegions !== undefined)
      return { perResource: [{ resource: named('*'), fact: missingRegions }] };
    const perResource = await Promise.all(
      regions.map((region) => member(context, named(region), LIST, () => recordersIn(context, region))),
    );
    return { perResource };
  },
};

async function recordersIn({ caller }: CollectContext, region: string) {
  const listed = await caller.call('config', 'DescribeConfigurationRecorders', region, {});
  const told = await caller.call('config', 'DescribeConfigurationRecorderStatus', region, {});
  const kept = await caller.call('config', 'DescribeRetentionConfigurations', region, {});
  const states = new Map(
    listOf(told.ConfigurationRecordersStatus, 'the states of recorders').map((state) => [state.name, state]),
  );
  const recorders = listOf(listed.ConfigurationRecorders, 'the recorders').map(
    ({ name, recordingGroup }) => ({
      name: required(name, 'the name of a recorder'),
      isRecording: states.get(name)?.recording ?? false,
      lastStatus: states.get(name)?.lastStatus ?? null,
      isForAllTypes: recordingGroup?.allSupported ?? false,
    }),
  );
  const [retention] = listOf(kept.RetentionConfigurations, 'how long is kept what is recorded');
  return {
    region,
    recorders: sortedBy(recorders, ({ name }) => name),
    retentionDays: retention?.RetentionPeriodInDays ?? USUAL_RETENTION_DAYS,
  };
}
