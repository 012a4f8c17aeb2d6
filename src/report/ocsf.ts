import type { Finding } from '../model/finding.ts';
import type { AuditReport } from '../model/report.ts';
import type { Severity } from '../model/severity.ts';
import { jsonArray } from './json.ts';
import { remediationText } from './remediation-text.ts';
import type { ShownText } from './visible.ts';

const SCHEMA_VERSION = '1.6.0';
const CLASS_UID = 2003;

/** What has become of a finding since the run before. */
const ACTIVITIES = {
  create: { activity_id: 1, activity_name: 'Create' },
  update: { activity_id: 2, activity_name: 'Update' },
  close: { activity_id: 3, activity_name: 'Close' },
} as const;

type Activity = keyof typeof ACTIVITIES;

/** UTF-16 units. OCSF has no limit of its own, and whoever takes events in has one. */
const REMEDIATION_LIMIT = 4_000;

const SEVERITIES: Record<Severity, { severity_id: number; severity: string }> = {
  critical: { severity_id: 5, severity: 'Critical' },
  high: { severity_id: 4, severity: 'High' },
  medium: { severity_id: 3, severity: 'Medium' },
  low: { severity_id: 2, severity: 'Low' },
  info: { severity_id: 1, severity: 'Informational' },
};

/**
 * The text of `findings.ocsf.json` in parts: an array with one event of OCSF 1.6 Compliance Finding (2003, profile `cloud`) a
 * finding, in the report's order: Create for one that is new, Update for one that was known; and behind them Close for each
 * that is gone. Of one that may or may not be gone nothing is said. Times are milliseconds since 1970. An excepted finding
 * is suppressed, and its compliance status is still a failure. What OCSF has no place for, the evidence among it, stands
 * under `unmapped`.
 */
export function findingsOcsf(report: AuditReport): Iterable<ShownText> {
  return jsonArray(events(report));
}

function* events(report: AuditReport): Iterable<object> {
  const partitions = new Map(report.scope.accounts.map(({ accountId, partition }) => [accountId, partition]));
  const { changes } = report;
  const fresh = changes === undefined ? undefined : new Set(changes.findings.new);
  for (const finding of report.findings) {
    const activity = fresh === undefined || fresh.has(finding.fingerprint) ? 'create' : 'update';
    yield event(finding, report, activity, partitions.get(finding.accountId));
  }
  for (const finding of report.resolved)
    yield event(finding, report, 'close', partitions.get(finding.accountId));
}

function event(
  finding: Finding,
  { run, scope }: AuditReport,
  activity: Activity,
  partition: string | undefined,
): object {
  const [control] = finding.controls;
  const { activity_id, activity_name } = ACTIVITIES[activity];
  const isGone = activity === 'close';
  return {
    activity_id,
    activity_name,
    category_uid: 2,
    category_name: 'Findings',
    class_uid: CLASS_UID,
    class_name: 'Compliance Finding',
    type_uid: CLASS_UID * 100 + activity_id,
    type_name: `Compliance Finding: ${activity_name}`,
    time: Date.parse(run.asOf),
    ...SEVERITIES[finding.severity],
    ...lifecycle(finding, isGone),
    message: finding.detail,
    metadata: {
      version: SCHEMA_VERSION,
      product: { name: 'Countersign', vendor_name: 'Countersign', version: run.tool.version },
      profiles: ['cloud'],
      uid: `${run.runId}/${finding.fingerprint}`,
    },
    finding_info: {
      uid: finding.fingerprint,
      title: finding.title,
      desc: finding.detail,
      created_time: Date.parse(finding.firstSeen),
      first_seen_time: Date.parse(finding.firstSeen),
      ...(isGone ? {} : { last_seen_time: Date.parse(run.asOf) }),
      analytic: { type_id: 1, type: 'Rule', uid: finding.checkId, name: finding.checkId },
      types: [finding.area],
    },
    compliance: {
      standards: standardsOf(finding.controls),
      requirements: finding.controls,
      ...(control === undefined ? {} : { control }),
      ...(isGone ? { status_id: 1, status: 'Pass' } : { status_id: 3, status: 'Fail' }),
    },
    resources: [resource(finding, partition)],
    cloud: {
      provider: 'AWS',
      region: finding.region,
      account: { uid: finding.accountId, name: finding.accountName, type_id: 10, type: 'AWS Account' },
      ...(scope.organizationId === null ? {} : { org: { uid: scope.organizationId } }),
    },
    remediation: { desc: remediationText(finding, REMEDIATION_LIMIT) },
    unmapped: unmapped(finding, run.runId),
  };
}

/** 1 New, 3 Suppressed, 4 Resolved; who approved the exception, and until when, in words. */
function lifecycle({ status, exception }: Finding, isGone: boolean): object {
  if (isGone) return { status_id: 4, status: 'Resolved' };
  if (status === 'OPEN' || exception === undefined) return { status_id: 1, status: 'New' };
  return {
    status_id: 3,
    status: 'Suppressed',
    comment: `Accepted by ${exception.approvedBy} until ${exception.expires}: ${exception.reason}`,
  };
}

function resource(finding: Finding, partition: string | undefined): object {
  return {
    uid: finding.resourceArn,
    type: finding.resourceType,
    region: finding.region,
    ...(partition === undefined ? {} : { cloud_partition: partition }),
  };
}

/** Where the evidence lies; what it says stays in the report, beside the file it was read from. */
function unmapped({ evidence, exception, thirdParty, owner }: Finding, runId: string): object {
  return {
    run_id: runId,
    evidence: evidence.map(({ file, fact, region, pointer }) => ({ file, fact, region, pointer })),
    ...(thirdParty === undefined ? {} : { third_party: thirdParty }),
    ...(owner === undefined ? {} : { owner }),
    ...(exception === undefined ? {} : { exception }),
  };
}

/** The standards that the controls belong to, each once: `CIS-AWS-3.0 1.20` is of `CIS-AWS-3.0`. */
function standardsOf(controls: readonly string[]): string[] {
  return [...new Set(controls.map((control) => control.replace(/ .*/s, '')))];
}
