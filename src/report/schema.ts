import { z } from 'zod';
import { CONTROL_STATUSES } from '../model/control.ts';
import {
  area,
  count,
  countBySeverity,
  evidence,
  exception,
  finding,
  instant,
  names,
  severity,
  thirdParty,
} from './schema-finding.ts';

const run = z.object({
  runId: z.string(),
  startedAt: instant,
  finishedAt: instant,
  asOf: instant,
  tool: z.object({ name: z.literal('countersign'), version: z.string() }),
  configDigest: z.string().nullable(),
  callerArn: z.string().nullable(),
  title: z.string(),
  organizationName: z.string().nullable(),
  externalIdKey: z.string().exactOptional(),
});

const scope = z.object({
  accountSource: z.string(),
  organizationId: z.string().nullable(),
  accounts: z.array(
    z.object({
      accountId: z.string(),
      name: z.string(),
      partition: z.string(),
      organizationalUnit: z.string().nullable(),
      regions: names,
      status: z.enum(['COMPLETE', 'PARTIAL', 'FAILED']),
      factsPlanned: count,
      factsCollected: count,
    }),
  ),
  excluded: z.array(
    z.object({ accountId: z.string(), name: z.string(), reason: z.string(), message: z.string() }),
  ),
  roles: z.object({
    listed: count,
    evaluated: count,
    leftOut: z.array(z.object({ reason: z.string(), count })),
  }),
  disabledChecks: z.array(z.object({ checkId: z.string(), reason: z.string() })),
});

const coverage = z.object({
  complete: z.boolean(),
  planned: count,
  collected: count,
  gaps: z.array(
    z.object({
      accountId: z.string(),
      region: z.string(),
      fact: z.string(),
      resource: z.string().exactOptional(),
      status: z.enum(['COLLECTED', 'NOT_COLLECTED']),
      reason: z.enum(['ACCESS_DENIED', 'THROTTLED', 'TIMED_OUT', 'UNSUPPORTED', 'FAILED']).nullable(),
      action: z.string().nullable(),
      message: z.string().nullable(),
    }),
  ),
});

const summary = z.object({
  openFindings: countBySeverity,
  exceptedFindings: count,
  accounts: z.object({ COMPLETE: count, PARTIAL: count, FAILED: count, excluded: count }),
  checks: z.array(
    z.object({
      checkId: z.string(),
      pass: count,
      fail: count,
      unknown: count,
      notApplicable: count,
      error: count,
    }),
  ),
});

const reachable = z.object({ accounts: names, roles: names });
const reachPath = z.object({ from: z.string(), to: z.string() });

const thirdPartySummary = z.object({
  party: thirdParty,
  accountIds: names,
  owner: z.string().nullable(),
  justification: z.string().nullable(),
  approvedBy: z.string().nullable(),
  contractEnds: z.string().nullable(),
  lastReviewed: z.string().nullable(),
  accounts: names,
  roles: names,
  nextReview: z.string().nullable().exactOptional(),
  reachable: z.object({
    direct: reachable,
    transitive: reachable,
    unclear: names,
    paths: z.array(reachPath).exactOptional(),
  }),
  highestAccess: z.enum(['list', 'read', 'write', 'admin']).nullable(),
  lastUsedAt: z.string().nullable(),
  openFindings: countBySeverity,
  findings: names,
});

const role = z.object({
  accountId: z.string(),
  accountName: z.string(),
  roleArn: z.string(),
  roleName: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
  lastUsedRegion: z.string().nullable(),
  maxSessionDuration: count.nullable(),
  admits: z.array(
    z.object({
      party: z.union([
        thirdParty,
        z.object({ name: z.string(), kind: z.literal('own'), accountId: z.string() }),
      ]),
      principal: z.string(),
      requiredConditions: names,
      weakConditions: names.exactOptional(),
      guard: z.enum(['strong', 'weak', 'none']).exactOptional(),
    }),
  ),
  stack: z.object({ stackName: z.string(), region: z.string() }).nullable().exactOptional(),
  findings: names,
  passes: z
    .array(z.object({ checkId: z.string(), detail: z.string(), evidence: z.array(evidence) }))
    .exactOptional(),
  digests: z
    .object({
      trustPolicy: z.string(),
      permissions: z.string(),
      externalIds: z
        .array(z.object({ party: z.string(), fingerprints: names, inAnyCase: names.exactOptional() }))
        .exactOptional(),
    })
    .exactOptional(),
  externalIds: z.array(z.object({ party: thirdParty, shown: names })).exactOptional(),
});

