import { type Input, NOT_HONOURED } from '../../requests/shape.ts';

/** From the service model of Lambda, 2015-03-31. */
export const LAMBDA_INPUTS = {
  GetPolicy: {
    FunctionName: {
      type: 'string',
      required: true,
      min: 1,
      max: 256,
      pattern:
        '(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?',
    },
    Qualifier: NOT_HONOURED,
  },
  ListFunctions: {
    FunctionVersion: NOT_HONOURED,
    Marker: { type: 'string' },
    MasterRegion: NOT_HONOURED,
    MaxItems: { type: 'integer', min: 1, max: 10000 },
  },
} satisfies Record<string, Input>;
