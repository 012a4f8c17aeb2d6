import { stackArn } from '../names.ts';
import type { AccountContents, WorldStack, WorldStackResource } from '../world.ts';
import { bucketStack } from './application-stacks.ts';
import { awsPolicy, ESCALATE, MOVE_DATA, READ_COSTS, READ_METRICS } from './permissions.ts';
import type { Place } from './place.ts';
import { declareResource } from './templates.ts';
import { allowAws, policy, root } from './trust-policies.ts';
import type { Deployment } from './vendor-stacks.ts';
import { OTHER_STRANGER } from './vendors.ts';

/** What happened to an account after its vendor stacks were deployed. Changes the contents in place. */
export interface Deployed {
  place: Place;
  contents: AccountContents & { stacks: WorldStack[] };
  monitoring: Deployment;
  compliance: Deployment;
}

/** Someone let another account in by hand. */
export function trustChangedByHand({ monitoring: { role, declaredTrust } }: Deployed): void {
  const added = { Sid: 'Debug', ...allowAws(root(OTHER_STRANGER.accountId)) };
  role.trustPolicy = policy(...declaredTrust.Statement, added);
}

export function inlinePolicyAddedByHand({ monitoring: { role } }: Deployed): void {
  role.inlinePolicies = { ...role.inlinePolicies, BreakGlass: MOVE_DATA };
}

/** Someone widened the inline policy that the template declares: no drift to CloudFormation. */
export function inlinePolicyChangedByHand({ monitoring: { role } }: Deployed): void {
  role.inlinePolicies = { DatadogMetrics: policy(...READ_METRICS.Statement, ...MOVE_DATA.Statement) };
}

/** Someone made another version of the stack's managed policy the default one: IN_SYNC to CloudFormation all the same. */
export function managedPolicyChangedByHand({ contents, place, monitoring }: Deployed): void {
  const { role, stack } = monitoring;
  const name = 'DatadogCosts';
  const arn = `arn:aws:iam::${place.accountId}:policy/${name}`;
  declareResource(stack, 'CostsPolicy', arn, {
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: { ManagedPolicyName: name, PolicyDocument: READ_COSTS, Roles: [role.name] },
  });
  role.attachedPolicies = [arn];
  contents.policies?.push({ name, document: ESCALATE, olderVersions: [READ_COSTS] });
}

export function policyAttachedByHand({ monitoring: { role } }: Deployed): void {
  role.attachedPolicies = [awsPolicy('PowerUserAccess')];
}

/** The template writes a list where IAM gives back the one value: different to CloudFormation, the same in meaning. */
export function listOfOneInTemplate({ compliance: { stack, declaredTrust } }: Deployed): void {
  stack.template = stack.template.replace('Action: sts:AssumeRole', 'Action: [sts:AssumeRole]');
  for (const statement of declaredTrust.Statement) statement.Action = ['sts:AssumeRole'];
}

/** The stack's other role is gone from the account. */
export function roleDeletedByHand({ monitoring: { stack, declaredTrust } }: Deployed): void {
  declareResource(stack, 'ForwarderRole', 'DatadogForwarderRole', {
    Type: 'AWS::IAM::Role',
    Properties: { RoleName: 'DatadogForwarderRole', AssumeRolePolicyDocument: declaredTrust },
  });
}

/** Detection on the whole stack fails for one resource, and still answers for the others. */
export function detectionFails({ monitoring: { stack } }: Deployed): void {
  declareResource(stack, 'Forwarder', 'datadog-forwarder', {
    Type: 'AWS::Lambda::Function',
    Properties: { Handler: 'index.handler' },
  });
  stack.detectionFailures = { Forwarder: 'Rate exceeded' };
}

export function stateWithoutDetection({ monitoring, compliance }: Deployed): void {
  monitoring.stack.status = 'UPDATE_IN_PROGRESS';
  compliance.stack.status = 'UPDATE_ROLLBACK_IN_PROGRESS';
}

/** The role's stack is nested in another one, which holds no role itself. */
export function nested({ contents, place, monitoring: { stack } }: Deployed): void {
  stack.parent = 'platform';
  stack.name = 'platform-DatadogStack-1XQ7J2K9';
  const parent = bucketStack(place, 'platform', stack.region, 1);
  declareResource(parent, 'DatadogStack', stackArn({}, { id: place.accountId }, stack), {
    Type: 'AWS::CloudFormation::Stack',
    Properties: { TemplateURL: 'https://quillmarsh-templates.s3.amazonaws.com/datadog.json' },
  });
  contents.stacks.unshift(parent);
}

/** The role is as it should be; something else in its stack is not, as someone found some hours ago. */
export function otherResourceChanged({ place, monitoring: { stack } }: Deployed): void {
  const bucket = declareReportBucket(place, stack);
  bucket.live = { VersioningConfiguration: { Status: 'Suspended' } };
  stack.lastDriftCheckAt = place.daysAgo(0.2);
}

function declareReportBucket(place: Place, stack: WorldStack): WorldStackResource {
  return declareResource(stack, 'ReportBucket', `quillmarsh-${place.accountId}-monitoring`, {
    Type: 'AWS::S3::Bucket',
    Properties: { VersioningConfiguration: { Status: 'Enabled' } },
  });
}

/** More resources than DescribeStackResources shows. */
export function largeStack({ contents, place }: Deployed): void {
  contents.stacks.push(bucketStack(place, 'warehouse', 'us-east-1', 110));
}

/** Someone looked before: some hours ago, when all was well, and long ago. */
export function checkedBefore({ place, monitoring, compliance }: Deployed): void {
  declareReportBucket(place, monitoring.stack);
  monitoring.stack.lastDriftCheckAt = place.daysAgo(0.2);
  compliance.stack.lastDriftCheckAt = place.daysAgo(200);
}

/** The template declares no permissions boundary: this one came by hand. */
export function boundaryAddedByHand({ contents, place, monitoring: { role } }: Deployed): void {
  contents.policies?.push({
    name: 'MonitoringBoundary',
    document: policy({ Effect: 'Allow', Action: '*', Resource: '*' }),
  });
  const boundary = `arn:aws:iam::${place.accountId}:policy/MonitoringBoundary`;
  role.permissionsBoundary = boundary;
}
