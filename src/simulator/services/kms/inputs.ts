import { type Input, NOT_HONOURED } from '../../requests/shape.ts';

/** From the service model of KMS, 2014-11-01. */
export const KMS_INPUTS = {
  GetKeyPolicy: {
    KeyId: { type: 'string', required: true, min: 1, max: 2048 },
    PolicyName: { type: 'string', min: 1, max: 128, pattern: '[\\w]+' },
  },
  ListAliases: {
    KeyId: NOT_HONOURED,
    Limit: { type: 'integer', min: 1, max: 1000 },
    Marker: { type: 'string', min: 1, max: 1024, pattern: '[\\u0020-\\u00FF]*' },
  },
  ListGrants: {
    GrantId: NOT_HONOURED,
    GranteePrincipal: NOT_HONOURED,
    GranteeServicePrincipal: NOT_HONOURED,
    KeyId: { type: 'string', required: true, min: 1, max: 2048 },
    Limit: { type: 'integer', min: 1, max: 1000 },
    Marker: { type: 'string', min: 1, max: 1024, pattern: '[\\u0020-\\u00FF]*' },
  },
  ListKeys: {
    Limit: { type: 'integer', min: 1, max: 1000 },
    Marker: { type: 'string', min: 1, max: 1024, pattern: '[\\u0020-\\u00FF]*' },
    ResourceOwners: NOT_HONOURED,
  },
} satisfies Record<string, Input>;
