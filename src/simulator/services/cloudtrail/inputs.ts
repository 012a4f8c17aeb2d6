import { type Input, NOT_HONOURED } from '../../requests/shape.ts';

/** From the service model of CloudTrail, 2013-11-01. */
export const CLOUDTRAIL_INPUTS = {
  DescribeTrails: { includeShadowTrails: { type: 'boolean' }, trailNameList: NOT_HONOURED },
  GetEventSelectors: { TrailName: { type: 'string', required: true } },
  GetTrailStatus: { Name: { type: 'string', required: true } },
  LookupEvents: {
    EndTime: { type: 'timestamp' },
    EventCategory: NOT_HONOURED,
    LookupAttributes: {
      type: 'list',
      member: {
        type: 'structure',
        members: {
          AttributeKey: {
            type: 'string',
            required: true,
            enum: [
              'EventId',
              'EventName',
              'ReadOnly',
              'Username',
              'ResourceType',
              'ResourceName',
              'EventSource',
              'AccessKeyId',
            ],
          },
          AttributeValue: { type: 'string', required: true, min: 1, max: 2000 },
        },
      },
    },
    MaxResults: { type: 'integer', min: 1, max: 50 },
    NextToken: { type: 'string' },
    StartTime: { type: 'timestamp' },
  },
} satisfies Record<string, Input>;
