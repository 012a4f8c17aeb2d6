import { z } from 'zod';
import { excludedAccountShape } from './account.ts';
import { actionShape, deadlinesShape } from './action.ts';
import { countersignedRunShape } from './attestation.ts';
import { declaredBlindSpotShape } from './blind-spot.ts';
import { CHECK_AREAS } from './check.ts';
import { configurationEntryShape } from './configuration-entry.ts';
import { frameworkResultShape } from './control.ts';
import { documentReader, longDocumentReader } from './document.ts';
import { environmentShape } from './environment.ts';
import {
  checkCountsShape,
  coverageEntryShape,
  exceptionShape,
  findingShape,
  olderReadingShape,
  unansweredShape,
} from './finding.ts';
import { runHistoryShape } from './history.ts';
import { failedOutputShape } from './output.ts';
import { reportChangesShape } from './report-changes.ts';
import { reviewStandingShape } from './review.ts';
import { roleFixShape } from './role-fix.ts';
import { roleInventoryEntryShape } from './role-inventory-entry.ts';
import { rowsOf } from './rows.ts';
import { provenanceShape } from './run-record.ts';
import { countBySeverity, severityShape } from './severity-shape.ts';
import { count, instant, texts } from './shape.ts';
import { shareRowShape } from './share-row.ts';
import { lookedForShape, thirdPartySummaryShape } from './third-party-summary.ts';
import { verdictShape } from './verdict.ts';

/** The newest shape of `report.json`; raised when a field changes its meaning or goes away. */
export const REPORT_SCHEMA_VERSION = 1;

const runInfoShape = z.object({
  runId: z.string(),
  startedAt: instant,
  finishedAt: instant.describe('The end of collecting.'),
  asOf: instant.describe('The moment of judgement: every age and expiry is measured against it.'),
  tool: z.object({ name: z.literal('countersign'), version: z.string() }),
  provenance: provenanceShape.exactOptional().describe('Absent in reports of earlier versions.'),
  configDigest: z
    .string()
    .nullable()
    .describe('SHA-256 of the configuration file as read; null when the run had none (the demo).'),
  callerArn: z.string().nullable().describe('The identity that started the run.'),
  title: z.string(),
  organizationName: z.string().nullable(),
  print: z
    .literal('full')
    .exactOptional()
    .describe('Present where the configuration asks for all of the page in print.'),
  driftMode: z
    .string()
    .exactOptional()
    .describe('How drift was read; absent in reports of earlier versions.'),
  externalIdKey: z
    .string()
    .exactOptional()
    .describe('Names the key that external IDs are fingerprinted with; absent where there is none.'),
});

export const accountScopeShape = z.object({
  accountId: z.string(),
  name: z.string(),
  partition: z.string(),
  organizationId: z
    .string()
    .exactOptional()
    .describe('The organization that it was found in, where the configuration lists several.'),
  organizationalUnit: z.string().nullable(),
  regions: texts,
  status: z
    .enum(['COMPLETE', 'PARTIAL', 'FAILED'])
    .describe('COMPLETE: every fact collected. PARTIAL: some. FAILED: none.'),
  factsPlanned: count.describe('Members of per-resource facts included.'),
  factsCollected: count.describe('Members of per-resource facts included.'),
  environment: environmentShape
    .exactOptional()
    .describe('What it is for, by `environments` of the configuration; absent where that does not say.'),
});

export type AccountScope = z.output<typeof accountScopeShape>;
export type AccountStatus = AccountScope['status'];

/** Roles listed = evaluated + left out, for the whole run and for each account. */
const rolePopulationShape = z.object({
  listed: count,
  evaluated: count,
  leftOut: z
    .array(z.object({ reason: z.string(), count }))
    .describe('Roles that are not judged, by reason (`AWS service-linked`, `reserved to AWS`…).'),
});

export type RolePopulation = z.output<typeof rolePopulationShape>;

const organizationScopeShape = z.object({
  id: z.string(),
  partition: z.string().nullable().describe('As its ARN names it; null where it was not read.'),
  status: z
    .enum(['COMPLETE', 'PARTIAL', 'FAILED', 'NAMED'])
    .describe('How far the organization itself was read; NAMED: it was not to be read.'),
  accounts: count.describe('Its accounts that are in scope.'),
});

export type OrganizationScope = z.output<typeof organizationScopeShape>;

const reportScopeShape = z.object({
  accountSource: z.string().describe('Where the list of accounts came from, in words.'),
  organizationId: z
    .string()
    .nullable()
    .describe('The first of the own organizations; null where none is known.'),
  organizations: z
    .array(organizationScopeShape)
    .exactOptional()
    .describe('The own organizations, where the configuration lists several.'),
  accounts: rowsOf(accountScopeShape),
  excluded: z.array(excludedAccountShape.extend({ environment: environmentShape.exactOptional() })),
  outsideOrganization: z
    .array(z.object({ accountId: z.string(), name: z.string() }))
    .exactOptional()
    .describe(
      'Own accounts that the configuration names and that belong to none of its organizations; absent where the accounts of these were not read, and in reports of earlier versions.',
    ),
  roles: rolePopulationShape.describe(
    'Roles listed = evaluated + left out, for the whole run and for each account.',
  ),
  disabledChecks: z
    .array(z.object({ checkId: z.string(), reason: z.string() }))
    .describe('Checks that were switched off by the config, and checks whose facts were not asked for.'),
});

