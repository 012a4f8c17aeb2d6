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
  evidenceShape,
  exceptionShape,
  findingShape,
  olderReadingShape,
  unansweredShape,
} from './finding.ts';
import { guardStrengthShape } from './guard-strength.ts';
import { runHistoryShape } from './history.ts';
import { failedOutputShape } from './output.ts';
import { accessWordShape, thirdPartyShape } from './party.ts';
import { reportChangesShape } from './report-changes.ts';
import { reviewStandingShape } from './review.ts';
import { roleFixShape } from './role-fix.ts';
import { rowsOf } from './rows.ts';
import { provenanceShape } from './run-record.ts';
import { countBySeverity, severityShape } from './severity-shape.ts';
import { count, instant, texts } from './shape.ts';
import { shareRowShape } from './share-row.ts';
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

/** SHA-256, lower-case hex, over documents with their keys in order: the way a policy is written is no change of it. */
export const roleDigestsShape = z.object({
  trustPolicy: z.string().describe('The trust policy, the external IDs in it left out.'),
  permissions: z
    .string()
    .describe('Inline policies, attached policies and the permissions boundary, by name and document.'),
  externalIds: z
    .array(
      z.object({
        party: z.string(),
        fingerprints: texts,
        inAnyCase: texts
          .exactOptional()
          .describe(
            'The same with those in lower case that are accepted in any case; absent where there are none.',
          ),
      }),
    )
    .exactOptional()
    .describe(
      'Keyed fingerprints of the external IDs asked of each third party; absent where there is no key.',
    ),
});

export type RoleDigests = z.output<typeof roleDigestsShape>;

const serviceUseShape = z.union([
  z.object({
    since: z.string().describe('The beginning of the period: 90 days before the report that IAM made.'),
    until: z.string(),
    services: z
      .array(
        z.object({
          namespace: z.string().describe('As actions begin.'),
          at: z.string().describe('The last attempt, a refused one too.'),
          region: z.string().nullable(),
        }),
      )
      .describe('Those of the services that IAM tracks.'),
  }),
  z.object({ notKnown: z.string().describe('Why.') }),
]);

/** What a role used, or why that is not known. */
export type RoleServiceUse = z.output<typeof serviceUseShape>;

/** One role as the inventory shows it: every role that someone outside its account may assume. */
const roleInventoryEntryShape = z.object({
  accountId: z.string(),
  accountName: z.string(),
  roleArn: z.string(),
  roleName: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable().describe('Null: not used within the tracked period.'),
  lastUsedRegion: z.string().nullable(),
  servicesUsed: serviceUseShape
    .exactOptional()
    .describe(
      'By whoever came by the role. Absent where it was not asked: where no third party may enter it, where unused-services was not applied, and in reports of earlier versions.',
    ),
  maxSessionDuration: count.nullable().describe('Seconds; null when role settings were not collected.'),
  admits: z
    .array(
      z.object({
        party: z.union([
          thirdPartyShape,
          z.object({ name: z.string(), kind: z.literal('own'), accountId: z.string() }),
        ]),
        principal: z
          .string()
          .describe(
            'As the trust policy names it; of whoever comes with a certificate, the trust anchor that vouches for it.',
          ),
        trustAnchor: z
          .string()
          .exactOptional()
          .describe('Its name. Absent of those who come without a certificate.'),
        sessions: z
          .string()
          .exactOptional()
          .describe(
            'A digest of the session policies of the profiles by which whoever has a certificate comes.',
          ),
        requiredConditions: texts.describe(
          'The guards in words: `external ID`, `source IP`, `MFA`, `organization`…',
        ),
        weakConditions: texts
          .exactOptional()
          .describe('Those of them that are weak: they make it harder for others, and do not shut them out.'),
        guard: guardStrengthShape
          .exactOptional()
          .describe(
            'How well all of them together shut out those who are not meant. Reports of older versions do not say.',
          ),
      }),
    )
    .describe('Who may come in, each once.'),
  stack: z
    .object({
      stackName: z.string(),
      region: z.string(),
      stackId: z.string().exactOptional(),
      stackSet: z
        .object({ name: z.string(), arn: z.string() })
        .exactOptional()
        .describe(
          'The stack set that deploys the stack, by CloudFormation in the account that administers it. Absent where none that was read names the stack.',
        ),
    })
    .nullable()
    .exactOptional()
    .describe('Null: no stack of the Regions read owns it. Absent: ownership was not read.'),
  findings: texts.describe('Fingerprints of the findings on this role.'),
  highestAccess: accessWordShape
    .nullable()
    .exactOptional()
    .describe(
      'What the role may do by its own policies; null where they give nothing, as far as was read. Absent where no third party may enter it, and in reports of earlier versions.',
    ),
  administered: z
    .enum(['is', 'can', 'may'])
    .exactOptional()
    .describe(
      'Whether it administers its account, can make itself do so, or may be able to; absent where it does not.',
    ),
  passes: z
    .array(z.object({ checkId: z.string(), detail: z.string(), evidence: z.array(evidenceShape) }))
    .exactOptional()
    .describe(
      "What another service says of the role's access and every trust check found right, with what it rests on.",
    ),
  digests: roleDigestsShape
    .exactOptional()
    .describe('Tells whether the role is what it was in another run: SHA-256, lower-case hex.'),
  externalIds: z
    .array(z.object({ party: thirdPartyShape, shown: texts }))
    .exactOptional()
    .describe('The external IDs asked of each third party, as the configuration lets them be shown.'),
});

