import { z } from 'zod';
import {
  accountId,
  atLeastOne,
  cidr,
  date,
  domain,
  organizationId,
  pattern,
  quarterHour,
  quarterOfDay,
  regionName,
  regularExpression,
  serviceName,
  text,
  timeZone,
  weekdays,
  wholeNumber,
} from './schema-values.ts';

const userSelector = z
  .strictObject({
    name: pattern(64).exactOptional().describe('The name of the user.'),
    path: z
      .string()
      .regex(/^\/[\u0021-\u007e]{1,510}\/$/, {
        error: 'must be a path of IAM below the topmost, such as /vendors/nimbus/',
      })
      .exactOptional()
      .describe('The path of the user: this one, or one below it.'),
    tag: pattern(384).exactOptional().describe('A tag of the user, as key or key=value.'),
  })
  .describe(
    'Users that meet all of name, path and tag that are given. In name and tag, * stands for any run of characters and ? for one. Case does not count.',
  );

/** The keys that record what people have decided: who may come in, and which findings are accepted for a while. */

const guests = z
  .strictObject({
    domains: z
      .array(domain)
      .default([])
      .describe(
        'Domains of e-mail addresses, such as nimbus.example; *.nimbus.example stands for all below it.',
      ),
    groups: z.array(pattern(1024)).default([]).describe('Names of groups that hold its people alone.'),
    accounts: z
      .array(accountId)
      .min(1, { error: atLeastOne('account') })
      .exactOptional()
      .describe(
        'The accounts in which they are meant to hold anything. Left out, the register does not say.',
      ),
  })
  .describe(
    'The people of the third party in IAM Identity Center, by domain or group. In these, * stands for any run of characters and ? for one; case does not count.',
  );

export const thirdParty = z
  .strictObject({
    name: text(128).describe('The name that findings and reports use.'),
    accountIds: z.array(accountId).default([]).describe('The AWS accounts the third party comes from.'),
    organizationIds: z
      .array(organizationId)
      .default([])
      .describe('AWS organizations of the third party, for trust policies that admit a whole organization.'),
    owner: text(256).describe('Who in your company answers for the access.'),
    justification: text(2000).describe('Why the third party has access.'),
    approvedBy: text(256).exactOptional().describe('Who approved it.'),
    contractEnds: date
      .exactOptional()
      .describe(
        'The last day of the contract. After it, a role that still admits the third party is a finding.',
      ),
    lastReviewed: date.exactOptional().describe('The day the access was last reviewed.'),
    reviewEveryDays: wholeNumber(1, 3650, 'days').exactOptional().describe('How often it must be reviewed.'),
    maxAccess: z
      .enum(['list', 'read', 'write', 'admin'])
      .exactOptional()
      .describe(
        'The most that the third party is meant to hold: list, read, write or admin. third-party-privileges holds its roles to it; without it, to read.',
      ),
    allowedSourceIps: z
      .array(cidr)
      .exactOptional()
      .describe(
        'The addresses the third party calls from, as CIDR ranges. trust-hardening names them in what to do, and activity-source holds what CloudTrail shows to them.',
      ),
    accessHours: z
      .strictObject({
        zone: timeZone.describe('The time zone of from and to, by its name.'),
        days: weekdays
          .default(['mon', 'tue', 'wed', 'thu', 'fri'])
          .describe('The days on which they begin: mon, tue, wed, thu, fri, sat, sun.'),
        from: quarterOfDay.describe('When the hours begin.'),
        to: quarterHour.describe('When they are over; on the next day where that is not later than from.'),
      })
      .exactOptional()
      .describe('The hours in which the third party is meant to come. activity-hours holds it to them.'),
    externalIdFormat: regularExpression
      .exactOptional()
      .describe(
        'A regular expression in RE2 syntax for external IDs that this third party issues and that are not UUIDs. It must match the whole id. Look-around and backreferences are refused.',
      ),
    users: z
      .array(userSelector)
      .min(1, { error: atLeastOne('user') })
      .exactOptional()
      .describe(
        'The IAM users of your accounts that the third party works with. third-party-access-key and third-party-console-password judge them.',
      ),
    trustAnchors: z
      .array(pattern(1011))
      .min(1, { error: atLeastOne('trust anchor') })
      .exactOptional()
      .describe(
        'The trust anchors of IAM Roles Anywhere in your accounts that the third party comes by, by name or ARN. In them, * stands for any run of characters and ? for one; case does not count. roles-anywhere-trust judges what they open.',
      ),
    identityCenter: guests
      .exactOptional()
      .describe(
        'The people of the third party in IAM Identity Center. identity-center-guest judges what is assigned to them, where identityCenter says in which account to look.',
      ),
  })
  .describe('A third party that your company has registered.');

export const exception = z
  .strictObject({
    check: text(64).describe('The id of the check, as `countersign checks list` shows it.'),
    resource: text(2048).describe(
      'Which resources: an ARN, in which * stands for any run of characters and ? for one.',
    ),
    account: accountId.exactOptional().describe('Only findings of this account.'),
    reason: text(2000).describe('Why the risk is accepted.'),
    approvedBy: text(256).describe('Who accepted it.'),
    ticket: text(256).exactOptional().describe('Where the decision is recorded.'),
    expires: date.describe(
      'The last day (UTC) on which the exception counts. After it the finding counts again.',
    ),
  })
  .describe('A finding that is accepted for a while.');

export const blindSpot = z
  .strictObject({
    regions: z
      .array(regionName)
      .min(1, { error: atLeastOne('Region') })
      .exactOptional()
      .describe('Only facts of these Regions. What is not Regional, such as IAM, is then none of it.'),
    services: z
      .array(serviceName)
      .min(1, { error: atLeastOne('service') })
      .exactOptional()
      .describe('Only calls of these services, by the names that IAM gives them, such as cloudformation.'),
    accounts: z
      .array(accountId)
      .min(1, { error: atLeastOne('account') })
      .exactOptional()
      .describe('Only facts of these accounts.'),
    reason: text(2000).describe('Why it is denied, and need not be looked at.'),
    approvedBy: text(256).describe('Who approved that.'),
    expires: date.describe('The last day (UTC) on which it counts. After it the gaps fail the run again.'),
  })
  .describe(
    'What an organization policy denies on purpose, so that it is not looked at: shown and counted, and no reason to fail.',
  );
