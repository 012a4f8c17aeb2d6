import { z } from 'zod';
import { externalId, regionName, roleArn, text, wholeNumber } from './schema-values.ts';

/** Where it is read who came in. */

/** Becomes a part of a query, so that it can be nothing but a name. */
const identifier = z.string().regex(/^\w{1,255}$/, {
  error: 'must be a name of letters, digits and _ alone',
});

const partitions = z
  .strictObject({
    date: identifier.exactOptional().describe('The column with the day.'),
    dateFormat: z
      .enum(['yyyy/MM/dd', 'yyyy-MM-dd', 'yyyyMMdd'])
      .exactOptional()
      .describe('How that column writes a day. Default: yyyy/MM/dd.'),
    year: identifier.exactOptional().describe('Instead of date, the columns with year, month and day.'),
    month: identifier.exactOptional().describe('The column with the month, in two digits.'),
    day: identifier.exactOptional().describe('The column with the day of the month, in two digits.'),
    account: identifier.exactOptional().describe('The column with the id of the account.'),
  })
  .describe(
    'The columns by which the table is cut. What they leave out is not scanned; without any, each query scans the whole table.',
  );

const athena = z
  .strictObject({
    region: regionName.describe('The Region of the table.'),
    database: identifier.describe('The database of the table.'),
    table: identifier.describe(
      'The table over the log files of the organization trail, of all Regions, with the columns that the documentation of Athena gives for CloudTrail.',
    ),
    workGroup: z
      .string()
      .regex(/^[\w.-]{1,128}$/, { error: 'must be the name of a work group of Athena, such as primary' })
      .default('primary')
      .describe('The work group in which the queries are made. Its limit of bytes counts.'),
    outputLocation: z
      .string()
      .regex(/^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:\/[\w!.*'()/-]{0,800})?$/, {
        error: 'must be a place in S3, such as s3://bucket/prefix/',
      })
      .exactOptional()
      .describe('Where Athena puts the results, if the work group does not say.'),
    partitions: partitions.exactOptional(),
    roleArn: roleArn
      .exactOptional()
      .describe(
        'A role to assume for the queries, in the account of the table. Without it the caller makes them.',
      ),
    externalId: externalId.exactOptional().describe('The external ID that roleArn asks for.'),
    profile: text(128)
      .exactOptional()
      .describe(
        'A named profile of the AWS configuration files to make the queries by, or to assume roleArn by.',
      ),
  })
  .describe(
    'With athena: the table that is asked. The queries are of two kinds, one for who came in and one for what they called, and each is made once for all accounts; countersign plan shows them. How much they scan, which AWS charges for, cannot be known before; the evidence says how much it was.',
  );

export const activity = z
  .strictObject({
    source: z
      .enum(['off', 'lookup', 'files', 'athena'])
      .default('off')
      .describe(
        'off reads nothing; lookup asks the event history of CloudTrail in each account, at two calls a second and Region, which suits few accounts or quiet ones; files reads log files that were copied to this machine; athena asks a table of Athena over the log files of the organization trail, once for all accounts.',
      ),
    days: wholeNumber(1, 400, 'days')
      .default(90)
      .describe('How many days are looked at, back from now. The event history goes back 90.'),
    sessions: wholeNumber(0, 1000, 'sessions')
      .default(20)
      .describe(
        'With lookup: of how many sessions of outsiders, the newest of each account, it is asked what they called. Each takes a call or more in every Region. With athena: 0 leaves the second query out, by which it is asked of all of them.',
      ),
    files: z
      .array(text(1024), { error: 'must be a list of folders and files' })
      .default([])
      .describe(
        'With files: folders with log files of CloudTrail (.json.gz or .json), read with all that is below them, or single files. Paths start at the directory of this file.',
      ),
    athena: athena.exactOptional(),
  })
  .prefault({})
  .describe('Where it is read who from outside came in, and what they did.');
