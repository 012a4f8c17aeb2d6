import { z } from 'zod';
import { jsonSchema } from '../model/json-schema.ts';
import { DEFAULT_OUTPUTS, OUTPUT_FORMATS } from '../model/output.ts';
import { RESOURCE_SERVICES } from '../model/resource-services.ts';
import { SEVERITIES } from '../model/severity.ts';
import { activity } from './schema-activity.ts';
import { s3Archive } from './schema-archive.ts';
import { environments } from './schema-environments.ts';
import { notice } from './schema-notify.ts';
import { deadlines, ownerEntry } from './schema-owners.ts';
import { blindSpot, exception, thirdParty } from './schema-register.ts';
import { account, auditor, listedOrganization, organization } from './schema-scope.ts';
import { reviewer, signing } from './schema-signing.ts';
import { accountId, atLeastOne, kmsKeyId, regionName, regions, text, wholeNumber } from './schema-values.ts';

const parameterValue = z.union([z.number(), z.string(), z.boolean(), z.array(z.string())], {
  error: 'must be a number, a text, true or false, or a list of texts',
});

const checkSettings = z
  .object({
    enabled: z.boolean().exactOptional().describe('false switches the check off. The report says so.'),
    severity: z.enum(SEVERITIES).exactOptional().describe('Replaces the severity of the check.'),
  })
  .catchall(parameterValue)
  .describe('Settings of one check: enabled, severity, and its own parameters.');