const trendPoint = z.object({
  runId: z.string(),
  startedAt: instant,
  openFindings: countBySeverity,
  exceptedFindings: count,
  complete: z.boolean(),
  facts: z.object({ planned: count, collected: count }),
  openRoles: count,
  thirdParties: count,
});

const changes = z.object({
  since: z.object({ runId: z.string(), startedAt: instant }),
  externalIdsCompared: z.boolean(),
  findings: z.object({
    new: names,
    reopened: names,
    changed: z.array(
      z.object({
        fingerprint: z.string(),
        what: z.array(z.enum(['severity', 'status', 'analyzer finding', 'drift'])),
      }),
    ),
    unchanged: count,
    notKnown: z.array(z.object({ finding, reason: z.string() })),
  }),
  roles: z.object({
    appeared: names,
    vanished: names,
    changed: z.array(
      z.object({
        roleArn: z.string(),
        what: z.array(z.enum(['trust policy', 'external ID', 'permissions'])),
      }),
    ),
    notKnown: names,
  }),
  thirdParties: z.object({
    appeared: z.array(thirdParty),
    vanished: z.array(thirdParty),
    notKnown: z.array(thirdParty),
  }),
});

const frameworkResult = z.object({
  framework: z.object({
    id: z.string(),
    name: z.string(),
    version: z.string(),
    source: z.string(),
    extent: z.string(),
  }),
  controls: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      status: z.enum(CONTROL_STATUSES),
      checks: names,
      counts: z.object({
        pass: count,
        fail: count,
        excepted: count,
        unknown: count,
        error: count,
        notApplicable: count,
        joined: count,
        silent: count,
      }),
      notShown: names,
      unproven: z.string(),
      worstOpen: severity.exactOptional(),
      before: z.enum(CONTROL_STATUSES).exactOptional(),
    }),
  ),
});

const configurationEntry = z.object({
  path: z.string(),
  kind: z.enum(['include', 'exclude', 'exception', 'third party', 'tag']),
  entry: z.string(),
  state: z.enum(['MATCHES_NOTHING', 'MATCHES_EVERYTHING', 'NEVER_SEEN', 'EXPIRED', 'ENDS_SOON', 'NOT_KNOWN']),
  detail: z.string(),
  fails: z.literal(true).exactOptional(),
});

/** What `report.json` holds; `AuditReport` is its type, held to it by a test. */
export const reportSchema = z.object({
  schemaVersion: count,
  run,
  scope,
  coverage,
  summary,
  thirdParties: z.array(thirdPartySummary),
  roles: z.array(role),
  findings: z.array(finding),
  resolved: z.array(finding),
  changes: changes.exactOptional(),
  trend: z.array(trendPoint).exactOptional(),
  unanswered: z.array(
    z.object({
      checkId: z.string(),
      status: z.enum(['UNKNOWN', 'ERROR']),
      accountId: z.string(),
      region: z.string(),
      resourceArn: z.string(),
      detail: z.string(),
    }),
  ),
  exceptions: z.array(exception.extend({ covers: count, expired: z.boolean() })),
  configurationEntries: z.array(configurationEntry).exactOptional(),
  checks: z.array(
    z.object({
      id: z.string(),
      area,
      title: z.string(),
      failureTitle: z.string(),
      severity,
      rationale: z.string(),
      remediation: z.string(),
      controls: names,
    }),
  ),
  controls: z.array(frameworkResult).exactOptional(),
});

/** What a line of `findings.jsonl` holds; `FindingLine` is its type. */
export const findingLineSchema = finding.extend({ schemaVersion: count, runId: z.string(), asOf: instant });

/** JSON Schema (draft 2020-12) of `report.json`. Later versions may add properties, so unknown ones are allowed. */
export function reportJsonSchema(): object {
  return publish(reportSchema, 'Countersign report');
}

/** JSON Schema (draft 2020-12) of one line of `findings.jsonl`. */
export function findingLineJsonSchema(): object {
  return publish(findingLineSchema, 'Countersign finding');
}

function publish(schema: z.ZodType, title: string): object {
  return z.toJSONSchema(schema.meta({ title }), { target: 'draft-2020-12', io: 'input', reused: 'inline' });
}
