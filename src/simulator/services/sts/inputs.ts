import { type Input, NOT_HONOURED } from '../../requests/shape.ts';

/** From the service model of STS, 2011-06-15. */
export const STS_INPUTS = {
  GetCallerIdentity: {},
  AssumeRole: {
    RoleArn: {
      type: 'string',
      required: true,
      min: 20,
      max: 2048,
      pattern:
        '[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD\\u10000-\\u10FFFF]+',
    },
    RoleSessionName: { type: 'string', required: true, min: 2, max: 64, pattern: '[\\w+=,.@-]*' },
    DurationSeconds: { type: 'integer', min: 900, max: 43_200 },
    ExternalId: { type: 'string', min: 2, max: 1224, pattern: '[\\w+=,.@:\\/-]*' },
    Policy: NOT_HONOURED,
    PolicyArns: NOT_HONOURED,
    ProvidedContexts: NOT_HONOURED,
    SerialNumber: NOT_HONOURED,
    SourceIdentity: NOT_HONOURED,
    Tags: NOT_HONOURED,
    TokenCode: NOT_HONOURED,
    TransitiveTagKeys: NOT_HONOURED,
  },
} satisfies Record<string, Input>;