const reportCoverageShape = z.object({
  complete: z.boolean(),
  planned: count,
  collected: count,
  gaps: rowsOf(coverageEntryShape).describe('Only what was not collected; what was is in the facts.'),
  older: z
    .array(olderReadingShape)
    .exactOptional()
    .describe('What was taken over from before this run, by fact, with its age; absent where nothing was.'),
});

export type ReportCoverage = z.output<typeof reportCoverageShape>;

export const checkInfoShape = z.object({
  id: z.string(),
  area: z.enum(CHECK_AREAS),
  title: z.string(),
  failureTitle: z.string(),
  severity: severityShape,
  rationale: z.string(),
  remediation: z.string(),
  controls: texts,
});

export type CheckInfo = z.output<typeof checkInfoShape>;

const reportSummaryShape = z.object({
  openFindings: countBySeverity,
  exceptedFindings: count,
  accounts: z.object({ COMPLETE: count, PARTIAL: count, FAILED: count, excluded: count }),
  checks: z.array(checkCountsShape),
});

export type ReportSummary = z.output<typeof reportSummaryShape>;

/** One run as a point of the trend. */
export const trendPointShape = z.object({
  runId: z.string(),
  startedAt: instant,
  openFindings: countBySeverity,
  exceptedFindings: count,
  complete: z
    .boolean()
    .describe('False when something was not read: fewer findings may then mean that less was looked at.'),
  facts: z.object({ planned: count, collected: count }),
  openRoles: count.describe('Roles open to someone outside their account.'),
  thirdParties: count,
});

export type TrendPoint = z.output<typeof trendPointShape>;

/** What `report.json` holds. */
export const reportShape = z.object({
  schemaVersion: count,
  run: runInfoShape,
  verdict: verdictShape.exactOptional().describe('Absent in reports of earlier versions.'),
  scope: reportScopeShape,
  coverage: reportCoverageShape,
  summary: reportSummaryShape,
  thirdParties: z.array(thirdPartySummaryShape),
  roles: rowsOf(roleInventoryEntryShape).describe(
    'Every role that someone outside its account may assume, or that certificates open.',
  ),
  roleFixes: rowsOf(roleFixShape)
    .exactOptional()
    .describe(
      'The one fix of each role that has one, by account and role. Roles that only AWS services enter are among them, which `roles` does not list.',
    ),
  identityCenter: lookedForShape
    .exactOptional()
    .describe(
      'Where people of third parties were looked for in IAM Identity Center; absent where nobody asked for it, and in reports of earlier versions.',
    ),
  billsRead: texts
    .exactOptional()
    .describe(
      'Management accounts of own organizations of which it was read, and is known in full, to whom their bills go; absent where there are none, and in reports of earlier versions.',
    ),
  shares: rowsOf(shareRowShape)
    .exactOptional()
    .describe(
      'Every share of AWS RAM and of the AWS Well-Architected Tool, by account; absent where neither external-resource-share nor well-architected-share was applied, and in reports of earlier versions.',
    ),
  findings: rowsOf(findingShape).describe('Worst first, then by account, Region, resource and check.'),
  actions: z
    .array(actionShape)
    .exactOptional()
    .describe(
      'What is to be done so that no finding stays open, what clears the worst first. Every open finding is in one of them. Absent in reports of earlier versions.',
    ),
  deadlines: deadlinesShape
    .exactOptional()
    .describe('Days from when a finding was first seen until it is to be gone, by severity; null: none.'),
  resolved: rowsOf(findingShape).describe(
    'Findings known before this run that are gone, without their evidence; empty when there is no run before.',
  ),
  changes: reportChangesShape.exactOptional().describe('Absent when there is no run before.'),
  trend: z
    .array(trendPointShape)
    .exactOptional()
    .describe('Earlier runs, the oldest first, and this one last.'),
  unanswered: rowsOf(unansweredShape).describe('Results that are neither a pass nor a failure, and why.'),
  exceptions: z
    .array(exceptionShape.extend({ covers: count, expired: z.boolean() }))
    .describe('Every exception of the config, how many findings it covers now, and whether it has expired.'),
  reviews: reviewStandingShape
    .exactOptional()
    .describe('What the reviews of earlier runs came to; absent where there were none.'),
  countersigned: countersignedRunShape
    .exactOptional()
    .describe('Who has countersigned the run before this one; absent where nobody has.'),
  countersignatures: countersignedRunShape
    .exactOptional()
    .describe('Who has countersigned this run, in a report that is made after that.'),
  configurationEntries: z
    .array(configurationEntryShape)
    .exactOptional()
    .describe('Entries of the configuration that need a look; absent in reports of earlier versions.'),
  blindSpots: z
    .array(declaredBlindSpotShape)
    .exactOptional()
    .describe('What the configuration declares as not looked at; absent where it declares nothing.'),
  checks: z.array(checkInfoShape).describe('The checks that were applied.'),
  history: runHistoryShape
    .exactOptional()
    .describe('What is damaged of the runs before, where something is: nothing was taken from there.'),
  failedOutputs: z
    .array(failedOutputShape)
    .exactOptional()
    .describe('Forms of this report that could not be written, where there are any.'),
  controls: z
    .array(frameworkResultShape)
    .exactOptional()
    .describe("What the results say of each framework's controls; absent in reports of earlier versions."),
});

export type AuditReport = z.output<typeof reportShape>;

export const parseReport = documentReader(reportShape, REPORT_SCHEMA_VERSION);

export const longReport = longDocumentReader(reportShape, REPORT_SCHEMA_VERSION, [
  'findings',
  'roles',
  'roleFixes',
  'shares',
  'resolved',
  'unanswered',
]);
