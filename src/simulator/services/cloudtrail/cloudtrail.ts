import type { Service } from '../../service.ts';
import { ServiceError } from '../../wire/service-error.ts';
import { CLOUDTRAIL_INPUTS } from './inputs.ts';
import { lookupEvents } from './lookup-events.ts';
import { describeTrails, getEventSelectors, getTrailStatus } from './trails.ts';

/** AWS CloudTrail: its event history, and trails. */
export const cloudTrail: Service = {
  signingName: 'cloudtrail',
  protocol: 'json',
  targetPrefix: 'CloudTrail_20131101',
  regional: true,
  action: (operation) => `cloudtrail:${operation}`,
  resource: () => undefined,
  errors: {
    throttled: { code: 'ThrottlingException', status: 400 },
    internal: { code: 'InternalFailure', status: 500 },
    denied: { code: 'AccessDeniedException', status: 400 },
  },
  // https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
  refused: ([violation]) =>
    violation?.at === 'maxResults'
      ? new ServiceError(
          'InvalidMaxResultsException',
          `A max results value of ${violation.value} is invalid. Specify max results between 1 and 50.`,
        )
      : new ServiceError('InvalidLookupAttributesException', `${violation?.at}: ${violation?.words}`),
  inputs: CLOUDTRAIL_INPUTS,
  operations: {
    DescribeTrails: describeTrails,
    GetEventSelectors: getEventSelectors,
    GetTrailStatus: getTrailStatus,
    LookupEvents: lookupEvents,
  },
};
