/**
 * The Regions in which AWS lists the AWS Well-Architected Tool. A Region that it came to later is read all the same: the
 * list is asked only where the name of its endpoint leads nowhere.
 * https://docs.aws.amazon.com/general/latest/gr/wellarchitected.html
 */
export const OFFERED_IN: ReadonlySet<string> = new Set([
  'ap-east-1',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'me-south-1',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-gov-east-1',
  'us-gov-west-1',
  'us-west-1',
  'us-west-2',
]);
