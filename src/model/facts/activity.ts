import { z } from 'zod';
import { declareFact } from './declaration.ts';
import { compared, name, ownArn, time, unique, word } from './held.ts';
import { perResource } from './per-resource.ts';

/** Who asked to come in, and how: the same for all entries that are counted together. */
const way = {
  /** `AssumeRole`, one of its sisters for SAML and web identities, or `SwitchRole` of the console. */
  event: word,
  /** The AWS account that asked; null for those who come by an identity provider. */
  accountId: name.nullable(),
  /** The ARN or the unique id of the role or user that asked, without the name of its session; null where it is not told. */
  principal: name.nullable(),
  /** The identity provider that vouched; null for AWS principals. */
  provider: name.nullable(),
  /** An IP address, or the name of the AWS service that called. */
  address: name,
  /** The product that the user agent begins with: `Boto3`. */
  agent: word,
  /** The external ID that was sent; null where none was. */
  'sts:ExternalId': compared.nullable(),
};

const counted = { count: z.int().positive(), firstAt: time, lastAt: time };

/** A day (UTC) on which they came. */
const day = z.object({
  day: name,
  count: z.int().positive(),
  /** Quarters of an hour since midnight in which they came, from 0 to 95: enough for every time zone. */
  quarters: z.array(z.int()),
});

const entry = z.object({ role: ownArn, ...way, ...counted, days: unique(day, 'day') });

/** `role` is null where the event does not say which one. */
const refusal = z.object({
  role: name.nullable(),
  ...way,
  /** Whether the event says what was asked for; where it does not, an external ID may have been sent all the same. */
  tellsRequest: z.boolean(),
  errorCode: word,
  ...counted,
});

/** What a session of an outsider called. */
const call = z.object({
  role: ownArn,
  /** Whose session it was; both null where its entry is not on record. */
  accountId: name.nullable(),
  provider: name.nullable(),
  /** As the event source names it: `iam` for `iam.amazonaws.com`. */
  service: name,
  name,
  /** The code of the error that it ended with; null where it was done. */
  errorCode: word.nullable(),
  ...counted,
});

/** The sessions of outsiders in a role, and those of them whose calls were looked for. */
const sessions = z.object({ role: ownArn, begun: z.int(), lookedInto: z.int() });

/** A file that an entry or a refusal rests on. */
const file = z.object({ name, sha256: name, records: z.int() });

/** The log files that hold records of the account. */
const files = z.object({
  count: z.int(),
  records: z.int(),
  /** Over a line for each of them, sorted: its SHA-256, two spaces and its name. */
  sha256: name,
  /** The first and the last record of the account in them, whatever it is of; null where there is none. */
  firstAt: time.nullable(),
  lastAt: time.nullable(),
  named: z.array(file),
});

/** The table of Athena that was asked, and the queries, which are the same for all accounts of a run. */
const athena = z.object({
  region: name,
  workGroup: name,
  database: name,
  table: name,
  /** The account in which the queries were made. */
  accountId: name,
  /** How many events of the account the table holds in that time, and the first and last of them. */
  records: z.int(),
  firstAt: time.nullable(),
  lastAt: time.nullable(),
  queries: z.array(
    z.object({
      purpose: word,
      id: name,
      /** Of the text of the query. */
      sha256: name,
      scannedBytes: z.int(),
      rows: z.int(),
    }),
  ),
});

/** What was asked for: how many events there were, and pages of them. */
const place = z.object({ events: z.int(), pages: z.int() });

/** A gap so named is in the refusals alone: anybody may have himself refused as often as he likes. */
export const REFUSALS = 'refusals/';

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
const shape = z.object({
  source: z.enum(['lookup', 'files', 'athena']),
  /** The time that was looked at. */
  from: time,
  to: time,
  entries: z.array(entry),
  refusals: z.array(refusal),
  calls: z.array(call),
  sessions: unique(sessions, 'role'),
  files: z.exactOptional(files),
  athena: z.exactOptional(athena),
  /** Each lookup of a Region, each file that could not be read, each role with more ways in than are kept apart. */
  perResource: perResource(place),
});

export type Activity = z.infer<typeof shape>;
export type ActivityEntry = z.infer<typeof entry>;
export type ActivityRefusal = z.infer<typeof refusal>;
export type ActivityCall = z.infer<typeof call>;
export type WayIn = Pick<ActivityEntry, keyof typeof way>;

export const activity = declareFact({
  title: 'Who from outside came into which role, from where and when, and what their sessions called',
  scope: 'global',
  shape,
  limits: [
    {
      // https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
      source: 'cloudtrail: event history',
      limit:
        'Management events of the last 90 days, in the Regions that are read and the home Region of the partition; usually there within 15 minutes.',
    },
  ],
  planning: ({ perResource: places }) => ({
    eventPages: places.reduce(
      (sum, { fact }) => sum + (fact.status === 'COLLECTED' ? fact.value.pages : 0),
      0,
    ),
  }),
});
