import type { Finding } from '../model/finding.ts';
import { partitionNamed } from '../model/partitions.ts';
import type { AccountScope, AuditReport } from '../model/report.ts';
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
/** Accounts by id, within the limit of a field. */
const READ_IN = 150;

/** Fields of ours that are read back. */
export const PRODUCT_FIELDS = {
  runId: 'countersign/runId',
  status: 'countersign/status',
  region: 'countersign/region',
  readIn: 'countersign/readIn',
  resourceArn: 'countersign/resourceArn',
} as const;

const LABELS: Record<Severity, AsffSeverity['Label']> = {
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

/** A finding in the AWS Security Finding Format, as far as this tool fills it in. */
export interface AsffFinding {
  SchemaVersion: '2018-10-08';
  Id: string;
  ProductArn: string;
  ProductName: string;
  CompanyName: string;
  Region: string;
  GeneratorId: string;
  AwsAccountId: string;
  Types: string[];
  FirstObservedAt: string;
  LastObservedAt?: string;
  CreatedAt: string;
  UpdatedAt: string;
  Severity: AsffSeverity;
  FindingProviderFields: { Severity: AsffSeverity; Types: string[] };
  Title: string;
  Description: string;
  Remediation: { Recommendation: { Text: string } };
  Resources: Array<{ Type: string; Id: string; Partition: 'aws'; Region: string }>;
  Compliance: { Status: 'FAILED' | 'PASSED'; RelatedRequirements?: string[] };
  Workflow: { Status: 'NEW' };
  RecordState: 'ACTIVE' | 'ARCHIVED';
  ProductFields: Record<string, string>;
}

interface AsffSeverity {
  Label: 'CRITICAL' | 'HIGH' | 'MEDIUM' | 'LOW' | 'INFORMATIONAL';
  Original: string;
}

/** What stands before the id of a check in the generator of a finding, and tells ours from those of others. */
export const GENERATOR = 'countersign/';

/**
 * The text of `findings.asff.json` in parts: an array of findings in the AWS Security Finding Format, in the report's
 * order, each within what `BatchImportFindings` of Security Hub takes (240 KB a finding), and behind them those that are
 * gone, as archived. The product ARN is the default product of the finding's own account, so the call has to come from
 * that account, in the Region that the finding names, with at most 100 findings and 6 MB at once: `accounts/<id>` has a
 * file of each.
 *
 * `BatchImportFindings` never changes the workflow of a finding that is there. So an exception does not suppress: a
 * finding that is accepted is archived, still failed and says by whom, and is active again, and new, once it counts.
 * https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchimportfindings.html
 */
export function findingsAsff(report: AuditReport): Iterable<ShownText> {
  return jsonArray(asffFindings(report));
}

/**
 * The same as data: what is open, what is accepted, and what is known to be gone.
 *
 * @param region the one Region of Security Hub that takes them all; by default each finding's own
 */
export function* asffFindings(report: AuditReport, region?: string): Iterable<AsffFinding> {
  const places = new Map(report.scope.accounts.map((account) => [account.accountId, placeOf(account)]));
  const made = (finding: Finding, isGone: boolean) => {
    const { partition, home } = places.get(finding.accountId) ?? { partition: 'aws', home: 'us-east-1' };
    return asffFinding(finding, report, {
      partition,
      region: region ?? (finding.region === 'global' ? home : finding.region),
      isGone,
    });
  };
  for (const finding of report.findings) yield made(finding, false);
  for (const finding of report.resolved) yield made(finding, true);
}

/** Where findings without a Region go: the partition's Region of IAM, or one of the account's where that is not known. */
export function asffHome({ partition, regions }: Pick<AccountScope, 'partition' | 'regions'>): string {
  return (
    partitionNamed(partition)?.homeRegion ?? regions.find((region) => region !== 'global') ?? 'us-east-1'
  );
}

/** The product that findings of an account go by, in a Region. */
export function defaultProduct(partition: string, region: string, accountId: string): string {
  return `arn:${partition}:securityhub:${region}:${accountId}:product/${accountId}/default`;
}

function placeOf(account: AccountScope): Place {
  return { partition: account.partition, home: asffHome(account) };
}

interface Place {
  partition: string;
  home: string;
}

function asffFinding(
  finding: Finding,
  { run }: AuditReport,
  { partition, region, isGone }: { partition: string; region: string; isGone: boolean },
): AsffFinding {
  const { accountId } = finding;
  const severity = { Label: LABELS[finding.severity], Original: finding.severity };
  const types = ['Software and Configuration Checks/AWS Security Best Practices'];
  const requirements = finding.controls
    .slice(0, REQUIREMENTS)
    .map((control) => cut(control, LIMIT.requirement));
  return {
    SchemaVersion: '2018-10-08',
    Id: `countersign/${accountId}/${finding.fingerprint}`,
    ProductArn: defaultProduct(partition, region, accountId),
    ProductName: 'Countersign',
    CompanyName: 'Countersign',
    Region: region,
    GeneratorId: `${GENERATOR}${finding.checkId}`,
    AwsAccountId: accountId,
    Types: types,
    FirstObservedAt: finding.firstSeen,
    ...(isGone ? {} : { LastObservedAt: run.asOf }),
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
        // The SDK names three partitions, and ASFF takes every one.
        Partition: partition as 'aws',
        Region: region,
      },
    ],
    Compliance: { Status: isGone ? 'PASSED' : 'FAILED', RelatedRequirements: requirements },
    Workflow: { Status: 'NEW' },
    RecordState: isGone || finding.status === 'EXCEPTED' ? 'ARCHIVED' : 'ACTIVE',
    ProductFields: productFields(finding, run.runId, isGone ? 'RESOLVED' : finding.status),
  };
}

function resourceType(type: string): string {
  return Object.hasOwn(RESOURCE_TYPES, type) ? (RESOURCE_TYPES[type] ?? 'Other') : 'Other';
}

function productFields(finding: Finding, runId: string, status: string): Record<string, string> {
  const { evidence, thirdParty, exception, owner } = finding;
  const [first] = evidence;
  const readIn = new Set(evidence.flatMap(({ file }) => /^accounts\/(\d{12})\//.exec(file)?.[1] ?? []));
  const fields = {
    [PRODUCT_FIELDS.runId]: runId,
    [PRODUCT_FIELDS.status]: status,
    // What tells later whether a run has looked again.
    [PRODUCT_FIELDS.region]: finding.region,
    [PRODUCT_FIELDS.readIn]: [...readIn].slice(0, READ_IN).join(' '),
    'countersign/accountName': finding.accountName,
    [PRODUCT_FIELDS.resourceArn]: finding.resourceArn,
    'countersign/thirdParty': thirdParty?.name ?? '',
    'countersign/owner': owner?.name ?? '',
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
