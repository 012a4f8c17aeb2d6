import { ENTRIES } from '../cloudtrail/trail-event.ts';

/** Where the events stand: a table as Athena's documentation makes it for the log files of CloudTrail. */
export interface TrailTable {
  database: string;
  table: string;
  /** The columns by which the table is cut, where it is: what they leave out is not scanned. */
  partitions?:
    | {
        /** A column with the day, in this form. */
        date?: string | undefined;
        dateFormat?: DateFormat | undefined;
        year?: string | undefined;
        month?: string | undefined;
        day?: string | undefined;
        account?: string | undefined;
      }
    | undefined;
}

type DateFormat = 'yyyy/MM/dd' | 'yyyy-MM-dd' | 'yyyyMMdd';

/** What is asked for, and the answer's columns. */
export interface TrailQuery {
  purpose: 'entries' | 'calls';
  text: string;
  columns: readonly string[];
}

export interface Asked {
  /** ISO 8601 UTC. */
  from: string;
  to: string;
  /** The accounts that are read, by which a table that is cut by account is cut. */
  accountIds: readonly string[];
}

/** Of one account so many groups of entries, of refusals and of calls: one that is flooded leaves room for the others. */
export const MOST_GROUPS = 10_000;

const DAY_MS = 86_400_000;

/** The columns that say who asked for what, as an event of CloudTrail does; null for all that is no entry. */
const SAID: ReadonlyArray<readonly [string, string]> = [
  ['event', 'eventname'],
  ['source', 'eventsource'],
  ['kind', 'useridentity.type'],
  ['caller', 'useridentity.accountid'],
  [
    'principal',
    "CASE WHEN useridentity.type NOT IN ('SAMLUser', 'WebIdentityUser') THEN split_part(useridentity.principalid, ':', 1) END",
  ],
  [
    'arn',
    "CASE WHEN NOT regexp_like(useridentity.arn, ':(assumed-role|federated-user)/') THEN useridentity.arn END",
  ],
  ['issuer', 'useridentity.sessioncontext.sessionissuer.arn'],
  // The documented table has no column for the identity provider: the id of the principal begins with it.
  [
    'provider',
    "CASE useridentity.type WHEN 'SAMLUser' THEN split_part(useridentity.principalid, ':', 1) WHEN 'WebIdentityUser' THEN regexp_extract(useridentity.principalid, '^(arn:[^:]*:iam::[0-9]{12}:oidc-provider/[^:]+|[^:]+)', 1) END",
  ],
  ['address', 'sourceipaddress'],
  ['agent', "regexp_extract(useragent, '[A-Za-z][A-Za-z0-9_.-]{0,63}')"],
  ['role', "json_extract_scalar(requestparameters, '$.roleArn')"],
  ['named', "regexp_extract(errormessage, ' on resource: (arn:[^ ]+:role/[^ ]+)', 1)"],
  ['external_id', "json_extract_scalar(requestparameters, '$.externalId')"],
  [
    'switched_from',
    "regexp_replace(json_extract_scalar(additionaleventdata, '$.SwitchFrom'), '(:(?:assumed-role|federated-user)/[^/]*).*$', '$1')",
  ],
  ['switched', "json_extract_scalar(responseelements, '$.SwitchRole')"],
  [
    'session_arn',
    "CASE WHEN eventname = 'SwitchRole' THEN regexp_replace(useridentity.arn, '(:assumed-role/[^/]*)/.*$', '$1/') END",
  ],
  ['error', 'errorcode'],
  ['day', 'substr(eventtime, 1, 10)'],
];

const COUNTED = [
  'events',
  'sessions',
  'records',
  'reads',
  'first_at',
  'last_at',
  'quarters',
  'regions',
  'days',
] as const;

export const ENTRY_COLUMNS = ['account', ...SAID.map(([name]) => name), ...COUNTED, 'places'] as const;

export const CALL_COLUMNS = [
  ...['account', 'role', 'caller', 'provider', 'source', 'event', 'error'],
  ...['events', 'first_at', 'last_at', 'places'],
] as const;

/** Somebody who is neither of the account nor an AWS service asks to come into a role. */
const IS_ENTRY = `coalesce(regexp_like(eventsource, '^(sts|signin)[.]') AND eventname IN (${ENTRIES.map((name) => `'${name}'`).join(', ')}) AND useridentity.type <> 'AWSService' AND (eventname = 'SwitchRole' OR coalesce(useridentity.accountid, '') <> recipientaccountid), false)`;

const ISSUED_KEY = "json_extract_scalar(responseelements, '$.credentials.accessKeyId')";

/**
 * Who came in, by day, and one line an account of how much of it the table holds: one scan. Names of sessions, and what
 * else an event says of people, stay in the table.
 * https://docs.aws.amazon.com/athena/latest/ug/cloudtrail-logs.html
 */
