import { z } from 'zod';
import {
  accountId,
  externalId,
  organizationalUnit,
  organizationId,
  regions,
  roleArn,
  roleName,
  text,
  wholeNumber,
} from './schema-values.ts';

/** The keys that say what is audited and how the tool gets in. */

const sessionDuration = wholeNumber(900, 43_200, 'seconds');

const organizationalUnits = z.array(organizationalUnit);

const organizationKeys = {
  id: organizationId
    .exactOptional()
    .describe(
      'The id of your own organization. Alone it names the organization as your own, so that trust in it is not trust in a stranger.',
    ),
  discover: z
    .boolean()
    .default(false)
    .describe(
      'Read the list of accounts from AWS Organizations instead of, or beside, the list under accounts.',
    ),
  roleArn: roleArn
    .exactOptional()
    .describe(
      'A role to assume for reading the organization: in the management account, or in a delegated administrator account. Without it the caller reads.',
    ),
  externalId: externalId.exactOptional().describe('The external ID that roleArn asks for.'),
  include: z
    .strictObject({
      organizationalUnits: organizationalUnits
        .default([])
        .describe(
          'Audit only accounts in these units and the units below them. Empty: all of the organization.',
        ),
    })
    .prefault({})
    .describe('Which discovered accounts to audit.'),
  exclude: z
    .strictObject({
      accounts: z
        .array(accountId)
        .default([])
        .describe('Accounts to leave out. The report names them as excluded.'),
      organizationalUnits: organizationalUnits
        .default([])
        .describe(
          'Units to leave out, with the units below them. The report names their accounts as excluded.',
        ),
    })
    .prefault({})
    .describe('Which discovered accounts to leave out.'),
};

const ONE_OF_SEVERAL = 'Its own, where it differs from';

/** What an organization is, and what reaches it where the caller's own credentials do not. */
export const listedOrganization = z
  .strictObject({
    ...organizationKeys,
    id: organizationId.describe(
      'The id of the organization: it names what was read of it, and what was not.',
    ),
    profile: text(128)
      .exactOptional()
      .describe(
        'A named profile of the AWS configuration files, by whose credentials the organization is read and its accounts are entered; its Region says the partition. Without it, by those of the caller, which no other partition knows.',
      ),
    auditor: z
      .strictObject({
        roleName: roleName.exactOptional().describe(`${ONE_OF_SEVERAL} auditor.roleName.`),
        externalId: externalId.exactOptional().describe(`${ONE_OF_SEVERAL} auditor.externalId.`),
        sessionDuration: sessionDuration
          .exactOptional()
          .describe(`${ONE_OF_SEVERAL} auditor.sessionDuration.`),
      })
      .exactOptional()
      .describe('How the tool gets into its accounts. What is left out is as under auditor.'),
    regions: regions
      .exactOptional()
      .describe('The Regions to read in its accounts. Default: those of regions that its partition has.'),
  })
  .describe('One of several AWS organizations of yours.');

export const organization = z.strictObject(organizationKeys).describe('Your AWS organization.');

export const account = z
  .strictObject({
    id: accountId.describe('The account id, 12 digits between quotes.'),
    name: text(128)
      .exactOptional()
      .describe('How reports name the account. Default: the name that Organizations knows, else the id.'),
    regions: regions.exactOptional().describe('The Regions of this account, where they differ from regions.'),
    roleArn: roleArn
      .exactOptional()
      .describe(
        'The role to assume in this account, where it differs from auditor.roleName. It must belong to this account.',
      ),
    externalId: externalId
      .exactOptional()
      .describe('The external ID of this account, where it differs from auditor.externalId.'),
    profile: text(128)
      .exactOptional()
      .describe(
        'A named profile of the AWS configuration files to use as it is, instead of assuming a role.',
      ),
    tags: z
      .record(text(128), z.string().max(256))
      .default({})
      .describe('Words of your own about the account, for example its environment or owner.'),
  })
  .describe('One of your own accounts.');

export const auditor = z
  .strictObject({
    roleName: roleName
      .exactOptional()
      .describe(
        'The role to assume in every account that names no way in of its own. Without it, a single account is read as the caller.',
      ),
    externalId: externalId.exactOptional().describe('The external ID that this role asks for.'),
    sessionDuration: sessionDuration
      .default(3600)
      .describe(
        'How long a session lasts, in seconds. AWS allows at most 3600 when the caller is itself an assumed role.',
      ),
  })
  .describe('How the tool gets into the accounts.');