export type RoleInventoryEntry = z.output<typeof roleInventoryEntryShape>;

const reachableShape = z.object({ accounts: texts, roles: texts });

/** Accounts by id and roles by ARN, sorted. */
export type Reachable = z.output<typeof reachableShape>;

const reachPathShape = z.object({ from: z.string(), to: z.string() });

/** One role leads on to another, by ARN. */
export type ReachPath = z.output<typeof reachPathShape>;

const partyUserShape = z.object({
  accountId: z.string(),
  userArn: z.string(),
  activeKeys: count.nullable().describe('Access keys that may be used; null where that was not read.'),
  password: z.boolean().nullable().describe('For the console; null where that was not read, or is not told.'),
  mfa: z.boolean().nullable(),
  lastUsedAt: z.string().nullable().describe('Of a key or the password; null: no use is on record.'),
  highestAccess: accessWordShape
    .nullable()
    .describe(
      'By its own policies and those of its groups; null where they give nothing, as far as was read.',
    ),
});

export type PartyUser = z.output<typeof partyUserShape>;

const heldShape = z.object({
  accountId: z.string(),
  permissionSet: z.string(),
  permissionSetArn: z.string().exactOptional(),
  group: z
    .string()
    .nullable()
    .exactOptional()
    .describe('Which gives it; null where the person holds it itself.'),
  highestAccess: accessWordShape
    .nullable()
    .exactOptional()
    .describe(
      'Of the role that the permission set has in the account; null where that gives nothing, as far as was read; absent where nothing is known of it.',
    ),
  administers: z.literal(true).exactOptional(),
  notKnown: z
    .string()
    .exactOptional()
    .describe('Why it is not known, or not in full, what it gives; absent where it is.'),
  permissions: z.string().exactOptional().describe('A digest of the policies of that role.'),
});

export type PersonHolds = z.output<typeof heldShape>;

const partyAnchorShape = z.object({ accountId: z.string(), anchorArn: z.string(), name: z.string() });

export type PartyAnchor = z.output<typeof partyAnchorShape>;

const partyPersonShape = z.object({
  accountId: z.string().describe('In which IAM Identity Center was read.'),
  userId: z.string(),
  userName: z.string(),
  isDisabled: z.boolean(),
  groups: texts,
  assignments: z.array(heldShape),
  resourceArn: z.string().exactOptional().describe('By which findings know the person.'),
  region: z.string().exactOptional(),
  instanceArn: z.string().exactOptional(),
  meantBy: z
    .object({ domains: texts, groups: texts })
    .exactOptional()
    .describe('What the register has that means the person.'),
});

const lookedForShape = z.object({
  accountId: z.string(),
  region: z.string(),
  isRead: z
    .boolean()
    .describe('False where it was not read, or the instance of the organization was not found there.'),
  users: count.describe('How many were looked through.'),
  domains: texts.describe('By which people were looked for, as the register had them.'),
  groups: texts,
});

/** Where people of third parties were looked for. */
export type PeopleLookedFor = z.output<typeof lookedForShape>;

const partyBillingShape = z.object({
  organizationId: z.string().nullable(),
  managementAccountId: z.string(),
  startsAt: z.string().nullable(),
  endsAt: z.string().nullable(),
});

export type PartyBilling = z.output<typeof partyBillingShape>;

export type PartyPerson = z.output<typeof partyPersonShape>;

const partyActivityShape = z.object({
  entries: count.describe('How often it came in, over all accounts.'),
  refused: count.describe('How often it was refused, as far as that is on record in these accounts.'),
  lastAt: z.string().nullable().describe('The last entry; null where none is on record.'),
  since: z.string().nullable().describe('How far back was looked; null where nothing was read.'),
  accounts: texts.describe('Accounts that it came into.'),
  notRead: count.describe(
    'Of how many of the accounts that it may enter the record was not read, or not in full: then numbers are the least.',
  ),
  notCounted: texts
    .exactOptional()
    .describe(
      'What of it no record that is read here shows, in words; absent where there is nothing of that kind.',
    ),
});

