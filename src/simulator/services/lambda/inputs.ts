import { type Input, NOT_HONOURED } from '../../requests/shape.ts';

const LayerName = {
  type: 'string',
  required: true,
  min: 1,
  max: 2048,
  pattern:
    '(arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:layer:[a-zA-Z0-9-_]{1,140}|[a-zA-Z0-9-_]{1,140})',
} as const;

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
    Qualifier: {
      type: 'string',
      min: 1,
      max: 128,
      pattern: '\\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+',
    },
  },
  GetLayerVersionPolicy: { LayerName, VersionNumber: { type: 'integer', required: true } },
  ListAliases: {
    FunctionName: {
      type: 'string',
      required: true,
      min: 1,
      max: 140,
      pattern:
        '(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?',
    },
    FunctionVersion: NOT_HONOURED,
    Marker: { type: 'string' },
    MaxItems: { type: 'integer', min: 1, max: 10000 },
  },
  ListLayerVersions: {
    CompatibleArchitecture: NOT_HONOURED,
    CompatibleRuntime: NOT_HONOURED,
    LayerName,
    Marker: { type: 'string' },
    MaxItems: { type: 'integer', min: 1, max: 50 },
  },
  ListLayers: {
    CompatibleArchitecture: NOT_HONOURED,
    CompatibleRuntime: NOT_HONOURED,
    Marker: { type: 'string' },
    MaxItems: { type: 'integer', min: 1, max: 50 },
  },
  ListFunctions: {
    FunctionVersion: NOT_HONOURED,
    Marker: { type: 'string' },
    MasterRegion: NOT_HONOURED,
    MaxItems: { type: 'integer', min: 1, max: 10000 },
  },
} satisfies Record<string, Input>;
