import type { Finding } from '../model/finding.ts';
import { partitionNamed } from '../model/partitions.ts';
import type { AuditReport } from '../model/report.ts';
import type { Severity } from '../model/severity.ts';
import { jsonArray } from './json.ts';
import { remediationText } from './remediation-text.ts';
import { cut, oneLine, type ShownText } from './visible.ts';

/** UTF-16 units; the attributes' own limits in the AWS Security Finding Format. */
const LIMIT = {
  title: 256,
  description: 1024,
  recommendation: 512,
  id: 512,
  requirement: 64,
  productField: 2048,
};
const REQUIREMENTS = 32;

const LABELS: Record<Severity, string> = {
  critical: 'CRITICAL',
  high: 'HIGH',
  medium: 'MEDIUM',
  low: 'LOW',
  info: 'INFORMATIONAL',
};

/** The names that Security Hub has for the types of resources that findings are about; the rest are `Other`. */
const RESOURCE_TYPES: Readonly<Record<string, string>> = {
  'AWS::IAM::Role': 'AwsIamRole',
  'AWS::IAM::User': 'AwsIamUser',
  'AWS::IAM::ManagedPolicy': 'AwsIamPolicy',
  'AWS::CloudFormation::Stack': 'AwsCloudFormationStack',
  'AWS::S3::Bucket': 'AwsS3Bucket',
  'AWS::KMS::Key': 'AwsKmsKey',
  'AWS::SQS::Queue': 'AwsSqsQueue',
  'AWS::SNS::Topic': 'AwsSnsTopic',
  'AWS::Lambda::Function': 'AwsLambdaFunction',
  'AWS::SecretsManager::Secret': 'AwsSecretsManagerSecret',
};

/**
 * The text of `findings.asff.json` in parts: an array of findings in the AWS Security Finding Format, in the report's
 * order, each within what `BatchImportFindings` of Security Hub takes (240 KB a finding). The product ARN is the
 * default product of the finding's own account, so the call has to come from that account, in the Region that the
 * finding names, with at most 100 findings and 6 MB at once.
 */
export function findingsAsff(report: AuditReport): Iterable<ShownText> {
  return jsonArray(asffFindings(report));
}

function* asffFindings(report: AuditReport): Iterable<object> {
  const places = new Map(report.scope.accounts.map((account) => [account.accountId, placeOf(account)]));
  for (const finding of report.findings) {
    yield asffFinding(
      finding,
      report,
      places.get(finding.accountId) ?? { partition: 'aws', home: 'us-east-1' },
    );
  }
}

/** Where findings without a Region go: the partition's Region of IAM, or one of the account's where that is not known. */
function placeOf({ partition, regions }: AuditReport['scope']['accounts'][number]): Place {
  const home = partitionNamed(partition)?.homeRegion ?? regions.find((region) => region !== 'global');
  return { partition, home: home ?? 'us-east-1' };
}

interface Place {
  partition: string;
  home: string;
}

function asffFinding(finding: Finding, { run }: AuditReport, { partition, home }: Place): object {
  const region = finding.region === 'global' ? home : finding.region;
  const { accountId } = finding;
  const severity = { Label: LABELS[finding.severity], Original: finding.severity };
  const types = ['Software and Configuration Checks/AWS Security Best Practices'];
  return {
    SchemaVersion: '2018-10-08',
    Id: `countersign/${accountId}/${finding.fingerprint}`,
    ProductArn: `arn:${partition}:securityhub:${region}:${accountId}:product/${accountId}/default`,
    ProductName: 'Countersign',
    CompanyName: 'Countersign',
    Region: region,
    GeneratorId: `countersign/${finding.checkId}`,
    AwsAccountId: accountId,
    Types: types,
    FirstObservedAt: finding.firstSeen,
    LastObservedAt: run.asOf,
    CreatedAt: finding.firstSeen,
    UpdatedAt: run.asOf,
    Severity: severity,
    FindingProviderFields: { Severity: severity, Types: types },
    Title: cut(finding.title, LIMIT.title),
    Description: cut(oneLine(finding.detail || finding.title), LIMIT.description),
    Remediation: {
      Recommendation: {
        Text: cut(oneLine(remediationText(finding, LIMIT.recommendation)), LIMIT.recommendation),
      },
    },
    Resources: [
      {
        Type: resourceType(finding.resourceType),
        Id: cut(finding.resourceArn, LIMIT.id),
        Partition: partition,
        Region: region,
      },
    ],
    Compliance: {
      Status: 'FAILED',
      RelatedRequirements: finding.controls
        .slice(0, REQUIREMENTS)
        .map((control) => cut(control, LIMIT.requirement)),
    },
    Workflow: { Status: finding.status === 'EXCEPTED' ? 'SUPPRESSED' : 'NEW' },
    RecordState: 'ACTIVE',
    ProductFields: productFields(finding, run.runId),
  };
}

function resourceType(type: string): string {
  return Object.hasOwn(RESOURCE_TYPES, type) ? (RESOURCE_TYPES[type] ?? 'Other') : 'Other';
}

function productFields(finding: Finding, runId: string): Record<string, string> {
  const { evidence, thirdParty, exception } = finding;
  const [first] = evidence;
  const fields = {
    'countersign/runId': runId,
    'countersign/accountName': finding.accountName,
    'countersign/resourceArn': finding.resourceArn,
    'countersign/thirdParty': thirdParty?.name ?? '',
    'countersign/exception':
      exception === undefined
        ? ''
        : `${exception.approvedBy}, until ${exception.expires}: ${exception.reason}`,
    'countersign/evidence': first === undefined ? '' : `${first.file} ${first.fact} ${first.pointer}`,
  };
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => [name, cut(value, LIMIT.productField)]),
  );
}