export function entryQuery(table: TrailTable, asked: Asked): TrailQuery {
  const said = SAID.map(([name]) => name).join(', ');
  const text = `SELECT ${ENTRY_COLUMNS.join(', ')}
FROM (
  SELECT *, count(*) OVER (PARTITION BY account, error IS NULL) AS places,
    row_number() OVER (PARTITION BY account, error IS NULL ORDER BY CASE WHEN event IS NULL THEN 0 ELSE 1 END, last_at DESC) AS place
  FROM (
    SELECT account, ${said},
      count(DISTINCT CASE WHEN event IS NOT NULL THEN eventid END) AS events, count(DISTINCT issued) AS sessions,
      count(*) AS records, count(CASE WHEN readonly = 'true' THEN 1 END) AS reads,
      min(eventtime) AS first_at, max(eventtime) AS last_at,
      array_join(array_sort(array_agg(DISTINCT quarter)), ',') AS quarters,
      array_join(array_sort(array_agg(DISTINCT awsregion)), ',') AS regions,
      array_join(array_sort(array_agg(DISTINCT substr(eventtime, 1, 10))), ',') AS days
    FROM (
      SELECT recipientaccountid AS account, eventid, eventtime, awsregion, readonly,
        ${SAID.map(([name, how]) => `CASE WHEN is_entry THEN ${how} END AS ${name}`).join(',\n        ')},
        CASE WHEN is_entry AND errorcode IS NULL THEN ${ISSUED_KEY} END AS issued,
        CASE WHEN is_entry THEN substr(eventtime, 12, 5) END AS quarter
      FROM (SELECT *, ${IS_ENTRY} AS is_entry FROM ${nameOf(table)} WHERE ${within(table, asked, asked.from)}) AS recorded
    ) AS told
    GROUP BY account, ${said}
  ) AS grouped
) AS placed
WHERE place <= ${MOST_GROUPS}`;
  return { purpose: 'entries', text, columns: ENTRY_COLUMNS };
}

/** What the sessions of outsiders called. Those that began on the day before are looked for too: none lasts longer. */
export function callQuery(table: TrailTable, asked: Asked): TrailQuery {
  const dayBefore = new Date(Date.parse(asked.from) - DAY_MS).toISOString();
  const providerColumn = SAID.find(([name]) => name === 'provider')?.[1] ?? '';
  const text = `WITH recorded AS (SELECT * FROM ${nameOf(table)} WHERE ${within(table, asked, dayBefore)}),
sessions AS (
  SELECT recipientaccountid AS account, ${ISSUED_KEY} AS issued, min(useridentity.accountid) AS caller, min(${providerColumn}) AS provider,
    min(CASE WHEN useridentity.type IN ('SAMLUser', 'WebIdentityUser') THEN 1 ELSE 0 END) AS federated
  FROM recorded
  WHERE ${IS_ENTRY} AND errorcode IS NULL AND ${ISSUED_KEY} IS NOT NULL
  GROUP BY recipientaccountid, ${ISSUED_KEY}
)
SELECT ${CALL_COLUMNS.join(', ')}
FROM (
  SELECT *, count(*) OVER (PARTITION BY account) AS places, row_number() OVER (PARTITION BY account ORDER BY last_at DESC) AS place
  FROM (
    SELECT sessions.account AS account, recorded.useridentity.sessioncontext.sessionissuer.arn AS role,
      CASE WHEN federated = 1 THEN NULL ELSE caller END AS caller, provider, eventsource AS source, eventname AS event,
      errorcode AS error, count(DISTINCT eventid) AS events, min(eventtime) AS first_at, max(eventtime) AS last_at
    FROM recorded JOIN sessions
      ON recorded.useridentity.accesskeyid = sessions.issued AND recorded.recipientaccountid = sessions.account
    WHERE recorded.useridentity.type = 'AssumedRole' AND recorded.eventtime >= '${second(asked.from)}'
    GROUP BY sessions.account, recorded.useridentity.sessioncontext.sessionissuer.arn,
      CASE WHEN federated = 1 THEN NULL ELSE caller END, provider, eventsource, eventname, errorcode
  ) AS grouped
) AS placed
WHERE place <= ${MOST_GROUPS}`;
  return { purpose: 'calls', text, columns: CALL_COLUMNS };
}

/** A name of a database, a table or a column. Whatever else it were would be read as a part of the query. */
function identifier(name: string): string {
  if (!/^\w{1,255}$/.test(name)) throw new Error('The name of a table or a column is none.');
  return `"${name}"`;
}

function nameOf({ database, table }: TrailTable): string {
  return `${identifier(database)}.${identifier(table)}`;
}

function within({ partitions = {} }: TrailTable, { to, accountIds }: Asked, from: string): string {
  const { date, dateFormat = 'yyyy/MM/dd', year, month, day, account } = partitions;
  const bounds = (format: DateFormat) => `BETWEEN '${dayIn(from, format)}' AND '${dayIn(to, format)}'`;
  const ids = accountIds.map((id) => {
    if (!/^\d{12}$/.test(id)) throw new Error('The id of an account is none.');
    return `'${id}'`;
  });
  return [
    `eventtime BETWEEN '${second(from)}' AND '${second(to)}'`,
    ...(date === undefined ? [] : [`${identifier(date)} ${bounds(dateFormat)}`]),
    ...(year === undefined || month === undefined || day === undefined
      ? []
      : [`${[year, month, day].map(identifier).join(" || '/' || ")} ${bounds('yyyy/MM/dd')}`]),
    ...(account === undefined ? [] : [`${identifier(account)} IN (${ids.join(', ')})`]),
  ].join(' AND ');
}

/** As events give it: to the second. */
function second(time: string): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}

function dayIn(time: string, format: DateFormat): string {
  const [year = '', month = '', day = ''] = new Date(time).toISOString().slice(0, 10).split('-');
  return format.replace('yyyy', year).replace('MM', month).replace('dd', day);
}
