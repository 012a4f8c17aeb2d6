import { z } from 'zod';

/** Milliseconds since 1970, of this century: a `timestamp_t`. */
const timestamp = z.int().min(1_000_000_000_000).max(9_999_999_999_999);

/** An attribute of the form `x_id`, and the caption that stands in `x` beside it; `Other` lets the source name it. */
function captioned<Shape extends z.ZodRawShape>(
  object: z.ZodObject<Shape, z.core.$strict>,
  captions: Record<string, Readonly<Record<number, string>>>,
) {
  return object.superRefine((value: Record<string, unknown>, context) => {
    for (const [name, enumeration] of Object.entries(captions)) {
      const id = value[name];
      const caption = value[name.replace(/_u?id$/, SIBLINGS[name] ?? '')];
      if (id === undefined) continue;
      const known = enumeration[Number(id)];
      if (known === undefined) context.addIssue(`${name} ${id} is not one of OCSF.`);
      else if (caption !== undefined && id !== 99 && caption !== known) {
        context.addIssue(`${name} ${id} is ${known}, not ${caption}.`);
      }
    }
  });
}

/** What the caption's attribute is called where it is not the identifier's without `_id`. */
const SIBLINGS: Readonly<Record<string, string>> = {
  activity_id: '_name',
  category_uid: '_name',
  class_uid: '_name',
  type_uid: '_name',
};

/** Entities, products, resources and analytics must have a name or an identifier. */
function identified<T extends z.ZodType<object>>(schema: T) {
  return schema.refine((value) => 'uid' in value || 'name' in value, 'Neither a name nor a uid.');
}

const product = identified(
  z.strictObject({
    name: z.string().optional(),
    uid: z.string().optional(),
    vendor_name: z.string().optional(),
    version: z.string().optional(),
  }),
);

const analytic = identified(
  captioned(
    z.strictObject({
      type_id: z.int(),
      type: z.string().optional(),
      uid: z.string().optional(),
      name: z.string().optional(),
    }),
    {
      type_id: {
        0: 'Unknown',
        1: 'Rule',
        2: 'Behavioral',
        3: 'Statistical',
        4: 'Learning (ML/DL)',
        5: 'Fingerprinting',
        6: 'Tagging',
        7: 'Keyword Match',
        8: 'Regular Expressions',
        9: 'Exact Data Match',
        10: 'Partial Data Match',
        11: 'Indexed Data Match',
        99: 'Other',
      },
    },
  ),
);

const resource = identified(
  z.strictObject({
    uid: z.string().optional(),
    name: z.string().optional(),
    type: z.string().optional(),
    region: z.string().optional(),
    cloud_partition: z.string().optional(),
  }),
);

const account = identified(
  captioned(
    z.strictObject({
      uid: z.string().optional(),
      name: z.string().optional(),
      type_id: z.int().optional(),
      type: z.string().optional(),
    }),
    { type_id: { 0: 'Unknown', 10: 'AWS Account', 99: 'Other' } },
  ),
);

/**
 * A Compliance Finding with the profile `cloud`, as far as the tool writes one: which attributes there are, which must be
 * there, of which type each is, which numbers mean what. An attribute that is not named here is refused, as OCSF refuses
 * those it does not know. Taken from the schema of OCSF 1.6.0 (repository ocsf/ocsf-schema: events/findings, objects,
 * profiles/cloud.json, dictionary.json), compiled as the package ocsf-json-schema 1.2.0 carries it.
 */
export const COMPLIANCE_FINDING = captioned(
  z.strictObject({
    activity_id: z.int(),
    activity_name: z.string().optional(),
    category_uid: z.literal(2),
    category_name: z.string().optional(),
    class_uid: z.literal(2003),
    class_name: z.string().optional(),
    type_uid: z.int(),
    type_name: z.string().optional(),
    severity_id: z.int(),
    severity: z.string().optional(),
    status_id: z.int().optional(),
    status: z.string().optional(),
    comment: z.string().optional(),
    message: z.string().optional(),
    time: timestamp,
    metadata: z.strictObject({
      version: z.literal('1.6.0'),
      product,
      profiles: z.array(z.enum(['cloud'])),
      uid: z.string().optional(),
    }),
    finding_info: z.strictObject({
      uid: z.string(),
      title: z.string().optional(),
      desc: z.string().optional(),
      created_time: timestamp.optional(),
      first_seen_time: timestamp.optional(),
      last_seen_time: timestamp.optional(),
      analytic: analytic.optional(),
      types: z.array(z.string()).optional(),
    }),
    compliance: captioned(
      z.strictObject({
        control: z.string().optional(),
        requirements: z.array(z.string()).optional(),
        standards: z.array(z.string()).optional(),
        status_id: z.int().optional(),
        status: z.string().optional(),
      }),
      { status_id: { 0: 'Unknown', 1: 'Pass', 2: 'Warning', 3: 'Fail', 99: 'Other' } },
    ),
    remediation: z.strictObject({ desc: z.string() }).optional(),
    resources: z.array(resource).optional(),
    cloud: z.strictObject({
      provider: z.string(),
      region: z.string().optional(),
      account: account.optional(),
      org: identified(z.strictObject({ uid: z.string().optional(), name: z.string().optional() })).optional(),
    }),
    unmapped: z.record(z.string(), z.unknown()).optional(),
  }),
  {
    activity_id: { 0: 'Unknown', 1: 'Create', 2: 'Update', 3: 'Close', 99: 'Other' },
    category_uid: { 2: 'Findings' },
    class_uid: { 2003: 'Compliance Finding' },
    type_uid: {
      200300: 'Compliance Finding: Unknown',
      200301: 'Compliance Finding: Create',
      200302: 'Compliance Finding: Update',
      200303: 'Compliance Finding: Close',
      200399: 'Compliance Finding: Other',
    },
    severity_id: {
      0: 'Unknown',
      1: 'Informational',
      2: 'Low',
      3: 'Medium',
      4: 'High',
      5: 'Critical',
      6: 'Fatal',
      99: 'Other',
    },
    status_id: {
      0: 'Unknown',
      1: 'New',
      2: 'In Progress',
      3: 'Suppressed',
      4: 'Resolved',
      5: 'Archived',
      6: 'Deleted',
      99: 'Other',
    },
  },
).refine(
  ({ type_uid, class_uid, activity_id }) => type_uid === class_uid * 100 + activity_id,
  'The type is not that of the class and the activity.',
);

/** What an event of this class must have. */
export const REQUIRED = [
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
] as const;
