import type { Caller } from '../aws/caller.ts';
import type { Measured } from '../model/notice.ts';

/** A request takes 1,000 metrics and 1 MB. */
const AT_ONCE = 500;

/**
 * Puts the numbers of a run into a namespace of CloudWatch, as of the moment that they are of: up to two weeks later they
 * still come where they belong.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html
 */
export async function putMetrics(
  { at, metrics }: Measured,
  { namespace, region }: { namespace: string; region: string },
  caller: Pick<Caller, 'call'>,
): Promise<void> {
  const Timestamp = new Date(at);
  for (let first = 0; first < metrics.length; first += AT_ONCE)
    await caller.call('cloudwatch', 'PutMetricData', region, {
      Namespace: namespace,
      MetricData: metrics.slice(first, first + AT_ONCE).map(({ name, unit, value, dimensions }) => ({
        MetricName: name,
        Unit: unit,
        Value: value,
        Timestamp,
        Dimensions: dimensions.map((one) => ({ Name: one.name, Value: one.value })),
      })),
    });
}