/** Everything `config.yaml` may hold. Defaults are filled in; cross-references are looked at by `crossCheck`. */
export const configSchema = z
  .strictObject({
    accounts: z.array(account).default([]).describe('Your own accounts, one by one.'),
    organization: organization.exactOptional(),
    organizations: z
      .array(listedOrganization, { error: 'must be a list of organizations' })
      .min(1, { error: atLeastOne('organization') })
      .exactOptional()
      .describe(
        'Instead of organization, several of your own: of one partition, or of several, such as GovCloud beside the commercial one.',
      ),
    auditor: auditor.prefault({}),
    regions: regions
      .default('enabled')
      .describe(
        'The Regions to read in every account: a list, or enabled for all that are switched on in the account.',
      ),
    thirdParties: z
      .array(thirdParty)
      .default([])
      .describe('The register of third parties. Any other outside account that a role admits is a finding.'),
    register: text(1024)
      .exactOptional()
      .describe(
        'Instead of thirdParties, a YAML file with this key alone, for others to change. Variables are not put into it. The path starts at the directory of this file.',
      ),
    exceptions: z.array(exception).default([]).describe('Findings that are accepted for a while.'),
    exceptionsFile: text(1024)
      .exactOptional()
      .describe(
        'Instead of exceptions, a YAML file with this key alone, for others to change. Variables are not put into it. The path starts at the directory of this file.',
      ),
    blindSpots: z
      .array(blindSpot)
      .default([])
      .describe('What an organization policy denies on purpose, and who approved that it is not looked at.'),
    owners: z
      .array(ownerEntry)
      .default([])
      .describe(
        'Who answers for what is found, where the register does not say: by tag, account or unit. The register comes first, then the tag of the role, the account, the tag of the account, the nearest unit.',
      ),
    environments,
    deadlines,
    checks: z
      .record(z.string(), checkSettings)
      .default({})
      .describe('Settings of single checks, by check id. Ids and parameters: `countersign checks list`.'),
    drift: z
      .strictObject({
        mode: z
          .enum(['access-roles', 'all-stacks', 'last-known', 'off'])
          .default('access-roles')
          .describe(
            'access-roles asks CloudFormation about the resources that grant access; all-stacks about every stack; last-known starts nothing and reads what is known; off asks nothing: roles are still held against their templates.',
          ),
        timeout: wholeNumber(10, 86_400, 'seconds')
          .default(600)
          .describe('How long to wait for one drift detection, in seconds.'),
        maxAge: wholeNumber(1, 8760, 'hours')
          .default(24)
          .describe(
            'In hours: a comparison that CloudFormation made within that time is taken over instead of asking for another, and one that is older counts as unknown.',
          ),
      })
      .prefault({})
      .describe('How CloudFormation drift is read.'),
    resourcePolicies: z
      .array(z.enum(RESOURCE_SERVICES), {
        error: `must be a list of services: ${RESOURCE_SERVICES.join(', ')}`,
      })
      .default([])
      .describe(
        'The services whose resource policies are read: who outside may use buckets, keys, topics and the like. Left out, none is read, and the report says so. The auditor role needs more permissions for it: countersign policy.',
      ),
    activity,
    recording: z
      .boolean()
      .default(false)
      .describe(
        'true: it is read in every Region which trails of CloudTrail and which recorders of AWS Config record what happens. Takes four calls a Region, and two a trail.',
      ),
    identityCenter: z
      .strictObject({
        account: accountId.describe(
          'The management account, or the account that administers IAM Identity Center for it. It must be one of those that are audited.',
        ),
        region: regionName.describe('The Region of IAM Identity Center.'),
      })
      .exactOptional()
      .describe(
        'Where IAM Identity Center is read for people of third parties, as the register names them by identityCenter. Left out, it is not read. It holds personal data: of users that the register does not mean, nothing is kept.',
      ),
    sinceLast: z
      .strictObject({
        maxAge: wholeNumber(1, 8760, 'hours')
          .default(168)
          .describe(
            'With scan --since-last: how long what an earlier run read is taken over while nothing has changed, in hours. Drift never longer than drift.maxAge.',
          ),
      })
      .prefault({})
      .describe('What scan --since-last takes over from the run before.'),
    vendors: z
      .strictObject({
        files: z
          .array(text(1024), { error: 'must be a list of file names' })
          .default([])
          .describe(
            'More lists of vendor account ids, as files in the format of the public known_aws_accounts list. Paths start at the directory of this file.',
          ),
      })
      .prefault({})
      .describe('Names for the accounts of vendors. A known vendor has a name; that approves nothing.'),
    report: z
      .strictObject({
        title: text(200).default('Third-party access audit').describe('The title of the report.'),
        organizationName: text(200)
          .exactOptional()
          .describe('The name of your company, as the report shows it.'),
        externalIds: z
          .enum(['masked', 'full'])
          .default('masked')
          .describe('Whether external IDs appear in reports masked or in full.'),
        print: z
          .enum(['short', 'full'])
          .default('short')
          .describe(
            'What of report.html is printed: short, the first pages and what an officer needs, or full, all of it. What is left out is said in numbers.',
          ),
        theme: text(1024)
          .exactOptional()
          .describe(
            'A folder with theme.css, logo.svg or both: colours and a logo of your own on every page. They may load nothing. The path starts at the directory of this file.',
          ),
      })
      .prefault({})
      .describe('What reports look like.'),
    outputs: z
      .array(z.enum(OUTPUT_FORMATS), { error: `must be a list of formats: ${OUTPUT_FORMATS.join(', ')}` })
      .min(1, { error: atLeastOne('format') })
      .default([...DEFAULT_OUTPUTS])
      .describe('The forms to write the report in. json, which other commands read, is always written.'),
    evidence: z
      .strictObject({
        directory: text(1024)
          .default('countersign-runs')
          .describe(
            'The directory for run directories, where the command line names none. It starts at the current directory.',
          ),
        externalIdKeyFile: text(1024)
          .exactOptional()
          .describe(
            'The file with the key that external IDs are fingerprinted with, made on first use; never part of the evidence. Default: state/external-id.key in the directory for run directories. Runs, and shards of one run, compare external IDs only where the key is the same. It starts at the current directory.',
          ),
        externalIdKmsKeyId: kmsKeyId
          .exactOptional()
          .describe(
            'Instead of a file, a KMS key of the spec HMAC_256 that gives this key, once a run: its id, ARN or alias. Needs kms:GenerateMac. Whoever may use it gets the same fingerprints, on any machine.',
          ),
        externalIds: z
          .enum(['full', 'masked'])
          .default('full')
          .describe(
            'full: facts hold external IDs as AWS returned them. masked: they hold the fingerprint of each, and what has to be judged of its value.',
          ),
        signing: signing.exactOptional(),
        s3: s3Archive.exactOptional(),
      })
      .prefault({})
      .describe('Where evidence is kept, and who signs it.'),
    notify: z
      .array(notice)
      .default([])
      .describe(
        'Who is told of each run, once it is sealed and archived. What cannot be told is told at the next run, and the run ends with exit code 3.',
      ),
    reviewers: z
      .array(reviewer, { error: 'must be a list of reviewers' })
      .default([])
      .describe(
        'Those whose sealed reviews and countersignatures count, each with the public key. With one or more, nothing follows from what others have sealed. Left out: every sealed review counts, and the report says that its key was not checked.',
      ),
    concurrency: z
      .strictObject({
        accounts: wholeNumber(1, 512, 'accounts').default(8).describe('How many accounts are read at once.'),
        callsPerAccount: wholeNumber(1, 64, 'calls')
          .default(4)
          .describe('How many calls one account gets at once.'),
      })
      .prefault({})
      .describe('How much is done at once.'),
    limits: z
      .strictObject({
        accountMinutes: wholeNumber(1, 10_080, 'minutes')
          .default(60)
          .describe(
            'How long one account may be read, waiting for drift detection included. What is not read by then is a gap.',
          ),
        runMinutes: wholeNumber(1, 10_080, 'minutes')
          .default(480)
          .describe('How long accounts are read altogether. What is not read by then is a gap.'),
        pagesPerCall: wholeNumber(1, 1_000_000, 'pages')
          .default(2000)
          .describe('How many pages one listing may have. A longer one is a gap.'),
      })
      .prefault({})
      .describe('Where reading ends, whatever an account answers. The report names every gap.'),
    failOn: z
      .enum([...SEVERITIES, 'none'])
      .default('none')
      .describe(
        'The exit code is 2 when an open finding has this severity or a worse one. none: findings do not change the exit code.',
      ),
    strict: z
      .boolean()
      .default(false)
      .describe(
        'true: a run fails, with exit code 3, for each entry of exclude, exceptions, blindSpots, thirdParties and the tags of checks that matches nothing or everything, was never seen, has expired or ends within 30 days. The report names these entries in any case.',
      ),
  })
  .describe('Configuration of Countersign.');

/** The configuration with defaults filled in. */
export type Config = z.output<typeof configSchema>;

/** The least that a configuration must say. */
export const NOTHING_TO_AUDIT = `nothing to audit: ${atLeastOne('account')} under accounts, or set organization.discover to true`;

/** The JSON Schema (2020-12) of the configuration as a person writes it. Rules between keys are beyond it. */
export function configJsonSchema(): Record<string, unknown> {
  return jsonSchema(configSchema, 'configuration');
}
