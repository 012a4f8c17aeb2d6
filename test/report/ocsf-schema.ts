const text = { type: 'string', minLength: 1 };
const milliseconds = { type: 'integer', minimum: 1_000_000_000_000, maximum: 9_999_999_999_999 };

/**
 * What OCSF 1.6 requires of a Compliance Finding with the profile `cloud`, and the values that it gives to what the
 * tool writes, from schema.ocsf.io/1.6.0/classes/compliance_finding. A resource, a product and an account need a name
 * or an identifier at least.
 */
export const COMPLIANCE_FINDING = {
  type: 'object',
  required: [
    'activity_id',
    'category_uid',
    'class_uid',
    'cloud',
    'compliance',
    'finding_info',
    'metadata',
    'severity_id',
    'time',
    'type_uid',
  ],
  properties: {
    activity_id: { type: 'integer', enum: [0, 1, 2, 3, 99] },
    category_uid: { const: 2 },
    class_uid: { const: 2003 },
    type_uid: { type: 'integer', enum: [200300, 200301, 200302, 200303, 200399] },
    severity_id: { type: 'integer', enum: [0, 1, 2, 3, 4, 5, 6, 99] },
    status_id: { type: 'integer', enum: [0, 1, 2, 3, 4, 5, 6, 99] },
    comment: text,
    message: text,
    time: milliseconds,
    metadata: {
      type: 'object',
      required: ['product', 'version'],
      properties: {
        version: { const: '1.6.0' },
        product: {
          type: 'object',
          required: ['name', 'vendor_name'],
          properties: { name: text, vendor_name: text, version: text },
        },
        profiles: { type: 'array', items: { enum: ['cloud'] }, minItems: 1 },
        uid: text,
      },
    },
    finding_info: {
      type: 'object',
      required: ['uid', 'title'],
      properties: {
        uid: text,
        title: text,
        desc: text,
        created_time: milliseconds,
        first_seen_time: milliseconds,
        last_seen_time: milliseconds,
        analytic: {
          type: 'object',
          required: ['type_id'],
          properties: { type_id: { type: 'integer', enum: [0, 1, 2, 3, 4, 99] }, uid: text, name: text },
        },
        types: { type: 'array', items: text },
      },
    },
    compliance: {
      type: 'object',
      required: ['standards', 'status_id'],
      properties: {
        control: text,
        requirements: { type: 'array', items: text },
        standards: { type: 'array', items: text },
        status_id: { type: 'integer', enum: [0, 1, 2, 3, 99] },
      },
    },
    remediation: { type: 'object', required: ['desc'], properties: { desc: text } },
    resources: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['uid'],
        properties: { uid: text, type: text, region: text, cloud_partition: text },
      },
    },
    cloud: {
      type: 'object',
      required: ['provider'],
      properties: {
        provider: text,
        region: text,
        account: {
          type: 'object',
          required: ['uid'],
          properties: { uid: text, name: { type: 'string' }, type_id: { const: 10 } },
        },
        org: { type: 'object', required: ['uid'], properties: { uid: text } },
      },
    },
    unmapped: { type: 'object' },
  },
} as const;
