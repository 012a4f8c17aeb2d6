import type { Finding } from '../model/finding.ts';
import type { AuditReport } from '../model/report.ts';
import type { Severity } from '../model/severity.ts';
import { jsonArray } from './json.ts';
import { remediationText } from './remediation-text.ts';
import type { ShownText } from './visible.ts';

const SCHEMA_VERSION = '1.6.0';
const CLASS_UID = 2003;
const CREATE = 1;
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
 * finding, in the report's order. Times are milliseconds since 1970. An excepted finding is suppressed, and its
 * compliance status is still a failure. What OCSF has no place for, the evidence among it, stands under `unmapped`.
 */
export function findingsOcsf(report: AuditReport): Iterable<ShownText> {
  return jsonArray(events(report));
}

function* events(report: AuditReport): Iterable<object> {
  const partitions = new Map(report.scope.accounts.map(({ accountId, partition }) => [accountId, partition]));
  for (const finding of report.findings) yield event(finding, report, partitions.get(finding.accountId));
}

function event(finding: Finding, { run, scope }: AuditReport, partition: string | undefined): object {
  const [control] = finding.controls;
  return {
    activity_id: CREATE,
    activity_name: 'Create',
    category_uid: 2,
    category_name: 'Findings',
    class_uid: CLASS_UID,
    class_name: 'Compliance Finding',
    type_uid: CLASS_UID * 100 + CREATE,
    type_name: 'Compliance Finding: Create',
    time: Date.parse(run.asOf),
    ...SEVERITIES[finding.severity],
    ...lifecycle(finding),
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
      last_seen_time: Date.parse(run.asOf),
      analytic: { type_id: 1, type: 'Rule', uid: finding.checkId, name: finding.checkId },
      types: [finding.area],
    },
    compliance: {
      standards: standardsOf(finding.controls),
      requirements: finding.controls,
      ...(control === undefined ? {} : { control }),
      status_id: 3,
      status: 'Fail',
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

/** 1 New, 3 Suppressed; who approved the exception, and until when, in words. */
function lifecycle({ status, exception }: Finding): object {
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
function unmapped({ evidence, exception, thirdParty }: Finding, runId: string): object {
  return {
    run_id: runId,
    evidence: evidence.map(({ file, fact, region, pointer }) => ({ file, fact, region, pointer })),
    ...(thirdParty === undefined ? {} : { third_party: thirdParty }),
    ...(exception === undefined ? {} : { exception }),
  };
}

/** The standards that the controls belong to, each once: `CIS-AWS-3.0 1.20` is of `CIS-AWS-3.0`. */
function standardsOf(controls: readonly string[]): string[] {
  return [...new Set(controls.map((control) => control.replace(/ .*/s, '')))];
}
