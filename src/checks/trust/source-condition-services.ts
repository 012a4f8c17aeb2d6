/** A service that acts for many customers by roles of theirs. */
export interface SourceConditionService {
  /** Its service principal. */
  principal: string;
  name: string;
  /** The page that asks for source conditions in the trust policy of the role. */
  source: string;
}

/**
 * The services whose documentation recommends `aws:SourceAccount` or `aws:SourceArn` in the trust policy of the role
 * that they assume. A service is on this list only with the page that says so of role trust policies; pages that
 * speak of resource policies alone do not count.
 */
export const SOURCE_CONDITION_SERVICES: readonly SourceConditionService[] = [
  {
    principal: 'appstream.amazonaws.com',
    name: 'Amazon WorkSpaces Applications (AppStream 2.0)',
    source: 'https://docs.aws.amazon.com/appstream2/latest/developerguide/example-fleet-machine.html',
  },
  {
    principal: 'autoscaling.amazonaws.com',
    name: 'Amazon EC2 Auto Scaling',
    source:
      'https://docs.aws.amazon.com/autoscaling/ec2/userguide/cross-service-confused-deputy-prevention.html',
  },
  {
    principal: 'bedrock.amazonaws.com',
    name: 'Amazon Bedrock',
    source: 'https://docs.aws.amazon.com/bedrock/latest/userguide/agents-permissions.html',
  },
  {
    principal: 'personalize.amazonaws.com',
    name: 'Amazon Personalize',
    source: 'https://docs.aws.amazon.com/personalize/latest/dg/cross-service-confused-deputy-prevention.html',
  },
];
