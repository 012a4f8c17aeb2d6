import { z } from 'zod';
import { declareFact } from './declaration.ts';
import { name, ownArn, prose, time, unique } from './held.ts';

/** One of the two access keys that a user may have; one that was never made is not active and has no times. */
const accessKey = z.object({
  active: z.boolean(),
  /** When it was made: an access key has no other rotation. */
  rotatedAt: time.nullable(),
  /** Null where no use is on record; IAM keeps it since 22 April 2015, and the first of 15 minutes. */
  lastUsedAt: time.nullable(),
  lastUsedRegion: name.nullable(),
  lastUsedService: name.nullable(),
});

/** A row of the report: an IAM user, or the root user of the account. */
const holder = z.object({
  /** `<root_account>` for the root user. */
  name,
  arn: ownArn,
  /** Null where the report says none of it: for the root user, in reports of some accounts. */
  passwordEnabled: z.boolean().nullable(),
  passwordLastUsedAt: time.nullable(),
  mfaActive: z.boolean(),
  /** `access_key_1` and `access_key_2`. */
  accessKeys: z.array(accessKey),
  /** What the report says of credentials that have no columns of their own; absent where it says nothing. */
  moreCredentials: z.exactOptional(prose),
});

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html */
const shape = z.object({
  /** When IAM made the report. */
  generatedAt: time,
  users: unique(holder, 'arn'),
});

export type AccessKey = z.infer<typeof accessKey>;
export type CredentialHolder = z.infer<typeof holder>;
export type CredentialReport = z.infer<typeof shape>;

export const credentialReport = declareFact({
  title: 'Passwords, MFA and access keys of users and root',
  scope: 'global',
  shape,
  limits: [
    {
      source: 'iam: credential report',
      limit:
        'Made anew every four hours at most; until then IAM answers with the last one, whose time is kept.',
    },
  ],
  planning: () => ({}),
});