const partyShareShape = shareRowShape
  .pick({ service: true, accountId: true, region: true, shareArn: true, name: true, direction: true })
  .extend({
    since: z
      .string()
      .nullable()
      .describe(
        'Since when the party has part in it; for an invitation, when it was sent; null where the service does not tell.',
      ),
    principals: texts.describe('As the service names the party; of a share of its own, its account.'),
    ways: z
      .array(
        z
          .object({ principal: z.string(), isAccepted: z.boolean() })
          .extend(shareRowShape.shape.parties.element.pick({ permission: true, shareId: true }).shape),
      )
      .exactOptional()
      .describe('What is known of each of these, in their order; absent in reports of earlier versions.'),
    permission: z
      .string()
      .exactOptional()
      .describe('The most that the party may do by it, as the AWS Well-Architected Tool names it.'),
    isAccepted: z.boolean().describe('False for an invitation that nobody has accepted yet.'),
    resources: count,
  });

export type PartyShare = z.output<typeof partyShareShape>;

const partyResourceShape = z.object({
  accountId: z.string(),
  region: z.string(),
  resourceArn: z.string(),
  resourceType: z.string(),
  highestAccess: accessWordShape
    .nullable()
    .describe('By the published access levels of what it may do there; null where none is published.'),
});

/** A resource that admits a third party without any role. */
export type PartyResource = z.output<typeof partyResourceShape>;

const thirdPartySummaryShape = z.object({
  party: thirdPartyShape.describe('Without an account id: it may come from several.'),
  accountIds: texts.describe('All account ids under which the party appears in trust policies of this run.'),
  owner: z.string().nullable().describe('From the register; null where the party is not registered.'),
  justification: z.string().nullable(),
  approvedBy: z.string().nullable(),
  contractEnds: z.string().nullable(),
  lastReviewed: z.string().nullable(),
  accounts: texts.describe('Own accounts that the party may enter.'),
  roles: texts.describe('Own roles that the party may enter.'),
  nextReview: z
    .string()
    .nullable()
    .exactOptional()
    .describe(
      'The day by which the next review is to be held, ISO date; null where the register gives no last review.',
    ),
  reachable: z
    .object({
      direct: reachableShape,
      transitive: reachableShape,
      unclear: texts.describe('Roles among these of which it is not known in full where they lead.'),
      paths: z
        .array(reachPathShape)
        .exactOptional()
        .describe(
          'The last step of the shortest way to each role of `transitive`, the nearest first; then one step from each role of `direct` that leads on by none of those.',
        ),
    })
    .describe(
      'Roles that the party can get into: those that admit it now, and those that it can reach from there and that do not admit it. Grants that have ended do not count.',
    ),
  highestAccess: accessWordShape
    .nullable()
    .describe(
      'The highest access of any of these by its own policies; null where they give none, as far as was read.',
    ),
  lastUsedAt: z
    .string()
    .nullable()
    .describe(
      'The latest use of any of these roles by anyone; null when none was used within the tracked period.',
    ),
  users: z
    .array(partyUserShape)
    .exactOptional()
    .describe(
      'IAM users of own accounts that the register gives to the party, by ARN; absent where there are none, and in reports of earlier versions.',
    ),
  trustAnchors: z
    .array(partyAnchorShape)
    .exactOptional()
    .describe(
      'Trust anchors of IAM Roles Anywhere by whose certificates the party comes into roles, by ARN; absent where there are none, and in reports of earlier versions.',
    ),
  billing: z
    .array(partyBillingShape)
    .exactOptional()
    .describe(
      'Own organizations whose bills go to the party; absent where there are none, and in reports of earlier versions.',
    ),
  people: z
    .array(partyPersonShape)
    .exactOptional()
    .describe(
      'People in IAM Identity Center that the register gives to the party, by user id; absent where there are none, where it is not read, and in reports of earlier versions.',
    ),
  shares: z
    .array(partyShareShape)
    .exactOptional()
    .describe(
      'Shares of AWS RAM and of the AWS Well-Architected Tool between own accounts and the party, by account; absent where there are none, and in reports of earlier versions.',
    ),
  resources: z
    .array(partyResourceShape)
    .exactOptional()
    .describe(
      'Resources whose own policies, grants or lists admit the party, by ARN; absent where there are none, where resource policies are not read, and in reports of earlier versions.',
    ),
  activity: partyActivityShape
    .exactOptional()
    .describe(
      'What CloudTrail shows of the party; absent where the run did not ask for it, and in reports of earlier versions.',
    ),
  openFindings: countBySeverity,
  findings: texts.describe(
    'Fingerprints of the findings that name the party or are on roles which admit it.',
  ),
});

export type ThirdPartySummary = z.output<typeof thirdPartySummaryShape>;

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
